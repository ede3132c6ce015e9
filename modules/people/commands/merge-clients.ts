/** Two files of one person become one: decided by a person, never by the program. The old id goes on resolving (law C7). */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { placeOfClient } from '../client-rules.ts';
import { noSuchClient, notActive, sameClient } from '../problems.ts';
import { clients, mergeProposals } from '../tables.ts';

export const mergeClients = defineCommand({
  name: 'people.merge-clients',
  input: z.strictObject({ clientId: Id, intoClientId: Id, proposalId: z.nullable(Id) }),
  permission: { 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId), keyOf(clients, input.intoClientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    const client = tx.get(clients, input.clientId);
    const into = tx.get(clients, input.intoClientId);
    if (client === 'not-held' || into === 'not-held') return undefined;
    if (client === 'absent' || into === 'absent') return noSuchClient();
    if (client.id === into.id) return sameClient();
    if (client.state !== 'active' || into.state !== 'active') return notActive();
    tx.put(clients, { ...client, state: 'merged', mergedInto: into.id });
    const proposal = input.proposalId === null ? 'absent' : tx.get(mergeProposals, input.proposalId);
    if (proposal !== 'absent' && proposal !== 'not-held') tx.put(mergeProposals, { ...proposal, state: 'merged' });
    return undefined;
  },
});

/** Two people who are alike and yet two: the proposal is laid aside. */
export const keepApart = defineCommand({
  name: 'people.keep-apart',
  input: z.strictObject({ clientId: Id, proposalId: Id }),
  permission: { 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId), keyOf(mergeProposals, input.proposalId)],
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    const proposal = tx.get(mergeProposals, input.proposalId);
    if (proposal === 'not-held') return undefined;
    if (proposal === 'absent') return noSuchClient();
    tx.put(mergeProposals, { ...proposal, state: 'different' });
    return undefined;
  },
});
