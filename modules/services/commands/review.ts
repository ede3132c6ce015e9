/**
 * The station reads what came in: reviewed, sent back with a question, or rejected with a reason. While questioned a
 * visit stays counted, flagged; nobody reviews their own (四眼).
 */

import type { Context, Permission, Problem, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { clientNotActive, noSuchVisit, notCounted, notQuestioned, ownVisit } from '../problems.ts';
import type { Visit } from '../tables.ts';
import { visits } from '../tables.ts';
import { changeVisit, personErased, placeOfVisit } from '../visit-rules.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const byAuthor: Permission = {
  'hamlet-volunteer': 'own',
  'village-worker': 'own',
  'station-worker': 'own',
  'station-head': 'own',
};

function reviewed(tx: Tx, visitId: string, context: Context, change: Partial<Visit>): Problem | undefined {
  const visit = tx.get(visits, visitId);
  if (visit === 'not-held') return undefined;
  if (visit === 'absent') return noSuchVisit();
  if (visit.state !== 'counted') return notCounted();
  if (visit.authorId === context.actorId) return ownVisit();
  if (change.question !== undefined && personErased(tx, visit)) return clientNotActive();
  tx.put(visits, { ...visit, ...change, reviewedBy: context.actorId });
  return undefined;
}

export const reviewVisit = defineCommand({
  name: 'services.review-visit',
  input: z.strictObject({ visitId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  execute: (tx, input, context) => reviewed(tx, input.visitId, context, { review: 'reviewed' }),
});

export const questionVisit = defineCommand({
  name: 'services.question-visit',
  input: z.strictObject({ visitId: Id, question: z.string().check(z.minLength(1), z.maxLength(500)) }),
  permission: byStation,
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  execute: (tx, input, context) =>
    reviewed(tx, input.visitId, context, { review: 'questioned', question: input.question, answer: null }),
});

export const rejectVisit = defineCommand({
  name: 'services.reject-visit',
  input: z.strictObject({ visitId: Id, reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  permission: byStation,
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  execute: (tx, input, context) =>
    reviewed(tx, input.visitId, context, { state: 'rejected', stateReason: input.reason, review: 'reviewed' }),
});

export const answerQuestion = defineCommand({
  name: 'services.answer-question',
  input: z.strictObject({ visitId: Id, answer: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  permission: byAuthor,
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  serverCheck: (tx, input) => {
    const visit = tx.get(visits, input.visitId);
    if (visit === 'absent' || visit === 'not-held' || visit.review !== 'questioned') return notQuestioned();
    return personErased(tx, visit) ? clientNotActive() : undefined;
  },
  execute: (tx, input, context) =>
    changeVisit(tx, input.visitId, context.actorId, { review: 'answered', answer: input.answer }) === 'absent'
      ? noSuchVisit()
      : undefined,
});

export const withdrawVisit = defineCommand({
  name: 'services.withdraw-visit',
  input: z.strictObject({ visitId: Id, reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  permission: byAuthor,
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  serverCheck: (tx, input) => {
    const visit = tx.get(visits, input.visitId);
    return visit !== 'absent' && visit !== 'not-held' && visit.state !== 'counted' ? notCounted() : undefined;
  },
  execute: (tx, input, context) =>
    changeVisit(tx, input.visitId, context.actorId, { state: 'withdrawn', stateReason: input.reason }) === 'absent'
      ? noSuchVisit()
      : undefined,
});
