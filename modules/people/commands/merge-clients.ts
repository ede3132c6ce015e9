/**
 * Two files of one person become one: decided by a person, never by the program. The old id goes on resolving (law C7). Where
 * the files disagree, whoever merges chooses field by field; the values not chosen stay in the merged file, and those that
 * were replaced on the file that stays are kept, so that the merge can be undone.
 */
import type { Permission } from '@yimi/kernel';
import { defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { withFields } from '../client-fields.ts';
import { daysOf, placeOfClient, reachesClient } from '../client-rules.ts';
import { choosableFields, mergeId, replacedBy, takenOver, undo } from '../merge-rules.ts';
import { noSuchClient, noSuchMerge, notActive, sameClient } from '../problems.ts';
import { clients, mergeProposals, merges } from '../tables.ts';

const permission: Permission = { 'station-worker': 'station', 'station-head': 'station' };

export const mergeClients = defineCommand({
  name: 'people.merge-clients',
  version: 2,
  // Whoever merged by version 1 was asked nothing: everything stays as in the file that stays.
  upcasts: { 1: (input) => ({ take: [], ...Object(input) }) },
  input: z.strictObject({
    clientId: Id,
    intoClientId: Id,
    proposalId: z.nullable(Id),
    /** Fields whose value is taken over from the merged file; the others stay as they are in the file that stays. */
    take: z._default(z.array(z.enum(choosableFields)).check(z.maxLength(choosableFields.length)), []),
  }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId), keyOf(clients, input.intoClientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = tx.get(clients, input.clientId);
    const into = tx.get(clients, input.intoClientId);
    if (client === 'not-held' || into === 'not-held') return undefined;
    if (client === 'absent' || into === 'absent') return noSuchClient();
    // Into a file that lies elsewhere and is not theirs, answered as if there were none (law A5).
    if (!reachesClient(tx, into.id, permission, context)) return noSuchClient();
    if (client.id === into.id) return sameClient();
    if (client.state !== 'active' || into.state !== 'active') return notActive();
    const days = daysOf(context);
    const became = withFields(into, takenOver(client, into, input.take, days.today), days);
    const replaced = replacedBy(into, became);
    tx.put(clients, { ...client, state: 'merged', mergedInto: into.id });
    if (replaced !== '{}') tx.put(clients, became);
    tx.put(merges, {
      id: mergeId(client.id),
      roomId: into.roomId,
      clientId: client.id,
      intoId: into.id,
      mergedBy: context.onBehalfOf ?? context.actorId,
      mergedAt: context.recordedAt,
      state: 'merged',
      undoneAt: null,
      takeVisits: [],
      replaced,
    });
    const proposal = input.proposalId === null ? 'absent' : tx.get(mergeProposals, input.proposalId);
    if (proposal !== 'absent' && proposal !== 'not-held') tx.put(mergeProposals, { ...proposal, state: 'merged' });
    return undefined;
  },
});

/** Two people who are alike and yet two: the proposal is laid aside. */
export const keepApart = defineCommand({
  name: 'people.keep-apart',
  input: z.strictObject({ clientId: Id, proposalId: Id }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId), keyOf(mergeProposals, input.proposalId)],
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const proposal = tx.get(mergeProposals, input.proposalId);
    if (proposal === 'not-held') return undefined;
    if (proposal === 'absent') return noSuchClient();
    // Of whom the command says it is; else somebody else's proposals could be laid aside.
    if (proposal.clientId !== input.clientId && proposal.otherId !== input.clientId) return noSuchClient();
    if (!reachesClient(tx, proposal.clientId, permission, context)) return noSuchClient();
    tx.put(mergeProposals, { ...proposal, state: 'different' });
    return undefined;
  },
});

/** 撤销并档: the merged file comes back as it was, with what was recorded for it. */
export const undoMerge = defineCommand({
  name: 'people.undo-merge',
  input: z.strictObject({
    /** The merged file. */
    clientId: Id,
    /** Visits recorded since the merge that were about the person of the file that comes back; the others stay. */
    takeVisits: z.array(Id).check(z.maxLength(500)),
  }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId), keyOf(merges, mergeId(input.clientId))],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = tx.get(clients, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    // Erased with the person it was merged into, or never merged: there is nothing to come back.
    if (client.state !== 'merged' || client.mergedInto === null) return noSuchMerge();
    const into = tx.get(clients, client.mergedInto);
    if (into === 'not-held') return undefined;
    if (into === 'absent') return noSuchMerge();
    const merge = tx.get(merges, mergeId(client.id), scopes.room(into.roomId));
    if (merge === 'not-held') return undefined;
    if (merge === 'absent' || merge.state !== 'merged') return noSuchMerge();
    undo(tx, client, into, merge, input.takeVisits, context);
    return undefined;
  },
});
