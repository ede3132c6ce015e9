/** An answered questionnaire as the server tells it behind a number, as a schema. */
import './core/strict-csp.ts';
import { answerOrigins, answerStates } from '@yimi/forms';
import { Day, Id } from '@yimi/kernel';
import * as z from 'zod/mini';

/** `said` is null where this reader may not know. */
export const AnswerRecord = z.object({
  kind: z.literal('answer'),
  id: Id,
  day: Day,
  title: z.string(),
  paper: z.nullable(z.string()),
  byProxy: z.boolean(),
  origin: z.enum(answerOrigins),
  state: z.enum(answerStates),
  roomName: z.string(),
  stationName: z.string(),
  author: z.nullable(z.string()),
  said: z.nullable(z.array(z.object({ asked: z.string(), answered: z.string() }))),
  leftOut: z.nullable(z.string()),
});
