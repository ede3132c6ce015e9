/** What became of each row, and how far the job has come: kept beside the commands, so that a restart goes on where it was. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { LeftOut } from './records.ts';
import type { Planned } from './target.ts';
import { faultCodes, remarkCodes } from './understanding/fault.ts';

export const FaultRow = z.object({
  code: z.enum(faultCodes),
  column: z.number().nullable(),
  field: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const RemarkRow = z.object({ code: z.enum(remarkCodes), column: z.number().nullable(), field: z.string() });
export const LineRow = z.object({
  sheet: z.number(),
  line: z.number(),
  outcome: z.enum(['new', 'filled', 'there', 'refused']),
  subject_id: z.string().nullable(),
  faults: z.array(FaultRow),
  remarks: z.array(RemarkRow),
  undone: z.enum(['withdrawn', 'restored', 'kept']).nullable(),
});
export type LineRow = z.infer<typeof LineRow>;

export interface Progress {
  readonly done: number;
  readonly of: number;
}

const ProgressRow = z.array(z.object({ done: z.number(), of: z.number() }));
const Counted = z.array(z.object({ outcome: z.string(), n: z.number() }));

export async function progressOf(trx: Trx, importId: string): Promise<Progress> {
  const found = await sql`select done, of from imports.progress where import_id = ${importId}`.execute(trx);
  return ProgressRow.parse(found.rows)[0] ?? { done: 0, of: 0 };
}

/** Lines of a chunk and the place reached, together: twice the same is once. */
export async function keepLines(
  trx: Trx,
  importId: string,
  planned: readonly Planned[],
  progress: Progress,
  leftOut: LeftOut,
): Promise<void> {
  const records = planned.map(({ record, outcome, subjectId, faults, remarks }) => ({
    sheet: record.sheet,
    line: record.row,
    outcome,
    subject_id: subjectId,
    faults,
    remarks,
  }));
  await sql`insert into imports.lines (import_id, sheet, line, outcome, subject_id, faults, remarks)
    select ${importId}, sheet, line, outcome, subject_id, faults, remarks
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as x(sheet integer, line integer, outcome text, subject_id uuid, faults jsonb, remarks jsonb)
    on conflict (county_id, import_id, sheet, line) do update set outcome = excluded.outcome,
      subject_id = excluded.subject_id, faults = excluded.faults, remarks = excluded.remarks`.execute(trx);
  await sql`insert into imports.progress (import_id, done, of, left_out)
    values (${importId}, ${progress.done}, ${progress.of}, ${JSON.stringify(leftOut)}::jsonb)
    on conflict (county_id, import_id) do update set done = greatest(imports.progress.done, excluded.done),
      of = excluded.of, left_out = excluded.left_out`.execute(trx);
}

export async function countsOf(trx: Trx, importId: string): Promise<Record<string, number>> {
  const found =
    await sql`select outcome, count(*)::int as n from imports.lines where import_id = ${importId} group by 1`.execute(
      trx,
    );
  return Object.fromEntries(Counted.parse(found.rows).map(({ outcome, n }) => [outcome, n]));
}

const Takens = z.array(z.object({ sheet: z.number(), line: z.number(), subject_id: z.string() }));

/** A row of the file that somebody or something came of. */
export interface TakenLine {
  readonly sheet: number;
  readonly row: number;
  readonly subjectId: string;
}

const linesOf = (rows: readonly unknown[]): TakenLine[] =>
  Takens.parse(rows).map(({ sheet, line, subject_id }) => ({ sheet, row: line, subjectId: subject_id }));

/** Rows that made or found something. */
export async function takenLines(trx: Trx, importId: string): Promise<TakenLine[]> {
  const found = await sql`select sheet, line, subject_id from imports.lines where import_id = ${importId}
    and outcome <> 'refused' and subject_id is not null order by sheet, line`.execute(trx);
  return linesOf(found.rows);
}

/** Rows of an outcome that have not been looked at for undoing. */
export async function toUndo(
  trx: Trx,
  importId: string,
  outcome: 'new' | 'filled',
  most: number,
): Promise<TakenLine[]> {
  const found = await sql`select sheet, line, subject_id from imports.lines where import_id = ${importId}
    and outcome = ${outcome} and undone is null and subject_id is not null order by sheet, line limit ${most}`.execute(
    trx,
  );
  return linesOf(found.rows);
}

export async function markUndone(
  trx: Trx,
  importId: string,
  subjects: readonly string[],
  undone: 'withdrawn' | 'restored' | 'kept',
): Promise<void> {
  if (subjects.length === 0) return;
  await sql`update imports.lines set undone = ${undone} where import_id = ${importId}
    and outcome in ('new', 'filled') and subject_id = any(${subjects}::uuid[])`.execute(trx);
}

/** What the import joined its people to. */
export async function keepJoined(trx: Trx, importId: string, joined: ReadonlyMap<string, string>): Promise<void> {
  if (joined.size === 0) return;
  await sql`update imports.lines l set joined = x.into_id
    from unnest(${[...joined.keys()]}::uuid[], ${[...joined.values()]}::uuid[]) as x(subject, into_id)
    where l.import_id = ${importId} and l.subject_id = x.subject`.execute(trx);
}

/** People who stay, and are where the import has put them still. */
export async function stillJoined(trx: Trx, importId: string): Promise<string[]> {
  const found = await sql`select distinct l.subject_id from imports.lines l
      join people.clients c on c.county_id = l.county_id and c.id = l.subject_id and c.household_id = l.joined
    where l.import_id = ${importId} and l.joined is not null and c.state = 'active' order by 1`.execute(trx);
  return z
    .array(z.object({ subject_id: z.string() }))
    .parse(found.rows)
    .map((row) => row.subject_id);
}

const Undone = z.array(z.object({ withdrawn: z.number(), kept: z.number() }));

export async function undoCountsOf(trx: Trx, importId: string): Promise<{ withdrawn: number; kept: number }> {
  const found = await sql`select (count(*) filter (where undone in ('withdrawn', 'restored')))::int as withdrawn,
      (count(*) filter (where undone = 'kept'))::int as kept
    from imports.lines where import_id = ${importId}`.execute(trx);
  return Undone.parse(found.rows)[0] ?? { withdrawn: 0, kept: 0 };
}
