/** 服务对象台账: the people behind `services.clients`, as they stand today, with where their care stands. */
import type { Day } from '@yimi/kernel';
import { addDays, reasonLeftOut } from '@yimi/kernel';
import { riskLevels } from '@yimi/people';
import type { Care } from '@yimi/services';
import { care, clientsVisited, dueDays } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { atOf } from '../reads/dashboard.ts';
import type { Drill } from '../reads/figure-drill-sql.ts';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import type { Span } from '../reads/figure-sql.ts';
import type { NamedStaff } from '../reads/named-people.ts';
import { staffNamed } from '../reads/named-people.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { readRows } from '../store/rows.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { Person } from './people-facts.ts';
import { peopleOf, personCells } from './people-facts.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf as monthsOf } from './visits-register.ts';

const table = 'services.care';
const client = `from people.clients c where c.county_id = ${table}.county_id and c.id = ${table}.id`;

const always: Span = { from: null, to: null };

/** In time are those due from today on (law N2): the same day parts the dashboard's two numbers. */
function standing(value: string | undefined, today: Day): Span {
  if (value === 'in-time') return { from: today, to: null };
  return value === 'overdue' ? { from: null, to: addDays(today, -1) } : always;
}

export function clientConditions({ today }: ReadContext, asked: Asked): Conditions {
  const all = new Conditions();
  const drill: Drill = { at: atOf(asked.place), span: standing(asked.filters.get('standing'), today), dims: {} };
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(dueDays, drill) : drillLeftOut(dueDays, drill)));
  const risk = asked.filters.get('risk');
  if (risk !== undefined) all.add(`risk = ${all.value(risk)}`);
  const group = asked.filters.get('group');
  if (group !== undefined) all.add(`groups ? ${all.value(group)}`);
  const never = asked.filters.get('never');
  if (never !== undefined) all.add(`last_visit_on is ${never === 'yes' ? '' : 'not '}null`);
  const met = asked.filters.get('met');
  if (met !== undefined) {
    // Inside, the figure's own column names are those of its records.
    const seen = all.taken(drillWhere(clientsVisited, monthsOf(asked)));
    all.add(
      `${met === 'yes' ? '' : 'not '}exists (select from services.visits where client_id = ${table}.id and ${seen})`,
    );
  }
  return all;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  switch (sort.by) {
    case 'name':
      return { sql: `coalesce((select c.pinyin ${client}), '') collate "C"`, type: 'text', direction };
    case 'risk':
      return { sql: placeIn(all, 'risk', riskLevels, 'text'), type: 'integer', direction };
    case 'room':
      return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
    default:
      return { sql: 'due_on', type: 'text', direction };
  }
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = clientConditions(context, asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const stored = await readRows(context.trx, context.tx.keys, erase(care), `${all.text()}${rest}`, all.values);
  const found = stored.map(({ row }) => care.schema.parse(row));
  const ordered = (one: Conditions): Order => orderOf(context, asked, one);
  const { shown, next } = await cut(context.trx, table, ordered, found, size);
  return { rows: await rowsFor(context, asked, shown), next };
}

async function rowsFor(context: ReadContext, asked: Asked, found: readonly Care[]): Promise<RegisterRow[]> {
  const people = await peopleOf(
    context,
    found.map((one) => one.id),
    asked,
  );
  const staff = await staffNamed(
    context.trx,
    [...people.values()].map((person) => person.assigneeId),
  );
  return found.map((one) => rowOf(context, asked, one, people.get(one.id), staff));
}

function rowOf(
  context: ReadContext,
  asked: Asked,
  one: Care,
  person: Person | undefined,
  staff: ReadonlyMap<string, NamedStaff>,
): RegisterRow {
  const { reader, today } = context;
  const shows = showsOf(context, asked, one.roomId, null);
  const cells = {
    ...personCells(person, shows, today),
    risk: one.risk,
    station: reader.places.stations.get(one.stationId)?.name ?? '',
    room: reader.places.rooms.get(one.roomId)?.name ?? '',
    // Who looks after somebody says where they live: it goes with the person.
    assignee: shows.staff && shows.person ? (staff.get(person?.assigneeId ?? '')?.name ?? null) : null,
    registeredOn: one.registeredOn,
    lastVisitOn: one.lastVisitOn,
    lastMetOn: one.lastMetOn,
    dueOn: one.dueOn,
    standing: one.dueOn >= today ? 'in-time' : 'overdue',
    visits: one.visits,
  };
  return {
    id: one.id,
    cells: only(asked, cells),
    reason: reasonLeftOut(dueDays, one),
    clientId: reader.atRoom(one.roomId).people ? one.id : null,
    erased: person?.state === 'erased',
  };
}

const Part = z.object({ risk: z.string(), n: z.number(), visits: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const { trx } = context;
  const query = clientConditions(context, asked).query(
    `select risk, count(*) as n, coalesce(sum(visits), 0)::bigint as visits from ${table}`,
    ' group by risk',
  );
  const parts = await rowsOf(trx, Part, query);
  return {
    total: parts.reduce((sum, part) => sum + part.n, 0),
    leftOut: await reasonsOf(context, dueDays, clientConditions(context, { ...asked, rows: 'left-out' })),
    sums: { visits: parts.reduce((sum, part) => sum + part.visits, 0) },
    parts: riskLevels.flatMap((risk) => {
      const n = parts.find((part) => part.risk === risk)?.n ?? 0;
      return n === 0 ? [] : [{ filter: 'risk', value: risk, n }];
    }),
  };
}

export const clientsSource: RegisterSource = { summary, page: pageOf };
