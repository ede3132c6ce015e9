/** Each declared table stands in the database with just its columns and types, and fenced by row-level security (A1). */
import { randomBytes } from 'node:crypto';
import { scopes } from '@yimi/kernel';
import { mergeProposals } from '@yimi/people';
import { visits } from '@yimi/services';
import type { WriteSet } from '@yimi/sync';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { sqlColumns } from '../../apps/server/store/columns.ts';
import { Keyring } from '../../apps/server/store/keyring.ts';
import { PostgresStore } from '../../apps/server/store/postgres-store.ts';
import type { TestStore } from '../world/postgres.ts';
import { openTestStore } from '../world/postgres.ts';
import { countyId, erase, named, newVisit, smallCounty, World, who } from '../world/world.ts';

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

it('Z1: every key and unique index of a county’s table begins with the county, so that it can be spread by county', async () => {
  const found = await owner.query<{ index: string; first: string }>(
    `select i.indexrelid::regclass::text as index,
       (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) as first
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where i.indisunique and n.nspname not in ('login', 'public', 'pg_catalog', 'pg_toast', 'information_schema')
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'county_id')`,
  );
  expect(found.rows.length).toBeGreaterThan(20);
  expect(found.rows.filter((row) => row.first !== 'county_id')).toEqual([]);
});

it('Z2: two server processes on one database see each other’s commits, and keep no state between pushes', async () => {
  const url = { ...opened.owner, user: 'yimi_app', password: 'only-for-tests' };
  const other = new Database(url);
  const key = randomBytes(32);
  const here = new PostgresStore(opened.database, new Keyring(key), catalogue);
  const there = new PostgresStore(other, new Keyring(key), catalogue);
  const world = await smallCounty(7, here);
  const neighbour = new World(8, there);
  const phone = await neighbour.phone(who.lan);
  await phone.sync();
  await world.send(who.wei, world.envelope('services.record-visit', newVisit(named('z2'), world)));
  await phone.sync();
  expect(phone.row(visits, named('z2'))?.findings).toContain('腿脚不便');
  const again = world.envelope('services.review-visit', { visitId: named('z2') });
  expect(await neighbour.send(who.lan, again)).toMatchObject([{ status: 'accepted' }]);
  expect(await world.send(who.lan, again)).toMatchObject([{ status: 'accepted' }]);
  await other.close();
});

it('has no index twice: two migrations once made the same one, and every write paid for both', async () => {
  const found = await owner.query<{ names: string[] }>(
    `select array_agg(x.indexrelid::regclass::text order by 1) as names from pg_index x
      where x.indrelid in (select oid from pg_class where relnamespace not in (select oid from pg_namespace where nspname like 'pg%'))
      group by x.indrelid, x.indkey::text, x.indclass::text, pg_get_expr(x.indexprs, x.indrelid), pg_get_expr(x.indpred, x.indrelid)
      having count(*) > 1`,
  );
  expect(found.rows).toEqual([]);
});

it('S10: a row of derived id that another transaction put under another lock is found by beginning again, not written over', async () => {
  const { store } = opened;
  const proposal = {
    clientId: named('a'),
    otherId: named('b'),
    reason: 'same-id',
    state: 'open',
    reasons: [],
    score: 90,
  };
  const put = (roomId: string): WriteSet => {
    const scope = scopes.room(roomId);
    const row = { ...proposal, id: named('the pair'), roomId };
    const write = { table: erase(mergeProposals), id: row.id, scope, version: 1, row, fresh: true };
    return { rows: [write], gone: [], clocks: [], receipts: [], settled: [], audit: [] };
  };
  const key = { table: erase(mergeProposals), id: named('the pair') };
  const seen: number[] = [];
  await store.transaction(countyId, async (tx) => {
    await tx.lock([scopes.room(named('here'))]);
    const found = await tx.rows([key]);
    seen.push(found.length);
    if (found.length > 0) return;
    await store.transaction(countyId, async (other) => {
      await other.lock([scopes.room(named('there'))]);
      await other.write(put(named('there')));
    });
    await tx.write(put(named('here')));
  });
  expect(seen).toEqual([0, 1]);
  const [kept] = await store.snapshot(countyId, (snapshot) => snapshot.rows([key]));
  expect(kept?.scope).toBe(scopes.room(named('there')));
});
