/** The rules that a county sets for its visits: how often people are visited, how their pictures are kept. */
import { Day, defineCommand, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { dueRuleId } from '../due.ts';
import { evidenceRuleId } from '../evidence-rules.ts';
import { dueRules, evidencePlaces, evidenceRules } from '../tables.ts';

/** The county changes how often people are visited; the server then re-dates village by village (law N2). */
export const changeDueRule = defineCommand({
  name: 'services.change-due-rule',
  input: z.strictObject({
    high: z.int().check(z.minimum(1), z.maximum(31)),
    key: z.int().check(z.minimum(1), z.maximum(92)),
    ordinary: z.int().check(z.minimum(1), z.maximum(366)),
    fromDay: Day,
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
