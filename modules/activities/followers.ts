/** What follows from people's files: whose an entry is after a merge, and what is left of it after an erasure. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Client, Merge } from '@yimi/people';
import { clients, liveClient, merges, recordedFor } from '@yimi/people';
import { stationsOf } from './stations-of.ts';
import type { Entry } from './tables.ts';
import { entries } from './tables.ts';

function entriesOfClient(tx: Tx, client: Client): Entry[] {
  const by = { column: 'clientId', value: client.id } as const;
  return [...stationsOf(tx, client)].flatMap((stationId) => {
    const found = tx.list(entries, by, scopes.desk(stationId));
    return found === 'not-held' ? [] : found;
  });
}

/** Two files become one (law C7): what was done under the merged file is the living person's, who is counted once. */
const entriesFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  for (const entry of entriesOfClient(tx, after)) {
    tx.put(entries, { ...entry, clientId: into.id, person: into.id, recordedFor: entry.recordedFor ?? after.id });
  }
});

/** A merge undone: each entry goes back to whoever its own file stands for now. */
const entriesFollowUndo = defineFollower(merges, (tx: Tx, before: Merge | null, after: Merge | null) => {
  if (before?.state !== 'merged' || after?.state !== 'undone') return;
  const stayed = liveClient(tx, after.intoId);
  if (stayed === 'absent' || stayed === 'not-held') return;
  const parted = tx.get(clients, after.clientId);
  const desks = parted === 'absent' || parted === 'not-held' ? [stayed] : [stayed, { ...parted, id: stayed.id }];
  const found = new Map(desks.flatMap((file) => entriesOfClient(tx, file)).map((entry) => [entry.id, entry]));
  for (const entry of found.values()) {
    if (entry.recordedFor === null) continue;
    const owner = liveClient(tx, entry.recordedFor);
    if (owner === 'absent' || owner === 'not-held' || owner.id === stayed.id) continue;
    const own = { clientId: owner.id, person: owner.id, recordedFor: recordedFor(owner, entry.recordedFor) };
    tx.put(entries, { ...entry, ...own });
  }
});

/** Erasure (law A7): what was said leaves the entries; that somebody came stands. */
const entriesFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  for (const entry of entriesOfClient(tx, after)) {
    tx.put(entries, { ...entry, name: null, phone: null, ratingWords: null });
  }
});

export const followers = [entriesFollowErasure, entriesFollowMerge, entriesFollowUndo];
