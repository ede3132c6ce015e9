/**
 * GET /api/meals: a day's rounds of the stations whose people the reader may read, the late ones first, with whom to call, and
 * the rounds themselves as the station set them up. GET /api/meals/:id: one day's sheet, door by door.
 */
import { Day, Id, monthOf } from '@yimi/kernel';
import type { Diner, Meal, Sheet } from '@yimi/meals';
import { diners, isLate, mealCount, meals, rounds, sheets } from '@yimi/meals';
import type { Staff } from '@yimi/network';
import { holderOf, staff, worksOn } from '@yimi/network';
import * as z from 'zod';
import type { PlaceRef } from './dashboard.ts';
import { atOf, placeAsked } from './dashboard.ts';
import { MonthSum, monthSums } from './figure-sql.ts';
import { clientsNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({ day: z.optional(Day) });
const OneInput = z.object({ id: Id });
const may = (rights: { people: boolean }): boolean => rights.people;

export const mealsRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/meals',
  input: Input,
  answer: async (input, context) => {
    const { reader, today } = context;
    const stations = reader.stationsWhere(may);
    if (stations.length === 0) return notForYou();
    const day = input.day ?? today;
    const staffed = await rowsWhere(context, staff, 'station_id = any($1::uuid[]) and active', [stations]);
    const place = placeAsked(reader, {});
    if ('code' in place) return place;
    return {
      ...{ today, day, place, delivered: await deliveredIn(context, place, monthOf(day)) },
      sheets: await sheetsOn(context, day, stations, staffed),
      rounds: await roundsOf(context, stations),
      stations: stations.map((id) => ({ id, name: reader.places.stations.get(id)?.name ?? '' })),
      staff: staffed
        .filter((one) => worksOn(one, today))
        .map((one) => ({ id: holderOf(one), name: one.name, stationId: one.stationId })),
    };
  },
};

/** Of the month of that day, from the kept leaves: it opens to its meals (law N1). */
async function deliveredIn({ trx }: ReadContext, place: PlaceRef, month: string): Promise<number> {
  const sums = await rowsOf(trx, MonthSum, monthSums(atOf(place), [{ figures: [mealCount], from: month, to: month }]));
  return sums.reduce((sum, row) => sum + row.n, 0);
}

async function sheetsOn(context: ReadContext, day: string, stations: readonly string[], staffed: readonly Staff[]) {
  const found = await rowsWhere(context, sheets, 'station_id = any($1::uuid[]) and day = $2', [stations, day]);
  const served = await rowsWhere(context, meals, 'sheet_id = any($1::uuid[])', [found.map((one) => one.id)]);
  const ordered = found
    .map((sheet) => ({ sheet, late: isLate(sheet, context.now) }))
    .sort((one, other) => Number(other.late) - Number(one.late) || one.sheet.dueMinute - other.sheet.dueMinute);
  return ordered.map(({ sheet, late }) => ({
    ...{ ...briefly(context, sheet), late, callees: calleesOf(sheet, staffed) },
    counts: countsOf(served.filter((meal) => meal.sheetId === sheet.id)),
  }));
}

function briefly({ reader }: ReadContext, sheet: Sheet) {
  const { id, roundId, stationId, name, day, dueMinute, delivererId, reportedAt, alertedAt } = sheet;
  const stationName = reader.places.stations.get(stationId)?.name ?? '';
  return { id, roundId, stationId, stationName, name, day, dueMinute, delivererId, reportedAt, alertedAt };
}

/** Whom the station rings about a round: who delivers, then the deputies, then its heads. */
function calleesOf(sheet: Sheet, staffed: readonly Staff[]) {
  const here = staffed.filter((one) => one.stationId === sheet.stationId);
  const of = (id: string) => here.find((one) => holderOf(one) === id);
  const heads = here.filter((one) => one.role === 'station-head').map(holderOf);
  const ids = [...new Set([sheet.delivererId, ...sheet.deputyIds, ...heads])];
  return ids.flatMap((id, at) => {
    const one = of(id);
    const as = at === 0 ? ('deliverer' as const) : heads.includes(id) ? ('head' as const) : ('deputy' as const);
    return one === undefined ? [] : [{ id, name: one.name, phone: one.phone, as }];
  });
}

function countsOf(served: readonly Meal[]) {
  const of = (state: Meal['state']): number => served.filter((meal) => meal.state === state).length;
  const unsettled = served.filter(
    (meal) => meal.state === 'unanswered' && (meal.outcome === null || meal.outcome === 'nobody-knows'),
  ).length;
  return {
    ...{ all: served.length, delivered: of('delivered'), waiting: of('waiting'), unanswered: of('unanswered') },
    ...{ declined: of('declined'), away: of('away'), unsettled },
  };
}

async function roundsOf(context: ReadContext, stations: readonly string[]) {
  const found = await rowsWhere(context, rounds, 'station_id = any($1::uuid[]) order by ended, name, id', [stations]);
  const listed = await rowsWhere(context, diners, 'round_id = any($1::uuid[]) order by position', [
    found.map((one) => one.id),
  ]);
  const named = await clientsNamed(
    context.trx,
    listed.map((one) => one.clientId),
  );
  const told = ({ clientId, note, contacts }: Diner) => {
    const { name = '', hamlet = '' } = named.get(clientId) ?? {};
    return { clientId, name, hamlet, note, contacts };
  };
  return found.map((round) => ({
    ...round,
    stationName: context.reader.places.stations.get(round.stationId)?.name ?? '',
    diners: listed.filter((one) => one.roundId === round.id).map(told),
  }));
}

export const mealSheetRoute: Route<z.infer<typeof OneInput>> = {
  method: 'GET',
  url: '/api/meals/:id',
  input: OneInput,
  answer: async ({ id }, context) => {
    const { reader } = context;
    if (reader.stationsWhere(may).length === 0) return notForYou();
    const [sheet] = await rowsWhere(context, sheets, 'id = $1::uuid', [id]);
    // Out of reach and not there are one answer (law A5).
    if (sheet === undefined || !reader.of('station', sheet.stationId).people) return notFound();
    const served = await rowsWhere(context, meals, 'sheet_id = $1::uuid order by position, id', [id]);
    const named = await clientsNamed(
      context.trx,
      served.map((one) => one.clientId),
    );
    return {
      ...briefly(context, sheet),
      late: isLate(sheet, context.now),
      meals: served.map((meal) => ({
        ...{ id: meal.id, clientId: meal.clientId, state: meal.state, tickedAt: meal.tickedAt },
        ...{ called: meal.called, outcome: meal.outcome },
        ...{ name: named.get(meal.clientId)?.name ?? '', hamlet: named.get(meal.clientId)?.hamlet ?? '' },
      })),
    };
  },
};
