/** What follows from people, villages and needs: where a need is held, whose it is, and what phones carry of it. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
import type { Client, Merge } from '@yimi/people';
import { clients, liveClient, merges, recordedFor } from '@yimi/people';
import { cards } from '@yimi/services';
import { carriedRules, forAuthor, forPhones, forVillage, ownNeeds, villageNeeds } from './carried.ts';
import { withoutWords } from './need-rules.ts';
import type { Need, NeedRule } from './tables.ts';
import { needRules, needs } from './tables.ts';

/** All that this side holds of a person's needs: the village's, and what is the station's. */
function needsOf(tx: Tx, clientId: string, roomId: string): Need[] {
  const by = { column: 'clientId', value: clientId } as const;
  const station = liveRoom(tx, roomId)?.stationId;
  const within = [scopes.room(roomId), ...(station === undefined ? [] : [scopes.desk(station)])];
  return within.flatMap((scope) => {
    const found = tx.list(needs, by, scope);
    return found === 'not-held' ? [] : found;
  });
}

function heldWith(tx: Tx, roomId: string): Pick<Need, 'heldIn' | 'heldBy'> | null {
  const room = liveRoom(tx, roomId);
  return room === null ? null : { heldIn: room.id, heldBy: room.stationId };
}

const needsFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.roomId === after.roomId) return;
  const held = heldWith(tx, after.roomId);
  if (held === null) return;
  for (const need of needsOf(tx, after.id, before.roomId)) tx.put(needs, { ...need, ...held });
});

/** Two files become one (law C7): what was asked under the merged file is the living person's. */
const needsFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  const held = heldWith(tx, into.roomId);
  if (held === null) return;
  for (const need of needsOf(tx, after.id, after.roomId)) {
    tx.put(needs, { ...need, ...held, clientId: into.id, recordedFor: need.recordedFor ?? after.id });
  }
});

/** A merge undone: each need goes back to whoever its own file stands for now. */
const needsFollowUndo = defineFollower(merges, (tx: Tx, before: Merge | null, after: Merge | null) => {
  if (before?.state !== 'merged' || after?.state !== 'undone') return;
  const stayed = liveClient(tx, after.intoId);
  if (stayed === 'absent' || stayed === 'not-held') return;
  for (const need of needsOf(tx, stayed.id, stayed.roomId)) {
    if (need.recordedFor === null) continue;
    const owner = liveClient(tx, need.recordedFor);
    if (owner === 'absent' || owner === 'not-held' || owner.id === stayed.id) continue;
    const held = heldWith(tx, owner.roomId);
    if (held === null) continue;
    tx.put(needs, { ...need, ...held, clientId: owner.id, recordedFor: recordedFor(owner, need.recordedFor) });
  }
});

/** Erasure (law A7): what was said leaves the needs; that somebody asked stands. */
const needsFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  for (const need of needsOf(tx, after.id, after.roomId)) tx.put(needs, withoutWords(need));
});

/** A village that is merged, or given to another station, takes along what is held there. */
const needsFollowRoom = defineFollower(rooms, (tx: Tx, before: Room | null, after: Room | null) => {
  if (before === null || after === null) return;
  if (before.stationId === after.stationId && before.mergedInto === after.mergedInto) return;
  const held = heldWith(tx, after.id);
  if (held === null) return;
  const by = { column: 'heldIn', value: after.id } as const;
  for (const within of [scopes.room(after.id), scopes.desk(before.stationId)]) {
    const found = tx.list(needs, by, within);
    if (found !== 'not-held') for (const need of found) tx.put(needs, { ...need, ...held });
  }
});

/** Whose need it is: the person on file, the card that its author holds, or the name that was written down. */
function whoAsks(tx: Tx, need: Need, authorId: string, before: string): string {
  if (need.clientId === null) return need.askerName ?? '';
  const client = liveClient(tx, need.clientId);
  if (client === 'absent') return '';
  if (client !== 'not-held') return client.state === 'erased' ? '' : client.name;
  const card = tx.get(cards, need.clientId, scopes.self(authorId));
  return card === 'absent' || card === 'not-held' ? before : card.name;
}

/** What phones carry of a need: each copy is written only where its scope is held. */
const copiesFollowNeed = defineFollower(needs, (tx: Tx, _before: Need | null, after: Need | null) => {
  if (after === null) return;
  const village = tx.get(villageNeeds, after.id, scopes.room(after.heldIn));
  const told = forVillage(after);
  if (told !== null && village !== 'not-held') tx.put(villageNeeds, told);
  if (told === null && village !== 'not-held' && village !== 'absent') tx.remove(villageNeeds, after.id);
  if (after.authorId === null) return;
  const own = tx.get(ownNeeds, after.id, scopes.self(after.authorId));
  if (own === 'not-held') return;
  const who = whoAsks(tx, after, after.authorId, own === 'absent' ? '' : own.who);
  tx.put(ownNeeds, forAuthor(after, after.authorId, who));
});

const carriedFollowsRule = defineFollower(needRules, (tx: Tx, _before: NeedRule | null, after: NeedRule | null) => {
  if (after !== null && tx.get(carriedRules, after.id, scopes.county) !== 'not-held')
    tx.put(carriedRules, forPhones(after));
});

export const followers = [
  ...[needsFollowErasure, needsFollowClient, needsFollowMerge, needsFollowUndo, needsFollowRoom],
  ...[copiesFollowNeed, carriedFollowsRule],
];
