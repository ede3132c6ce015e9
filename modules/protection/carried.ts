/**
 * What phones carry of a report: its writer's and the heads' own copy, so that what is still to be done can be done without a
 * network. It holds no word of what was seen or heard: whoever takes the phone out of somebody's hand may be the one who did it.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import type * as z from 'zod/mini';
import type { Report } from './tables.ts';
import { progress } from './tables.ts';

export const ownReports = defineTable({
  name: 'protection.own_reports',
  columns: {
    reportId: columns.id(),
    holderId: columns.id(),
    authorId: columns.id(),
    stationId: columns.id(),
    roomId: columns.id(),
    clientId: optional(columns.id()),
    who: optional(columns.text(40, { mark: 'sealed' })),
    ...progress,
  },
  scope: (row) => scopes.self(row.holderId),
  seenBy: ['self'],
  subject: (row) => row.clientId,
  lists: ['holderId'],
});
export type OwnReport = z.infer<typeof ownReports.schema>;

export function carriedBy(report: Report, holderId: string, id: string): OwnReport {
  const { authorId, stationId, roomId, clientId, who, danger, reportedAt, passOnBy, passedOnAt, alertedAt } = report;
  return {
    ...{ id, reportId: report.id, holderId, authorId, stationId, roomId, clientId, who, danger, reportedAt, passOnBy },
    ...{ passedOnAt, alertedAt, state: report.state, outcome: report.outcome, told: report.told },
  };
}
