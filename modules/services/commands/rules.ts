/** The rules that a county sets: how often people are visited, how their pictures are kept, how a day on the road goes. */
import { Day, defineCommand, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { dueRuleId } from '../due.ts';
import { evidenceRuleId } from '../evidence-rules.ts';
import { Calls, callsAsBefore, dueRules, evidencePlaces, evidenceRules } from '../tables.ts';
import { tripRules } from '../trips/tables.ts';
import { tripRuleId } from '../trips/trip-rule.ts';

/** The county changes how often people are visited; the server then re-dates village by village (law N2). */
export const changeDueRule = defineCommand({
  name: 'services.change-due-rule',
  version: 2,
  // Version 1 knew no limit for calls.
  upcasts: { 1: (input) => ({ ...asRecord(input), calls: callsAsBefore }) },
  input: z.strictObject({
    high: z.int().check(z.minimum(1), z.maximum(31)),
    key: z.int().check(z.minimum(1), z.maximum(92)),
    ordinary: z.int().check(z.minimum(1), z.maximum(366)),
    fromDay: Day,
    calls: Calls,
  }),
  permission: { 'county-officer': 'county', administrator: 'county' },
  keys: () => [keyOf(dueRules, dueRuleId)],
  place: () => ({}),
  execute: (tx, input) => {
    tx.put(dueRules, { id: dueRuleId, ...input });
    return undefined;
  },
});

/** How large pictures are kept, and how finely a place may stand beside them. Nothing here can be made compulsory. */
export const changeEvidenceRule = defineCommand({
  name: 'services.change-evidence-rule',
  input: z.strictObject({
    longestSide: z.int().check(z.minimum(800), z.maximum(4000)),
    /** Per cent of JPEG quality. */
    quality: z.int().check(z.minimum(50), z.maximum(95)),
    place: z.enum(evidencePlaces),
  }),
  permission: { 'county-officer': 'county', administrator: 'county' },
  keys: () => [keyOf(evidenceRules, evidenceRuleId)],
  place: () => ({}),
  execute: (tx, input) => {
    tx.put(evidenceRules, { id: evidenceRuleId, ...input });
    return undefined;
  },
});

/** What trips are reckoned with. Bounds leave out what is a slip of the finger, not what is unusual. */
export const changeTripRule = defineCommand({
  name: 'services.change-trip-rule',
  input: z.strictObject({
    leaveAt: z.int().check(z.minimum(300), z.maximum(720)),
    backBy: z.int().check(z.minimum(780), z.maximum(1320)),
    visitMinutes: z.int().check(z.minimum(5), z.maximum(120)),
    errandMinutes: z.int().check(z.minimum(1), z.maximum(60)),
    restMinutes: z.int().check(z.minimum(0), z.maximum(120)),
    seats: z.int().check(z.minimum(1), z.maximum(20)),
    teamSize: z.int().check(z.minimum(1), z.maximum(4)),
  }),
  permission: { 'county-officer': 'county', administrator: 'county' },
  keys: () => [keyOf(tripRules, tripRuleId)],
  place: () => ({}),
  execute: (tx, input) => {
    tx.put(tripRules, { id: tripRuleId, ...input });
    return undefined;
  },
});

function asRecord(input: unknown): object {
  return typeof input === 'object' && input !== null ? input : {};
}
