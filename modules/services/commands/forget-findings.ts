/**
 * Visits whose words have been kept long enough (保存期限): findings, questions and answers go, papers lose their names,
 * pictures their places, and files are shown to nobody any more. That the visit took place stays, and counts.
 */
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { evidence, visits } from '../tables.ts';

export const forgetFindings = defineCommand({
  name: 'services.forget-findings',
  system: true,
  input: z.strictObject({ visitIds: z.array(Id).check(z.minLength(1), z.maxLength(100)), before: Day }),
  permission: {},
  keys: ({ visitIds }) => visitIds.map((id) => keyOf(visits, id)),
  place: () => null,
  execute: (tx, { visitIds, before }) => {
    for (const id of visitIds) {
      const visit = tx.get(visits, id);
      if (visit === 'absent' || visit === 'not-held' || visit.occurredOn >= before) continue;
      tx.put(visits, { ...visit, findings: null, question: null, answer: null });
      const within = visit.archived ? scopes.archive(visit.heldIn) : scopes.room(visit.heldIn);
      const files = tx.list(evidence, { column: 'visitId', value: id }, within);
      for (const file of files === 'not-held' ? [] : files)
        tx.put(evidence, { ...file, withheld: true, name: null, place: null });
    }
    return undefined;
  },
});
