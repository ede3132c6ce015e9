/** What the server tells of imports, as schemas: a file looked over, what would happen, what did. */
import { Id, Instant } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));

const Column = z.object({
  heading: z.string(),
  field: z.nullable(z.string()),
  confidence: z.number(),
  because: z.enum(['remembered', 'heading', 'values', 'nothing']),
  column: Count,
  text: z.string(),
  samples: z.array(z.string()),
});
export type ImportColumn = z.infer<typeof Column>;

/** POST /api/imports/look */
export const SheetSeen = z.object({
  index: Count,
  name: z.string(),
  hidden: z.boolean(),
  rows: Count,
  hiddenRows: Count,
  proposed: z.boolean(),
  top: Count,
  bottom: Count,
  roomId: z.nullable(Id),
  head: z.array(z.object({ number: Count, cells: z.array(z.string()) })),
  columns: z.array(Column),
});
export type SheetSeen = z.infer<typeof SheetSeen>;

export const ImportTarget = z.enum(importTargets);
export type ImportTarget = z.infer<typeof ImportTarget>;

/** A kind of ledger that one may import, and where. */
const Kind = z.object({
  target: ImportTarget,
  stations: z.array(z.object({ id: Id, name: z.string() })),
  wholeCounty: z.boolean(),
});
export type ImportKind = z.infer<typeof Kind>;

/** POST /api/imports/files */
export const FileSent = z.object({ fileId: Id, kinds: z.array(Kind), proposed: z.nullable(ImportTarget) });
export type FileSent = z.infer<typeof FileSent>;

/** POST /api/imports/look-as */
export const FileSeen = z.object({
  fileId: Id,
  name: z.string(),
  bytes: Count,
  sheets: z.array(SheetSeen),
  villages: z.array(z.object({ id: Id, name: z.string() })),
  /** Of each group one field has to be chosen. */
  required: z.array(z.array(z.string())),
  needsConsent: z.boolean(),
});
export type FileSeen = z.infer<typeof FileSeen>;

const Fault = z.object({
  code: z.string(),
  column: z.nullable(Count),
  field: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Fault = z.infer<typeof Fault>;
const Remark = z.object({ code: z.string(), column: z.nullable(Count), field: z.string() });
const Outcome = z.enum(['new', 'filled', 'there', 'refused']);
export type ImportOutcome = z.infer<typeof Outcome>;

/** POST /api/imports/preview */
export const Preview = z.object({
  counts: z.object({ new: Count, filled: Count, there: Count, refused: Count }),
  leftOut: z.object({ total: Count, section: Count, headingAgain: Count, footer: Count, hidden: Count }),
  reasons: z.array(z.object({ code: z.string(), field: z.string(), n: Count, secondary: z.boolean() })),
  remarks: z.array(z.object({ code: z.string(), n: Count })),
  rows: z.array(
    z.object({
      sheet: Count,
      row: Count,
      outcome: Outcome,
      cells: z.record(z.string(), z.string()),
      faults: z.array(Fault),
      remarks: z.array(Remark),
    }),
  ),
});
export type Preview = z.infer<typeof Preview>;

/** POST /api/imports, /api/imports/:id/undo */
export const ImportOpened = z.object({ importId: Id });

const ImportRow = z.object({
  id: Id,
  target: ImportTarget,
  stationName: z.nullable(z.string()),
  fileName: z.string(),
  openedByName: z.nullable(z.string()),
  openedAt: Instant,
  state: z.enum(['running', 'done', 'stopped', 'undoing', 'undone']),
  closedAt: z.nullable(Instant),
  counts: z.nullable(z.object({ made: Count, filled: Count, there: Count, refused: Count, leftOut: Count })),
  undoneAt: z.nullable(Instant),
  undoCounts: z.nullable(z.object({ withdrawn: Count, kept: Count })),
  progress: z.object({ done: Count, of: Count }),
  mayUndo: z.boolean(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** GET /api/imports */
export const ImportList = z.object({ rows: z.array(ImportRow) });

const Reason = z.object({ code: z.string(), field: z.string(), n: Count });
/** GET /api/imports/:id */
export const ImportPage = z.extend(ImportRow, { reasons: z.array(Reason), remarks: z.array(Reason) });
export type ImportPage = z.infer<typeof ImportPage>;

/** GET /api/imports/:id/lines?outcome=&after= */
export const ImportLines = z.object({
  rows: z.array(
    z.object({
      sheet: Count,
      row: Count,
      outcome: Outcome,
      subjectId: z.nullable(Id),
      name: z.nullable(z.string()),
      /** The person whom it is about, where it is about one. */
      clientId: z.nullable(Id),
      faults: z.array(Fault),
      remarks: z.array(Remark),
    }),
  ),
  next: z.nullable(Count),
});
export type ImportLine = z.infer<typeof ImportLines>['rows'][number];

/** GET /api/imports/words?lang= */
export const ImportWords = z.object({
  faults: z.record(z.string(), z.string()),
  remarks: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.array(z.object({ key: z.string(), word: z.string() }))),
});
export type ImportWords = z.infer<typeof ImportWords>;
