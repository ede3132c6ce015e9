import type { CoverageBand } from './shapes.ts';

/** Upper limits, in days, of the first three bands: a week, a month, two months. */
export const coverageLimits = [7, 30, 60] as const;
export const coverageBands: readonly CoverageBand[] = ['fresh', 'month', 'late', 'overdue', 'never'];

export function coverageBand(days: number | null): CoverageBand {
  if (days === null) return 'never';
  if (days <= coverageLimits[0]) return 'fresh';
  if (days <= coverageLimits[1]) return 'month';
  if (days <= coverageLimits[2]) return 'late';
  return 'overdue';
}
