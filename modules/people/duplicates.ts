/**
 * Who may be registered twice: proposed, never refused (law C7). At once within the village, on the phone too, found by an
 * equal key and never by looking at everybody; the server then looks further (`likeness_checks`), where no phone can see.
 */
import type { Tx } from '@yimi/kernel';
import { defineFollower, derivedId, scopes } from '@yimi/kernel';
import type { Likeness } from './likeness.ts';
import { likeness, proposedFrom } from './likeness.ts';
import type { Client } from './tables.ts';
import { clients, likenessChecks, mergeProposals } from './tables.ts';

/** What makes somebody like somebody; a change of it has the likeness looked at anew. */
const telling = [
  'name',
  'pinyin',
  'birthDay',
  'phone',
  'idNumber',
  'documentNumber',
  'householdId',
  'state',
  'soundKey',
] as const;

export const proposeMerges = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null, context) => {
  if (after === null || after.state !== 'active') return;
  if (before !== null && telling.every((column) => before[column] === after[column])) return;
  for (const other of neighboursOf(tx, after)) propose(tx, after, other, likeness(after, other));
  tx.put(likenessChecks, { id: after.id, roomId: after.roomId, since: context.recordedAt });
});

/**
 * Those of the village whose name sounds like this one's: nobody else can be proposed, but for the same number, which the
 * server finds by its match.
 */
function neighboursOf(tx: Tx, client: Client): Client[] {
  if (client.soundKey === '') return [];
  const alike = tx.list(clients, { column: 'soundKey', value: client.soundKey }, scopes.room(client.roomId));
  if (alike === 'not-held') return [];
  return alike.filter((other) => other.id !== client.id && other.state === 'active');
}

/** One proposal a pair, whichever of the two came first. */
export function proposalId(one: string, other: string): string {
  const [first, second] = one < other ? [one, other] : [other, one];
  return derivedId(first, `merge/${second}`);
}

/** Puts the proposal, unless there is none to make or somebody has already looked at it. */
export function propose(tx: Tx, client: Client, other: Client, { score, reasons }: Likeness): void {
  if (score < proposedFrom) return;
  const id = proposalId(client.id, other.id);
  const known = tx.get(mergeProposals, id, scopes.room(client.roomId));
  if (known !== 'absent') return;
  const reason = headline(reasons);
  tx.put(mergeProposals, {
    id,
    roomId: client.roomId,
    clientId: client.id,
    otherId: other.id,
    reason,
    state: 'open',
    reasons: [...reasons],
    score,
  });
}

function headline(reasons: Likeness['reasons']): 'same-id' | 'same-name' | 'same-name-and-birth' | 'alike' {
  if (reasons.includes('same-id')) return 'same-id';
  if (!reasons.includes('same-name')) return 'alike';
  return reasons.includes('same-birth') ? 'same-name-and-birth' : 'same-name';
}
