/**
 * `npm run admin -- restore`: brings a backup back into an empty data folder, or into an empty database elsewhere. The tables
 * are made by the migrations that the backup names and filled in one transaction; each county begins another epoch, by which
 * phones that have seen more notice it and send again what is missing (packages/sync/sent-again.ts). Nothing of a place
 * that holds something already is touched.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import * as z from 'zod';
import type { Shelf } from '../files/shelf.ts';
import { migrate, ownSteps } from '../migrate.ts';
import { quoted, sqlName, tablesOf } from './back-up.ts';
import type { Manifest } from './backup-folder.ts';
import {
  boxHash,
  damaged,
  fileBox,
  readBox,
  readKey,
  readManifest,
  runFolder,
  runsIn,
  textIn,
} from './backup-folder.ts';
import type { Opener } from './locked-box.ts';
import { DamagedBox, openKey } from './locked-box.ts';

export interface RestoreParts {
  /** Of an empty database; called when the folder has its keys again. */
  readonly openDatabase: () => Promise<pg.ClientConfig | Problem>;
  readonly data: string;
  /** Where this house keeps its files if not in the data folder. */
  readonly objects: Shelf | null;
  readonly now: () => number;
  readonly note: (text: string) => void;
}

/** Runs' keys: files of earlier runs lie under those runs' keys. */
export type Keys = Map<string, Buffer>;

export async function keyOf(folder: string, run: string, opener: Opener, keys: Keys): Promise<Buffer | Problem> {
  const known = keys.get(run);
  if (known !== undefined) return known;
  const locked = await readKey(folder, run);
  const key = isProblem(locked) ? locked : openKey(locked, opener);
  if (!isProblem(key)) keys.set(run, key);
  return key;
}

/** @param run null: the newest */
export async function restore(
  folder: string,
  run: string | null,
  opener: Opener,
  parts: RestoreParts,
): Promise<Manifest | Problem> {
  const chosen = run ?? (await runsIn(folder)).at(-1);
  if (chosen === undefined) return problem('not-found', 'admin.no-backup', {});
  const manifest = await readManifest(folder, chosen);
  if (isProblem(manifest)) return manifest;
  const keys: Keys = new Map();
  const key = await keyOf(folder, chosen, opener, keys);
  if (isProblem(key)) return key;
  const refused = (await knownHere(manifest)) ?? (await emptyFolder(parts.data)) ?? (await wholeRun(folder, manifest));
  if (refused !== null) return refused;
  try {
    await bringKeys(folder, manifest, key, parts.data);
    const owner = await parts.openDatabase();
    if (isProblem(owner)) return owner;
    const filled = await fill(owner, folder, manifest, key, parts);
    if (filled !== null) return filled;
    const lacking = await bringFiles(folder, manifest, opener, keys, parts);
    return lacking ?? manifest;
  } catch (error) {
    if (error instanceof DamagedBox) return damaged(chosen);
    throw error;
  }
}

/** Before anything is written: who names an earlier run next finds the place as empty as it was. */
async function knownHere({ migrations, program }: Manifest): Promise<Problem | null> {
  const own = await ownSteps();
  const known = migrations.every(({ name, sha256 }) => own.get(name) === sha256);
  return known ? null : problem('unavailable', 'admin.restore-newer', { program });
}

async function emptyFolder(data: string): Promise<Problem | null> {
  const there = await readdir(data).catch(() => []);
  return there.length === 0 ? null : problem('conflict', 'admin.restore-not-empty', {}, 'data');
}

/** Before anything is written: a box that is missing or changed is found now and not half-way. */
export async function wholeRun(folder: string, { run, tables, keys }: Manifest): Promise<Problem | null> {
  for (const { name, sha256 } of [...tables, { name: 'keys', ...keys }]) {
    const found = await boxHash(join(runFolder(folder, run), `${name}.box`)).catch(() => null);
    if (found !== sha256) return damaged(`${name}.box`);
  }
  return null;
}

async function bringKeys(folder: string, { run }: Manifest, key: Buffer, data: string): Promise<void> {
  const text = await textIn(readBox(join(runFolder(folder, run), 'keys.box'), key, `${run}/keys`));
  await mkdir(data, { recursive: true, mode: 0o711 });
  await mkdir(join(data, 'keys'), { mode: 0o700 });
  for (const [name, content] of Object.entries(z.record(z.string(), z.base64()).parse(JSON.parse(text))))
    await writeFile(join(data, 'keys', name), Buffer.from(content, 'base64'), { mode: 0o600, flush: true });
}

