/** Households (户): made, joined, left, put right, and two that are one laid together. Members carry the household's id. */
import type { Missing, Permission, Place, Tx } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { liveClient, placeOfClient, placeOfRoom, reachesRoom } from '../client-rules.ts';
import { Hamlet, Phone } from '../input-parts.ts';
import { noSuchClient, noSuchHousehold, noSuchRoom, notAMember, otherVillage } from '../problems.ts';
import type { Household } from '../tables.ts';
import { clients, households } from '../tables.ts';

const permission: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };
const Address = z.string().check(z.maxLength(120));

function placeOfHousehold(tx: Tx, householdId: string): Place | 'not-held' | null {
  const household = tx.get(households, householdId);
  if (household === 'not-held') return 'not-held';
  return household === 'absent' ? null : placeOfRoom(tx, household.roomId);
}

/** The household, or the one it was laid together with. */
export function liveHousehold(tx: Tx, householdId: string): Household | Missing {
  let id = householdId;
  // A household is merged only into one that is not: chains are short.
  for (let hops = 0; hops < 50; hops++) {
    const household = tx.get(households, id);
    if (household === 'absent' || household === 'not-held' || household.mergedInto === null) return household;
    id = household.mergedInto;
  }
  return 'absent';
}

export const makeHousehold = defineCommand({
  name: 'people.make-household',
  input: z.strictObject({
    householdId: Id,
    roomId: Id,
    hamlet: Hamlet,
    address: Address,
    phone: Phone,
    headId: z.nullable(Id),
    /** Who lives in it, the head included; people of this village. */
    memberIds: z.array(Id).check(z.maxLength(30)),
    day: Day,
  }),
  permission,
  keys: (input) => [
    keyOf(households, input.householdId),
    keyOf(rooms, input.roomId),
    ...input.memberIds.map((id) => keyOf(clients, id)),
  ],
  place: (tx, input) => placeOfRoom(tx, input.roomId),
  execute: (tx, input, context) => {
    const room = liveRoom(tx, input.roomId);
    if (room === null) return noSuchRoom();
    const known = tx.get(households, input.householdId, scopes.room(room.id));
    // Sent again after a merge of villages, or an id that is taken elsewhere: told alike (law A5).
    if (known !== 'absent' && known !== 'not-held') {
      return reachesRoom(tx, known.roomId, permission, context) ? otherVillage() : noSuchHousehold();
    }
    const { householdId: id, memberIds, day: madeOn, roomId: _, ...rest } = input;
    if (rest.headId !== null && !memberIds.includes(rest.headId)) return notAMember();
    for (const memberId of memberIds) {
      const member = liveClient(tx, memberId);
      if (member === 'not-held') continue;
      if (member === 'absent') return noSuchClient();
      // Of another village: whether there is such a person is not told (law A5).
      if (member.roomId !== room.id || member.state !== 'active') return noSuchClient();
      tx.put(clients, { ...member, householdId: id });
    }
    tx.put(households, { ...rest, id, roomId: room.id, madeOn, state: 'active', mergedInto: null });
    return undefined;
  },
});

export const joinHousehold = defineCommand({
  name: 'people.join-household',
  input: z.strictObject({ clientId: Id, householdId: Id }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId), keyOf(households, input.householdId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    const client = liveClient(tx, input.clientId);
    const household = liveHousehold(tx, input.householdId);
    if (client === 'not-held' || household === 'not-held') return undefined;
    if (client === 'absent' || client.state !== 'active') return noSuchClient();
    // Of another village: answered as if there were none (law A5).
    if (household === 'absent' || household.roomId !== client.roomId) return noSuchHousehold();
    tx.put(clients, { ...client, householdId: household.id });
    if (household.state === 'empty') tx.put(households, { ...household, state: 'active' });
    return undefined;
  },
});

export const leaveHousehold = defineCommand({
  name: 'people.leave-household',
  input: z.strictObject({ clientId: Id }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    tx.put(clients, { ...client, householdId: null });
    return undefined;
  },
});

const change = <T extends z.ZodMiniType>(of: T) => z.optional(z.strictObject({ from: of, to: of }));

export const correctHousehold = defineCommand({
  name: 'people.correct-household',
  input: z.strictObject({
    householdId: Id,
    changes: z.strictObject({
      hamlet: change(Hamlet),
      address: change(Address),
      phone: change(Phone),
      headId: change(z.nullable(Id)),
    }),
  }),
  permission,
  keys: (input) => [keyOf(households, input.householdId)],
  place: (tx, input) => placeOfHousehold(tx, input.householdId),
  execute: (tx, { householdId, changes }) => {
    const household = liveHousehold(tx, householdId);
    if (household === 'not-held') return undefined;
    if (household === 'absent') return noSuchHousehold();
    const head = changes.headId?.to ?? null;
    if (head !== null) {
      const client = liveClient(tx, head);
      if (client === 'absent') return notAMember();
      if (client !== 'not-held' && client.householdId !== household.id) return notAMember();
    }
    // The later accepted wins; nobody's own words are lost by it, so nothing is kept aside as it is for people (S8).
    const written = Object.entries(changes).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, value.to]],
    );
    tx.put(households, { ...household, ...Object.fromEntries(written) });
    return undefined;
  },
});

/** 两户并一户: a household that was put down twice. Its people go over; the old id goes on resolving. */
export const mergeHouseholds = defineCommand({
  name: 'people.merge-households',
  input: z.strictObject({ householdId: Id, intoHouseholdId: Id }),
  permission,
  keys: (input) => [keyOf(households, input.householdId), keyOf(households, input.intoHouseholdId)],
  place: (tx, input) => placeOfHousehold(tx, input.householdId),
  execute: (tx, input) => {
    const household = liveHousehold(tx, input.householdId);
    const into = liveHousehold(tx, input.intoHouseholdId);
    if (household === 'not-held' || into === 'not-held') return undefined;
    if (household === 'absent' || into === 'absent') return noSuchHousehold();
    if (household.roomId !== into.roomId) return noSuchHousehold();
    if (household.id === into.id) return otherVillage();
    const members = tx.list(clients, { column: 'householdId', value: household.id }, scopes.room(household.roomId));
    if (members !== 'not-held') for (const member of members) tx.put(clients, { ...member, householdId: into.id });
    tx.put(households, { ...household, state: 'merged', mergedInto: into.id });
    return undefined;
  },
});
