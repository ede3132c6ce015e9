/**
 * Who may be registered twice: the same name, by pinyin, in one village. The proposal follows the registration, on the
 * server and on phones that hold the village; the registration itself is never refused (law C7).
 */
import type { Tx } from '@yimi/kernel';
import { defineFollower, derivedId, scopes } from '@yimi/kernel';
import type { Client } from './tables.ts';
import { clients, mergeProposals } from './tables.ts';

function reasonFor(one: Client, other: Client): 'same-id' | 'same-name-and-birth' | 'same-name' | null {
  if (one.idNumber && other.idNumber) return one.idNumber === other.idNumber ? 'same-id' : null;
  if (one.birthDay !== null && other.birthDay !== null)
    return one.birthDay === other.birthDay ? 'same-name-and-birth' : null;
  return 'same-name';
}

export const proposeMerges = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before !== null || after === null || after.pinyin === '') return;
  const alike = tx.list(clients, { column: 'pinyin', value: after.pinyin }, scopes.room(after.roomId));
  if (alike === 'not-held') return;
  for (const other of alike) {
    if (other.id === after.id || other.state !== 'active') continue;
    const reason = reasonFor(after, other);
    if (reason === null) continue;
    const id = derivedId(after.id, `merge/${other.id}`);
    tx.put(mergeProposals, { id, roomId: after.roomId, clientId: after.id, otherId: other.id, reason, state: 'open' });
  }
});
