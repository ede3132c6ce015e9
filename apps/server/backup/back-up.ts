/**
 * `npm run admin -- backup`: one snapshot of the whole database, read by COPY in one REPEATABLE READ transaction while the
 * house works on; the files that no earlier run has; and the house's keys, without which nothing sealed can be read. The
 * embedded PostgreSQL ships no pg_dump. All of it is encrypted before it leaves the process (locked-box.ts).
 */

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import * as z from 'zod';
import type { Shelf } from '../files/shelf.ts';
import { FolderShelf, keyOf } from '../files/shelf.ts';
import type { Manifest } from './backup-folder.ts';
import {
  fileBox,
  readManifest,
  runFolder,
  runsIn,
  signed,
  streamOf,
  syncFolder,
  writeBox,
  writeDurably,
  writeKey,
} from './backup-folder.ts';
import type { Lock } from './locked-box.ts';
import { lockKey } from './locked-box.ts';

export interface BackupParts {
  /** The owner's, who reads past row-level security: a superuser or a role with BYPASSRLS. */
  readonly owner: pg.ClientConfig;
  /** The data folder: keys and files. */
  readonly data: string;
  /** Where kept files lie if not in the data folder. */
  readonly objects: Shelf | null;
  readonly program: string;
  readonly now: () => number;
  readonly note: (text: string) => void;
}

/** Names of the database's own, and of who runs now: they are not the house's to bring back. */
const notKept = ['running.json'];
/** Whatever the house keeps in files lies in one of these; `arriving` holds unfinished uploads, which phones repeat. */
const fileFolders = ['files', 'ledgers'];
const FileRows = z.array(z.object({ county_id: z.string(), sha256: z.string(), bytes: z.number() }));

