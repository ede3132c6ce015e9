/**
 * Law Z1: the database can be distributed by county without a change. Every table of a county has the county in each of its
 * keys; whatever refers across tables refers within the county; and what the program asks, in a day of the house, reads
 * each distributed table with the county named, on every path of its plan. `docs/citus.md` carries the exact statements.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, counties, named, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';

/** Asked for before anybody knows the county, or shared by all: small, and the same on every node. */
const referenceTables = [
  ...['public.counties', 'public.house_proofs', 'login.cities', 'login.accounts', 'login.city_posts', 'login.sessions'],
  ...['login.devices', 'login.enrolments', 'login.attempts', 'login.acts', 'login.public_counts'],
  ...['login.totp', 'login.recovery_codes', 'login.passkeys', 'login.steps', 'engine.key_versions', 'engine.moves'],
  ...['figures.area_steps', 'figures.area_sums'],
  ...['reference.divisions', 'reference.division_codes', 'reference.loads'],
];
/** Of the coordinator alone: which files brought the database to its version. */
const localTables = ['public.migrations'];

let house: TrialHouse;
let owner: pg.Client;
/** What the program asked, with its values. */
const asked = new Map<string, unknown[]>();

beforeAll(async () => {
  house = await openTrialHouse();
  owner = new pg.Client(house.cellar.ownerConnection);
  await owner.connect();
  listen();
  await liveADay();
}, 120_000);
afterAll(async () => {
  await owner.end();
  await house.close();
});

function listen(): void {
  const { query } = pg.Client.prototype;
  const heard = function (this: pg.Client, ...args: unknown[]): unknown {
    const [first, second] = args;
    // Plainly, or as an object where it is prepared.
    const text = typeof first === 'string' ? first : Reflect.get(Object(first), 'text');
    const values = typeof first === 'string' ? second : Reflect.get(Object(first), 'values');
    if (typeof text === 'string' && this.user === 'yimi_app') asked.set(text, Array.isArray(values) ? values : []);
    return Reflect.apply(query, this, args);
  };
  pg.Client.prototype.query = heard as typeof query;
}

async function liveADay(): Promise<void> {
  const cookies = {
    lan: await house.cookieOf('lan'),
    wu: await house.cookieOf('wu'),
    shi: await house.cookieOf('shi'),
  };
  const call = async (who: keyof typeof cookies, method: 'GET' | 'POST', url: string, payload?: object) => {
    const headers = { 'x-yimi': '1', cookie: cookies[who] };
    const answer = await house.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    expect([url, answer.statusCode]).toEqual([url, 200]);
  };
  const input = newVisit(named('z1'), client, Date.now());
  const envelope = { id: named('z1 command'), name: 'services.record-visit', v: 1, occurredAt: Date.now(), input };
  const batch = [{ ...envelope, dependsOn: [], mends: null, hints: [] }];
  await call('lan', 'POST', '/api/sync/push', { protocol: 1, batch });
  await call('lan', 'POST', '/api/sync/pull', { protocol: 1, scopes: [], diverged: [] });
  await call('wu', 'GET', `/api/figures?level=county&place=${counties.here}`);
  await call('lan', 'GET', `/api/figures/services.visits/records?level=room&place=${place.room}`);
  await call('lan', 'POST', '/api/people/search', { search: 'ygh' });
  await call('lan', 'GET', '/api/people');
  await call('lan', 'GET', `/api/people/${client}`);
  await call('lan', 'GET', '/api/visits/queue');
  await call('wu', 'GET', '/api/places');
  await call('wu', 'GET', '/api/audit');
  await call('wu', 'GET', '/api/status');
  await call('shi', 'POST', '/api/reveal', { clientId: client, purpose: '核对身份证号' });
}

