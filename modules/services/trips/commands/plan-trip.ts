/**
 * A trip is drafted, changed, asked for, decided on, called off. The input carries the whole plan as the person left it
 * (law C2); a change replaces the plan only if it was made over the newest one, for two people may plan the same day.
 */
import type { Context, Tx } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { clients } from '@yimi/people';
import * as z from 'zod/mini';
import { reasonNeeded, tripAlreadyThere, tripChanged, tripIsFixed, tripNotRequested } from '../problems.ts';
import { byStation, faultOfPlan, grants, needsApproval, placeOfTrip, stopsOf, tripOf } from '../rules.ts';
import type { Trip } from '../tables.ts';
import { cars, errands, Supply, stops, trips } from '../tables.ts';

const MinuteOfDay = z.int().check(z.minimum(0), z.maximum(1439));
const Reason = z.string().check(z.maxLength(200));

const plan = {
  tripId: Id,
  stationId: Id,
  day: Day,
  memberIds: z.array(Id).check(z.minLength(1), z.maxLength(8)),
  car: z.enum(cars),
  seats: z.int().check(z.minimum(1), z.maximum(20)),
  leaveAt: MinuteOfDay,
  backBy: MinuteOfDay,
  stops: z
    .array(
      z.strictObject({
        stopId: Id,
        roomId: Id,
        arriveAt: MinuteOfDay,
        stayMinutes: z.int().check(z.minimum(0), z.maximum(720)),
        clientIds: z.array(Id).check(z.maxLength(60)),
        errandIds: z.array(Id).check(z.maxLength(30)),
      }),
    )
    .check(z.maxLength(12)),
  supplies: z.array(Supply).check(z.maxLength(30)),
  note: z.string().check(z.maxLength(300)),
  /** Send it to the head at once; else it stays a draft. */
  ask: z.boolean(),
};
const Plan = z.strictObject(plan);
type Plan = z.infer<typeof Plan>;
const Change = z.strictObject({ ...plan, revision: z.int().check(z.minimum(1)) });

function keysOfPlan({ tripId, stops: list }: Pick<Plan, 'tripId' | 'stops'>) {
  return [
    keyOf(trips, tripId),
    ...list.flatMap(({ stopId, clientIds, errandIds }) => [
      keyOf(stops, stopId),
      ...clientIds.map((id) => keyOf(clients, id)),
      ...errandIds.map((id) => keyOf(errands, id)),
    ]),
  ];
}

export const proposeTrip = defineCommand({
  name: 'services.propose-trip',
  input: Plan,
  permission: byStation,
  keys: keysOfPlan,
  place: (_tx, input) => ({ stationId: input.stationId }),
  execute: (tx, input, context) => {
    const known = tx.get(trips, input.tripId, scopes.station(input.stationId));
    if (known !== 'absent' && known !== 'not-held') return tripAlreadyThere();
    const wrong = faultOfPlan(tx, input);
    if (wrong !== undefined) return wrong;
    const fresh = {
      revision: 1,
      proposedBy: context.actorId,
      startedAt: null,
      backAt: null,
      closedBy: null,
    };
    tx.put(trips, { id: input.tripId, ...fresh, ...planned(input), ...asked(input, context) });
    putStops(tx, input);
    return undefined;
  },
});

export const changeTrip = defineCommand({
  name: 'services.change-trip',
  input: Change,
  permission: byStation,
  keys: keysOfPlan,
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input, context) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const { trip } = found;
    if (trip.revision !== input.revision) return tripChanged();
    if (trip.state === 'under-way' || trip.state === 'closed' || trip.state === 'called-off')
      return tripIsFixed(trip.state);
    const { stationId } = trip;
    const wrong = faultOfPlan(tx, { ...input, stationId });
    if (wrong !== undefined) return wrong;
    const next = { ...trip, ...planned({ ...input, stationId }), revision: trip.revision + 1 };
    // Another order of the villages takes nothing that was not granted; another day or car does.
    const stands = trip.state === 'approved' && sameGrant(trip, next);
    tx.put(trips, stands ? next : { ...next, ...asked(input, context) });
    for (const stop of stopsOf(tx, trip)) {
      if (!input.stops.some((one) => one.stopId === stop.id)) tx.remove(stops, stop.id);
    }
    putStops(tx, { ...input, stationId });
    return undefined;
  },
});

function planned(input: Plan) {
  const { stationId, day, memberIds, car, seats, leaveAt, backBy, supplies, note } = input;
  const roomId = input.stops[0]?.roomId ?? stationId;
  return { stationId, roomId, day, memberIds, car, seats, leaveAt, backBy, supplies, note };
}

function asked(input: Plan, context: Context) {
  const requestedBy = input.ask ? context.actorId : null;
  const undecided = { requestedBy, decidedBy: null, decidedAt: null, reason: null, selfApproved: false };
  if (!input.ask) return { ...undecided, state: 'draft' as const };
  return { ...undecided, state: needsApproval(input) ? ('requested' as const) : ('approved' as const) };
}

function sameGrant(one: Trip, other: Trip): boolean {
  const granted = ({ day, car, seats, memberIds, supplies }: Trip): string =>
    JSON.stringify([day, car, seats, [...memberIds].sort(), supplies]);
  return granted(one) === granted(other);
}

function putStops(tx: Tx, { tripId, stationId, day, stops: list }: Plan): void {
  for (const [position, { stopId, ...stop }] of list.entries()) {
    const place = { tripId, stationId, day, position };
    tx.put(stops, { id: stopId, ...stop, ...place, state: 'planned', reachedAt: null, reason: null });
  }
}

/** The head grants car and supplies, or sends the plan back saying why. */
export const decideTrip = defineCommand({
  name: 'services.decide-trip',
  input: z.strictObject({ tripId: Id, revision: z.int(), approve: z.boolean(), reason: Reason }),
  permission: { 'station-head': 'station' },
  keys: (input) => [keyOf(trips, input.tripId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input, context) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const { trip } = found;
    if (trip.revision !== input.revision) return tripChanged();
    if (trip.state !== 'requested') return tripNotRequested();
    if (!input.approve && input.reason.trim() === '') return reasonNeeded();
    const granted = grants(tx, trip, context);
    if ('problem' in granted) return granted;
    const reason = input.reason.trim() === '' ? null : input.reason.trim();
    const decided = { decidedBy: context.actorId, decidedAt: context.recordedAt, reason };
    tx.put(trips, { ...trip, ...decided, ...granted, state: input.approve ? 'approved' : 'declined' });
    return undefined;
  },
});

/** Rain, a funeral, a car that is needed elsewhere. A trip that has left is closed, not called off. */
export const callOffTrip = defineCommand({
  name: 'services.call-off-trip',
  input: z.strictObject({ tripId: Id, reason: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(trips, input.tripId)],
  place: (tx, input) => placeOfTrip(tx, input.tripId),
  execute: (tx, input) => {
    const found = tripOf(tx, input.tripId);
    if ('answer' in found) return found.answer;
    const { trip } = found;
    if (trip.state === 'called-off') return undefined;
    if (trip.state === 'under-way' || trip.state === 'closed') return tripIsFixed(trip.state);
    if (input.reason.trim() === '') return reasonNeeded();
    tx.put(trips, { ...trip, state: 'called-off', reason: input.reason.trim() });
    return undefined;
  },
});
