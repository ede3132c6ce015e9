/** What the station does with a need at its desk: judge, put right, put off with a reason, open again, let the public read of it. */
import type { Permission, Problem, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import { dayOfDeed } from '@yimi/people';
import { channels, needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { answerBy, crisisWordsIn, isSensitive, needOf, needRuleOf, placeOfNeed } from '../need-rules.ts';
import { crisisUnjudged, notOpen, notPublishable, stillOpen } from '../problems.ts';
import type { Need } from '../tables.ts';
import { difficulties, isOpen, needs, unmetReasons, urgencies } from '../tables.ts';
import { HalfDaysOfWeek, sexes } from '../wish.ts';

export const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const Reason = z.string().check(z.minLength(1), z.maxLength(300));

/** Reads the need and writes what `change` makes of it, unless it refuses. */
export function changeNeed(tx: Tx, needId: string, change: (need: Need) => Need | Problem): Problem | undefined {
  const found = needOf(tx, needId);
  if ('answer' in found) return found.answer;
  const after = change(found.need);
  if ('code' in after) return after;
  tx.put(needs, after);
  return undefined;
}

/**
 * 研判. A crisis flag is confirmed or cleared by a person, with a reason; until then nothing else is decided about the need
 * (DOMAIN.md 7: crisis words never replace a person's judgement).
 */
export const triageNeed = defineCommand({
  name: 'needs.triage',
  input: z.strictObject({
    needId: Id,
    kind: z.enum(needKinds),
    urgency: z.enum(urgencies),
    difficulty: z.enum(difficulties),
    inPublicInterest: z.boolean(),
    achievable: z.boolean(),
    crisis: z.nullable(
      z.strictObject({
        judged: z.enum(['confirmed', 'cleared']),
        note: z.string().check(z.minLength(1), z.maxLength(200)),
      }),
    ),
  }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, crisis, ...judged }, context) =>
    changeNeed(tx, needId, (need) => {
      if (!isOpen(need.state)) return notOpen();
      if (need.crisis === 'flagged' && crisis === null) return crisisUnjudged();
      const mark = crisis?.judged ?? need.crisis;
      return {
        ...need,
        ...judged,
        ...{ crisis: mark, crisisNote: crisis?.note ?? need.crisisNote },
        sensitive: isSensitive({ kind: judged.kind, crisis: mark }),
        dueOn: answerBy(needRuleOf(tx), need.receivedOn, judged.urgency),
        triagedOn: need.triagedOn ?? dayOfDeed(context),
        state: need.state === 'received' ? 'triaged' : need.state,
      };
    }),
});

/** Who may come and when it suits, as the resident wishes it; whom to ask is looked for by it. */
export const setWish = defineCommand({
  name: 'needs.set-wish',
  input: z.strictObject({ needId: Id, helperSex: z.nullable(z.enum(sexes)), times: HalfDaysOfWeek }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, ...wish }) =>
    changeNeed(tx, needId, (need) => (isOpen(need.state) ? { ...need, ...wish } : notOpen())),
});

/** A slip of who wrote it down. New words are looked through for crisis words again; a judged flag stands. */
export const correctNeed = defineCommand({
  name: 'needs.correct',
  input: z.strictObject({
    needId: Id,
    channel: z.enum(channels),
    kind: z.enum(needKinds),
    words: z.string().check(z.maxLength(500)),
  }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, ...corrected }) =>
    changeNeed(tx, needId, (need) => {
      const found = crisisWordsIn(corrected.words, needRuleOf(tx).crisisWords).length > 0;
      const crisis = need.crisis === 'none' && found ? ('flagged' as const) : need.crisis;
      return { ...need, ...corrected, crisis, sensitive: isSensitive({ kind: corrected.kind, crisis }) };
    }),
});

/** 办不了: it stands, with why, and is counted. */
export const leaveUnmet = defineCommand({
  name: 'needs.leave-unmet',
  input: z.strictObject({ needId: Id, reason: z.enum(unmetReasons), note: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, reason, note }) =>
    changeNeed(tx, needId, (need) => {
      if (!isOpen(need.state)) return notOpen();
      return need.crisis === 'flagged' ? crisisUnjudged() : { ...need, state: 'unmet', unmetReason: reason, note };
    }),
});

export const reopenNeed = defineCommand({
  name: 'needs.reopen',
  input: z.strictObject({ needId: Id, reason: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, reason }) =>
    changeNeed(tx, needId, (need) => {
      if (isOpen(need.state) || need.state === 'merged') return stillOpen();
      const state = need.triagedOn === null ? 'received' : 'triaged';
      return { ...need, state, note: reason, unmetReason: null, reopened: need.reopened + 1, voice: null };
    }),
});

/** Whoever asked takes it back. */
export const withdrawNeed = defineCommand({
  name: 'needs.withdraw',
  input: z.strictObject({ needId: Id, reason: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, reason }) =>
    changeNeed(tx, needId, (need) =>
      isOpen(need.state) || need.state === 'unmet' ? { ...need, state: 'withdrawn', note: reason } : notOpen(),
    ),
});

/** What a person wrote for the public page; null takes it back. What is the station's own never gets there. */
export const publishNeed = defineCommand({
  name: 'needs.publish',
  input: z.strictObject({ needId: Id, words: z.nullable(z.string().check(z.minLength(1), z.maxLength(120))) }),
  permission: byStation,
  keys: (input) => [keyOf(needs, input.needId)],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, words }) =>
    changeNeed(tx, needId, (need) =>
      words !== null && need.sensitive ? notPublishable() : { ...need, publicWords: words },
    ),
});
