/**
 * How a backup lies in its folder, which one disk or another machine can hold:
 *
 *   keys/<run>.json           the run's key, locked; never cleared away, for files of old runs need it
 *   runs/<run>/manifest.json  what the run holds, with the SHA-256 of each box and of itself; nothing personal
 *   runs/<run>/<name>.box     a table, or the house's keys
 *   files/<path>.<run>.box    a file of the data folder, from the first run that found it: files never change
 *
 * A run is made under another name and renamed when all of it is on disk, so a run that is there is whole.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import * as z from 'zod';
import { LockedKey, opening, sealing } from './locked-box.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const Manifest = z.object({
  format: z.literal(1),
  run: z.string(),
  takenAt: z.int(),
  program: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: Sha256 })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int(), sha256: Sha256 })),
  keys: z.object({ sha256: Sha256 }),
  files: z.array(z.object({ path: z.string(), run: z.string(), bytes: z.int() })),
});
export type Manifest = z.infer<typeof Manifest>;
const Signed = Manifest.extend({ checksum: Sha256 });

export const runFolder = (folder: string, run: string): string => join(folder, 'runs', run);
const keyFile = (folder: string, run: string): string => join(folder, 'keys', `${run}.json`);
export const fileBox = (folder: string, path: string, run: string): string =>
  join(folder, 'files', `${path}.${run}.box`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is written is on disk, and so is its name, before anybody counts on it. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await syncFolder(dirname(path));
}

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Compresses, seals and writes. @returns SHA-256 of what lies in the box file, and bytes of the content */
export async function writeBox(
  path: string,
  key: Buffer,
  place: string,
  content: Readable,
): Promise<{ sha256: string; bytes: number }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const out = createWriteStream(path, { mode: 0o600, flush: true });
  // Level 1: a backup waits for the disk and not for the processor.
  await pipeline(content, counting, createGzip({ level: 1 }), sealing(key, place), hashing, out);
  return { sha256: hash.digest('hex'), bytes };
}

export function readBox(path: string, key: Buffer, place: string): Readable {
  const [box, opened, unpacked] = [createReadStream(path), opening(key, place), createGunzip()];
  // The last one tells of all: whoever reads it hears of a box that is damaged further up.
  pipeline(box, opened, unpacked).catch((error: unknown) => {
    unpacked.destroy(error instanceof Error ? error : new Error('box'));
  });
  return unpacked;
}

export async function textIn(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

export const streamOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

export function signed(manifest: Manifest): string {
  // Parsed, so that the fields stand in the order in which whoever checks it will have them.
  const ordered = Manifest.parse(manifest);
  return `${JSON.stringify({ ...ordered, checksum: sha256(JSON.stringify(ordered)) }, null, 1)}\n`;
}

const damaged = (what: string): Problem => problem('invalid', 'admin.backup-damaged', { what });

export async function readManifest(folder: string, run: string): Promise<Manifest | Problem> {
  try {
    const parsed = Signed.parse(JSON.parse(await readFile(join(runFolder(folder, run), 'manifest.json'), 'utf8')));
    const { checksum, ...manifest } = parsed;
    return sha256(JSON.stringify(manifest)) === checksum ? manifest : damaged('manifest.json');
  } catch {
    return damaged('manifest.json');
  }
}

/** Whole runs, oldest first. */
export async function runsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'runs')).catch(() => []);
  return names.filter((name) => /^\d{8}T\d{6}Z$/.test(name)).sort();
}

export const writeKey = (folder: string, run: string, locked: LockedKey): Promise<void> =>
  writeDurably(keyFile(folder, run), JSON.stringify(locked));

export async function readKey(folder: string, run: string): Promise<LockedKey | Problem> {
  try {
    return LockedKey.parse(JSON.parse(await readFile(keyFile(folder, run), 'utf8')));
  } catch {
    return damaged(`keys/${run}.json`);
  }
}

export async function boxHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export { damaged };
