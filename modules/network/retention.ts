/**
 * How long what is personal is kept (保存期限, PIPL 19, 47): a county sets periods within bounds, and what is past them goes
 * by commands. Nothing goes by itself until a county has set them. The least is three years where somebody may still
 * have a claim (民法典 188); the audit is outside of all this and stays.
 */
import { columns, defineTable, derivedId, optional, scopes } from '@yimi/kernel';

export const retentionKinds = ['gone', 'findings', 'settled', 'leavers'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** Years or months, each bound included. */
export const retentionBounds = {
  goneYears: { least: 3, most: 30 },
  findingsYears: { least: 3, most: 30 },
  settledMonths: { least: 6, most: 60 },
  leaversMonths: { least: 1, most: 36 },
} as const;

/** Null: kept until a person removes it. */
export const retentionRules = defineTable({
  name: 'network.retention_rules',
  columns: {
    goneYears: optional(columns.count()),
    findingsYears: optional(columns.count()),
    settledMonths: optional(columns.count()),
    leaversMonths: optional(columns.count()),
  },
  scope: () => scopes.office,
  seenBy: [],
});

export const retentionRuns = defineTable({
  name: 'network.retention_runs',
  columns: {
    day: columns.day(),
    gone: columns.count(),
    findings: columns.count(),
    settled: columns.count(),
    leavers: columns.count(),
    files: columns.count(),
  },
  scope: () => scopes.office,
  seenBy: [],
});

/** A county has one such rule, under an id that everybody can tell. */
export const retentionRuleId = derivedId('network.retention_rules', 'county');
