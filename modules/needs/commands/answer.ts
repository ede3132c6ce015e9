/**
 * A need is answered and rated, also at the door: what somebody on a phone does about it. A low grade opens it again. A phone
 * holds no need, only copies (`carried.ts`): there the same change is laid over these, and the server makes it good.
 */
import type { Permission, Problem, Tx } from '@yimi/kernel';
import { defineCommand, Id, isProblem, keyOf } from '@yimi/kernel';
import { dayOfDeed } from '@yimi/people';
import * as z from 'zod/mini';
import type { Progress } from '../carried.ts';
import { ownNeeds, toDoAtDoor, villageNeeds } from '../carried.ts';
import { answerTimeOf, placeOfNeed } from '../need-rules.ts';
import { noSuchNeed, notAnswered, notOpen } from '../problems.ts';
import type { Need } from '../tables.ts';
import { answerKinds, highestRating, isOpen, lowestRating, lowRating, needs } from '../tables.ts';

const byVillageAndStation: Permission = {
  'village-worker': 'room',
  'station-worker': 'station',
  'station-head': 'station',
};

type Change = (need: Progress) => Partial<Progress> | Problem;

/** @param more what only the need itself says besides */
function change(tx: Tx, needId: string, of: Change, more: (need: Need) => Partial<Need>): Problem | undefined {
  const need = tx.get(needs, needId);
  if (need === 'absent') return noSuchNeed();
  if (need === 'not-held') return predict(tx, needId, of);
  const changed = of(need);
  if (isProblem(changed)) return changed;
  const after = { ...need, ...changed };
  tx.put(needs, { ...after, ...more(after) });
  return undefined;
}

/** A need of which this phone holds no copy is the server's to decide about (law C6). */
function predict(tx: Tx, needId: string, of: Change): Problem | undefined {
  const told = tx.get(villageNeeds, needId);
  if (told === 'absent' || told === 'not-held') return undefined;
  const changed = of(told);
  if (isProblem(changed)) return changed;
  const after = { ...told, ...changed };
  if (toDoAtDoor(after.state)) tx.put(villageNeeds, after);
  else tx.remove(villageNeeds, needId);
  const own = tx.get(ownNeeds, needId);
  if (own !== 'absent' && own !== 'not-held') tx.put(ownNeeds, { ...own, ...changed });
  return undefined;
}

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
  keys: (input) => [keyOf(needs, input.needId), keyOf(villageNeeds, input.needId), keyOf(ownNeeds, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, by, note, done }, context) => {
    const today = dayOfDeed(context);
    const answer: Change = (need) => {
      if (!isOpen(need.state) && need.state !== 'unmet') return notOpen();
      const answered = { answerKind: by, note, unmetReason: null };
      if (!done) return { ...answered, state: 'answering' };
      // Nothing is answered before it was asked: a phone's clock may lag behind the clerk's.
      return { ...answered, answeredOn: today < need.receivedOn ? need.receivedOn : today, state: 'answered' };
    };
    return change(tx, needId, answer, (need) =>
      done && need.answeredOn !== null ? { answerTime: answerTimeOf(need.receivedOn, need.answeredOn) } : {},
    );
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
  keys: (input) => [keyOf(needs, input.needId), keyOf(villageNeeds, input.needId), keyOf(ownNeeds, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, rating }, context) => {
    const low = rating <= lowRating;
    const rate: Change = (need) => {
      if (need.state !== 'answered') return notAnswered();
      return { rating, ratingAssisted: context.posts.length > 0, state: low ? 'triaged' : 'closed' };
    };
    return change(tx, needId, rate, (need) => ({
      ...{ ratedOn: dayOfDeed(context), voice: null },
      ...(low ? { reopened: need.reopened + 1 } : {}),
    }));
  },
});
