/** An import of visits is taken back: each of its rows is withdrawn by the server's job, as the undoing it was told allows. */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchVisit, notCounted } from '../problems.ts';
import { visits } from '../tables.ts';

export const withdrawImportedVisit = defineCommand({
  name: 'services.withdraw-imported-visit',
  system: true,
  input: z.strictObject({ visitId: Id, reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  permission: {},
  keys: (input) => [keyOf(visits, input.visitId)],
  place: () => null,
  execute: (tx, { visitId, reason }) => {
    const visit = tx.get(visits, visitId);
    if (visit === 'absent' || visit === 'not-held') return noSuchVisit();
    if (visit.state !== 'counted') return notCounted();
    tx.put(visits, { ...visit, state: 'withdrawn', stateReason: reason });
    return undefined;
  },
});
