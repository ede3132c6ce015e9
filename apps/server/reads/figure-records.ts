/**
 * GET /api/figures/:name/records: what lies behind a number, by the figure's own definition (law N1), page by page, with
 * what it leaves out and why (N5). The same place, month and dimensions give the same total as the tile.
 */
import type { Day, Figure, Month, Problem } from '@yimi/kernel';
import { addDays, monthOf } from '@yimi/kernel';
import { care, clientsVisited, dueDays, lastVisitDays, visitCount } from '@yimi/services';
import type { Care } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { atOf, daysSince, FiguresInput, placeAsked } from './dashboard.ts';
import type { PlaceRef } from './dashboard.ts';
import { drillTotal, drillWhere, histogram, leftOut, spanOf } from './figure-sql.ts';
import type { Drill, Query, Span } from './figure-sql.ts';
import { DayCursor, DimsInput, TextInput } from './input.ts';
import { villages } from './measures.ts';
import { clientsNamed } from './named-people.ts';
import { notForYou, notFound, wrongInput } from './problems.ts';
import { countOf, rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { readVisits, visitRows } from './visit-rows.ts';

const pageSize = 50;

const Input = FiguresInput.extend({
  name: TextInput(80),
  cursor: DayCursor.optional(),
  dims: DimsInput.optional(),
});
type Input = z.infer<typeof Input>;

interface Opened {
  readonly figure: Figure;
  readonly rows: 'visits' | 'people' | 'villages';
  readonly span: (month: Month, today: Day) => Span;
}

const ofMonth = (month: Month): Span => spanOf(month);
const always = (): Span => ({ from: null, to: null });

/** What each name opens to. Figures of the state of things are dated today; months do not move them. */
const opened: Readonly<Record<string, Opened>> = {
  'services.visits': { figure: visitCount, rows: 'visits', span: ofMonth },
  'services.clients-visited': { figure: clientsVisited, rows: 'visits', span: ofMonth },
  'services.in-time': { figure: dueDays, rows: 'people', span: (_, today) => ({ from: today, to: null }) },
  'services.overdue': { figure: dueDays, rows: 'people', span: (_, today) => ({ from: null, to: addDays(today, -1) }) },
  'services.clients': { figure: dueDays, rows: 'people', span: always },
  'services.villages-unvisited': { figure: lastVisitDays, rows: 'villages', span: always },
};

export const recordsRoute: Route<Input> = {
  method: 'GET',
  url: '/api/figures/:name/records',
  input: Input,
  answer: async (input, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.records !== 'none')) return notForYou();
    const open = Object.hasOwn(opened, input.name) ? opened[input.name] : undefined;
    const place = placeAsked(reader, input);
    if ('problem' in place) return place;
    // Whoever may not open records here is told what an unknown place is told.
    if (open === undefined || reader.of(countyOrBelow(place), place.id).records === 'none') return notFound();
    const unknown = Object.keys(input.dims ?? {}).find((name) => !open.figure.dimensions.includes(name));
    if (unknown !== undefined) return wrongInput('dims', 'unknown_dimension');
    return records(context, open, place, input);
  },
};

function countyOrBelow(place: PlaceRef): 'county' | 'station' | 'room' {
  return place.level === 'city' ? 'county' : place.level;
}

async function records(context: ReadContext, open: Opened, place: PlaceRef, input: Input): Promise<object | Problem> {
  const month = input.month ?? monthOf(context.today);
  const drill = { at: atOf(place), span: open.span(month, context.today), dims: input.dims ?? {} };
  const namesNeedPurpose = needsPurpose(context, place);
  if (open.rows === 'villages') return { ...(await villageRecords(context, drill)), namesNeedPurpose };
  const omitted = await rowsOf(context.trx, Reason, leftOut(open.figure, drill));
  const total = await countOf(context.trx, drillTotal(open.figure, drill));
  const page = open.rows === 'visits' ? visitPage : peoplePage;
  return { total, ...(await page(context, open.figure, drill, input)), leftOut: omitted, namesNeedPurpose };
}

