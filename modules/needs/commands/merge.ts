/** Two needs that are one: a person merges them, and may part them again. Figures count the one that stays. */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { needOf, placeOfNeed } from '../need-rules.ts';
import { notMerged, notOpen, sameNeed } from '../problems.ts';
import { isOpen, needs } from '../tables.ts';
import { byStation, changeNeed } from './desk.ts';

export const mergeNeeds = defineCommand({
  name: 'needs.merge',
  input: z.strictObject({ needId: Id, intoId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId), keyOf(needs, input.intoId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, intoId }) => {
    const into = needOf(tx, intoId);
    if ('answer' in into) return into.answer;
    return changeNeed(tx, needId, (need) => {
      // Within one station: what stays must be read by whoever merged.
      if (need.id === intoId || need.heldBy !== into.need.heldBy || into.need.state === 'merged') return sameNeed();
      if (!isOpen(need.state)) return notOpen();
      return { ...need, state: 'merged', stateBefore: need.state, mergedInto: intoId };
    });
  },
});

export const partNeeds = defineCommand({
  name: 'needs.part',
  input: z.strictObject({ needId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId }) =>
    changeNeed(tx, needId, (need) => {
      if (need.state !== 'merged' || need.stateBefore === null) return notMerged();
      return { ...need, state: need.stateBefore, stateBefore: null, mergedInto: null };
    }),
});
