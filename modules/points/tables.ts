/**
 * Points (积分): a thank-you for hours that count, off until the county wants it. A double-entry ledger (复式账): each entry takes from one account
 * what it gives to another, so that all accounts together are always zero and nothing is ever changed, only set against. A helper's
 * entries lie in their own scope, whatever the station; no phone is sent them.
 */
import { columns, defineTable, scopes } from '@yimi/kernel';
import type * as z from 'zod/mini';

/** 县里发出的、志愿者手里的. */
export const accounts = ['county', 'helper'] as const;
/** 挣得、冲回. */
export const reasons = ['earned', 'reversed'] as const;

/** The county's rule (积分规则). */
export const pointRules = defineTable({
  name: 'points.rules',
  columns: {
    /** Off by default (DOMAIN.md 7): a county that never says so gives none. */
    inUse: columns.flag(),
    perHour: columns.count(),
    /** Months that points last, 12 at least. */
    months: columns.count(),
  },
  scope: () => scopes.county,
  seenBy: [],
});
export type PointRule = z.infer<typeof pointRules.schema>;

/** A helper who wants no points (不要积分), or wants them again. */
export const choices = defineTable({
  name: 'points.choices',
  columns: {
    helperId: columns.id(),
    declined: columns.flag(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
});

export const pointEntries = defineTable({
  name: 'points.entries',
  columns: {
    helperId: columns.id(),
    takenFrom: columns.choice(accounts),
    givenTo: columns.choice(accounts),
    /** In sixtieths of a point, so that every minute counts exactly: minutes times points an hour. */
    sixtieths: columns.count(),
    reason: columns.choice(reasons),
    /** The hours for which they are given: a lot (一笔), which lapses as one. */
    hoursId: columns.id(),
    /** Points an hour when the lot began: a later rule changes no lot that is there. */
    perHour: columns.count(),
    /** The last day on which the lot is good. */
    goodUntil: columns.day(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
  lists: ['helperId'],
});
export type PointEntry = z.infer<typeof pointEntries.schema>;
