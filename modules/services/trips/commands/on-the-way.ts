/**
 * What is said from the road, without a network and from several phones at once: packed, left, there, not there, back.
 * Two members of a trip say the same thing twice, so a thing already said is accepted and changes nothing; who was there
 * outweighs who thought nobody went.
 */
import type { Problem, Tx } from '@yimi/kernel';
import { defineCommand, derivedId, Id, Instant, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchStop, reasonNeeded, tripCalledOff, tripNotStarted } from '../problems.ts';
import { byStation, faultOfStart, placeOfTrip, started, tripOf } from '../rules.ts';
import type { Stop, Trip } from '../tables.ts';
import { packTicks, stops, trips } from '../tables.ts';

export function packTickId(tripId: string, item: string): string {
  return derivedId(tripId, `packed/${item}`);
}

export const tickPacking = defineCommand({
  name: 'services.tick-packing',
  input: z.strictObject({
    tripId: Id,
    item: z.string().check(z.minLength(1), z.maxLength(80)),
    packed: z.boolean(),
  }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId), keyOf(packTicks, packTickId(input.tripId, input.item))],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, { tripId, item, packed }, context) => {
    const found = tripOf(tx, tripId);
    if ('answer' in found) return found.answer;
    const { stationId } = found.trip;
    const row = { tripId, stationId, item, packed, tickedBy: context.actorId };
    tx.put(packTicks, { id: packTickId(tripId, item), ...row });
    return undefined;
  },
});

export const startTrip = defineCommand({
  name: 'services.start-trip',
  input: z.strictObject({ tripId: Id, startedAt: Instant }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const wrong = faultOfStart(found.trip);
    if (wrong !== undefined) return wrong;
    tx.put(trips, started(found.trip, input.startedAt));
    return undefined;
  },
});

function stopOf(tx: Tx, trip: Trip, stopId: string): { stop: Stop } | { answer: Problem | undefined } {
  const stop = tx.get(stops, stopId, scopes.station(trip.stationId));
  if (stop === 'not-held') return { answer: undefined };
  return stop === 'absent' || stop.tripId !== trip.id ? { answer: noSuchStop() } : { stop };
}

/** Arriving says that the trip has left, too: nobody goes back to press a button. */
export const reachStop = defineCommand({
  name: 'services.reach-stop',
  input: z.strictObject({ tripId: Id, stopId: Id, reachedAt: Instant }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId), keyOf(stops, input.stopId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const { trip } = found;
    const wrong = faultOfStart(trip);
    if (wrong !== undefined) return wrong;
    const here = stopOf(tx, trip, input.stopId);
    if ('answer' in here) return here.answer;
    if (here.stop.state === 'reached') return undefined;
    tx.put(trips, started(trip, input.reachedAt));
    tx.put(stops, { ...here.stop, state: 'reached', reachedAt: input.reachedAt, reason: null });
    return undefined;
  },
});

export const skipStop = defineCommand({
  name: 'services.skip-stop',
  input: z.strictObject({ tripId: Id, stopId: Id, reason: z.string().check(z.maxLength(200)) }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId), keyOf(stops, input.stopId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    if (found.trip.state === 'called-off') return tripCalledOff();
    const here = stopOf(tx, found.trip, input.stopId);
    if ('answer' in here) return here.answer;
    if (input.reason.trim() === '') return reasonNeeded();
    if (here.stop.state === 'reached') return undefined;
    tx.put(stops, { ...here.stop, state: 'skipped', reason: input.reason.trim() });
    return undefined;
  },
});

/** "We are back" (回来了). What the trip came to is the sum of its visits, and is never typed. */
export const closeTrip = defineCommand({
  name: 'services.close-trip',
  input: z.strictObject({ tripId: Id, backAt: Instant }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input, context) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const { trip } = found;
    if (trip.state === 'closed') return undefined;
    if (trip.state === 'called-off') return tripCalledOff();
    if (trip.state !== 'under-way') return tripNotStarted();
    tx.put(trips, { ...trip, state: 'closed', backAt: input.backAt, closedBy: context.actorId });
    return undefined;
  },
});