async function fill(
  owner: pg.ClientConfig,
  folder: string,
  manifest: Manifest,
  key: Buffer,
  { now, note }: RestoreParts,
): Promise<Problem | null> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    if ((await tablesOf(client)).length > 0) return problem('conflict', 'admin.restore-not-empty', {}, 'data');
    await migrate(owner, null, new Map(manifest.migrations.map((one) => [one.name, one.sha256])));
    await client.query('begin');
    await client.query('set local row_security = off');
    const tables = await inOrderOfReferences(client);
    await client.query(`truncate ${tables.map((name) => name.sql).join(', ')}`);
    // What triggers derive came with the backup.
    for (const { sql } of tables) await client.query(`alter table ${sql} disable trigger user`);
    for (const table of tables) {
      const refused = await fillTable(client, table, { folder, manifest, key, note });
      if (refused !== null) return refused;
    }
    for (const { sql } of tables) await client.query(`alter table ${sql} enable trigger user`);
    await beginEpoch(client, manifest.takenAt, now());
    // Nobody goes on in a console as if nothing had happened.
    await client.query(`update login.sessions set ended_at = $1 where kind = 'console' and ended_at is null`, [now()]);
    await client.query('commit');
    await client.query('analyze');
    return null;
  } finally {
    await client.end();
  }
}

interface Source {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly key: Buffer;
  readonly note: (text: string) => void;
}

/** What the run has of the table, into it. */
export async function fillTable(
  client: pg.Client,
  { name, sql }: { readonly name: string; readonly sql: string },
  { folder, manifest: { run, tables }, key, note }: Source,
): Promise<Problem | null> {
  const kept = tables.find((table) => table.name === name);
  if (kept === undefined) return null;
  const into = client.query(copyFrom(`copy ${sql} (${kept.columns.map(quoted).join(', ')}) from stdin`));
  await pipeline(readBox(join(runFolder(folder, run), `${name}.box`), key, `${run}/${name}`), into);
  if (into.rowCount !== kept.rows) return damaged(`${name}.box`);
  if (kept.rows > 0) note(`  ${name}  ${kept.rows}`);
  return null;
}

/**
 * Another epoch for each county, by which phones notice that the data went back.
 * @param stateOf the moment to which the data went back
 */
export async function beginEpoch(client: pg.ClientBase, stateOf: number, now: number): Promise<void> {
  await client.query('delete from engine.epochs');
  await client.query(
    `insert into engine.epochs (county_id, name, begun_at, state_of)
     select id, $1 || left(id::text, 4), $2, $3 from public.counties`,
    [randomBytes(4).toString('hex'), now, stateOf],
  );
}

const Reference = z.object({ from: z.string(), to: z.string() });

/** Tables before those that refer to them; the list of migrations is written by the migrations themselves. */
export async function inOrderOfReferences(client: pg.ClientBase): Promise<{ name: string; sql: string }[]> {
  const found = await client.query(
    `select conrelid::regclass::text as "from", confrelid::regclass::text as "to" from pg_constraint
     where contype = 'f' and conrelid <> confrelid`,
  );
  const references = z.array(Reference).parse(found.rows);
  const all = await tablesOf(client);
  const open = all.filter(({ schema, name }) => !(schema === 'public' && name === 'migrations'));
  const regclass = await client.query<{ name: string; text: string }>(
    'select x as name, x::regclass::text as text from unnest($1::text[]) x',
    [open.map(sqlName)],
  );
  const textOf = new Map(regclass.rows.map((row) => [row.name, row.text]));
  const done = new Set<string>();
  const sorted: { name: string; sql: string }[] = [];
  while (open.length > 0) {
    const at = open.findIndex((table) =>
      references.every(({ from, to }) => from !== textOf.get(sqlName(table)) || done.has(to)),
    );
    const [table] = open.splice(Math.max(at, 0), 1);
    if (table === undefined) break;
    done.add(textOf.get(sqlName(table)) ?? '');
    sorted.push({ name: `${table.schema}.${table.name}`, sql: sqlName(table) });
  }
  return sorted;
}

export async function bringFiles(
  folder: string,
  { files }: Manifest,
  opener: Opener,
  keys: Keys,
  { data, objects, note }: Pick<RestoreParts, 'data' | 'objects' | 'note'>,
): Promise<Problem | null> {
  for (const { path, run } of files) {
    const key = await keyOf(folder, run, opener, keys);
    if (isProblem(key)) return key;
    const to = join(data, path);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const file = createWriteStream(to, { mode: 0o600, flush: true });
    await pipeline(readBox(fileBox(folder, path, run), key, `${run}/${path}`), file);
    if (objects === null || !path.startsWith('files/')) continue;
    // What a file is stands in its row; the store is told only that it is bytes.
    const about = { sha256: basename(path), mime: 'application/octet-stream' };
    await objects.put(path.slice('files/'.length), to, about);
    await rm(to, { force: true });
  }
  note(`  文件 files  ${files.length}`);
  return null;
}
