/** What became of imports: the list, one of them with its progress and its rows, the file of the refused ones, and taking it back. */

import { Id, isProblem, uuidv7 } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { takes } from '../http/open-api.ts';
import { notFound } from '../reads/problems.ts';
import type { Actor } from '../reads/reader.ts';
import type { ImportParts } from './asking.ts';
import { answering, mayImport, mayUndo } from './asking.ts';
import { Choices } from './choices.ts';
import { giveBack } from './given-back.ts';
import type { LineRow } from './lines.ts';
import { LineRow as Line, progressOf } from './lines.ts';
import { fileForgotten } from './problems.ts';
import { targets } from './targets/index.ts';
import { languages, wordsIn } from './words/index.ts';

const Counts = z.record(z.string(), z.number()).nullable();
const Row = z.object({
  id: z.string(),
  target: z.enum(importTargets),
  station_id: z.string().nullable(),
  station_name: z.string().nullable(),
  file_sha256: z.string(),
  file_name: z.string(),
  choices: z.unknown(),
  opened_by_name: z.string().nullable(),
  opened_at: z.number(),
  state: z.enum(['running', 'done', 'stopped', 'undoing', 'undone']),
  closed_at: z.number().nullable(),
  counts: Counts,
  undone_at: z.number().nullable(),
  undo_counts: Counts,
  done: z.number().nullable(),
  of: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

const OfImport = z.strictObject({ id: Id });
const Lines = z.strictObject({
  id: Id,
  outcome: z.enum(['new', 'filled', 'there', 'refused', 'kept', 'remarked']),
  after: z.coerce.number().int().min(0).max(1_000_000).optional(),
});
const Back = z.strictObject({ id: Id, lang: z.enum(languages).optional() });
const pageSize = 100;

async function importsWhere(trx: Trx, actor: Actor, id: string | null): Promise<Row[]> {
  const found =
    await sql`select i.id, i.target, i.station_id, s.name as station_name, i.file_sha256, i.file_name, i.choices,
      a.name as opened_by_name, i.opened_at, i.state, i.closed_at, i.counts, i.undone_at, i.undo_counts, p.done, p.of
    from network.imports i left join network.stations s on s.county_id = i.county_id and s.id = i.station_id
      left join imports.progress p on p.county_id = i.county_id and p.import_id = i.id
      left join network.staff a on a.county_id = i.county_id and a.id = i.opened_by
    where ${id}::uuid is null or i.id = ${id}::uuid order by i.opened_at desc, i.id limit 200`.execute(trx);
  return z
    .array(Row)
    .parse(found.rows)
    .filter((row) => mayRead(actor, row));
}

/** Who may import there may read what was imported there. */
function mayRead(actor: Actor, { target, station_id }: Row): boolean {
  const of = targets.get(target);
  return of !== undefined && mayImport(actor, of, station_id);
}

function shownOf(actor: Actor, row: Row): object {
  const target = targets.get(row.target);
  return {
    id: row.id,
    target: row.target,
    stationName: row.station_name,
    fileName: row.file_name,
    openedByName: row.opened_by_name,
    openedAt: row.opened_at,
    state: row.state,
    closedAt: row.closed_at,
    counts: row.counts,
    undoneAt: row.undone_at,
    undoCounts: row.undo_counts,
    progress: { done: row.done ?? 0, of: row.of ?? 0 },
    mayUndo: row.state === 'done' && target !== undefined && mayUndo(actor, target, row.station_id),
  };
}

const Reasons = z.array(z.object({ code: z.string(), field: z.string(), n: z.number() }));

export function reportRoutes(app: FastifyInstance, parts: ImportParts): void {
  const inCounty = <T>(actor: Actor, work: (trx: Trx) => Promise<T>) => parts.database.inCounty(actor.countyId, work);
  app.get(
    '/api/imports',
    takes(z.object({})),
    answering(parts, z.object({}), async (actor) =>
      inCounty(actor, async (trx) => ({
        rows: (await importsWhere(trx, actor, null)).map((row) => shownOf(actor, row)),
      })),
    ),
  );
  app.get(
    '/api/imports/:id',
    takes(OfImport),
    answering(parts, OfImport, (actor, { id }) => inCounty(actor, (trx) => pageOf(trx, actor, id))),
  );
  app.get(
    '/api/imports/:id/lines',
    takes(Lines),
    answering(parts, Lines, (actor, input) => inCounty(actor, (trx) => linesPage(trx, actor, input))),
  );
  app.post(
    '/api/imports/:id/undo',
    takes(OfImport),
    answering(
      parts,
      OfImport,
      async (actor, { id }) =>
        (await parts.push(actor, 'network.undo-import', { importId: id }, uuidv7(parts.now(), parts.random(10)))) ?? {
          importId: id,
        },
    ),
  );
  app.get(
    '/api/imports/:id/refused',
    takes(Back),
    answering(parts, Back, async (actor, { id, lang }, reply) => {
      const back = await refusedFile(parts, actor, id, lang ?? 'zh-CN');
      if (isProblem(back)) return back;
      const type =
        back.extension === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      reply
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="refused.${back.extension}"`);
      return back.bytes;
    }),
  );
}

async function pageOf(trx: Trx, actor: Actor, id: string): Promise<object> {
  const [row] = await importsWhere(trx, actor, id);
  if (row === undefined) return notFound();
  const { done, of } = await progressOf(trx, id);
  const reasons = await sql`select f ->> 'code' as code, f ->> 'field' as field, count(*)::int as n
    from imports.lines l, jsonb_array_elements(l.faults) f where l.import_id = ${id} group by 1, 2 order by 3 desc, 1, 2`.execute(
    trx,
  );
  const remarks = await sql`select f ->> 'code' as code, '' as field, count(*)::int as n
    from imports.lines l, jsonb_array_elements(l.remarks) f where l.import_id = ${id} group by 1 order by 3 desc, 1`.execute(
    trx,
  );
  return {
    ...shownOf(actor, row),
    progress: { done, of },
    reasons: Reasons.parse(reasons.rows),
    remarks: Reasons.parse(remarks.rows),
  };
}

async function linesPage(trx: Trx, actor: Actor, { id, outcome, after }: z.infer<typeof Lines>): Promise<object> {
  const [row] = await importsWhere(trx, actor, id);
  if (row === undefined) return notFound();
  const found = await sql`select l.sheet, l.line, l.outcome, l.subject_id, l.faults, l.remarks, l.undone,
      coalesce(c.name, r.name, s.name) as name, coalesce(v.client_id, c.id) as client_id
    from imports.lines l
      left join services.visits v on v.county_id = l.county_id and v.id = l.subject_id
      left join people.clients c on c.county_id = l.county_id and c.id = coalesce(v.client_id, l.subject_id)
      left join network.rooms r on r.county_id = l.county_id and r.id = l.subject_id
      left join network.staff s on s.county_id = l.county_id and s.id = l.subject_id
    where l.import_id = ${id} and case ${outcome}::text when 'kept' then l.undone = 'kept' and l.outcome in ('new', 'filled')
      when 'remarked' then l.outcome <> 'refused' and l.remarks <> '[]' else l.outcome = ${outcome} end
    order by l.sheet, l.line offset ${after ?? 0} limit ${pageSize + 1}`.execute(trx);
  const rows = z
    .array(Line.extend({ name: z.string().nullable(), client_id: z.string().nullable() }))
    .parse(found.rows);
  const next = rows.length > pageSize ? (after ?? 0) + pageSize : null;
  return {
    rows: rows.slice(0, pageSize).map(({ subject_id, client_id, line, ...rest }) => ({
      ...rest,
      row: line,
      subjectId: subject_id,
      clientId: client_id,
    })),
    next,
  };
}

async function refusedFile(parts: ImportParts, actor: Actor, id: string, language: (typeof languages)[number]) {
  const found = await parts.database.inCounty(actor.countyId, async (trx) => {
    const [row] = await importsWhere(trx, actor, id);
    if (row === undefined) return null;
    const lines = await sql`select sheet, line, outcome, subject_id, faults, remarks, undone from imports.lines
      where import_id = ${id} and outcome = 'refused' order by sheet, line`.execute(trx);
    const refused: LineRow[] = z.array(Line).parse(lines.rows);
    return { row, refused };
  });
  if (found === null || found.refused.length === 0) return notFound();
  const choices = Choices.safeParse(found.row.choices);
  if (!choices.success) return fileForgotten();
  const ledger = await parts.opened.open(actor.countyId, found.row.file_sha256);
  return isProblem(ledger) ? ledger : giveBack(ledger, choices.data, found.refused, wordsIn(language));
}
