/**
 * Brings a database to this program's version: plain SQL files, in order, each once, each in a transaction. Runs as the
 * owner; the program itself then connects as `yimi_app`, which is made here and owns nothing (law A1).
 */
import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const folder = join(import.meta.dirname, 'migrations');
/** Any number that no other program takes: two servers starting at once migrate one after the other. */
const lockKey = 0x79696d69;

/** @param only of a backup that is restored: what had been applied to it, by name and checksum */
export async function migrate(
  owner: pg.ClientConfig,
  appPassword: string | null,
  only: ReadonlyMap<string, string> | null = null,
): Promise<string[]> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await ensureRole(client, appPassword);
    await client.query(
      'create table if not exists public.migrations (name text primary key, sha256 text not null, at timestamptz not null)',
    );
    const done = new Map(
      (await client.query<{ name: string; sha256: string }>('select name, sha256 from public.migrations')).rows.map(
        (row) => [row.name, row.sha256],
      ),
    );
    const applied: string[] = [];
    for (const { name, text, sha256 } of await steps()) {
      if (done.has(name)) {
        if (done.get(name) !== sha256)
          throw new Error(`migration ${name} was changed after it had run: write a new one instead`);
        continue;
      }
      if (only !== null && only.get(name) !== sha256) continue;
      await apply(client, name, text, sha256);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function steps(): Promise<{ name: string; text: string; sha256: string }[]> {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text, at) => ({ name: names[at] ?? '', text, sha256: hash('sha256', text) }));
}

/** By name, with the checksum of each. */
export async function ownSteps(): Promise<ReadonlyMap<string, string>> {
  return new Map((await steps()).map(({ name, sha256 }) => [name, sha256]));
}

/** Steps that are not this program's: it would write past rules that it has never heard of, and must not open such a database. */
export async function stepsOfNewer(owner: pg.ClientConfig): Promise<string[]> {
  const own = await ownSteps();
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const there = await client.query<{ there: boolean }>(
      "select to_regclass('public.migrations') is not null as there",
    );
    if (there.rows[0]?.there !== true) return [];
    const applied = await client.query<{ name: string }>('select name from public.migrations order by name');
    return applied.rows.map(({ name }) => name).filter((name) => !own.has(name));
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, password: string | null): Promise<void> {
  const exists = await client.query("select 1 from pg_roles where rolname = 'yimi_app'");
  if (exists.rowCount === 0)
    await client.query('create role yimi_app login nosuperuser nocreatedb nocreaterole nobypassrls');
  // A role cannot be altered with a parameter; escapeLiteral quotes as the server does.
  if (password !== null) await client.query(`alter role yimi_app password ${client.escapeLiteral(password)}`);
}

async function apply(client: pg.Client, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into public.migrations values ($1, $2, now())', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
