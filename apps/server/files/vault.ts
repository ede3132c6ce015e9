/**
 * Where evidence lies: one file a hash and county. A file is on disk, whole, synced with its directory, and its row
 * committed, before anybody is told that it has arrived (law S1). A store that keeps objects elsewhere would take the place
 * of this class; nothing else touches the folder (law Z2).
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { carriesLocation, isReally, mimes } from './contents.ts';
import { hashDiffers, hasLocation, largestFile, notWhatItSays, tooLarge, wrongMetadata } from './problems.ts';

export interface FileAbout {
  readonly countyId: string;
  readonly userId: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly mime: string;
}

const FileRow = z.object({ mime: z.string(), bytes: z.number() });

export interface VaultParts {
  readonly database: Database;
  readonly folder: string;
  readonly now: () => number;
}

export class FileVault {
  readonly #parts: VaultParts;

  constructor(parts: VaultParts) {
    this.#parts = parts;
  }

  /** Parts of uploads lie here, on the same file system, so that a finished one is moved and not copied. */
  get arriving(): string {
    return join(this.#parts.folder, 'arriving');
  }

  async keep(sha256: string, bytes: Uint8Array, about: FileAbout): Promise<Problem | null> {
    await mkdir(this.arriving, { recursive: true, mode: 0o700 });
    const path = join(this.arriving, randomUUID());
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(bytes).finally(() => file.close());
    return this.keepFile(sha256, path, about);
  }

  /** Takes the file at the path over: it is gone from there afterwards, kept or refused. */
  async keepFile(sha256: string, path: string, about: FileAbout): Promise<Problem | null> {
    try {
      const refused = await this.#inspect(sha256, path, about);
      if (refused !== null) return refused;
      const { size } = await stat(path);
      await this.#settle(path, this.#placeOf(about.countyId, sha256));
      await this.#enter(sha256, size, about);
      return null;
    } finally {
      await rm(path, { force: true });
    }
  }

  async #inspect(sha256: string, path: string, { mime }: FileAbout): Promise<Problem | null> {
    const known = mimes.find((one) => one === mime);
    if (known === undefined) return wrongMetadata('mime');
    if ((await stat(path)).size > largestFile) return tooLarge();
    if ((await hashOf(path)) !== sha256) return hashDiffers();
    // Whole, for a picture may tell its place at its very end; it is no larger than `largestFile`.
    const bytes = await readFile(path);
    if (!isReally(known, bytes)) return notWhatItSays(known);
    return carriesLocation(known, bytes) ? hasLocation() : null;
  }

  async #settle(from: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await syncPath(from);
    await rename(from, to);
    await syncPath(dirname(to));
    await syncPath(dirname(dirname(to)));
    await syncPath(this.#parts.folder);
  }

  async #enter(sha256: string, bytes: number, { countyId, userId, kind, mime }: FileAbout): Promise<void> {
    await this.#parts.database.inCounty(countyId, (trx) =>
      sql`insert into files.files (sha256, mime, kind, bytes, kept_at, kept_by)
        values (${sha256}, ${mime}, ${kind}, ${bytes}, ${this.#parts.now()}, ${userId}) on conflict do nothing`.execute(
        trx,
      ),
    );
  }

  async find(countyId: string, sha256: string): Promise<{ path: string; mime: string; bytes: number } | null> {
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`select mime, bytes from files.files where sha256 = ${sha256}`.execute(trx),
    );
    const [row] = z.array(FileRow).parse(found.rows);
    return row === undefined ? null : { path: this.#placeOf(countyId, sha256), ...row };
  }

  #placeOf(countyId: string, sha256: string): string {
    return join(this.#parts.folder, countyId, sha256.slice(0, 2), sha256);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A rename is on disk only when its directory is. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
