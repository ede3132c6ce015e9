/** From the rows that phone and desk hold to what the planner asks for: who is due, what is open, who is still free. */
import type { Day } from '@yimi/kernel';
import { daysBetween } from '@yimi/kernel';
import type { Risk } from '@yimi/people';
import type { Situation } from './planner.ts';
import { workdays } from './planner.ts';
import type { Drive, Errand, Stop, Trip, TripRule, VillageFacts } from './tables.ts';
import { placeOf, waysOf } from './travel.ts';

export interface StationRows {
  readonly stationId: string;
  readonly today: Day;
  readonly rooms: readonly { readonly id: string; readonly minutesAway: number | null }[];
  readonly facts: readonly VillageFacts[];
  readonly drives: readonly Drive[];
  readonly people: readonly {
    readonly id: string;
    readonly roomId: string;
    readonly risk: Risk;
    readonly dueOn: Day;
    readonly pair: boolean;
  }[];
  readonly errands: readonly Pick<Errand, 'id' | 'roomId' | 'kind' | 'byDay' | 'state'>[];
  readonly trips: readonly Pick<Trip, 'id' | 'day' | 'state' | 'memberIds'>[];
  readonly stops: readonly Pick<Stop, 'tripId' | 'clientIds' | 'errandIds'>[];
  readonly members: readonly string[];
  readonly rule: TripRule;
}

/** Two weeks of working days. */
const horizon = 10;
/** Due as far ahead as a visit may be made early on the last of these days. */
const dueWithin = 35;

export function situationOf(rows: StationRows): Situation {
  const { stationId, today, rooms, facts, drives, members, rule } = rows;
  const factsById = new Map(facts.map((one) => [one.id, one]));
  const ahead = rows.trips.filter(
    (trip) => trip.day >= today && ['draft', 'requested', 'approved', 'under-way'].includes(trip.state),
  );
  const aheadIds = new Set(ahead.map((trip) => trip.id));
  const planned = rows.stops.filter((stop) => aheadIds.has(stop.tripId));
  const taken = new Set(planned.flatMap((stop) => [...stop.clientIds, ...stop.errandIds]));
  const here = new Set(rooms.map((room) => room.id));
  const busy = new Set(ahead.flatMap((trip) => trip.memberIds.map((id) => `${trip.day}/${id}`)));
  const villages = rooms.map(({ id }) => {
    const known = factsById.get(id);
    const said = known !== undefined && known.officeDays.length > 0;
    return { id, office: said ? { days: known.officeDays, from: known.officeFrom, to: known.officeTo } : null };
  });
  return {
    stationId,
    today,
    days: workdays(today, horizon),
    villages,
    ways: waysOf(
      stationId,
      rooms.map((room) => placeOf(room, factsById.get(room.id))),
      drives,
    ),
    visits: rows.people
      .filter(({ id, roomId, dueOn }) => here.has(roomId) && !taken.has(id) && daysBetween(today, dueOn) <= dueWithin)
      .map(({ id, roomId, dueOn, risk, pair }) => ({ clientId: id, roomId, dueOn, risk, pair })),
    errands: rows.errands.filter((one) => one.state === 'open' && here.has(one.roomId) && !taken.has(one.id)),
    free: (day) => members.filter((id) => !busy.has(`${day}/${id}`)),
    teamSize: rule.teamSize,
    habits: rule,
  };
}
