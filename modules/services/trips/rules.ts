/** What the commands on trips share: where a trip lies, what it needs before it may leave, who may approve it. */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import type { Staff } from '@yimi/network';
import { holderOf, rooms, staff } from '@yimi/network';
import { clients } from '@yimi/people';
import {
  noStops,
  noSuchTrip,
  notOfThisStation,
  ownTrip,
  stopElsewhere,
  tripCalledOff,
  tripNotApproved,
  tripTimes,
} from './problems.ts';
import type { Stop, Trip } from './tables.ts';
import { errands, stops, trips } from './tables.ts';

export const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
export const byStationAndRoom: Permission = { ...byStation, 'village-worker': 'room' };

/** A car or things from the store are somebody's to give; without them there is nothing to approve. */
export function needsApproval(trip: Pick<Trip, 'car' | 'supplies'>): boolean {
  return trip.car !== 'none' || trip.supplies.length > 0;
}

export function placeOfTrip(tx: Tx, tripId: string): Place | 'not-held' | null {
  const trip = tx.get(trips, tripId);
  if (trip === 'not-held') return 'not-held';
  return trip === 'absent' ? null : { stationId: trip.stationId };
}

export function placeOfRoom(tx: Tx, roomId: string): Place | 'not-held' | null {
  const room = tx.get(rooms, roomId, scopes.county);
  if (room === 'not-held') return 'not-held';
  return room === 'absent' ? null : { roomId: room.id, stationId: room.stationId };
}

/** The trip, or what to answer: a phone that does not hold it lets the server decide (law C6). */
export function tripOf(tx: Tx, tripId: string): { trip: Trip } | { answer: Problem | undefined } {
  const trip = tx.get(trips, tripId);
  if (trip === 'not-held') return { answer: undefined };
  return trip === 'absent' ? { answer: noSuchTrip() } : { trip };
}

export function stopsOf(tx: Tx, trip: Trip): readonly Stop[] {
  const found = tx.list(stops, { column: 'tripId', value: trip.id }, scopes.station(trip.stationId));
  return found === 'not-held' ? [] : [...found].sort((one, other) => one.position - other.position);
}

export interface Planned {
  readonly stationId: string;
  readonly memberIds: readonly string[];
  readonly leaveAt: number;
  readonly backBy: number;
  readonly stops: readonly {
    readonly roomId: string;
    readonly clientIds: readonly string[];
    readonly errandIds: readonly string[];
  }[];
}

/** What a plan names it depends on (law C7): made over an errand or a person that is refused, it waits with them. */
function readWhatIsNamed(tx: Tx, { stops: list }: Planned): void {
  for (const { roomId, clientIds, errandIds } of list) {
    for (const id of clientIds) tx.get(clients, id, scopes.room(roomId));
    for (const id of errandIds) tx.get(errands, id, scopes.room(roomId));
  }
}

/** A plan holds together: it has a way, an end after its beginning, people and villages of the station. */
export function faultOfPlan(tx: Tx, plan: Planned): Problem | undefined {
  readWhatIsNamed(tx, plan);
  if (plan.stops.length === 0) return noStops();
  if (plan.backBy <= plan.leaveAt) return tripTimes();
  const working = colleagues(tx, plan.stationId);
  const known = new Set(working?.map(holderOf));
  if (working !== null && plan.memberIds.some((id) => !known.has(id))) return notOfThisStation();
  for (const [at, { roomId }] of plan.stops.entries()) {
    const room = tx.get(rooms, roomId, scopes.county);
    if (room === 'not-held') continue;
    if (room === 'absent' || room.stationId !== plan.stationId || room.mergedInto !== null) return stopElsewhere(at);
  }
  return undefined;
}

/**
 * Two pairs of eyes (四眼): nobody grants a car to themselves while the station has another head to ask. Where there is
 * none, the request would wait for ever: it is granted and flagged.
 */
export function grants(tx: Tx, trip: Trip, context: Context): { selfApproved: boolean } | Problem {
  if (trip.requestedBy !== context.actorId) return { selfApproved: false };
  const others = colleagues(tx, trip.stationId)?.some(
    (one) => one.role === 'station-head' && holderOf(one) !== context.actorId,
  );
  return others === true ? ownTrip() : { selfApproved: true };
}

/** Who works at the station; null on a phone that does not hold it. */
function colleagues(tx: Tx, stationId: string): readonly Staff[] | null {
  const found = tx.list(staff, { column: 'stationId', value: stationId }, scopes.station(stationId));
  return found === 'not-held' ? null : found.filter((one) => one.active);
}

/** Whether it may leave; a trip that asks for nothing leaves as it was drafted. */
export function faultOfStart(trip: Trip): Problem | undefined {
  if (trip.state === 'called-off') return tripCalledOff();
  if (trip.state === 'approved' || trip.state === 'under-way' || trip.state === 'closed') return undefined;
  return needsApproval(trip) ? tripNotApproved() : undefined;
}

/** On its way from now, unless it is already. */
export function started(trip: Trip, at: number): Trip {
  if (trip.state === 'under-way' || trip.state === 'closed') return trip;
  return { ...trip, state: 'under-way', startedAt: at };
}
