/**
 * Lists of who came, kept long enough (保存期限): who is nobody's client and no volunteer on the book has no file whose time could
 * end. Their name and words go; that somebody came stays and counts.
 */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { entries } from '../tables.ts';

export const forgetNames = defineCommand({
  name: 'activities.forget-names',
  system: true,
  input: z.strictObject({ entryIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: ({ entryIds }) => entryIds.map((id) => keyOf(entries, id)),
  place: () => null,
  execute: (tx, { entryIds, before }) => {
    for (const id of entryIds) {
      const entry = tx.get(entries, id);
      if (entry === 'absent' || entry === 'not-held' || entry.day >= before) continue;
      if (entry.clientId === null && entry.helperId === null)
        tx.put(entries, { ...entry, name: null, phone: null, ratingWords: null });
    }
    return undefined;
  },
});