const Table = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) });
type Table = z.infer<typeof Table>;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const sqlName = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${quoted(schema)}.${quoted(name)}`;

export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const found = await client.query(
    `select n.nspname as schema, c.relname as name,
       (select jsonb_agg(a.attname order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by n.nspname, c.relname`,
  );
  return z.array(Table).parse(found.rows);
}

export const nameOfRun = (now: number): string => new Date(now).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

/** @returns the run's manifest. A run that breaks off leaves only what the next one clears away. */
export async function backUp(folder: string, lock: Lock, parts: BackupParts): Promise<Manifest | Problem> {
  const takenAt = parts.now();
  const run = nameOfRun(takenAt);
  if ((await runsIn(folder)).includes(run)) return problem('conflict', 'admin.backup-just-made', {});
  const draft = `${runFolder(folder, run)}.unfinished`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  // On disk before the first box: a box without its key is worth nothing.
  await writeKey(folder, run, lockKey(key, lock));
  const target = { folder, draft, run, key };
  const client = new pg.Client(parts.owner);
  await client.connect();
  try {
    const database = await dump(client, target, parts.note);
    const keys = await keepKeys(target, parts.data);
    // After the snapshot: each file that a row of it promises is there by now (law S1).
    const files = await keepFiles(target, keptFiles(client, parts, null), parts.note);
    const manifest: Manifest = { format: 1, run, takenAt, program: parts.program, ...database, keys, files };
    await writeDurably(join(draft, 'manifest.json'), signed(manifest));
    await rename(draft, runFolder(folder, run));
    await syncFolder(join(folder, 'runs'));
    await noteProof(client, 'backup', parts.now(), { run, files: files.length });
    return manifest;
  } finally {
    await client.end();
  }
}

export async function noteProof(
  client: pg.ClientBase,
  kind: 'backup' | 'verify',
  at: number,
  details: object,
  good = true,
): Promise<void> {
  await client.query('insert into public.house_proofs (kind, at, good, details) values ($1, $2, $3, $4)', [
    kind,
    at,
    good,
    JSON.stringify(details),
  ]);
}

/** Where a run is written, and under which key. */
export interface Target {
  readonly folder: string;
  readonly draft: string;
  readonly run: string;
  readonly key: Buffer;
}

async function dump(client: pg.Client, target: Target, note: (text: string) => void) {
  await client.query('begin isolation level repeatable read read only');
  // Where a policy would hide rows from this role, PostgreSQL refuses instead of leaving them out silently.
  await client.query('set local row_security = off');
  const about = await aboutDatabase(client);
  const all = (await tablesOf(client)).map((table) => ({
    ...table,
    name: `${table.schema}.${table.name}`,
    sql: sqlName(table),
  }));
  const tables = await dumpTables(client, target, all, note);
  await client.query('commit');
  return { ...about, tables };
}

const Applied = z.array(z.object({ name: z.string(), sha256: z.string() }));

export async function aboutDatabase(client: pg.Client): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const version = await client.query<{ server_version: string }>('show server_version');
  const migrations = await client.query('select name, sha256 from public.migrations order by name');
  return { postgres: version.rows[0]?.server_version ?? '', migrations: Applied.parse(migrations.rows) };
}

export interface Dumped {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly string[];
  /** A condition; all rows without one. */
  readonly where?: string;
}

export async function dumpTables(
  client: pg.Client,
  { draft, run, key }: Target,
  wanted: readonly Dumped[],
  note: (text: string) => void,
): Promise<Manifest['tables']> {
  const tables: Manifest['tables'] = [];
  for (const { name, sql, columns, where = 'true' } of wanted) {
    const list = columns.map(quoted).join(', ');
    const rows = client.query(copyTo(`copy (select ${list} from ${sql} where ${where}) to stdout`));
    const { sha256 } = await writeBox(join(draft, `${name}.box`), key, `${run}/${name}`, rows);
    tables.push({ name, columns: [...columns], rows: rows.rowCount, sha256 });
    if (rows.rowCount > 0) note(`  ${name}  ${rows.rowCount}`);
  }
  return tables;
}

async function keepKeys({ draft, run, key }: Target, data: string): Promise<{ sha256: string }> {
  const folder = join(data, 'keys');
  const kept: Record<string, string> = {};
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || notKept.includes(entry.name)) continue;
    kept[entry.name] = (await readFile(join(folder, entry.name))).toString('base64');
  }
  return writeBox(join(draft, 'keys.box'), key, `${run}/keys`, streamOf(JSON.stringify(kept)));
}

export async function keepFiles(
  { folder, run, key }: Pick<Target, 'folder' | 'run' | 'key'>,
  kept: AsyncIterable<Kept>,
  note: (text: string) => void,
): Promise<Manifest['files']> {
  const last = (await runsIn(folder)).at(-1);
  const earlier = last === undefined ? null : await readManifest(folder, last);
  const known = new Map(earlier !== null && 'files' in earlier ? earlier.files.map((file) => [file.path, file]) : []);
  const files: Manifest['files'] = [];
  let fresh = 0;
  for await (const { path, bytes, read } of kept) {
    const there = known.get(path);
    if (there?.bytes === bytes) {
      files.push(there);
      continue;
    }
    await writeBox(fileBox(folder, path, run), key, `${run}/${path}`, await read());
    files.push({ path, run, bytes });
    fresh += 1;
  }
  note(`  文件 files  ${files.length}（新 new ${fresh}）`);
  return files;
}

export interface Kept {
  /** Of a store of objects the same as if it were a folder: either is brought back into either. */
  readonly path: string;
  readonly bytes: number;
  readonly read: () => Promise<Readable>;
}

/** @param countyId null: of all counties */
export async function* keptFiles(
  client: pg.Client,
  { data, objects, note }: Pick<BackupParts, 'data' | 'objects' | 'note'>,
  countyId: string | null,
): AsyncGenerator<Kept> {
  for (const top of fileFolders) {
    for await (const path of filesBelow(data, countyId === null ? top : `${top}/${countyId}`)) {
      const { size } = await stat(join(data, path));
      yield { path, bytes: size, read: async () => createReadStream(join(data, path)) };
    }
  }
  if (objects === null) return;
  await client.query('begin read only');
  await client.query('set local row_security = off');
  const found = await client.query(
    'select county_id, sha256, bytes from files.files where $1::uuid is null or county_id = $1 order by county_id, sha256',
    [countyId],
  );
  await client.query('commit');
  let lacking = 0;
  for (const { county_id: county, sha256, bytes } of FileRows.parse(found.rows)) {
    const key = keyOf(county, sha256);
    // Copied into the store from the folder, where it still lies: it was kept from there.
    if (await new FolderShelf(join(data, 'files')).has(key)) continue;
    // Its time was over between the list and now, or an earlier restore came without it: its record shows it as owed.
    if (await objects.has(key)) yield { path: `files/${key}`, bytes, read: () => objects.read(key) };
    else lacking += 1;
  }
  if (lacking > 0) note(`  不在文件库里 not in the store of files: ${lacking}`);
}

/** Paths of files below a folder, as they are named in the manifest: with slashes on every system. */
async function* filesBelow(data: string, path: string): AsyncGenerator<string> {
  const entries = await readdir(join(data, path), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) {
      if (inner !== 'files/arriving') yield* filesBelow(data, inner);
    } else if (entry.isFile()) yield inner;
  }
}

/** Lets go of all but the newest runs, and of the files that none of those names. @returns how many runs went */
export async function clearOldRuns(folder: string, keep: number): Promise<number> {
  const runs = await runsIn(folder);
  const old = runs.slice(0, Math.max(0, runs.length - keep));
  if (old.length === 0) return 0;
  const named = new Set<string>();
  for (const run of runs.slice(-keep)) {
    const manifest = await readManifest(folder, run);
    // A run that cannot be read may name anything: then nothing is cleared away.
    if (!('files' in manifest)) return 0;
    for (const file of manifest.files) named.add(`${file.path}.${file.run}.box`);
  }
  for (const run of old) await rm(runFolder(folder, run), { recursive: true, force: true });
  for await (const path of filesBelow(folder, 'files')) {
    if (!named.has(path.slice('files/'.length))) await rm(join(folder, path));
  }
  return old.length;
}
