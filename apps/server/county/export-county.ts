/**
 * `npm run admin -- export-county`: all of a county's data in open formats, so that no county depends on this program: one CSV
 * and one JSON Lines file a table, the files, and a README that describes every column. Whoever has taken back the consent to
 * sharing (modules/people/consent.ts) is counted and not told: name and whatever else is guarded or sealed stay empty, their
 * pictures stay here. Sealed columns (id numbers, findings) leave only in boxes of their own, locked to the county's own public
 * key, and only when that is asked for.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnyRow, Problem, Table } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { Consent, clients, mayBeNamedOutside } from '@yimi/people';
import { evidence } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import { readBox, writeBox, writeDurably } from '../backup/backup-folder.ts';
import type { Lock, Opener } from '../backup/locked-box.ts';
import { LockedKey, lockKey, openKey } from '../backup/locked-box.ts';
import type { Trx } from '../database.ts';
import type { Cellar } from '../house.ts';
import { readRows } from '../store/rows.ts';
import type { SubjectKeys } from '../store/subject-keys.ts';
import { columnsOf, tablesOfCounty } from './describe.ts';

export interface ExportOptions {
  readonly countyId: string;
  readonly countyName: string;
  readonly folder: string;
  /** The county's own public key: with it sealed columns go along, in boxes that only its private key opens. */
  readonly sealedFor: Lock | null;
  readonly note: (text: string) => void;
}

/** Rows in memory at once. */
const pageSize = 2_000;

export interface Exported {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly withheld: number;
}

export async function exportCounty(cellar: Cellar, options: ExportOptions): Promise<Exported | Problem> {
  const { folder, countyId } = options;
  if ((await readdir(folder).catch(() => [])).length > 0)
    return problem('conflict', 'admin.folder-not-empty', {}, 'folder');
  for (const part of ['csv', 'json', 'files']) await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
  // One moment for all tables and files: what refers to a row finds it.
  return cellar.database.snapshotOf(countyId, async (trx) => {
    const { keys } = cellar.store.within(trx, countyId);
    const unnamed = await peopleNotToBeNamed(trx);
    let rows = 0;
    for (const table of tablesOfCounty()) {
      const n = await exportTable(trx, keys, table, unnamed, options);
      rows += n;
      options.note(`  ${table.name}  ${n}`);
    }
    if (options.sealedFor !== null) await exportSealed(trx, keys, unnamed, options, options.sealedFor);
    const files = await exportFiles(cellar, trx, unnamed, options);
    await writeFile(join(folder, 'README.md'), readmeOf(options, unnamed.size), { mode: 0o600 });
    return { tables: tablesOfCounty().length, rows, files, withheld: unnamed.size };
  });
}

const Said = z.object({ id: z.string(), consents: z.array(Consent), state: z.string() });

async function peopleNotToBeNamed(trx: Trx): Promise<Set<string>> {
  const found = await sql`select id, consents, state from people.clients`.execute(trx);
  const people = z.array(Said).parse(found.rows);
  return new Set(people.flatMap((one) => (mayBeNamedOutside(one) && one.state !== 'erased' ? [] : one.id)));
}

async function* pagesOf(trx: Trx, keys: SubjectKeys, table: Table, sealed: boolean): AsyncGenerator<AnyRow[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const where = `id > $1::uuid order by id limit ${pageSize}`;
    const found = await readRows(trx, keys, table, where, [after], () => sealed);
    const last = found.at(-1);
    if (last === undefined) return;
    yield found.map(({ row }) => row);
    after = last.row.id;
  }
}

/** Whom a row is about: the person's own row, or the column that names one. */
function personOf(table: Table, row: AnyRow): string | null {
  if (table.name === clients.name) return row.id;
  const named = row.clientId ?? table.subject?.(row) ?? null;
  return typeof named === 'string' ? named : null;
}

async function exportTable(
  trx: Trx,
  keys: SubjectKeys,
  table: Table,
  unnamed: ReadonlySet<string>,
  { folder }: ExportOptions,
): Promise<number> {
  const columns = columnsOf(table).filter((column) => column.mark !== 'sealed');
  const csv = createWriteStream(join(folder, 'csv', `${table.name}.csv`), { mode: 0o600 });
  const json = createWriteStream(join(folder, 'json', `${table.name}.jsonl`), { mode: 0o600 });
  // With a mark of byte order, without which spreadsheets of the office take Chinese for something else.
  csv.write(`\uFEFF${columns.map(({ name }) => name).join(',')}\r\n`);
  let n = 0;
  for await (const page of pagesOf(trx, keys, table, false)) {
    for (const row of page) {
      const person = personOf(table, row);
      const hidden = person !== null && unnamed.has(person);
      const shown = Object.fromEntries(
        columns.map(({ name, mark }) => [name, hidden && mark !== 'plain' ? null : (row[name] ?? null)]),
      );
      csv.write(`${columns.map(({ name }) => cell(shown[name])).join(',')}\r\n`);
      json.write(`${JSON.stringify(shown)}\n`);
    }
    n += page.length;
    await Promise.all([csv, json].map(drained));
  }
  await Promise.all([csv, json].map((stream) => new Promise<void>((done) => stream.end(done))));
  return n;
}

