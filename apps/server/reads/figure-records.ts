/**
 * GET /api/figures/:name/records: what lies behind a number, by the figure's own definition (law N1), page by page, with
 * what it leaves out and why (N5). The same place, month and dimensions give the same total as the tile.
 */
import { attendanceCount, attendancesByKind, gradeCount, heldByKind, heldCount, peopleCount } from '@yimi/activities';
import { formAnswerCount, pickCount, tickedKinds } from '@yimi/forms';
import type { Day, Figure, Month, Problem } from '@yimi/kernel';
import { addDays, Day as DayInput, dimensionsOf, monthOf, reasonLeftOut } from '@yimi/kernel';
import { mealCount } from '@yimi/meals';
import { answeredCount, needCount, ratingCount, unmetCount } from '@yimi/needs';
import type { Care } from '@yimi/services';
import {
  care,
  clientsVisited,
  clientsVisitedByGroup,
  dueByGroup,
  dueDays,
  lastVisitDays,
  neverVisited,
  neverVisitedByGroup,
  tripCount,
  villageCalls,
  visitCount,
  visitsByGroup,
} from '@yimi/services';
import { erase } from '@yimi/sync';
import { activeCount, offerCount, taskCount } from '@yimi/volunteers';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { activityPage, attendancePage } from './activity-records.ts';
import type { PlaceRef } from './dashboard.ts';
import { atOf, daysSince, FiguresInput, opensPeople, placeAsked } from './dashboard.ts';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll, drillTotal, drillWhere, leftOut } from './figure-drill-sql.ts';
import type { Span } from './figure-sql.ts';
import { HistogramRow, histogram, spanOf } from './figure-sql.ts';
import { answerPage } from './form-records.ts';
import { DayCursor, DimsInput, MonthsInput, TextInput } from './input.ts';
import { mealPage } from './meal-records.ts';
import { villages } from './measures.ts';
import { addMonths } from './months.ts';
import { clientsNamed } from './named-people.ts';
import { needPage } from './need-records.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { offerPage } from './offer-records.ts';
import type { Room } from './places-of-county.ts';
import { notForYou, notFound, wrongInput } from './problems.ts';
import { countOf, rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import type { Rights } from './rights.ts';
import { callPage, tripPage } from './trip-records.ts';
import { readVisits, visitRows } from './visit-rows.ts';

const Input = FiguresInput.extend({
  name: TextInput(80),
  cursor: DayCursor.optional(),
  dims: DimsInput.optional(),
  /** As many months, the one asked for the last of them; one, unless told. */
  months: MonthsInput.optional(),
});
type Input = z.infer<typeof Input>;

interface Opened {
  readonly figure: Figure;
  readonly rows: keyof typeof pages | 'villages';
  /** The days that the number counts, and those that the list shows: whoever is late stands beside those in time. */
  readonly counted: Spanned;
  readonly shown: Spanned;
  /** Who may open it, where that is not everybody who opens records there. */
  readonly may?: (rights: Rights) => boolean;
}
type Spanned = (month: Month, today: Day, months: number) => Span;

const ofMonth: Spanned = (month, _, months) => ({
  from: spanOf(addMonths(month, 1 - months)).from,
  to: spanOf(month).to,
});
const always = (): Span => ({ from: null, to: null });
const fromToday = (_: Month, today: Day): Span => ({ from: today, to: null });
const beforeToday = (_: Month, today: Day): Span => ({ from: null, to: addDays(today, -1) });

/** What each name opens to. Figures of the state of things are dated today; months do not move them. */
const opened: Readonly<Record<string, Opened>> = {
  'services.visits': { figure: visitCount, rows: 'visits', counted: ofMonth, shown: ofMonth },
  'services.clients-visited': { figure: clientsVisited, rows: 'visits', counted: ofMonth, shown: ofMonth },
  'services.in-time': { figure: dueDays, rows: 'people', counted: fromToday, shown: always },
  'services.overdue': { figure: dueDays, rows: 'people', counted: beforeToday, shown: beforeToday },
  'services.clients': { figure: dueDays, rows: 'people', counted: always, shown: always },
  'services.visits-by-group': { figure: visitsByGroup, rows: 'visits', counted: ofMonth, shown: ofMonth },
  'services.clients-visited-by-group': {
    figure: clientsVisitedByGroup,
    rows: 'visits',
    counted: ofMonth,
    shown: ofMonth,
  },
  'services.clients-by-group': { figure: dueByGroup, rows: 'people', counted: always, shown: always },
  'services.never-visited': { figure: neverVisited, rows: 'people', counted: always, shown: always },
  'services.never-visited-by-group': { figure: neverVisitedByGroup, rows: 'people', counted: always, shown: always },
  'services.trips': { figure: tripCount, rows: 'trips', counted: ofMonth, shown: ofMonth },
  'services.village-calls': { figure: villageCalls, rows: 'calls', counted: ofMonth, shown: ofMonth },
  'activities.held': { figure: heldCount, rows: 'activities', counted: ofMonth, shown: ofMonth },
  'activities.held-by-kind': { figure: heldByKind, rows: 'activities', counted: ofMonth, shown: ofMonth },
  'activities.attendances': { figure: attendanceCount, rows: 'attendances', counted: ofMonth, shown: ofMonth },
  'activities.attendances-by-kind': {
    figure: attendancesByKind,
    rows: 'attendances',
    counted: ofMonth,
    shown: ofMonth,
  },
  'activities.people': { figure: peopleCount, rows: 'attendances', counted: ofMonth, shown: ofMonth },
  'activities.ratings': { figure: gradeCount, rows: 'attendances', counted: ofMonth, shown: ofMonth },
  'meals.delivered': { figure: mealCount, rows: 'meals', counted: ofMonth, shown: ofMonth },
  'needs.needs': { figure: needCount, rows: 'needs', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'needs.answered': { figure: answeredCount, rows: 'needs', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'needs.unmet': { figure: unmetCount, rows: 'needs', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'needs.ratings': { figure: ratingCount, rows: 'needs', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'volunteers.offers': { figure: offerCount, rows: 'offers', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'volunteers.tasks-done': { figure: taskCount, rows: 'offers', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'volunteers.active': { figure: activeCount, rows: 'offers', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  // A questionnaire is asked over as long as it takes: its own numbers are of all months.
  'forms.answers': { figure: formAnswerCount, rows: 'answers', counted: always, shown: always, may: mayReadNeeds },
  'forms.picks': { figure: pickCount, rows: 'answers', counted: always, shown: always, may: mayReadNeeds },
  'forms.ticked': { figure: tickedKinds, rows: 'answers', counted: always, shown: always, may: mayReadNeeds },
  'forms.kinds': { figure: tickedKinds, rows: 'answers', counted: ofMonth, shown: ofMonth, may: mayReadNeeds },
  'services.rooms-unvisited': { figure: lastVisitDays, rows: 'villages', counted: always, shown: always },
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
    const { [open.figure.day]: day, ...dims } = input.dims ?? {};
    if (open.may?.(reader.of(countyOrBelow(place), place.id)) === false) return notForYou();
    // Which of a village's few people are in a group is for those who may open the people (law A2).
    const listed = open.figure.each === null ? undefined : open.figure.source.columns[open.figure.each.column];
    const grouped = listed?.mark === 'guarded';
    if (grouped && !opensPeople(reader.of(countyOrBelow(place), place.id))) return notForYou();
    const unknown = Object.keys(dims).some((name) => !dimensionsOf(open.figure).includes(name));
    if (unknown || (day !== undefined && !DayInput.safeParse(day).success))
      return wrongInput('dims', 'unknown_dimension');
    return records(context, open, place, { ...input, dims, day: typeof day === 'string' ? day : null });
  },
};

type Asked = Input & { readonly dims: Drill['dims']; readonly day: Day | null };

function countyOrBelow(place: PlaceRef): 'county' | 'station' | 'room' {
  return place.level === 'city' ? 'county' : place.level;
}

async function records(context: ReadContext, open: Opened, place: PlaceRef, asked: Asked): Promise<object | Problem> {
  const month = asked.month ?? monthOf(context.today);
  const spanned = (span: Opened['shown']): Drill => ({
    at: atOf(place),
    // One day of the heat map, or what the figure is about.
    span: asked.day === null ? span(month, context.today, asked.months ?? 1) : { from: asked.day, to: asked.day },
    dims: asked.dims,
  });
  const namesNeedPurpose = needsPurpose(context, place);
  if (open.rows === 'villages') return { ...(await villageRecords(context, place)), namesNeedPurpose };
  const [omitted, total, page] = await Promise.all([
    rowsOf(context.trx, Reason, leftOut(open.figure, spanned(open.shown))),
    countOf(context.trx, drillTotal(open.figure, spanned(open.counted))),
    pages[open.rows](context, open.figure, spanned(open.shown), asked.cursor),
  ]);
  return { total, ...page, leftOut: omitted, namesNeedPurpose };
}

const Reason = z.object({ reason: z.string(), n: z.number() });

function needsPurpose({ reader }: ReadContext, place: PlaceRef): boolean {
  const rights = reader.of(countyOrBelow(place), place.id);
  return rights.reveal && rights.records === 'without-person';
}

/** Counted visits and, marked with the reason, those that the figure leaves out (N5). */
async function visitPage(context: ReadContext, figure: Figure, drill: Drill, cursor: Input['cursor']): Promise<Page> {
  const { text, values } = pageOf(drillAll(figure, drill), 'occurred_on', cursor, 'desc');
  const found = await readVisits(context, text, values);
  const shown = found.slice(0, pageSize);
  const reasons = new Map(shown.map((visit) => [visit.id, reasonLeftOut(figure, visit)]));
  const rows = (await visitRows(context, shown)).map((row) => ({ ...row, leftOut: reasons.get(row.id) ?? null }));
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.occurredOn}_${last.id}` };
}

/** Whoever is due longest comes first. */
async function peoplePage(context: ReadContext, figure: Figure, drill: Drill, cursor: Input['cursor']): Promise<Page> {
  const { text, values } = pageOf(drillWhere(figure, drill), 'due_on', cursor, 'asc');
  const stored = await readRows(context.trx, context.tx.keys, erase(care), text, values);
  const found = stored.map(({ row }) => care.schema.parse(row));
  const shown = found.slice(0, pageSize);
  const named = await clientsNamed(
    context.trx,
    shown.map((one) => one.id),
  );
  const rows = shown.map((one) => personRow(context, one, named.get(one.id) ?? null));
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.dueOn}_${last.id}` };
}

const pages = {
  ...{ visits: visitPage, people: peoplePage, trips: tripPage, calls: callPage },
  ...{ activities: activityPage, attendances: attendancePage, needs: needPage, answers: answerPage, meals: mealPage },
  offers: offerPage,
} as const;

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

async function villageRecords({ trx, reader, today }: ReadContext, place: PlaceRef) {
  const at = atOf(place);
  const [due, last] = await Promise.all([
    rowsOf(trx, HistogramRow, histogram(dueDays, at, today)),
    rowsOf(trx, HistogramRow, histogram(lastVisitDays, at, today)),
  ]);
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
    .sort(
      (one, other) =>
        (one.lastVisitOn ?? '').localeCompare(other.lastVisitOn ?? '') || one.roomName.localeCompare(other.roomName),
    );
  const empty = [...reader.places.rooms.values()].filter(
    (room) => room.mergedInto === null && !served.has(room.id) && lies(room, place),
  ).length;
  return { total: rows.length, rows, leftOut: empty === 0 ? [] : [{ reason: 'no-people', n: empty }], next: null };
}

function lies(room: Room, { level, id }: PlaceRef): boolean {
  if (level === 'station') return room.stationId === id;
  return level === 'room' ? room.id === id : true;
}