const Tables = z.array(z.object({ name: z.string(), county: z.boolean() }));
async function tables() {
  const found = await owner.query(
    `select n.nspname || '.' || c.relname as name,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county_id' and a.attnotnull) as county
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  );
  return Tables.parse(found.rows);
}
async function distributed(): Promise<string[]> {
  const apart = new Set([...referenceTables, ...localTables]);
  return (await tables()).map(({ name }) => name).filter((name) => !apart.has(name));
}

it('every table is distributed by county, or is one of the few that are not, and those are there', async () => {
  const all = await tables();
  const names = all.map(({ name }) => name);
  for (const name of [...referenceTables, ...localTables]) expect(names).toContain(name);
  const without = all.filter(
    ({ name, county }) => !county && !referenceTables.includes(name) && !localTables.includes(name),
  );
  expect(without).toEqual([]);
  expect((await distributed()).length).toBeGreaterThan(45);
});

it('every primary and unique key of a distributed table begins with the county, and every reference stays within it', async () => {
  const keys = await owner.query(
    `select i.indrelid::regclass::text as of, i.indexrelid::regclass::text as key, a.attname as first
     from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where i.indisunique and n.nspname || '.' || c.relname = any($1)`,
    [await distributed()],
  );
  expect(keys.rows.length).toBeGreaterThan(45);
  expect(keys.rows.filter((row) => row.first !== 'county_id')).toEqual([]);
  const references = await owner.query(
    // To a reference table is within every node, whatever the county.
    `select conname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where contype = 'f' and n.nspname || '.' || c.relname = any($1)
       and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'county_id')
       and k.confrelid <> all ($2::regclass[])`,
    [await distributed(), referenceTables],
  );
  expect(references.rows).toEqual([]);
});

const Plan = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  Schema: z.string().optional(),
});

/** Scans of distributed tables that do not name the county, anywhere in a plan. */
function scansWithoutCounty(plan: unknown, of: ReadonlySet<string>): string[] {
  const node = Plan.parse(plan);
  const name = `${node.Schema}.${node['Relation Name']}`;
  const inner = z.array(z.unknown()).parse(node.Plans ?? []);
  const below = inner.flatMap((one) => scansWithoutCounty(one, of));
  if (node['Relation Name'] === undefined || !of.has(name) || node['Node Type'] === 'ModifyTable') return below;
  const conditions = ['Index Cond', 'Filter', 'Recheck Cond'].map((key) => String(node[key] ?? '')).join(' ');
  const viaIndex = inner.some((one) => JSON.stringify(one).includes('county_id'));
  return conditions.includes('county_id') || viaIndex ? below : [name, ...below];
}

it('everything that a day of the house asks names the county wherever it reads a distributed table', async () => {
  const of = new Set(await distributed());
  const program = new pg.Client({ ...house.cellar.ownerConnection });
  await program.connect();
  let explained = 0;
  for (const [text, values] of asked) {
    if (!/^\s*(select|with|insert|update|delete)\b/i.test(text) || text.includes('set_config')) continue;
    await program.query('begin');
    // The policies are those of the program's role; the plan is the one that it gets.
    await program.query('set local role yimi_app');
    await program.query(`select set_config('yimi.county', $1, true)`, [counties.here]);
    const plan = await program.query(`explain (verbose, format json, costs off) ${text}`, values);
    await program.query('rollback');
    const found = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.unknown() })) })).parse(plan.rows);
    const root = found[0]?.['QUERY PLAN'][0]?.Plan;
    expect([text, scansWithoutCounty(root, of)]).toEqual([text, []]);
    explained += 1;
  }
  await program.end();
  expect(explained).toBeGreaterThan(60);
});

it('docs/citus.md carries the statements for just these tables', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/citus.md'), 'utf8');
  const statements = [...text.matchAll(/^select create_(distributed|reference)_table\('([a-z_.]+)'/gm)];
  const of = (kind: string) => statements.flatMap(([, one, name = '']) => (one === kind ? [name] : [])).sort();
  expect(of('distributed')).toEqual((await distributed()).sort());
  expect(of('reference')).toEqual([...referenceTables].sort());
});