async function exportSealed(
  trx: Trx,
  keys: SubjectKeys,
  unnamed: ReadonlySet<string>,
  { folder, note }: ExportOptions,
  lock: Lock,
): Promise<void> {
  const key = randomBytes(32);
  await writeDurably(join(folder, 'sealed', 'key.json'), JSON.stringify(lockKey(key, lock)));
  for (const table of tablesOfCounty()) {
    const names = columnsOf(table).flatMap(({ name, mark }) => (mark === 'sealed' ? [name] : []));
    if (names.length === 0) continue;
    const lines = async function* () {
      for await (const page of pagesOf(trx, keys, table, true))
        for (const row of page) {
          const person = personOf(table, row);
          if (person !== null && unnamed.has(person)) continue;
          const shown = Object.fromEntries(['id', ...names].map((name) => [name, row[name] ?? null]));
          yield Buffer.from(`${JSON.stringify(shown)}\n`);
        }
    };
    await writeBox(join(folder, 'sealed', `${table.name}.box`), key, table.name, Readable.from(lines()));
    note(`  ${table.name}  🔒`);
  }
}

/** `open-sealed`: with the county's private key, beside the boxes. @returns how many were opened */
export async function openSealed(folder: string, opener: Opener): Promise<number | Problem> {
  const place = join(folder, 'sealed');
  const text = await readFile(join(place, 'key.json'), 'utf8').catch(() => null);
  if (text === null) return problem('not-found', 'admin.no-such-file', {}, 'folder');
  const key = openKey(LockedKey.parse(JSON.parse(text)), opener);
  if (isProblem(key)) return key;
  const boxes = (await readdir(place)).filter((name) => name.endsWith('.box'));
  for (const name of boxes) {
    const table = name.slice(0, -'.box'.length);
    const out = createWriteStream(join(place, `${table}.jsonl`), { mode: 0o600 });
    await pipeline(readBox(join(place, name), key, table), out);
  }
  return boxes.length;
}

const drained = (stream: NodeJS.WritableStream & { writableNeedDrain?: boolean }): Promise<void> =>
  stream.writableNeedDrain === true ? new Promise((done) => stream.once('drain', done)) : Promise.resolve();

/** RFC 4180; and a text that a spreadsheet would take for a formula is kept one by an apostrophe. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const FileRow = z.object({ sha256: z.string(), mime: z.string() });
const endings: Readonly<Record<string, string>> = {
  ...{ 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf' },
  ...{ 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' },
};

/** Files by their hash, as the rows name them; none of somebody who is not to be named, none that was withheld. */
async function exportFiles(cellar: Cellar, trx: Trx, unnamed: ReadonlySet<string>, options: ExportOptions) {
  const hidden = await sql`select distinct sha256 from ${sql.raw(evidence.name)}
    where withheld or client_id = any(${[...unnamed]}::uuid[])`.execute(trx);
  const kept = new Set(
    z
      .array(z.object({ sha256: z.string() }))
      .parse(hidden.rows)
      .map((row) => row.sha256),
  );
  const found = await sql`select sha256, mime from files.files
    where exists (select 1 from services.evidence e where e.sha256 = files.files.sha256) order by sha256`.execute(trx);
  let n = 0;
  for (const { sha256, mime } of z.array(FileRow).parse(found.rows)) {
    if (kept.has(sha256)) continue;
    const file = await cellar.vault.find(options.countyId, sha256);
    if (file === null || !(await file.isThere())) continue;
    const copy = join(options.folder, 'files', `${sha256}.${endings[mime] ?? 'bin'}`);
    await pipeline(await file.open(), createWriteStream(copy));
    n += 1;
  }
  return n;
}

const marks = {
  plain: '普通 plain',
  guarded: '受保护的个人信息 guarded personal data',
  sealed: '敏感信息，库中加密 sealed: encrypted in the database',
} as const;

function readmeOf({ countyName, sealedFor }: ExportOptions, withheld: number): string {
  const tables = tablesOfCounty().flatMap((table) => [
    `## ${table.name}`,
    '',
    '| 列 column | 类型 type | 保护 protection |',
    '|---|---|---|',
    ...columnsOf(table)
      .filter((column) => sealedFor !== null || column.mark !== 'sealed')
      .map(({ name, type, mark }) => `| ${name} | ${type} | ${marks[mark]} |`),
    '',
  ]);
  return [
    `# ${countyName}`,
    '',
    '每张表一个 CSV（UTF-8，首行列名）和一个 JSON Lines 文件，内容相同；files/ 里的照片、录音以 SHA-256 命名，',
    '对应 services.evidence 的 sha256 列。时刻（bigint）是 1970 年以来的毫秒数，日期是 YYYY-MM-DD（东八区），jsonb 列是 JSON。',
    'CSV 里以 = + - @ 开头的文字前加了一个撇号，免得被表格软件当成公式；JSON 里没有加。',
    '',
    'One CSV and one JSON Lines file a table with the same content; files/ are named by their SHA-256, as in services.evidence.',
    'Instants (bigint) are milliseconds since 1970, days are YYYY-MM-DD in UTC+8, jsonb columns are JSON. In the CSV a text that',
    'begins with = + - @ has an apostrophe before it.',
    '',
    sealedFor !== null
      ? '敏感列（证件号、走访内容等）不在 CSV 里，在 sealed/，用县里自己的私钥打开：npm run admin -- open-sealed 目录 --private-key 私钥.pem。'
      : '不含敏感列。 Without sealed columns.',
    `${withheld} 人已注销或撤回对外提供的同意：只计数，不含姓名等个人信息和照片。`,
    `${withheld} people are erased or took back their consent to sharing: counted, without personal data and pictures.`,
    '',
    ...tables,
  ].join('\n');
}
