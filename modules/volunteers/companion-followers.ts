/** What companionship follows: the volunteer's visits, the person, the volunteer, the village. All of it on the server. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
import type { Client, Merge } from '@yimi/people';
import { clients, liveClient, merges, recordedFor } from '@yimi/people';
import type { Visit } from '@yimi/services';
import { visits } from '@yimi/services';
import type { Pair } from './companions.ts';
import { contactIdOf, contacts, ended, endPair, movePair, pairs, putContact, takeContactAway } from './companions.ts';
import type { Profile } from './tables.ts';
import { profiles } from './tables.ts';

function listed(tx: Tx, column: 'clientId' | 'helperId' | 'roomId', value: string, stationId: string): readonly Pair[] {
  const found = tx.list(pairs, { column, value }, scopes.desk(stationId));
  return found === 'not-held' ? [] : found;
}

function pairsOfPerson(tx: Tx, { id, roomId }: Pick<Client, 'id' | 'roomId'>): readonly Pair[] {
  const stationId = liveRoom(tx, roomId)?.stationId;
  return stationId === undefined ? [] : listed(tx, 'clientId', id, stationId);
}

/** They met: at the door or on the telephone. */
const met = (visit: Visit | null): visit is Visit => visit?.state === 'counted' && visit.result === 'home';

/** A volunteer's visit to the person of a pair is a contact of it; taken back, it is none. */
const contactsFollowVisit = defineFollower(visits, (tx: Tx, before: Visit | null, after: Visit | null) => {
  const now = met(after);
  if (!now && !met(before)) return;
  // Whose file it is and where it lies may change: the contact stays with its pair, which follows the person by itself.
  if (now && met(before) && before.occurredOn === after.occurredOn) return;
  for (const visit of [before, after]) {
    if (!met(visit)) continue;
    const person = { id: visit.clientId, roomId: visit.heldIn };
    for (const pair of pairsOfPerson(tx, person)) {
      if (pair.helperId !== visit.authorId) continue;
      if (visit === after) addFrom(tx, pair, visit);
      else takeFrom(tx, pair, visit);
    }
  }
});

function addFrom(tx: Tx, pair: Pair, { id, occurredOn, authorId, recordedAt }: Visit): void {
  if (occurredOn < pair.sinceOn || (pair.endedOn !== null && occurredOn > pair.endedOn)) return;
  putContact(tx, pair, { day: occurredOn, kinds: [], visitId: id, authorId, recordedAt });
}

/** Another visit of that day, or the desk's word, holds the contact up. */
function takeFrom(tx: Tx, pair: Pair, visit: Visit): void {
  const contactId = contactIdOf(pair.id, visit.occurredOn);
  const contact = tx.get(contacts, contactId, scopes.desk(pair.stationId));
  if (contact === 'absent' || contact === 'not-held' || contact.visitId !== visit.id) return;
  const found = tx.list(visits, { column: 'clientId', value: visit.clientId }, scopes.room(visit.heldIn));
  const alike = (one: Visit): boolean => one.authorId === visit.authorId && one.occurredOn === visit.occurredOn;
  const other = found === 'not-held' ? undefined : found.find((one) => one.id !== visit.id && met(one) && alike(one));
  if (other === undefined && contact.kinds.length === 0) takeContactAway(tx, pair, contactId);
  else tx.put(contacts, { ...contact, visitId: other?.id ?? null });
}

/** Who moves within the station's villages takes the pair along; who moves further, dies or is erased has none any more. */
const pairsFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || after.mergedInto !== null) return;
  if (before.roomId === after.roomId && before.state === after.state) return;
  const room = liveRoom(tx, after.roomId);
  for (const pair of pairsOfPerson(tx, before)) {
    if (pair.state === 'ended') continue;
    if (after.state !== 'active') endPair(tx, pair, 'person-left', null);
    else if (room?.stationId === pair.stationId) movePair(tx, pair, { roomId: room.id });
    else endPair(tx, pair, 'moved', null);
  }
});

/** Two files become one (law C7): the pairs are the living person's; two with one volunteer are one. */
const pairsFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  const room = liveRoom(tx, into.roomId);
  if (room === null) return;
  const own = pairsOfPerson(tx, into);
  for (const pair of pairsOfPerson(tx, after)) {
    const twice = own.some((one) => one.helperId === pair.helperId && one.state === 'living');
    const held = { clientId: into.id, roomId: room.id, stationId: room.stationId };
    movePair(tx, twice ? ended(pair, 'other', null) : pair, { ...held, recordedFor: pair.recordedFor ?? after.id });
  }
});

/** A merge undone: each pair goes back to whoever its own file stands for now. */
const pairsFollowUndo = defineFollower(merges, (tx: Tx, before: Merge | null, after: Merge | null) => {
  if (before?.state !== 'merged' || after?.state !== 'undone') return;
  const stayed = liveClient(tx, after.intoId);
  if (stayed === 'absent' || stayed === 'not-held') return;
  for (const pair of pairsOfPerson(tx, stayed)) {
    const owner = pair.recordedFor === null ? stayed : liveClient(tx, pair.recordedFor);
    if (owner === 'absent' || owner === 'not-held' || owner.id === stayed.id) continue;
    const room = liveRoom(tx, owner.roomId);
    if (room === null) continue;
    const held = { clientId: owner.id, roomId: room.id, stationId: room.stationId };
    movePair(tx, pair, { ...held, recordedFor: recordedFor(owner, pair.recordedFor ?? owner.id) });
  }
});

const pairsFollowProfile = defineFollower(profiles, (tx: Tx, before: Profile | null, after: Profile | null) => {
  if (after?.state !== 'ended' || before?.state === 'ended') return;
  for (const pair of listed(tx, 'helperId', after.id, after.stationId))
    if (pair.state === 'living') endPair(tx, pair, 'helper-left', null);
});

/** A village that is merged, or given to another station, takes its people's pairs along. */
const pairsFollowRoom = defineFollower(rooms, (tx: Tx, before: Room | null, after: Room | null) => {
  if (before === null || after === null) return;
  if (before.stationId === after.stationId && before.mergedInto === after.mergedInto) return;
  const room = liveRoom(tx, after.id);
  if (room === null) return;
  for (const pair of listed(tx, 'roomId', after.id, before.stationId))
    movePair(tx, pair, { roomId: room.id, stationId: room.stationId });
});

export const companionFollowers = [
  ...[contactsFollowVisit, pairsFollowClient, pairsFollowMerge, pairsFollowUndo],
  ...[pairsFollowProfile, pairsFollowRoom],
];
