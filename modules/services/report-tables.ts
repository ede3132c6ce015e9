/**
 * What people keep of registers (台账) and monthly reports (工作月报). The numbers themselves are derived; here lie the ways
 * in which somebody likes to see them, the two boxes of a report that are typed, and what a signature froze (law N5).
 * None of it is held by a phone.
 */
import { columns, defineTable, Id, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** Their columns are in `registers.ts`. */
export const registerNames = [
  'visits',
  'clients',
  'villages',
  'trips',
  'needs',
  'activities',
  'hours',
  'offers',
  'meals',
  'staff',
] as const;
export type RegisterName = (typeof registerNames)[number];

const Word = z.string().check(z.maxLength(60));

/** Columns in their order, filters by key, the order of rows. Names are checked against the register when it is opened. */
export const ViewSettings = z.strictObject({
  columns: z.array(Word).check(z.maxLength(40)),
  filters: z.record(Word, Word),
  sort: z.nullable(z.strictObject({ by: Word, order: z.enum(['asc', 'desc']) })),
});

/** A saved view of a register: its owner's, and their station's if the head shared it. */
export const registerViews = defineTable({
  name: 'services.register_views',
  columns: {
    register: columns.choice(registerNames),
    name: columns.text(40),
    ownerId: columns.id(),
    sharedWith: optional(columns.id()),
    settings: columns.json(ViewSettings),
  },
  scope: (row) => scopes.self(row.ownerId),
  seenBy: [],
});

/** The typed boxes of a month's report, kept while it is being written. One row a station and month. */
export const reportNotes = defineTable({
  name: 'services.report_notes',
  columns: {
    stationId: columns.id(),
    month: columns.text(7),
    problems: columns.text(4000),
    plans: columns.text(4000),
    changedBy: columns.id(),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: [],
});

const Line = z.strictObject({
  key: z.string().check(z.maxLength(80)),
  /** null: a blank that waits for a module to come. */
  value: z.nullable(z.int()),
});
export const ReportLines = z.array(Line).check(z.maxLength(300));

/** A signed report is never changed; signing again makes the next edition. */
export const signedReports = defineTable({
  name: 'services.signed_reports',
  columns: {
    stationId: columns.id(),
    month: columns.text(7),
    edition: columns.count(),
    signedBy: columns.id(),
    signedAt: columns.instant(),
    /** The moment of which the numbers are. */
    asOf: columns.instant(),
    lines: columns.json(ReportLines),
    problems: columns.text(4000),
    plans: columns.text(4000),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: [],
  lists: ['stationId'],
});

/** The records that a signed number counts, by figure: what is counted later and is not among them came since. */
export const reportPins = defineTable({
  name: 'services.report_pins',
  columns: {
    reportId: columns.id(),
    stationId: columns.id(),
    figure: columns.text(80),
    recordIds: columns.json(z.array(Id)),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: [],
});
