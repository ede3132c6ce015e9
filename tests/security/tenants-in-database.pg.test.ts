/**
 * Law A1, proved where it holds: for every table, view and role that the database's own catalogue lists, the program's
 * role tries to see, add, change, move and remove another county's row, with its own county named and with none named.
 * Each table of a county first gets a row of the other county, made up from the types of its columns, so that no table
 * passes for being empty and a table of tomorrow is tried without a word here.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestStore } from '../world/postgres.ts';
import { openTestStore } from '../world/postgres.ts';

const here = '019c0000-0000-7000-8000-00000000000a';
const there = '019c0000-0000-7000-8000-00000000000b';

/** What a program must read before it knows the county, and so is seen while none is named (law A1); still one county's inside it. */
const seenWithoutCounty: Readonly<Record<string, string>> = {
  'login.accounts': 'a name is looked up at sign-in, before anybody knows its county',
  'login.sessions': 'a cookie is looked up before anybody knows its county',
  'login.devices': 'a phone is recognised at sign-in',
  'login.enrolments': 'a code is looked up before anybody knows its county',
  'login.totp': 'a second factor is asked for at the door',
  'login.recovery_codes': 'so is the code that stands in for it',
  'login.passkeys': 'a passkey names its person to the door',
  'login.steps': 'a sign-in stands between its two steps',
  'login.acts': 'acts on the accounts of cities belong to no county',
  'engine.moves': 'whether a county has moved away is asked at the door, before anybody enters it',
};

/** Tables without a county, and why they need none. */
const ofNoCounty: Readonly<Record<string, string>> = {
  'engine.key_versions': 'numbers of master keys',
  'figures.area_steps': 'steps of a city’s sums, fenced by province',
  'figures.area_sums': 'sums of cities and provinces, fenced by province',
  'login.attempts': 'keyed digests of names and addresses that were tried',
  'login.cities': 'names of cities',
  'login.city_posts': 'posts of the cities’ own officers',
  'login.public_counts': 'keyed digests of where public forms came from, by the hour',
  'public.counties': 'names of counties',
  'public.house_proofs': 'when the whole house was last backed up and last proved',
  'public.migrations': 'files that brought the database to its version',
  'reference.division_codes': 'the state’s published codes of places',
  'reference.divisions': 'the state’s published places',
  'reference.loads': 'how far the loading of those has come',
};

/** Functions that run as their owner, and what they may tell. */
const asOwner: Readonly<Record<string, string>> = {
  'login.officers_of_city': 'names and posts of the city’s own officers, who belong to no county',
};

/** What a public page may read of a county, each by columns or by rows that anybody may know. */
const readByResidents = [
  'activities.activities',
  'activities.certificates',
  'figures.rollups',
  'forms.forms',
  'forms.revisions',
  'needs.needs',
  'network.public_pages',
  'network.rooms',
  'network.stations',
  'points.merchants',
  'points.vouchers',
];

interface Relation {
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly made: boolean }[];
}

let opened: TestStore;
let owner: pg.Client;
let program: pg.Client;
let relations: Relation[];

const ofCounty = () => relations.filter(({ columns }) => columns.some(({ name }) => name === 'county_id'));
const tables = () => ofCounty().filter(({ kind }) => kind === 'r' || kind === 'p');

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  owner = new pg.Client(opened.owner);
  await owner.connect();
  program = new pg.Client({ ...opened.owner, user: 'yimi_app', password: 'only-for-tests' });
  await program.connect();
  relations = await relationsOf(owner);
  await owner.query('set session_replication_role = replica');
  await dropChecks(owner);
  for (const county of [here, there])
    await owner.query(`insert into public.counties values ($1, '县', $2, '459900', 0) on conflict do nothing`, [
      county,
      county.slice(-6),
    ]);
  for (const table of tables()) for (const county of [here, there]) await makeRow(owner, table, county);
});
afterAll(async () => {
  await program.end();
  await owner.end();
  await opened.close();
});

async function relationsOf(client: pg.Client): Promise<Relation[]> {
  const found = await client.query<{ name: string; kind: string; columns: Relation['columns'] }>(
    `select n.nspname || '.' || c.relname as name, c.relkind::text as kind,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
         'made', a.attgenerated <> '' or a.attidentity = 'a') order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     group by 1, 2 order by 1`,
  );
  return found.rows;
}

