/** Rows of declared tables, read from and written to PostgreSQL: many at a time, sealed columns encrypted on the way. */
import type { AnyRow, Table } from '@yimi/kernel';
import type { RowWrite, StoredRow } from '@yimi/sync';
import { CompiledQuery } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { RepeatTransaction } from '../database.ts';
import { prepared, preparedText } from '../statements.ts';
import { sqlColumns } from './columns.ts';
import type { SubjectKeys } from './subject-keys.ts';

const Meta = z.looseObject({ id: z.string(), scope: z.string(), version: z.number() });
type Meta = z.infer<typeof Meta>;

/**
 * @param where SQL after `where`, with parameters from $1; @param sealed names of the sealed columns that are wanted
 * @param sent what every push or pull asks is prepared; a page of a list is planned for the values it asks for
 */
export async function readRows(
  trx: Trx,
  keys: SubjectKeys,
  table: Table,
  where: string,
  values: readonly unknown[],
  sealed: (column: string) => boolean = () => true,
  sent: 'often' | 'seldom' = 'seldom',
): Promise<StoredRow[]> {
  const columns = sqlColumns(table).filter((column) => !column.sealed || sealed(column.name));
  const list = ['id', 'scope', 'version', ...columns.map((column) => column.sql)].join(', ');
  const text = `select ${list} from ${table.name} where ${where}`;
  const answer = await trx.executeQuery(
    sent === 'often' ? preparedText(text, values) : CompiledQuery.raw(text, [...values]),
  );
  const found = z.array(Meta).parse(answer.rows);
  const rows = found.map((from) => ({ from, row: plainRow(columns, from) }));
  if (columns.some((column) => column.sealed)) {
    await keys.fetch(
      rows.map(({ row }) => subjectOf(table, row)),
      false,
    );
    for (const { from, row } of rows) openRow(table, columns, keys, from, row);
  }
  return rows.map(({ from, row }) => ({ table: table.name, row, scope: from.scope, version: from.version }));
}

type Columns = ReturnType<typeof sqlColumns>;

function plainRow(columns: Columns, from: Meta): AnyRow & Record<string, unknown> {
  const row: AnyRow & Record<string, unknown> = { id: from.id };
  for (const column of columns) if (!column.sealed) Object.assign(row, { [column.name]: from[column.sql] ?? null });
  return row;
}

function openRow(
  table: Table,
  columns: Columns,
  keys: SubjectKeys,
  from: Meta,
  row: Record<string, unknown> & AnyRow,
): void {
  const subject = subjectOf(table, row);
  for (const column of columns) {
    if (!column.sealed) continue;
    const box = from[column.sql];
    const text = Buffer.isBuffer(box) ? keys.open(subject, box, placeOf(table, from.id, column.sql)) : null;
    Object.assign(row, { [column.name]: text });
  }
}

function subjectOf(table: Table, row: AnyRow): string | null {
  return table.subject === null ? null : table.subject(row);
}

function placeOf(table: Table, id: string, column: string): string {
  return `${table.name}/${id}/${column}`;
}

/** Whose keys the sealed columns of these rows are written under. */
export function subjectsOf(writes: readonly RowWrite[]): (string | null)[] {
  return writes.flatMap(({ table, row }) =>
    row === null || !sqlColumns(table).some((column) => column.sealed) ? [] : subjectOf(table, row),
  );
}

/** Writes the rows of one table in one statement, removals in another. The keys of `subjectsOf` have been fetched. */
export async function writeRows(
  trx: Trx,
  keys: SubjectKeys,
  table: Table,
  writes: readonly RowWrite[],
  now: number,
): Promise<void> {
  const gone = writes.filter((write) => write.row === null).map((write) => write.id);
  const kept = writes.flatMap((write) => (write.row === null ? [] : [{ ...write, row: write.row }]));
  const erased = kept
    .filter(({ row }) => table.erased?.(row) === true)
    .flatMap(({ row }) => subjectOf(table, row) ?? []);
  await Promise.all([
    gone.length > 0 && trx.executeQuery(preparedText(`delete from ${table.name} where id = any($1::uuid[])`, [gone])),
    kept.length > 0 && upsert(trx, keys, table, kept),
    table.tokens !== null && writeTokens(trx, table, writes),
    erased.length > 0 && keys.destroy(erased, now),
  ]);
}

