/**
 * What is noted about a person goes where the person goes: proposals, values that an edit replaced, merges, ties, and the
 * household. Left behind, the old station would go on reading about somebody who is no longer theirs (laws A1, S2).
 */
import type { Table, Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import { erasedFile, liveClient } from './client-rules.ts';
import type { Client, Merge } from './tables.ts';
import { clients, conflicts, households, mergeProposals, merges, ties } from './tables.ts';
import { tieEndId } from './tie-rules.ts';

type Noted = { id: string; roomId: string };

function bring<Row extends Noted>(
  tx: Tx,
  table: Table<Row>,
  by: { column: keyof Row & string; value: string },
  from: string,
  to: string,
): void {
  const rows = tx.list(table, by, scopes.room(from));
  if (rows !== 'not-held') for (const row of rows) tx.put(table, { ...row, roomId: to });
}

export const notesFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.roomId === after.roomId) return;
  const { id: value, roomId: to } = after;
  const from = before.roomId;
  bring(tx, mergeProposals, { column: 'clientId', value }, from, to);
  bring(tx, conflicts, { column: 'clientId', value }, from, to);
  bring(tx, merges, { column: 'intoId', value }, from, to);
  bring(tx, ties, { column: 'clientId', value }, from, to);
});

/** Erasure (law A7) takes the replaced values and the ties with it, and the files that were merged into this one. */
export const notesFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  const within = scopes.room(after.roomId);
  const replaced = tx.list(conflicts, { column: 'clientId', value: after.id }, within);
  if (replaced !== 'not-held') for (const one of replaced) tx.put(conflicts, { ...one, earlier: null, later: null });
  const mine = tx.list(ties, { column: 'clientId', value: after.id }, within);
  for (const tie of mine === 'not-held' ? [] : mine) {
    tx.remove(ties, tie.id);
    if (tie.otherId !== null) removeEnd(tx, tie.tieId, tie.otherId);
  }
  const taken = tx.list(merges, { column: 'intoId', value: after.id }, within);
  for (const merge of taken === 'not-held' ? [] : taken) {
    tx.put(merges, { ...merge, replaced: null });
    const merged = tx.get(clients, merge.clientId);
    if (merged !== 'absent' && merged !== 'not-held' && merged.state === 'merged') tx.put(clients, erasedFile(merged));
  }
});

function removeEnd(tx: Tx, tieId: string, otherId: string): void {
  const end = tx.get(ties, tieEndId(tieId, otherId));
  if (end !== 'absent' && end !== 'not-held') tx.remove(ties, end.id);
}

/** Ties of a merged file pass to the person it became; they remember for whom they were told. */
export const tiesFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  const mine = tx.list(ties, { column: 'clientId', value: after.id }, scopes.room(after.roomId));
  for (const tie of mine === 'not-held' ? [] : mine) {
    tx.put(ties, { ...tie, clientId: into.id, roomId: into.roomId, recordedFor: tie.recordedFor ?? after.id });
  }
});

/** The merge was undone: each tie goes back to whoever its own file stands for now. */
export const tiesFollowUndo = defineFollower(merges, (tx: Tx, before: Merge | null, after: Merge | null) => {
  if (before?.state !== 'merged' || after?.state !== 'undone') return;
  const stayed = liveClient(tx, after.intoId);
  if (stayed === 'absent' || stayed === 'not-held') return;
  const theirs = tx.list(ties, { column: 'clientId', value: stayed.id }, scopes.room(stayed.roomId));
  for (const tie of theirs === 'not-held' ? [] : theirs) {
    const owner = tie.recordedFor === null ? stayed : liveClient(tx, tie.recordedFor);
    if (owner === 'absent' || owner === 'not-held' || owner.id === stayed.id) continue;
    const recordedFor = owner.id === tie.recordedFor ? null : tie.recordedFor;
    tx.put(ties, { ...tie, clientId: owner.id, roomId: owner.roomId, recordedFor });
  }
});

/**
 * A household goes along when the last of its people moves, or when its village became part of another; whoever moves away
 * from people who stay leaves the household. One without people is empty, and after an erasure tells no address.
 */
export const householdFollowsMembers = defineFollower(
  clients,
  (tx: Tx, before: Client | null, after: Client | null) => {
    if (before === null || after === null || before.householdId === null) return;
    const household = tx.get(households, before.householdId, scopes.room(before.roomId));
    const moved = before.roomId !== after.roomId;
    const stays = before.householdId === after.householdId;
    if (moved && stays) {
      if (household !== 'absent' && household !== 'not-held' && household.roomId === after.roomId) return;
      if (staying(tx, before.householdId, before.roomId) > 0 && !villageMerged(tx, before.roomId)) leave(tx, after.id);
      else if (household !== 'absent' && household !== 'not-held')
        tx.put(households, { ...household, roomId: after.roomId });
      return;
    }
    if (stays || household === 'absent' || household === 'not-held' || household.state !== 'active') return;
    const headId = household.headId === after.id ? null : household.headId;
    const left = staying(tx, household.id, household.roomId);
    const gone = after.state === 'erased' && left === 0 ? { address: '', hamlet: '', phone: null } : {};
    tx.put(households, { ...household, ...gone, headId, state: left === 0 ? 'empty' : 'active' });
  },
);

function staying(tx: Tx, householdId: string, roomId: string): number {
  const members = tx.list(clients, { column: 'householdId', value: householdId }, scopes.room(roomId));
  return members === 'not-held' ? 0 : members.filter((one) => one.state === 'active').length;
}

function villageMerged(tx: Tx, roomId: string): boolean {
  const room = tx.get(rooms, roomId, scopes.county);
  return room !== 'absent' && room !== 'not-held' && room.mergedInto !== null;
}

function leave(tx: Tx, clientId: string): void {
  const client = tx.get(clients, clientId);
  if (client !== 'absent' && client !== 'not-held') tx.put(clients, { ...client, householdId: null });
}
