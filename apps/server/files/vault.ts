/**
 * Where evidence lies: one file a hash and county, on a shelf that may be a folder or a store of objects (law Z2). A file is
 * there, whole and durable, and its row committed, before anybody is told that it has arrived (law S1). Nothing else
 * touches the shelf.
 */
import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Day, Problem } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { carriesLocation, isReally, mimes, pixelsOf } from './contents.ts';
import {
  clearedMeanwhile,
  hashDiffers,
  hasLocation,
  largestFile,
  mostPixels,
  notWhatItSays,
  tooLarge,
  tooManyPixels,
  wrongMetadata,
} from './problems.ts';
import type { Range, Shelf } from './shelf.ts';
import { FolderShelf, keyOf } from './shelf.ts';

export interface FileAbout {
  readonly countyId: string;
  readonly userId: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly mime: string;
}

/** Longer than a phone may stay away before its history is doubted (law C5). */
const unnamedKeptMs = 120 * 86_400_000;
/** No phone knows of what a resident sent: once nothing names it, it goes. */
const heardKeptMs = 86_400_000;
/** In one transaction, a day. */
const mostCleared = 5000;

const FileRow = z.object({ mime: z.string(), bytes: z.number() });

export interface KeptFile {
  readonly mime: string;
  readonly bytes: number;
  readonly open: (range?: Range) => Promise<Readable>;
  /** False where the row outlived the file, as after a restore without it. */
  readonly isThere: () => Promise<boolean>;
}

export interface VaultParts {
  readonly database: Database;
  /** Unfinished uploads lie here, and what is kept where no other shelf is given. */
  readonly folder: string;
  readonly shelf?: Shelf;
  readonly now: () => number;
}

/** Rolls the row back. */
class ClearedMeanwhile extends Error {}

export class FileVault {
  readonly #parts: VaultParts;
  readonly #shelf: Shelf;

  constructor(parts: VaultParts) {
    this.#parts = parts;
    this.#shelf = parts.shelf ?? new FolderShelf(parts.folder);
  }

  /** Parts of uploads lie here, on the same file system as a folder's shelf, so that a finished one is moved. */
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
      const key = keyOf(about.countyId, sha256);
      await this.#shelf.put(key, path, { sha256, mime: about.mime });
      await this.#enter(sha256, size, about);
      return null;
    } catch (error) {
      if (error instanceof ClearedMeanwhile) return clearedMeanwhile();
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  async #inspect(sha256: string, path: string, { mime }: FileAbout): Promise<Problem | null> {
    const known = mimes.find((one) => one === mime);
    if (known === undefined) return wrongMetadata('mime');
    if ((await stat(path)).size > largestFile) return tooLarge();
    // Whole, for a picture may tell its place at its very end; it is no larger than `largestFile`.
    const bytes = await readFile(path);
    if (hash('sha256', bytes) !== sha256) return hashDiffers();
    if (!isReally(known, bytes)) return notWhatItSays(known);
    if (pixelsOf(known, bytes) > mostPixels) return tooManyPixels();
    return carriesLocation(known, bytes) ? hasLocation() : null;
  }

  async #enter(sha256: string, bytes: number, { countyId, userId, kind, mime }: FileAbout): Promise<void> {
    await this.#parts.database.inCounty(countyId, async (trx) => {
      await sql`insert into files.files (sha256, mime, kind, bytes, kept_at, kept_by)
        values (${sha256}, ${mime}, ${kind}, ${bytes}, ${this.#parts.now()}, ${userId}) on conflict do nothing`.execute(
        trx,
      );
      // The clearing may have taken the same bytes away; the row has waited for its end. No row without its file.
      if (!(await this.#shelf.has(keyOf(countyId, sha256)))) throw new ClearedMeanwhile();
    });
  }

  async find(countyId: string, sha256: string): Promise<KeptFile | null> {
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`select mime, bytes from files.files where sha256 = ${sha256}`.execute(trx),
    );
    const [row] = z.array(FileRow).parse(found.rows);
    const key = keyOf(countyId, sha256);
    return row === undefined
      ? null
      : { ...row, open: (range) => this.#shelf.read(key, range), isThere: () => this.#shelf.has(key) };
  }

  /**
   * Files that nobody may be shown any more: of people who were erased, and of visits before the day whose time is over.
   * What no record names yet may still be named by a phone that was away, for as long as late work is taken (law C5).
   * @returns how many went
   */
  async clear(countyId: string, before: Day | null): Promise<number> {
    const unnamedBefore = this.#parts.now() - unnamedKeptMs;
    return this.#parts.database.inCounty(countyId, async (trx) => {
      const found = await sql`delete from files.files f where f.sha256 in (
        select g.sha256 from files.files g
        where not exists (select from people.clients c where c.photo = g.sha256)
          and not exists (select from activities.photos a where a.sha256 = g.sha256)
          and g.sha256 not in (
            select q.sound #>> '{}' from (select model from forms.forms union all select model from forms.revisions) m,
              jsonb_path_query(m.model, '$.**.audio.*') as q(sound))
          and not exists (
            select from services.evidence e left join services.visits v on v.id = e.visit_id
              left join people.clients c on c.id = e.client_id
            where e.sha256 = g.sha256
              and not (e.withheld and coalesce(c.state = 'erased' or v.occurred_on < ${before ?? ''}, false)))
          and not exists (select from needs.needs n where n.voice = g.sha256)
          and (g.kept_at < ${unnamedBefore}
            or (g.kept_by = ${systemActor} and g.kept_at < ${this.#parts.now() - heardKeptMs}) or exists (select from services.evidence e where e.sha256 = g.sha256))
        limit ${mostCleared}) returning f.sha256`.execute(trx);
      const gone = z.array(z.object({ sha256: z.string() })).parse(found.rows);
      // Before the row's end is committed: who keeps the same bytes anew waits for that, and then sees them missing.
      for (const { sha256 } of gone) await this.#shelf.remove(keyOf(countyId, sha256));
      return gone.length;
    });
  }
}
