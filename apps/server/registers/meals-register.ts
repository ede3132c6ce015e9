/** 送餐台账: the records behind `meals.delivered`, each with whose meal it was and who brought it; what did not arrive stands apart. */
import { reasonLeftOut } from '@yimi/kernel';
import type { Meal } from '@yimi/meals';
import { mealCount, meals, sheets } from '@yimi/meals';
import * as z from 'zod';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import { staffNamed } from '../reads/named-people.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { Person } from './people-facts.ts';
import { peopleOf, personCells } from './people-facts.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

const table = 'meals.meals';

export function mealConditions(asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(mealCount, drill) : drillLeftOut(mealCount, drill)));
  for (const [, value] of asked.filters) all.add(`state = ${all.value(value)}`);
  return all;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  if (sort.by !== 'room') return { sql: 'day', type: 'text', direction };
  return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
}

interface Facts {
  readonly people: ReadonlyMap<string, Person>;
  readonly rounds: ReadonlyMap<string, string>;
  readonly staff: ReadonlyMap<string, { readonly name: string }>;
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = mealConditions(asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const found = await rowsWhere(context, meals, `${all.text()}${rest}`, all.values);
  const { shown, next } = await cut(context.trx, table, (one) => orderOf(context, asked, one), found, size);
  const held = await rowsWhere(context, sheets, 'id = any($1::uuid[])', [shown.map((meal) => meal.sheetId)]);
  const facts: Facts = {
    people: await peopleOf(
      context,
      shown.map((meal) => meal.clientId),
      asked,
    ),
    rounds: new Map(held.map((sheet) => [sheet.id, sheet.name])),
    staff: await staffNamed(
      context.trx,
      shown.map((meal) => meal.tickedBy),
    ),
  };
  return { rows: shown.map((meal) => rowOf(context, asked, meal, facts)), next };
}

function rowOf(context: ReadContext, asked: Asked, meal: Meal, { people, rounds, staff }: Facts): RegisterRow {
  const { places } = context.reader;
  const { stationId, roomId, day, state } = meal;
  const shows = showsOf(context, asked, roomId, { stationId, roomId });
  const person = people.get(meal.clientId);
  const cells = {
    ...personCells(person, shows, context.today),
    ...{ day, state, round: rounds.get(meal.sheetId) ?? null },
    station: places.stations.get(stationId)?.name ?? '',
    room: places.rooms.get(roomId)?.name ?? '',
    outcome: shows.person ? meal.outcome : null,
    deliverer: shows.staff ? (staff.get(meal.tickedBy ?? '')?.name ?? null) : null,
  };
  const clientId = shows.person && person?.state !== 'erased' ? meal.clientId : null;
  const reason = reasonLeftOut(mealCount, meal);
  return { id: meal.id, cells: only(asked, cells), reason, clientId, erased: person?.state === 'erased' };
}

const Counted = z.object({ state: z.string(), n: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const select = `select state, count(*) as n from ${table}`;
  const counted = await rowsOf(context.trx, Counted, mealConditions(asked).query(select, ' group by state'));
  return {
    total: counted.reduce((sum, one) => sum + one.n, 0),
    leftOut: await reasonsOf(context, mealCount, mealConditions({ ...asked, rows: 'left-out' })),
    sums: {},
    parts: counted.map(({ state, n }) => ({ filter: 'state', value: state, n })),
  };
}

export const mealsSource: RegisterSource = { summary, page: pageOf };
