/** A month's report: the two boxes that are typed. */
import { defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { reportNotes } from '../report-tables.ts';

export const Month = z.string().check(z.regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/));
export const Typed = z.string().check(z.maxLength(4000));

export function reportNotesId(stationId: string, month: string): string {
  return derivedId(stationId, `report notes ${month}`);
}

export const writeReport = defineCommand({
  name: 'services.write-report',
  input: z.strictObject({ stationId: Id, month: Month, problems: Typed, plans: Typed }),
  permission: { 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(reportNotes, reportNotesId(input.stationId, input.month))],
  place: (_tx, input) => ({ stationId: input.stationId }),
  execute: (tx, input, context) => {
    tx.put(reportNotes, {
      id: reportNotesId(input.stationId, input.month),
      ...input,
      changedBy: context.onBehalfOf ?? context.actorId,
    });
    return undefined;
  },
});
