/**
 * GET /api/data-protection: what is personal, why and how long it is kept, what the last daily runs removed, and how much
 * the periods asked about would remove now: counted by the very questions that the run asks.
 */
import { retentionBounds, retentionRuns } from '@yimi/network';
import * as z from 'zod';
import { countPast, limitsOf, periodsOf } from '../retention.ts';
import { personalBeside, personalColumns } from './personal-columns.ts';
import { notForYou } from './problems.ts';
import type { Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const { goneYears, findingsYears, settledMonths, leaversMonths } = retentionBounds;
const asked = ({ least, most }: { least: number; most: number }) =>
  z.coerce.number().int().min(least).max(most).optional();

const Asked = z.object({
  goneYears: asked(goneYears),
  findingsYears: asked(findingsYears),
  settledMonths: asked(settledMonths),
  leaversMonths: asked(leaversMonths),
});

/** A month of runs. */
const runsShown = 31;

export const dataProtectionRoute: Route<z.infer<typeof Asked>> = {
  method: 'GET',
  url: '/api/data-protection',
  input: Asked,
  answer: async (trial, context) => {
    const { reader, trx, today } = context;
    const ofCounty = reader.of('county', reader.places.county.id);
    if (ofCounty.audit === 'none' || !ofCounty.settings) return notForYou();
    const runs = await rowsWhere(context, retentionRuns, `true order by day desc limit ${runsShown}`, []);
    const periods = {
      goneYears: trial.goneYears ?? null,
      findingsYears: trial.findingsYears ?? null,
      settledMonths: trial.settledMonths ?? null,
      leaversMonths: trial.leaversMonths ?? null,
    };
    return {
      columns: personalColumns().map(({ purpose, ...column }) => ({ ...column, purpose: purpose ?? column.label })),
      beside: personalBeside,
      rule: await periodsOf(trx),
      would: await countPast(trx, limitsOf(periods, today)),
      runs: runs.map(({ id: _id, ...run }) => run),
    };
  },
};
