/** A need from a ledger that somebody imported by mistake, taken back by the import's undoing; also when the ledger had it answered. */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { notOpen } from '../problems.ts';
import { needs } from '../tables.ts';
import { changeNeed } from './desk.ts';

export const withdrawImportedNeed = defineCommand({
  name: 'needs.withdraw-imported',
  system: true,
  input: z.strictObject({ needId: Id, reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  permission: {},
  keys: (input) => [keyOf(needs, input.needId)],
  place: () => null,
  execute: (tx, { needId, reason }) =>
    changeNeed(tx, needId, (need) =>
      need.state === 'merged' || need.state === 'withdrawn' ? notOpen() : { ...need, state: 'withdrawn', note: reason },
    ),
});
