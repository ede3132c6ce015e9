/**
 * Old data is brought forward. A released version is a state of the database that some house may stand at: the files in
 * `apps/server/migrations` up to one of them, for a house that skipped updates stands anywhere. For each, a database is built
 * as that version built it, filled with a row in every table it knew, and migrated by today's program: every row is still
 * there, says what it said, and is read by today's declarations.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyRow, Table } from '@yimi/kernel';
import pg from 'pg';
import { expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { migrate } from '../../apps/server/migrate.ts';
import { createTestDatabase } from '../../apps/server/postgres/test-database.ts';
import { sqlColumns } from '../../apps/server/store/columns.ts';
import { Keyring } from '../../apps/server/store/keyring.ts';
import { PostgresStore } from '../../apps/server/store/postgres-store.ts';
import { readRows } from '../../apps/server/store/rows.ts';
import { SubjectKeys } from '../../apps/server/store/subject-keys.ts';
import { madeFor } from '../security/made-input.ts';

const folder = join(import.meta.dirname, '../../apps/server/migrations');
const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
const checksums = new Map<string, string>();
for (const name of names)
  checksums.set(
    name,
    createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex'),
  );

/** The first state that a program could run on: core, modules, accounts. */
const states = names.slice(
  names.findIndex((name) => name.startsWith('0003')),
  -1,
);
const county = '019c0000-0000-7000-8000-0000000000c1';
const rowId = '019c0000-0000-7000-8000-0000000000ff';

interface OldColumn {
  readonly column: string;
  readonly type: string;
  readonly needed: boolean;
}

async function columnsAt(client: pg.Client, table: Table): Promise<OldColumn[]> {
  const found = await client.query<OldColumn>(
    `select column_name as column, data_type as type, is_nullable = 'NO' and column_default is null as needed
     from information_schema.columns where table_schema || '.' || table_name = $1`,
    [table.name],
  );
  return found.rows;
}

const plain: Readonly<Record<string, unknown>> = { text: '', integer: 1, bigint: 1, boolean: false, jsonb: '[]' };

type Seal = (table: Table, row: AnyRow, place: string, text: string) => Promise<Buffer | null>;

/** As a house with this master key seals: a place's own key is made when it is first written to. */
const sealedBy =
  (database: Database, keyring: Keyring): Seal =>
  (table, row, place, text) =>
    database.inCounty(county, async (trx) => {
      const keys = new SubjectKeys(trx, keyring, county);
      const subject = table.subject === null ? null : table.subject(row);
      await keys.fetch([subject], true);
      return keys.seal(subject, text, place);
    });

/**
 * As the old program would have written it: its own columns, with values that the declarations take.
 * @param seal null where that program did not yet seal as today's reads
 */
async function fill(client: pg.Client, table: Table, seal: Seal | null): Promise<AnyRow | null> {
  const columns = await columnsAt(client, table);
  if (columns.length === 0) return null;
  const row = table.schema.parse(madeFor(table.schema, () => undefined));
  const declared = new Map(sqlColumns(table).map((column) => [column.sql, column]));
  const values = new Map<string, unknown>([
    ['county_id', county],
    ['id', rowId],
    ['scope', 'county'],
    ['version', 1],
  ]);
  const kept: Record<string, unknown> = { id: rowId };
  for (const { column, type, needed } of columns) {
    const known = declared.get(column);
    if (values.has(column) || (known === undefined && !needed)) continue;
    if (known?.sealed === true) {
      const text = row[known.name];
      if (seal === null || typeof text !== 'string') continue;
      values.set(column, await seal(table, { ...row, id: rowId }, `${table.name}/${rowId}/${column}`, text));
      kept[known.name] = text;
      continue;
    }
    // What the schema gives for a number may be an instant, for which only a bigint has room.
    const made = known === undefined || type === 'integer' ? (type === 'uuid' ? rowId : plain[type]) : row[known.name];
    const value = made ?? null;
    values.set(column, type === 'jsonb' && known !== undefined ? JSON.stringify(value) : value);
    if (known !== undefined) kept[known.name] = value;
  }
  const list = [...values.keys()];
  const holes = list.map((_, at) => `$${at + 1}`).join(', ');
  await client.query(`insert into ${table.name} (${list.join(', ')}) values (${holes})`, [...values.values()]);
  return { ...kept, id: rowId };
}

it.each(states)('a house that stands at %s comes forward with all its rows', async (state) => {
  const url = process.env.YIMI_TEST_DATABASE;
  if (url === undefined) throw new Error('YIMI_TEST_DATABASE is set by scratch-setup.ts');
  const { config, drop } = await createTestDatabase(url);
  const before = new Map([...checksums].filter(([name]) => name <= state));
  await migrate(config, null, before);
  const client = new pg.Client(config);
  await client.connect();
  const filled = new Map<Table, AnyRow>();
  const keyring = new Keyring(randomBytes(32));
  const past = new Database(config);
  // Since master keys have versions, what an old house sealed is opened as it lies.
  const seal = state >= '0022' ? sealedBy(past, keyring) : null;
  await client.query(`insert into public.counties values ($1, '清岭县', '459901', '459900', 0)`, [county]);
  // Since epochs are kept, each begins with its county.
  if (state >= '0019') {
    await client.query(`insert into engine.epochs (county_id, name, begun_at) values ($1, 'begun', 0)`, [county]);
  }
  for (const table of catalogue.tables.values()) {
    const row = await fill(client, table, seal);
    if (row !== null) filled.set(table, row);
  }
  await client.end();
  await past.close();
  expect(filled.size).toBeGreaterThan(15);

  const applied = await migrate(config, null);
  expect(applied).toEqual(names.filter((name) => name > state));
  const database = new Database(config);
  const store = new PostgresStore(database, keyring, catalogue);
  await database.inCounty(county, async (trx) => {
    const { keys } = store.within(trx, county);
    for (const [table, old] of filled) {
      const [found] = await readRows(trx, keys, table, 'id = $1', [rowId]);
      expect([table.name, table.schema.safeParse(found?.row).success]).toEqual([table.name, true]);
      expect([table.name, found?.row]).toEqual([table.name, expect.objectContaining(old)]);
    }
  });
  const epochs = await database.pool.query('select county_id from engine.epochs');
  expect(epochs.rows).toEqual([{ county_id: county }]);
  await database.close();
  await drop();
});