interface Upsert {
  readonly columns: Columns;
  readonly text: string;
}

const upserts = new WeakMap<Table, Upsert>();

function upsertInto(table: Table): Upsert {
  const known = upserts.get(table);
  if (known !== undefined) return known;
  const columns = sqlColumns(table);
  const typed = [
    ['id', 'uuid'],
    ['scope', 'text'],
    ['version', 'bigint'],
    ...columns.flatMap((column) => [
      [column.sql, column.type],
      ...(column.match === null ? [] : [[column.match, 'bytea']]),
    ]),
  ];
  const names = typed.map(([name]) => name).join(', ');
  const shape = typed.map(([name, type]) => `${name} ${type}`).join(', ');
  const updates = typed
    .slice(1)
    .map(([name]) => `${name} = excluded.${name}`)
    .join(', ');
  // xmax is the updater's transaction: 0 only for a row that this statement inserted.
  const text = `insert into ${table.name} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as x(${shape})
       on conflict (county_id, id) do update set ${updates} returning xmax = 0 as inserted`;
  const made = { columns, text };
  upserts.set(table, made);
  return made;
}

async function upsert(
  trx: Trx,
  keys: SubjectKeys,
  table: Table,
  writes: readonly (Omit<RowWrite, 'row'> & { row: AnyRow })[],
): Promise<void> {
  const { columns, text } = upsertInto(table);
  const records = writes.map((write) => recordOf(table, columns, keys, write));
  const written = await trx.executeQuery<{ inserted: boolean }>(preparedText(text, [JSON.stringify(records)]));
  const inserted = written.rows.filter((row) => row.inserted).length;
  // A row that nobody had when we looked, put meanwhile by another transaction under the lock of another scope: only a
  // derived id can meet so. Begin again, and find it there (law S10); written over, its scope's hash would keep it (S3).
  if (inserted !== writes.filter((write) => write.fresh).length) throw new RepeatTransaction();
}

function recordOf(
  table: Table,
  columns: Columns,
  keys: SubjectKeys,
  { id, scope, version, row }: Omit<RowWrite, 'row'> & { row: AnyRow },
): Record<string, unknown> {
  const record: Record<string, unknown> = { id, scope, version };
  for (const column of columns) {
    const value = row[column.name] ?? null;
    if (!column.sealed) {
      record[column.sql] = value;
      continue;
    }
    const text = typeof value === 'string' ? value : null;
    const box = text === null ? null : keys.seal(subjectOf(table, row), text, placeOf(table, id, column.sql));
    record[column.sql] = hexOf(box);
    if (column.match !== null) record[column.match] = text === null ? null : hexOf(keys.match(text));
  }
  return record;
}

/** PostgreSQL's text form of bytes. */
function hexOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : `\\x${bytes.toString('hex')}`;
}

/** Law A6: the token table follows the row. */
async function writeTokens(trx: Trx, table: Table, writes: readonly RowWrite[]): Promise<void> {
  const ids = writes.map((write) => write.id);
  const pairs = writes.flatMap(({ id, scope, row }) =>
    row === null || table.tokens === null ? [] : table.tokens(row).map((token) => ({ id, scope, token })),
  );
  // In this order on the wire.
  await Promise.all([
    prepared`delete from engine.search_tokens
      where table_name = ${table.name} and row_id = any(${ids}::uuid[])`.execute(trx),
    pairs.length > 0 &&
      prepared`insert into engine.search_tokens (token, table_name, row_id, scope)
        select token, ${table.name}, id, scope
        from unnest(${pairs.map((pair) => pair.token)}::text[], ${pairs.map((pair) => pair.id)}::uuid[],
          ${pairs.map((pair) => pair.scope)}::text[]) as x(token, id, scope) on conflict do nothing`.execute(trx),
  ]);
}
