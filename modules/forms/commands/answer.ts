/**
 * One filled-in questionnaire: a paper that somebody types in, or the public page, where the server itself acts. Its id follows
 * from the paper's number (of the public page: from the page's token), so that sent twice it is one.
 */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { allowingPost, Day, dayOf, defineCommand, Id, implausible, keyOf } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { faultOfAnswers, partsOf } from '../answering.ts';
import { formOf, paperAnswerId, revisionId, revisionOf } from '../form-rules.ts';
import { longestText, mostChoices, Name } from '../model.ts';
import {
  alreadyAnswered,
  dayAhead,
  faultyAnswer,
  noSuchAnswer,
  noSuchRevision,
  notOpen,
  notYourVillage,
  paperMissing,
  paperTaken,
  wrongId,
} from '../problems.ts';
import type { Form } from '../tables.ts';
import { answers, forms, revisions } from '../tables.ts';

const typists: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };

const Value = z.union([
  z.string().check(z.maxLength(longestText)),
  z.number(),
  z.array(Name).check(z.maxLength(mostChoices)),
]);
const Input = z.strictObject({
  answerId: Id,
  formId: Id,
  revision: z.int().check(z.minimum(1), z.maximum(10_000)),
  roomId: Id,
  paper: z.nullable(z.string().check(z.regex(/^[0-9A-Z-]{1,12}$/))),
  byProxy: z.boolean(),
  answeredOn: Day,
  values: z.record(Name, Value),
});
type Input = z.infer<typeof Input>;

function placeOf(tx: Tx, { formId, roomId }: Input): Place | 'not-held' | null {
  const form = tx.get(forms, formId);
  if (form === 'not-held') return 'not-held';
  const room = liveRoom(tx, roomId);
  if (form === 'absent' || room === null) return null;
  // Of another station's village: neither of the two may type it in here.
  return { roomId: room.stationId === form.stationId ? room.id : null, stationId: form.stationId };
}

/** Who has been here before under this id; a paper that was struck may be typed in anew. */
function taken(tx: Tx, { answerId, formId, paper }: Input): Problem | null {
  if (paper !== null && answerId !== paperAnswerId(formId, paper)) return wrongId();
  const known = tx.get(answers, answerId);
  if (known === 'absent' || known === 'not-held') return null;
  if (known.formId !== formId) return wrongId();
  if (known.state === 'struck') return null;
  return paper === null ? alreadyAnswered() : paperTaken(paper);
}

function wrongWith(tx: Tx, input: Input, form: Form, context: Context): Problem | null {
  if (form.state !== 'open' || (input.paper === null && !form.onTheWeb)) return notOpen();
  if (input.answeredOn > dayOf(context.recordedAt)) return dayAhead();
  return taken(tx, input);
}

export const answerForm = defineCommand({
  name: 'forms.answer',
  input: Input,
  permission: typists,
  keys: (input) => [
    keyOf(forms, input.formId),
    keyOf(revisions, revisionId(input.formId, input.revision)),
    keyOf(answers, input.answerId),
    keyOf(rooms, input.roomId),
  ],
  place: placeOf,
  execute: (tx, input, context) => {
    const found = formOf(tx, input.formId);
    if ('answer' in found) return found.answer;
    const { form } = found;
    // The server itself holds no post: what it records without a paper, the resident ticked.
    const byResident = context.posts.length === 0 && input.paper === null;
    if (input.paper === null && !byResident) return paperMissing();
    const wrong = wrongWith(tx, input, form, context);
    if (wrong !== null) return wrong;
    const room = liveRoom(tx, input.roomId);
    if (room === null || room.stationId !== form.stationId) return notYourVillage();
    const revision = revisionOf(tx, form, input.revision);
    if (revision === 'not-held') return undefined;
    if (revision === 'absent') return noSuchRevision();
    const fault = faultOfAnswers(revision.model, input.values);
    if (fault !== null) return faultyAnswer(fault);
    const post = allowingPost(context.posts, typists, { roomId: room.id, stationId: room.stationId });
    tx.put(answers, {
      ...{ id: input.answerId, formId: form.id, revision: input.revision, roomId: room.id, stationId: form.stationId },
      ...{ origin: byResident ? 'public' : 'paper', paper: input.paper, byProxy: input.byProxy },
      ...{ answeredOn: input.answeredOn, ...partsOf(revision.model, input.values), state: 'counted' },
      authorId: byResident ? null : (context.onBehalfOf ?? context.actorId),
      ...{ authorRole: post?.role ?? null, recordedAt: context.recordedAt },
      plausible: !implausible(context.occurredAt, context.recordedAt),
    });
    return undefined;
  },
});

/** 作废: typed in wrongly, or filled in by the same hand thirty times over. It counts no more; its paper may be typed in anew. */
export const strikeAnswer = defineCommand({
  name: 'forms.strike-answer',
  input: z.strictObject({ answerId: Id }),
  permission: typists,
  keys: (input) => [keyOf(answers, input.answerId)],
  place: (tx, input) => {
    const answer = tx.get(answers, input.answerId);
    if (answer === 'not-held') return 'not-held';
    return answer === 'absent' ? null : { roomId: answer.roomId, stationId: answer.stationId };
  },
  execute: (tx, { answerId }) => {
    const answer = tx.get(answers, answerId);
    if (answer === 'not-held') return undefined;
    if (answer === 'absent' || answer.state === 'struck') return noSuchAnswer();
    tx.put(answers, { ...answer, state: 'struck', written: null });
    return undefined;
  },
});

/** 保存期限: what was written goes once the county's period for words is over; what was ticked stands and counts. */
export const forgetWrittenAnswers = defineCommand({
  name: 'forms.forget-words',
  system: true,
  input: z.strictObject({ answerIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: ({ answerIds }) => answerIds.map((id) => keyOf(answers, id)),
  place: () => null,
  execute: (tx, { answerIds, before }) => {
    for (const id of answerIds) {
      const answer = tx.get(answers, id);
      if (answer === 'absent' || answer === 'not-held' || answer.answeredOn >= before) continue;
      tx.put(answers, { ...answer, written: null });
    }
    return undefined;
  },
});