/** A made-up row fits no rule about its content; rules about content are not what is tried here. */
async function dropChecks(client: pg.Client): Promise<void> {
  const found = await client.query<{ of: string; name: string }>(
    `select conrelid::regclass::text as of, conname as name from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where contype = 'c' and conrelid <> 0 and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { of, name } of found.rows) await client.query(`alter table ${of} drop constraint "${name}"`);
}

function madeValue(type: string): unknown {
  if (type === 'uuid') return randomUuid();
  if (type === 'jsonb' || type === 'json') return '[]';
  if (type === 'bytea') return randomBytes(16);
  if (type === 'boolean') return false;
  if (type.endsWith('[]')) return [];
  if (/^(integer|bigint|smallint|numeric|double|real)/.test(type)) return randomBytes(3).readUIntBE(0, 3);
  if (type.startsWith('timestamp') || type === 'date') return '2026-03-01';
  return `x${randomBytes(8).toString('hex')}`;
}

function randomUuid(): string {
  const hex = randomBytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function rowOf({ columns }: Relation, county: string): [string, unknown][] {
  return columns
    .filter(({ made }) => !made)
    .map(({ name, type }) => [name, name === 'county_id' ? county : madeValue(type)]);
}

async function makeRow(client: pg.Client, table: Relation, county: string): Promise<void> {
  const row = rowOf(table, county);
  await client.query(insertOf(table, row), [...row.map(([, value]) => value)]);
}

function insertOf({ name }: Relation, row: readonly [string, unknown][]): string {
  const names = row.map(([column]) => `"${column}"`).join(', ');
  return `insert into ${name} (${names}) values (${row.map((_, at) => `$${at + 1}`).join(', ')})`;
}

/** What one statement came to, within a transaction of its own that is rolled back: a count, or the reason it was refused. */
async function tried(county: string | null, text: string, values: readonly unknown[] = []): Promise<number | string> {
  await program.query('begin');
  try {
    if (county !== null) await program.query("select set_config('yimi.county', $1, true)", [county]);
    const found = await program.query(text, [...values]);
    return found.rowCount ?? 0;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.code ?? 'unknown';
  } finally {
    await program.query('rollback');
  }
}

/** 42501: the privilege is missing, or row-level security refused the row. */
const refused = '42501';
const nothing = (came: number | string) => came === 0 || came === refused;

describe.each([
  ['with its own county named', here],
  ['with no county named', null],
] as const)('the program’s role, %s,', (_, county) => {
  const open = (name: string) => county === null && seenWithoutCounty[name] !== undefined;

  it('sees no row of another county in any table or view', async () => {
    const seen: unknown[] = [];
    for (const { name } of ofCounty()) {
      const came = await tried(county, `select 1 from ${name} where county_id = $1`, [there]);
      if (open(name) ? came === 0 : !nothing(came)) seen.push([name, came]);
    }
    expect(seen).toEqual([]);
  });

  it('adds no row to another county', async () => {
    const came: unknown[] = [];
    for (const table of tables()) {
      if (open(table.name)) continue;
      const row = rowOf(table, there);
      const outcome = await tried(
        county,
        insertOf(table, row),
        row.map(([, value]) => value),
      );
      if (outcome !== refused) came.push([table.name, outcome]);
    }
    expect(came).toEqual([]);
  });

  it('changes, moves and removes no row of another county', async () => {
    const came: unknown[] = [];
    for (const { name, columns } of tables()) {
      if (open(name)) continue;
      for (const { name: column } of columns.filter(({ made }) => !made)) {
        const outcome = await tried(county, `update ${name} set "${column}" = "${column}" where county_id = $1`, [
          there,
        ]);
        if (!nothing(outcome)) came.push([name, 'update', column, outcome]);
      }
      const removed = await tried(county, `delete from ${name} where county_id = $1`, [there]);
      if (!nothing(removed)) came.push([name, 'delete', removed]);
    }
    expect(came).toEqual([]);
  });
});

describe('the program’s role', () => {
  it('moves no row of its own county into another', async () => {
    const came: unknown[] = [];
    for (const { name } of tables()) {
      const outcome = await tried(here, `update ${name} set county_id = $1 where county_id = $2`, [there, here]);
      if (outcome !== refused) came.push([name, outcome]);
    }
    expect(came).toEqual([]);
  });

  it('is met by these tries: in its own county it sees the row of every table it may read', async () => {
    const blind: unknown[] = [];
    for (const { name } of tables()) {
      const came = await tried(here, `select 1 from ${name} where county_id = $1`, [here]);
      if (came !== refused && came !== 1) blind.push([name, came]);
    }
    expect(blind).toEqual([]);
    expect(tables().length).toBeGreaterThan(40);
  });

  it('and every other role that can sign in to the database is nobody but its owner', async () => {
    const roles = await owner.query<{ name: string }>(
      `select rolname as name from pg_roles where rolcanlogin and not rolsuper and oid <> (select datdba from pg_database
         where datname = current_database())`,
    );
    expect(roles.rows).toEqual([{ name: 'yimi_app' }]);
    const [role] = (
      await owner.query(
        `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
           (select count(*)::int from pg_class where relowner = r.oid) as relations,
           (select count(*)::int from pg_proc where proowner = r.oid) as functions,
           (select array_agg(roleid::regrole::text) from pg_auth_members where member = r.oid) as memberships, rolinherit,
           (select count(*)::int from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'create')) as schemas
         from pg_roles r where rolname = 'yimi_app'`,
      )
    ).rows;
    const no = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    // It puts on the residents' role, which sees less than itself, and inherits nothing of it.
    const memberships = ['yimi_public'];
    expect(role).toEqual({ ...no, relations: 0, functions: 0, memberships, rolinherit: false, schemas: 0 });
  });

  it('puts on, for a public page, a role that can write nothing and reads no table of people or of their records, but the certificate, voucher or merchant whose number is given', async () => {
    const { rows } = await owner.query<{ name: string; columns: string[] }>(
      `select table_schema || '.' || table_name as name, array_agg(distinct privilege_type || ' ' || column_name order by
         privilege_type || ' ' || column_name) as columns
       from information_schema.column_privileges where grantee = 'yimi_public' group by 1 order by 1`,
    );
    const granted = Object.fromEntries(rows.map(({ name, columns }) => [name, columns]));
    expect(Object.keys(granted)).toEqual(readByResidents);
    expect(rows.flatMap(({ columns }) => columns).filter((one) => !one.startsWith('SELECT '))).toEqual([]);
  });

  it('has no grant on a table that nobody has thought about: each has a county, or a reason to have none', () => {
    const without = relations.filter((one) => !ofCounty().includes(one)).map(({ name }) => name);
    expect(without).toEqual(Object.keys(ofNoCounty).sort());
  });
});

describe('no way round the fence', () => {
  it('is a table that does not force it, for its owner as for others', async () => {
    const found = await owner.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
         and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'county_id')`,
    );
    expect(found.rows).toEqual([]);
  });

  it('is a view that reads as its owner, or a function that runs as its owner', async () => {
    const views = await owner.query(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
         and not coalesce(c.reloptions::text like '%security_invoker=true%', false)`,
    );
    expect(views.rows).toEqual([]);
    const functions = await owner.query<{ name: string }>(
      `select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(functions.rows.map(({ name }) => name)).toEqual(Object.keys(asOwner));
  });

  it('is that function: it names the city’s officers, nobody of a county, and leaves the fence as it stood', async () => {
    await program.query('begin');
    await program.query("select set_config('yimi.county', $1, true)", [here]);
    const before = await program.query('select count(*)::int as n from login.accounts');
    const named = await program.query("select * from login.officers_of_city('459900')");
    const after = await program.query('select count(*)::int as n from login.accounts');
    await program.query('rollback');
    expect(before.rows).toEqual([{ n: 1 }]);
    expect(after.rows).toEqual([{ n: 1 }]);
    expect(named.rows).toEqual([]);
  });

  it('is a reference between counties’ tables that leaves the county out, which would tell whether a row is there', async () => {
    const found = await owner.query<{ name: string }>(
      `select c.conrelid::regclass::text || '.' || c.conname as name from pg_constraint c
       where c.contype = 'f'
         and exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'county_id')
         and exists (select 1 from pg_attribute a where a.attrelid = c.confrelid and a.attname = 'county_id')
         and not exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'county_id'
           and a.attnum = any(c.conkey))
         and c.confrelid <> 'login.accounts'::regclass`,
    );
    expect(found.rows).toEqual([]);
  });
});
