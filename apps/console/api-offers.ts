/** What the server tells the console of who could help with a need, and whom the desk asked. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { languages } from '@yimi/people';
import { declineReasons, limits, offerStates, skills } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const Reason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('same-village') }),
  z.object({ code: z.literal('minutes'), minutes: Count }),
  z.object({ code: z.literal('skill'), skill: z.enum(skills) }),
  z.object({ code: z.literal('language'), language: z.enum(languages) }),
  z.object({ code: z.literal('free'), halfDay: Count, among: Count }),
  z.object({ code: z.literal('served-before') }),
  z.object({ code: z.literal('load'), given: Count, places: Count }),
]);
export type Reason = z.infer<typeof Reason>;

const Named = z.object({ id: Id, name: z.string(), what: z.string(), limits: z.string() });

/** GET /api/needs/:id/candidates */
export const NeedCandidates = z.object({
  today: Day,
  stopped: z.partialRecord(z.enum(limits), Count),
  candidates: z.array(
    z.object({
      ...{ id: Id, name: z.string(), roomName: z.string(), phone: z.nullable(z.string()), fit: Count },
      reasons: z.array(Reason),
    }),
  ),
  offers: z.array(
    z.object({
      ...{ id: Id, helperId: Id, name: z.string(), phone: z.nullable(z.string()), state: z.enum(offerStates) },
      ...{ suits: z.string(), assisted: z.boolean(), declineReason: z.nullable(z.enum(declineReasons)) },
      ...{ offeredOn: Day, answerBy: Day, answeredOn: z.nullable(Day), endedOn: z.nullable(Day) },
      endWords: z.nullable(z.string()),
    }),
  ),
  partners: z.array(z.extend(Named, { contactName: z.nullable(z.string()), contactPhone: z.nullable(z.string()) })),
  projects: z.array(z.extend(Named, { partnerId: z.nullable(Id) })),
});
export type NeedCandidates = z.infer<typeof NeedCandidates>;
