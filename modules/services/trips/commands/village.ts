/** What a village needs brought or done, how one gets there, when its office is open, and who is never visited alone. */
import { Day, dayOf, defineCommand, derivedId, Id, Instant, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import { liveClient, placeOfClient } from '@yimi/people';
import * as z from 'zod/mini';
import { pairReasons } from '../../pair-reasons.ts';
import { clientNotActive, noSuchClient, unknownRoom } from '../../problems.ts';
import { care } from '../../tables.ts';
import { errandAlreadyThere, noSuchErrand, sameVillage } from '../problems.ts';
import { byStation, byStationAndRoom, placeOfRoom } from '../rules.ts';
import { directions, drives, errandKinds, errands, villageFacts } from '../tables.ts';

export const addErrand = defineCommand({
  name: 'services.add-errand',
  input: z.strictObject({
    errandId: Id,
    roomId: Id,
    clientId: z.nullable(Id),
    kind: z.enum(errandKinds),
    text: z.string().check(z.minLength(1), z.maxLength(120)),
    byDay: z.nullable(Day),
  }),
  permission: byStationAndRoom,
  keys: (input) => [keyOf(errands, input.errandId), keyOf(rooms, input.roomId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfRoom(tx, input.roomId),
  execute: (tx, { errandId, ...input }, context) => {
    const room = liveRoom(tx, input.roomId);
    if (room === null) return unknownRoom();
    const forWhom = input.clientId === null ? null : liveClient(tx, input.clientId);
    if (forWhom === 'absent') return noSuchClient();
    // The person may have moved since the phone last heard: what is for them goes where they are, within the station.
    const here = forWhom === null || forWhom === 'not-held' ? { id: input.clientId, roomId: room.id } : forWhom;
    if (forWhom !== null && forWhom !== 'not-held') {
      if (forWhom.state !== 'active') return clientNotActive();
      if (liveRoom(tx, forWhom.roomId)?.stationId !== room.stationId) return noSuchClient();
    }
    const known = tx.get(errands, errandId, scopes.room(here.roomId));
    if (known !== 'absent' && known !== 'not-held') return errandAlreadyThere();
    const open = { state: 'open' as const, tripId: null, settledBy: null, settledAt: null };
    const added = { addedBy: context.actorId, addedOn: dayOf(context.occurredAt) };
    tx.put(errands, { id: errandId, ...input, clientId: here.id, roomId: here.roomId, ...open, ...added });
    return undefined;
  },
});

export const settleErrand = defineCommand({
  name: 'services.settle-errand',
  input: z.strictObject({
    errandId: Id,
    outcome: z.enum(['open', 'done', 'dropped']),
    tripId: z.nullable(Id),
    at: Instant,
  }),
  permission: byStationAndRoom,
  keys: (input) => [keyOf(errands, input.errandId)],
  place: (tx, input) => {
    const errand = tx.get(errands, input.errandId);
    if (errand === 'not-held') return 'not-held';
    return errand === 'absent' ? null : placeOfRoom(tx, errand.roomId);
  },
  execute: (tx, { errandId, outcome, tripId, at }, context) => {
    const errand = tx.get(errands, errandId);
    if (errand === 'not-held') return undefined;
    if (errand === 'absent') return noSuchErrand();
    const settled =
      outcome === 'open' ? { settledBy: null, settledAt: null } : { settledBy: context.actorId, settledAt: at };
    tx.put(errands, { ...errand, state: outcome, tripId: outcome === 'done' ? tripId : null, ...settled });
    return undefined;
  },
});

export const setVillageFacts = defineCommand({
  name: 'services.set-village-facts',
  input: z.strictObject({
    roomId: Id,
    minutes: z.nullable(z.int().check(z.minimum(0), z.maximum(600))),
    direction: z.nullable(z.enum(directions)),
    officeDays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)),
    officeFrom: z.int().check(z.minimum(0), z.maximum(1439)),
    officeTo: z.int().check(z.minimum(0), z.maximum(1439)),
  }),
  permission: byStationAndRoom,
  keys: (input) => [keyOf(villageFacts, input.roomId), keyOf(rooms, input.roomId)],
  place: (tx, input) => placeOfRoom(tx, input.roomId),
  execute: (tx, { roomId, ...facts }) => {
    tx.put(villageFacts, { id: roomId, ...facts, officeDays: [...new Set(facts.officeDays)].sort() });
    return undefined;
  },
});

export function driveId(oneId: string, otherId: string): string {
  return derivedId('services.drives', [oneId, otherId].sort().join('/'));
}

/** Measured minutes between two villages outweigh every estimate. */
export const setDrive = defineCommand({
  name: 'services.set-drive',
  input: z.strictObject({ roomId: Id, otherId: Id, minutes: z.int().check(z.minimum(1), z.maximum(600)) }),
  permission: byStation,
  keys: (input) => [keyOf(drives, driveId(input.roomId, input.otherId))],
  place: (tx, input) => placeOfRoom(tx, input.roomId),
  execute: (tx, { roomId, otherId, minutes }) => {
    if (roomId === otherId) return sameVillage();
    const room = tx.get(rooms, roomId, scopes.county);
    const other = tx.get(rooms, otherId, scopes.county);
    if (room === 'absent' || other === 'absent') return unknownRoom();
    const [oneId = roomId, last = otherId] = [roomId, otherId].sort();
    tx.put(drives, { id: driveId(roomId, otherId), oneId, otherId: last, minutes });
    return undefined;
  },
});

/** 结伴探访: a person decides that somebody is visited by two; a rule only suggests it. */
export const requirePair = defineCommand({
  name: 'services.require-pair',
  input: z.strictObject({ clientId: Id, reason: z.nullable(z.enum(pairReasons)) }),
  permission: byStationAndRoom,
  keys: (input) => [keyOf(care, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, { clientId, reason }) => {
    const state = tx.get(care, clientId);
    if (state === 'not-held') return undefined;
    if (state === 'absent') return noSuchClient();
    tx.put(care, { ...state, pairReason: reason });
    return undefined;
  },
});
