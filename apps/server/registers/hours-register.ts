/** 志愿服务时长台账: the stretches behind `activities.hours`, each with whose it is, where it comes from and what it counts for. */
import type { ServiceHours } from '@yimi/activities';
import { activities, hours, stretchCount } from '@yimi/activities';
import { dayOf, reasonLeftOut, startOfDay } from '@yimi/kernel';
import * as z from 'zod';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import type { NamedStaff } from '../reads/named-people.ts';
import { staffNamed } from '../reads/named-people.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

const table = 'activities.hours';

export function hourConditions(asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(stretchCount, drill) : drillLeftOut(stretchCount, drill)));
  for (const [, value] of asked.filters) all.add(`source = ${all.value(value)}`);
  return all;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  if (sort.by !== 'room') return { sql: 'day', type: 'text', direction };
  return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
}

const Numbered = z.object({ id: z.string(), number: z.string() });
interface Facts {
  readonly titles: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, string>;
  readonly staff: ReadonlyMap<string, NamedStaff>;
}

async function factsOf(context: ReadContext, shown: readonly ServiceHours[]): Promise<Facts> {
  const held = [shown.flatMap((row) => row.activityId ?? [])];
  const titles = await rowsWhere(context, activities, 'id = any($1::uuid[])', held);
  const numbers = await rowsOf(context.trx, Numbered, {
    text: 'select id, number from volunteers.profiles where id = any($1::uuid[])',
    values: [shown.map((row) => row.helperId)],
  });
  return {
    titles: new Map(titles.map((one) => [one.id, one.title])),
    numbers: new Map(numbers.map((one) => [one.id, one.number])),
    staff: await staffNamed(
      context.trx,
      shown.map((row) => row.confirmedBy),
    ),
  };
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = hourConditions(asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const found = await rowsWhere(context, hours, `${all.text()}${rest}`, all.values);
  const { shown, next } = await cut(context.trx, table, (one) => orderOf(context, asked, one), found, size);
  const facts = await factsOf(context, shown);
  return { rows: shown.map((row) => rowOf(context, asked, row, facts)), next };
}

/** 08:32 of a moment of its own day. */
function clockOf(instant: number): string {
  const minutes = Math.floor((instant - startOfDay(dayOf(instant))) / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function rowOf(context: ReadContext, asked: Asked, row: ServiceHours, facts: Facts): RegisterRow {
  const { stations, rooms } = context.reader.places;
  const { stationId, roomId } = row;
  const shows = showsOf(context, asked, roomId, { stationId, roomId });
  const cells = {
    day: row.day,
    helper: shows.staff ? row.helperName : null,
    number: shows.staff ? (facts.numbers.get(row.helperId) ?? null) : null,
    station: stations.get(stationId)?.name ?? '',
    room: rooms.get(roomId)?.name ?? '',
    activity: facts.titles.get(row.activityId ?? '') ?? null,
    from: clockOf(row.fromAt),
    to: clockOf(row.toAt),
    hours: hoursIn(row.minutes),
    source: row.source,
    confirmedBy: shows.staff ? (facts.staff.get(row.confirmedBy ?? '')?.name ?? null) : null,
  };
  const reason = reasonLeftOut(stretchCount, row);
  return { id: row.id, cells: only(asked, cells), reason, clientId: null, erased: false };
}

/** Hours to a hundredth. */
const hoursIn = (minutes: number): number => Math.round((minutes * 100) / 60) / 100;

const Total = z.object({ n: z.number(), minutes: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const select = `select count(*) as n, coalesce(sum(minutes), 0) as minutes from ${table}`;
  const [all = { n: 0, minutes: 0 }] = await rowsOf(context.trx, Total, hourConditions(asked).query(select));
  return {
    total: all.n,
    leftOut: await reasonsOf(context, stretchCount, hourConditions({ ...asked, rows: 'left-out' })),
    sums: { hours: hoursIn(all.minutes) },
    parts: [],
  };
}

export const hoursSource: RegisterSource = { summary, page: pageOf };
