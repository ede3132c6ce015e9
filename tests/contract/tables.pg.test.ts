/** Each declared table stands in the database with just its columns and types, and fenced by row-level security (A1). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import { sqlColumns } from '../../apps/server/store/columns.ts';
import type { TestStore } from '../world/postgres.ts';
import { openTestStore } from '../world/postgres.ts';

let opened: TestStore;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  owner = new pg.Client(opened.owner);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

it.each([...catalogue.tables.keys()])('%s has the columns that its declaration says, and no others', async (name) => {
  const found = await owner.query<{ column_name: string; data_type: string; is_nullable: string }>(
    'select column_name, data_type, is_nullable from information_schema.columns where table_schema || $1 || table_name = $2',
    ['.', name],
  );
  const inDatabase = Object.fromEntries(found.rows.map((row) => [row.column_name, row.data_type]));
  const declared: Record<string, string> = { county_id: 'uuid', id: 'uuid', scope: 'text', version: 'bigint' };
  for (const column of sqlColumns(catalogue.table(name))) {
    declared[column.sql] = column.type;
    if (column.match !== null) declared[column.match] = 'bytea';
  }
  expect(inDatabase).toEqual(declared);
});

it('A1: every table with a county is fenced, forced, and closed to a connection that has named no county', async () => {
  const tables = await owner.query<{ name: string; fenced: boolean }>(
    `select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as fenced from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'county_id' and c.relkind = 'r'
     join pg_namespace n on n.oid = c.relnamespace where n.nspname not in ('login', 'public')`,
  );
  expect(tables.rows.length).toBeGreaterThan(20);
  expect(tables.rows.filter((row) => !row.fenced)).toEqual([]);
  const role = await owner.query(
    "select rolsuper, rolbypassrls, (select count(*) from pg_class where relowner = r.oid) as owned from pg_roles r where rolname = 'yimi_app'",
  );
  expect(role.rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  for (const { name } of tables.rows) {
    const seen = await opened.database.pool.query(`select count(*)::int as n from ${name}`);
    expect([name, seen.rows[0].n]).toEqual([name, 0]);
  }
});