const Reason = z.object({ reason: z.string(), n: z.number() });

function needsPurpose({ reader }: ReadContext, place: PlaceRef): boolean {
  const rights = reader.of(countyOrBelow(place), place.id);
  return rights.reveal && rights.records === 'without-person';
}

/** Newest first; the cursor is the last row's day and id. */
function page({ text, values }: Query, day: string, cursor: Input['cursor'], order: 'desc' | 'asc'): Query {
  const list = [...values];
  const after = order === 'desc' ? '<' : '>';
  const from = cursor === undefined ? '' : ` and (${day}, id) ${after} ($${list.push(cursor.day)}, $${list.push(cursor.id)}::uuid)`;
  return { text: `${text}${from} order by ${day} ${order}, id ${order} limit ${pageSize + 1}`, values: list };
}

async function visitPage(context: ReadContext, figure: Figure, drill: Drill, input: Input) {
  const { text, values } = page(drillWhere(figure, drill), 'occurred_on', input.cursor, 'desc');
  const found = await readVisits(context, text, values);
  const rows = await visitRows(context, found.slice(0, pageSize));
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.occurredOn}_${last.id}` };
}

/** Whoever is due longest comes first. */
async function peoplePage(context: ReadContext, figure: Figure, drill: Drill, input: Input) {
  const { text, values } = page(drillWhere(figure, drill), 'due_on', input.cursor, 'asc');
  const stored = await readRows(context.trx, context.tx.keys, erase(care), text, values);
  const found = stored.map(({ row }) => care.schema.parse(row));
  const shown = found.slice(0, pageSize);
  const named = await clientsNamed(context.trx, shown.map((one) => one.id));
  const rows = shown.map((one) => personRow(context, one, named.get(one.id) ?? null));
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.dueOn}_${last.id}` };
}

function personRow({ reader, today }: ReadContext, one: Care, client: { name: string; hamlet: string } | null): object {
  const rights = reader.atRoom(one.roomId);
  const named = rights.records === 'with-person';
  return {
    kind: 'person',
    id: one.id,
    clientId: rights.people || rights.reveal ? one.id : null,
    clientName: named ? (client?.name ?? null) : null,
    roomId: one.roomId,
    roomName: reader.places.rooms.get(one.roomId)?.name ?? '',
    // Three houses on a hill point at a person as a name does.
    hamlet: named ? (client?.hamlet ?? '') : '',
    risk: one.risk,
    dueOn: one.dueOn,
    lastMetOn: one.lastMetOn,
    lastVisitOn: one.lastVisitOn,
    inTime: one.dueOn >= today,
  };
}

const Days = z.object({
  station_id: z.string(),
  room_id: z.string(),
  dims: z.string(),
  before: z.number(),
  since: z.number(),
  latest: z.string().nullable(),
});

async function villageRecords({ trx, reader, today }: ReadContext, { at }: Drill) {
  const due = await rowsOf(trx, Days, histogram(dueDays, at, today));
  const last = await rowsOf(trx, Days, histogram(lastVisitDays, at, today));
  const served = villages(due, last, today);
  const rows = [...served]
    .filter(([, village]) => village.unvisited)
    .map(([id, village]) => {
      const room = reader.places.rooms.get(id);
      return {
        kind: 'room',
        id,
        roomName: room?.name ?? '',
        stationName: reader.places.stations.get(room?.stationId ?? '')?.name ?? '',
        clients: village.clients,
        lastVisitOn: village.lastVisitOn,
        daysSince: daysSince(village.lastVisitOn, today),
      };
    })
    .sort((one, other) => (one.lastVisitOn ?? '').localeCompare(other.lastVisitOn ?? '') || one.roomName.localeCompare(other.roomName));
  const visited = { reason: 'visited-within-30-days', n: served.size - rows.length };
  return { total: rows.length, rows, leftOut: visited.n === 0 ? [] : [visited], next: null };
}
