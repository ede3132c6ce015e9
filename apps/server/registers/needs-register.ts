/** 需求台账: the records behind `needs.needs`, for who may read what residents said, with the person and the answer beside each. */
import { reasonLeftOut } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { isOpen, needCount, needStates, needs, openStates } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import * as z from 'zod';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Asked, Shows } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { Person } from './people-facts.ts';
import { keptInside, notShared, peopleOf, personCells } from './people-facts.ts';
import type { CellValue, RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

const table = 'needs.needs';
const answered = ['answered', 'closed'] as const;

export function needConditions({ today }: Pick<ReadContext, 'today'>, asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(needCount, drill) : drillLeftOut(needCount, drill)));
  for (const [key, value] of asked.filters) all.add(filtered(all, key, value, today));
  return all;
}

function filtered(all: Conditions, key: string, value: string, today: string): string {
  const not = value === 'yes' ? '' : 'not ';
  switch (key) {
    case 'answered':
      return `${not}(state = any(${all.value(answered)}::text[]))`;
    case 'late':
      return `${not}(state = any(${all.value(openStates)}::text[]) and due_on < ${all.value(today)})`;
    case 'unmetReason':
      return `unmet_reason = ${all.value(value)}`;
    default:
      if (!['channel', 'kind', 'urgency', 'state'].includes(key)) throw new Error(`no filter ${key} of needs`);
      return `${key} = ${all.value(value)}`;
  }
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  switch (sort.by) {
    case 'room':
      return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
    case 'kind':
      return { sql: placeIn(all, 'kind', needKinds, 'text'), type: 'integer', direction };
    case 'state':
      return { sql: placeIn(all, 'state', needStates, 'text'), type: 'integer', direction };
    default:
      return { sql: sort.by === 'dueOn' ? 'due_on' : 'received_on', type: 'text', direction };
  }
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = needConditions(context, asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const found = await rowsWhere(context, needs, `${all.text()}${rest}`, all.values);
  const { shown, next } = await cut(context.trx, table, (one) => orderOf(context, asked, one), found, size);
  const clientIds = shown.flatMap((need) => need.clientId ?? []);
  const people = await peopleOf(context, clientIds, asked);
  return { rows: shown.map((need) => rowOf(context, asked, need, people)), next };
}

/** Who asked: somebody on file, or a name that was given; nobody asked the latter whether it may leave the station. */
function askerCells(need: Need, person: Person | undefined, shows: Shows, today: string): Record<string, CellValue> {
  if (need.clientId !== null) return personCells(person, shows, today);
  if (!shows.person || need.askerName === null) return {};
  return shows.outside ? { name: notShared } : { name: need.askerName, phone: need.askerPhone };
}

function rowOf(context: ReadContext, asked: Asked, need: Need, people: ReadonlyMap<string, Person>): RegisterRow {
  const { reader, today } = context;
  const shows = showsOf(context, asked, need.heldIn, { stationId: need.stationId, roomId: need.roomId });
  const person = people.get(need.clientId ?? '');
  const kept = need.clientId === null ? shows.outside : keptInside(person, shows);
  const said = shows.sealed && !kept;
  const cells = {
    ...askerCells(need, person, shows, today),
    day: need.receivedOn,
    station: reader.places.stations.get(need.stationId)?.name ?? '',
    room: reader.places.rooms.get(need.roomId)?.name ?? '',
    ...{ channel: need.channel, kind: need.kind, urgency: need.urgency, state: need.state, dueOn: need.dueOn },
    words: said ? need.words : null,
    late: isOpen(need.state) && need.dueOn < today ? 'yes' : 'no',
    ...{ answeredOn: need.answeredOn, answerKind: need.answerKind, unmetReason: need.unmetReason },
    rating: need.rating,
    rater: need.rating === null ? null : need.ratingAssisted === true ? 'door' : 'own',
    note: said ? need.note : null,
  };
  return {
    id: need.id,
    cells: only(asked, cells),
    reason: reasonLeftOut(needCount, need),
    clientId: reader.atRoom(need.heldIn).people ? need.clientId : null,
    erased: person?.state === 'erased',
  };
}

const Part = z.object({ state: z.string(), n: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const counted = needConditions(context, asked).query(`select state, count(*) as n from ${table}`, ' group by state');
  const parts = await rowsOf(context.trx, Part, counted);
  const inOrder = needStates.flatMap((state) => parts.filter((part) => part.state === state));
  return {
    total: parts.reduce((sum, part) => sum + part.n, 0),
    leftOut: await reasonsOf(context, needCount, needConditions(context, { ...asked, rows: 'left-out' })),
    sums: {},
    parts: inOrder.map(({ state, n }) => ({ filter: 'state', value: state, n })),
  };
}

export const needsSource: RegisterSource = { summary, page: pageOf };
