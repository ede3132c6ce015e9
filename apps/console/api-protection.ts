/** What the server tells the console of mandatory reports (强制报告), as schemas. */
import './core/strict-csp.ts';
import { Day, Id, Instant } from '@yimi/kernel';
import { dangers, groups, outcomes, reportStates, signs, stepKinds } from '@yimi/protection';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const brief = {
  id: Id,
  stationId: Id,
  stationName: z.string(),
  roomName: z.string(),
  danger: z.enum(dangers),
  whom: z.enum(groups),
  reportedAt: Instant,
  passOnBy: Instant,
  passedOnAt: z.nullable(Instant),
  state: z.enum(reportStates),
  outcome: z.nullable(z.enum(outcomes)),
  told: z.array(z.object({ kind: z.enum(stepKinds), at: Instant })),
  late: z.boolean(),
} as const;
const ReportRow = z.object(brief);
export type ReportRow = z.infer<typeof ReportRow>;
/** Null: too few to be told (law A2). */
const Shown = z.nullable(Count);

/** GET /api/protection */
export const Protection = z.object({
  mayWrite: z.boolean(),
  mayRead: z.boolean(),
  reports: z.array(ReportRow),
  own: z.array(ReportRow),
  rooms: z.array(z.object({ id: Id, name: z.string() })),
  county: z.nullable(
    z.object({ made: Shown, open: Shown, late: z.array(z.object({ stationId: Id, name: z.string() })) }),
  ),
  readers: z.nullable(
    z.object({
      named: z.array(z.object({ userId: Id, stationId: z.nullable(Id), since: Day, name: z.string() })),
      candidates: z.array(z.object({ id: Id, name: z.string(), stationId: z.nullable(Id) })),
    }),
  ),
});
export type Protection = z.infer<typeof Protection>;

/** GET /api/protection/:id */
export const ReportPage = z.object({
  ...brief,
  who: z.nullable(z.string()),
  whereabouts: z.nullable(z.string()),
  seen: z.nullable(z.string()),
  heard: z.nullable(z.string()),
  signs: z.array(z.enum(signs)),
  observedAt: Instant,
  closedAt: z.nullable(Instant),
  closingNote: z.nullable(z.string()),
  plausible: z.boolean(),
  hamlet: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  guardian: z.nullable(z.string()),
  authorName: z.string(),
  closedByName: z.nullable(z.string()),
  mayClose: z.boolean(),
  steps: z.array(
    z.object({
      id: Id,
      kind: z.enum(stepKinds),
      at: Instant,
      number: z.nullable(z.string()),
      note: z.nullable(z.string()),
      byName: z.string(),
    }),
  ),
});
export type ReportPage = z.infer<typeof ReportPage>;
