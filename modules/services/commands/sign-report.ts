/**
 * The signature under a month's report. It freezes the numbers together with the records that they count (law N5); the
 * server reads both in one snapshot and issues the command for the head who signs, so that nobody can sign numbers of
 * their own making.
 */
import { defineCommand, derivedId, Id, Instant, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { pinnedFigures } from '../monthly-report.ts';
import { alreadySigned } from '../problems.ts';
import { ReportLines, reportPins, signedReports } from '../report-tables.ts';
import { Month, Typed } from './reports.ts';

/** 100,000 records are far more than a station has in a month. */
const Pin = z.strictObject({ figure: z.enum(pinnedFigures), recordIds: z.array(Id).check(z.maxLength(100_000)) });

export const signReport = defineCommand({
  name: 'services.sign-report',
  system: true,
  input: z.strictObject({
    reportId: Id,
    stationId: Id,
    month: Month,
    signedBy: Id,
    asOf: Instant,
    lines: ReportLines,
    problems: Typed,
    plans: Typed,
    pins: z.array(Pin),
  }),
  permission: {},
  keys: (input) => [keyOf(signedReports, input.reportId)],
  place: () => null,
  execute: (tx, { reportId, pins, ...input }, context) => {
    if (tx.get(signedReports, reportId) !== 'absent') return alreadySigned();
    const by = { column: 'stationId', value: input.stationId } as const;
    const earlier = tx.list(signedReports, by, scopes.station(input.stationId));
    if (earlier === 'not-held') return undefined;
    const editions = earlier.filter((one) => one.month === input.month).map((one) => one.edition);
    const edition = Math.max(0, ...editions) + 1;
    tx.put(signedReports, { id: reportId, ...input, edition, signedAt: context.recordedAt });
    for (const pin of pins) {
      tx.put(reportPins, { id: derivedId(reportId, pin.figure), reportId, stationId: input.stationId, ...pin });
    }
    return undefined;
  },
});
