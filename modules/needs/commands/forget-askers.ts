/**
 * Needs of people who are nobody's client, kept long enough (保存期限): no file's time would ever end theirs. What was said and
 * who said it goes; that somebody asked, and what became of it, stays and counts.
 */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { withoutWords } from '../need-rules.ts';
import { needs } from '../tables.ts';

export const forgetAskers = defineCommand({
  name: 'needs.forget-askers',
  system: true,
  input: z.strictObject({ needIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: ({ needIds }) => needIds.map((id) => keyOf(needs, id)),
  place: () => null,
  execute: (tx, { needIds, before }) => {
    for (const id of needIds) {
      const need = tx.get(needs, id);
      if (need === 'absent' || need === 'not-held' || need.clientId !== null || need.receivedOn >= before) continue;
      tx.put(needs, withoutWords(need));
    }
    return undefined;
  },
});
