/** What is noted about a person (proposals to merge, values that an edit replaced) goes where the person goes. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Client } from './tables.ts';
import { clients, conflicts, mergeProposals } from './tables.ts';

/** Left behind, the old station would go on reading about somebody who is no longer theirs (laws A1, S2). */
export const notesFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.roomId === after.roomId) return;
  const { id, roomId } = after;
  const within = scopes.room(before.roomId);
  const proposals = tx.list(mergeProposals, { column: 'clientId', value: id }, within);
  if (proposals !== 'not-held') for (const one of proposals) tx.put(mergeProposals, { ...one, roomId });
  const replaced = tx.list(conflicts, { column: 'clientId', value: id }, within);
  if (replaced !== 'not-held') for (const one of replaced) tx.put(conflicts, { ...one, roomId });
});

/** Erasure (law A7) takes the replaced values with it; that there was a conflict stays. */
export const notesFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  const replaced = tx.list(conflicts, { column: 'clientId', value: after.id }, scopes.room(after.roomId));
  if (replaced === 'not-held') return;
  for (const one of replaced) tx.put(conflicts, { ...one, earlier: null, later: null });
});
