/** What the server tells the console of who could help with a need, and whom the desk asked. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { urgencies } from '@yimi/needs';
import { languages } from '@yimi/people';
import { needKinds } from '@yimi/services';
import { declineReasons, limits, offerStates, skills } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { Count, Level } from './api.ts';

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

const Candidate = z.object({ helperId: Id, fit: Count, reasons: z.array(Reason) });
const BatchRow = z.object({
  ...{ id: Id, kind: z.enum(needKinds), urgency: z.nullable(z.enum(urgencies)), dueOn: Day },
  ...{ name: z.nullable(z.string()), roomName: z.string(), helperId: z.nullable(Id) },
  ...{ candidates: z.array(Candidate), stopped: z.partialRecord(z.enum(limits), Count) },
});
export type BatchRow = z.infer<typeof BatchRow>;

/** GET /api/needs/batch */
export const NeedsBatch = z.object({
  ...{ today: Day, stationId: Id, stations: z.array(z.object({ id: Id, name: z.string() })) },
  /** Points of the whole proposal, and of what one by one would have found. */
  ...{ worth: Count, greedyWorth: Count },
  greedyBecause: z.nullable(z.enum(['solver-failed', 'out-of-time', 'busy'])),
  /** Open needs for which somebody was asked; open needs beyond this batch. */
  ...{ waiting: Count, later: Count },
  helpers: z.array(
    z.object({
      ...{ id: Id, name: z.string(), roomName: z.string(), given: Count, places: Count, withAccount: z.boolean() },
    }),
  ),
  rows: z.array(BatchRow),
});
export type NeedsBatch = z.infer<typeof NeedsBatch>;

/** GET /api/volunteers/counted?month= */
export const OffersCounted = z.object({
  month: z.string(),
  place: z.object({ level: Level, id: Id, name: z.string() }),
  ...{ offers: Count, done: Count, active: Count },
  byState: z.record(z.enum(offerStates), Count),
});
export type OffersCounted = z.infer<typeof OffersCounted>;

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
