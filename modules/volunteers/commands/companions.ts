/** A volunteer and a person are paired, keep to their rhythm, and part. The desk writes it down; a visit of the volunteer's tells by itself. */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { Day, dayOf, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom } from '@yimi/network';
import { clients, liveClient, recordedFor } from '@yimi/people';
import * as z from 'zod/mini';
import type { Pair } from '../companions.ts';
import {
  companionEnds,
  contacts,
  endPair,
  Kinds,
  mostDaysBetween,
  pairs,
  putContact,
  putPair,
  takeContactAway,
} from '../companions.ts';
import {
  alreadyPaired,
  contactDay,
  dayToCome,
  fromAVisit,
  helperElsewhere,
  mayNotBeAsked,
  noSuchContact,
  noSuchPair,
  noSuchPerson,
  noSuchProfile,
  pairEnded,
} from '../problems.ts';
import { mayBeAsked, profiles } from '../tables.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const EveryDays = z.int().check(z.minimum(1), z.maximum(mostDaysBetween));

function placeOfPair(tx: Tx, pairId: string): Place | 'not-held' | null {
  const pair = tx.get(pairs, pairId);
  if (pair === 'not-held') return 'not-held';
  return pair === 'absent' ? null : { roomId: null, stationId: pair.stationId };
}

function placeOfPerson(tx: Tx, clientId: string): Place | 'not-held' | null {
  const client = liveClient(tx, clientId);
  if (client === 'not-held') return 'not-held';
  if (client === 'absent') return null;
  const room = liveRoom(tx, client.roomId);
  return room === null ? null : { roomId: null, stationId: room.stationId };
}

/** Reads the pair and does what `act` says, unless it refuses. */
function withPair(tx: Tx, pairId: string, act: (pair: Pair) => Problem | undefined): Problem | undefined {
  const pair = tx.get(pairs, pairId);
  if (pair === 'not-held') return undefined;
  return pair === 'absent' ? noSuchPair() : act(pair);
}

const today = (context: Context): Day => dayOf(context.recordedAt);

/** 结对. Nobody by force: a helper who did not agree to be asked is not paired. */
export const pairUp = defineCommand({
  name: 'volunteers.pair-up',
  input: z.strictObject({ pairId: Id, helperId: Id, clientId: Id, everyDays: EveryDays, kinds: Kinds, sinceOn: Day }),
  permission: byStation,
  keys: (input) => [keyOf(pairs, input.pairId), keyOf(profiles, input.helperId), keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfPerson(tx, input.clientId),
  execute: (tx, { pairId, helperId, clientId, everyDays, kinds, sinceOn }, context) => {
    const client = liveClient(tx, clientId);
    const profile = tx.get(profiles, helperId);
    if (client === 'not-held' || profile === 'not-held') return undefined;
    const room = client === 'absent' || client.state !== 'active' ? null : liveRoom(tx, client.roomId);
    if (client === 'absent' || room === null) return noSuchPerson();
    if (profile === 'absent') return noSuchProfile();
    if (profile.stationId !== room.stationId) return helperElsewhere();
    if (!mayBeAsked(profile, today(context))) return mayNotBeAsked();
    if (sinceOn > today(context)) return dayToCome('sinceOn');
    const known = tx.list(pairs, { column: 'clientId', value: client.id }, scopes.desk(room.stationId));
    if (known === 'not-held') return undefined;
    if (known.some((one) => one.id === pairId || (one.helperId === helperId && one.state === 'living')))
      return alreadyPaired();
    putPair(tx, {
      ...{ id: pairId, helperId, clientId: client.id, recordedFor: recordedFor(client, clientId), everyDays, sinceOn },
      ...{ roomId: room.id, stationId: room.stationId, kinds: [...new Set(kinds)], state: 'living', endReason: null },
      ...{ endedOn: null, lastOn: null, dueOn: null, authorId: context.onBehalfOf ?? context.actorId },
      recordedAt: context.recordedAt,
    });
    return undefined;
  },
});

export const changePair = defineCommand({
  name: 'volunteers.change-pair',
  input: z.strictObject({ pairId: Id, everyDays: EveryDays, kinds: Kinds }),
  permission: byStation,
  keys: (input) => [keyOf(pairs, input.pairId)],
  place: (tx, input) => placeOfPair(tx, input.pairId),
  execute: (tx, { pairId, everyDays, kinds }) =>
    withPair(tx, pairId, (pair) => {
      if (pair.state === 'ended') return pairEnded();
      putPair(tx, { ...pair, everyDays, kinds: [...new Set(kinds)] });
      return undefined;
    }),
});

export const partPair = defineCommand({
  name: 'volunteers.part',
  input: z.strictObject({ pairId: Id, reason: z.enum(companionEnds) }),
  permission: byStation,
  keys: (input) => [keyOf(pairs, input.pairId)],
  place: (tx, input) => placeOfPair(tx, input.pairId),
  execute: (tx, { pairId, reason }, context) =>
    withPair(tx, pairId, (pair) => {
      if (pair.state === 'ended') return pairEnded();
      endPair(tx, pair, reason, today(context));
      return undefined;
    }),
});

/** The volunteer told the desk that they were there, or rang. Told twice it is one. */
export const noteContact = defineCommand({
  name: 'volunteers.note-contact',
  input: z.strictObject({ pairId: Id, day: Day, kinds: Kinds }),
  permission: byStation,
  keys: (input) => [keyOf(pairs, input.pairId)],
  place: (tx, input) => placeOfPair(tx, input.pairId),
  execute: (tx, { pairId, day, kinds }, context) =>
    withPair(tx, pairId, (pair) => {
      const last = pair.endedOn ?? today(context);
      if (day < pair.sinceOn || day > last) return contactDay(pair.sinceOn, last);
      const { recordedAt } = context;
      putContact(tx, pair, {
        ...{ day, kinds, visitId: null, authorId: context.onBehalfOf ?? context.actorId, recordedAt },
      });
      return undefined;
    }),
});

/** A slip of the desk. What a visit tells goes with that visit. */
export const withdrawContact = defineCommand({
  name: 'volunteers.withdraw-contact',
  input: z.strictObject({ contactId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(contacts, input.contactId)],
  place: (tx, { contactId }) => {
    const contact = tx.get(contacts, contactId);
    if (contact === 'not-held') return 'not-held';
    return contact === 'absent' ? null : { roomId: null, stationId: contact.stationId };
  },
  execute: (tx, { contactId }) => {
    const contact = tx.get(contacts, contactId);
    if (contact === 'not-held') return undefined;
    if (contact === 'absent') return noSuchContact();
    if (contact.visitId !== null) return fromAVisit();
    const pair = tx.get(pairs, contact.pairId, scopes.desk(contact.stationId));
    if (pair === 'absent') return noSuchPair();
    if (pair !== 'not-held') takeContactAway(tx, pair, contactId);
    return undefined;
  },
});
