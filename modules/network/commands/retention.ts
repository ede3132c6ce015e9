/** The county says how long what is personal is kept; the server notes each day what it removed, and forgets who left. */
import { Day, defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { retentionBounds, retentionRuleId, retentionRules, retentionRuns } from '../retention.ts';
import { staff } from '../tables.ts';
import { anywhere, bySettings } from './by-settings.ts';

const within = ({ least, most }: { least: number; most: number }) =>
  z.nullable(z.int().check(z.minimum(least), z.maximum(most)));

const Periods = z.strictObject({
  goneYears: within(retentionBounds.goneYears),
  findingsYears: within(retentionBounds.findingsYears),
  settledMonths: within(retentionBounds.settledMonths),
  leaversMonths: within(retentionBounds.leaversMonths),
});

export const changeRetentionRule = defineCommand({
  name: 'network.change-retention-rule',
  input: Periods,
  permission: bySettings,
  keys: () => [keyOf(retentionRules, retentionRuleId)],
  place: anywhere,
  execute: (tx, input) => {
    tx.put(retentionRules, { id: retentionRuleId, ...input });
    return undefined;
  },
});

const Count = z.int().check(z.minimum(0));

/** One row a day, so that a second process that did the same work leaves no second one. */
export const noteRetentionRun = defineCommand({
  name: 'network.note-retention-run',
  system: true,
  input: z.strictObject({
    day: Day,
    gone: Count,
    findings: Count,
    settled: Count,
    leavers: Count,
    files: Count,
  }),
  permission: {},
  keys: (input) => [keyOf(retentionRuns, runId(input.day))],
  place: () => null,
  execute: (tx, input) => {
    tx.put(retentionRuns, { id: runId(input.day), ...input });
    return undefined;
  },
});

const runId = (day: Day): string => derivedId(retentionRuleId, `run/${day}`);

/** The number of a worker whose post is over: the name stays, as the author of what they wrote. */
export const forgetLeavers = defineCommand({
  name: 'network.forget-leavers',
  system: true,
  input: z.strictObject({ postIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: (input) => input.postIds.map((id) => keyOf(staff, id)),
  place: () => null,
  execute: (tx, { postIds, before }) => {
    for (const id of postIds) {
      const left = tx.get(staff, id);
      if (left === 'absent' || left === 'not-held' || left.toDay === null || left.toDay >= before) continue;
      tx.put(staff, { ...left, phone: null });
    }
    return undefined;
  },
});
