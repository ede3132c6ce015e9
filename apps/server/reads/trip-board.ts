/**
 * GET /api/trips: what a station needs to plan its trips at the desk: who is due where, what villages wait for, the ways,
 * who can go, the trips of the last month and those ahead, and the visits that their reports are the sum of. For the
 * people of the station only (law A5); nothing that was found at a door travels here.
 */
import type { Problem } from '@yimi/kernel';
import { addDays, Id } from '@yimi/kernel';
import { riskLevels } from '@yimi/people';
import {
  drives,
  errands,
  packTicks,
  pairReasons,
  stops,
  suggestedPair,
  tripRules,
  trips,
  usualTripRule,
  villageFacts,
  visitResults,
} from '@yimi/services';
import * as z from 'zod';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { staffOf, worksToday } from './staff-list.ts';
import { rowsWhere } from './table-rows.ts';
import { visitsOfTrips } from './trip-visits.ts';

const Input = z.object({ station: z.optional(Id) });

/** A month back shows what was done; due as far ahead as the planner takes people along on its last day. */
const daysBack = 31;
const daysAhead = 35;

export const tripBoardRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/trips',
  input: Input,
  answer: async ({ station }, context) => {
    const { reader } = context;
    const mine = reader.stationsWhere((rights) => rights.people);
    if (mine.length === 0) return notForYou();
    const stationId = station ?? mine[0];
    return stationId === undefined || !mine.includes(stationId) ? notFound() : board(context, stationId);
  },
};

async function board(context: ReadContext, stationId: string): Promise<object | Problem> {
  const { reader, today } = context;
  const rooms = [...reader.places.rooms.values()].filter(
    (room) => room.stationId === stationId && room.mergedInto === null,
  );
  const roomIds = rooms.map((room) => room.id);
  const from = addDays(today, -daysBack);
  const known = [stationId, from];
  const found = await rowsWhere(
    context,
    trips,
    'station_id = $1::uuid and day >= $2 order by day, id limit 300',
    known,
  );
  const ids = found.map((trip) => trip.id);
  const ofTrips = 'trip_id = any($1::uuid[]) order by id';
  const way = await rowsWhere(context, stops, ofTrips, [ids]);
  const open = `room_id = any($1::uuid[]) and (state = 'open' or trip_id = any($2::uuid[])) order by id limit 500`;
  const staff = (await staffOf(context)).filter((one) => one.station_id === stationId && worksToday(one, today));
  return {
    stationId,
    stationName: reader.places.stations.get(stationId)?.name ?? '',
    stations: reader
      .stationsWhere((rights) => rights.people)
      .map((id) => ({ id, name: reader.places.stations.get(id)?.name ?? '' })),
    today,
    rooms: rooms.map(({ id, name, minutesAway }) => ({ id, name, minutesAway })),
    rule: (await rowsWhere(context, tripRules, 'true', []))[0] ?? usualTripRule,
    facts: await rowsWhere(context, villageFacts, 'id = any($1::uuid[])', [roomIds]),
    drives: await rowsWhere(context, drives, 'one_id = any($1::uuid[]) and other_id = any($1::uuid[])', [roomIds]),
    people: await peopleDue(context, roomIds),
    errands: await rowsWhere(context, errands, open, [roomIds, ids]),
    trips: found,
    stops: way,
    ticks: await rowsWhere(context, packTicks, ofTrips, [ids]),
    visits: await visitsOfTrips(context, found, way),
    members: staff.map(({ user_id: id, name, role, phone, room_id: roomId }) => ({ id, name, role, phone, roomId })),
  };
}

const Due = z.object({
  id: z.string(),
  name: z.string(),
  room_id: z.string(),
  hamlet: z.string(),
  risk: z.enum(riskLevels),
  due_on: z.string(),
  pair_reason: z.enum(pairReasons).nullable(),
  last_result: z.enum(visitResults).nullable(),
});

/** Those due soon, and those on a trip already. */
async function peopleDue({ trx, today }: ReadContext, roomIds: readonly string[]) {
  const text = `select c.id, c.name, c.room_id, c.hamlet, c.risk, s.due_on, s.pair_reason,
      (select v.result from services.visits v where v.county_id = c.county_id and v.client_id = c.id and v.state = 'counted'
        order by v.occurred_on desc, v.id desc limit 1) as last_result
    from services.care s join people.clients c on c.county_id = s.county_id and c.id = s.id
    where s.room_id = any($1::uuid[]) and s.active and s.due_on <= $2 order by s.due_on, s.id limit 3000`;
  const found = await rowsOf(trx, Due, { text, values: [roomIds, addDays(today, daysAhead)] });
  return found.map(({ room_id: roomId, due_on: dueOn, pair_reason: pairReason, last_result, ...rest }) => ({
    ...rest,
    roomId,
    dueOn,
    pairReason,
    pairSuggested: pairReason === null ? suggestedPair(rest.risk, last_result) : null,
  }));
}
