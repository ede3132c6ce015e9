/** The invented county's data protection: the columns that the modules really declare, periods set once, a month of runs. */
import { retentionKinds } from '@yimi/network';
import { personalBeside, personalColumns } from '../../server/reads/personal-columns.ts';
import type { DataProtection, Periods } from '../api-data-protection.ts';
import type { Desk } from './desk.ts';
import { today } from './invented-county.ts';

/** Invented, but shorter periods take more. */
const perYear = { gone: 96, findings: 2_310, settled: 60, leavers: 14 };

const periodOf = (query: URLSearchParams, name: keyof Periods): number | null =>
  query.has(name) ? Number(query.get(name)) : null;

export function dataProtectionOf(desk: Desk, query: URLSearchParams): DataProtection {
  const asked = {
    gone: periodOf(query, 'goneYears'),
    findings: periodOf(query, 'findingsYears'),
    settled: periodOf(query, 'settledMonths'),
    leavers: periodOf(query, 'leaversMonths'),
  };
  const would = { gone: 0, findings: 0, settled: 0, leavers: 0 };
  for (const kind of retentionKinds) {
    const period = asked[kind];
    if (period !== null && period < 15) would[kind] = Math.round(perYear[kind] / period);
  }
  const month = today.slice(0, 8);
  const none = { gone: 0, findings: 0, settled: 0, leavers: 0, files: 0 };
  return {
    columns: personalColumns().map((one) => ({
      ...one,
      phones: [...one.phones] as DataProtection['columns'][number]['phones'],
      purpose: one.purpose ?? one.label,
    })),
    beside: personalBeside.map((one) => ({ ...one, columns: [...one.columns] })),
    rule: desk.retention,
    would,
    runs: [
      { day: `${month}03`, ...none, gone: 2, findings: 41, files: 57 },
      { day: `${month}02`, ...none },
      { day: `${month}01`, ...none, findings: 12, leavers: 1, files: 9 },
    ],
  };
}
