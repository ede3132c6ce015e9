/** A need is answered and rated, also at the door: what somebody on a phone does about it. A low grade opens it again. */
import type { Permission } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import { dayOfDeed } from '@yimi/people';
import * as z from 'zod/mini';
import { answerTimeOf, needOf, placeOfNeed } from '../need-rules.ts';
import { notAnswered, notOpen } from '../problems.ts';
import { answerKinds, highestRating, isOpen, lowestRating, needs } from '../tables.ts';

const byVillageAndStation: Permission = {
  'village-worker': 'room',
  'station-worker': 'station',
  'station-head': 'station',
};
/** Two of five and less: whoever asked is not helped. */
const lowRating = 2;

export const answerNeed = defineCommand({
  name: 'needs.answer',
  input: z.strictObject({
    needId: Id,
    by: z.enum(answerKinds),
    note: z.string().check(z.minLength(1), z.maxLength(300)),
    /** False: somebody is at it, and the deadline stands. */
    done: z.boolean(),
  }),
  permission: byVillageAndStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, by, note, done }, context) => {
    const found = needOf(tx, needId);
    if ('answer' in found) return found.answer;
    const { need } = found;
    if (!isOpen(need.state) && need.state !== 'unmet') return notOpen();
    const answered = { answerKind: by, note, unmetReason: null };
    const today = dayOfDeed(context);
    // Nothing is answered before it was asked: a phone's clock may lag behind the clerk's.
    const answeredOn = today < need.receivedOn ? need.receivedOn : today;
    const when = done ? { answeredOn, answerTime: answerTimeOf(need.receivedOn, answeredOn) } : {};
    tx.put(needs, { ...need, ...answered, ...when, state: done ? 'answered' : 'answering' });
    return undefined;
  },
});

/** By the resident's link the server itself acts, which holds no post; on anybody's phone the grade is an assisted one. */
export const rateNeed = defineCommand({
  name: 'needs.rate',
  input: z.strictObject({
    needId: Id,
    rating: z.int().check(z.minimum(lowestRating), z.maximum(highestRating)),
  }),
  permission: byVillageAndStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, rating }, context) => {
    const found = needOf(tx, needId);
    if ('answer' in found) return found.answer;
    const { need } = found;
    if (need.state !== 'answered') return notAnswered();
    const rated = { rating, ratingAssisted: context.posts.length > 0, ratedOn: dayOfDeed(context) };
    const low = rating <= lowRating;
    const after = low ? ({ state: 'triaged', reopened: need.reopened + 1 } as const) : ({ state: 'closed' } as const);
    tx.put(needs, { ...need, ...rated, ...after });
    return undefined;
  },
});
