/**
 * Where ledgers lie that were sent in: one file a hash and county, encrypted under the county's key, because a ledger holds
 * thousands of id numbers (law A3). On disk, synced, before its row is committed (law S1). Forgotten after thirty days: by
 * then it was imported, mended or given up.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import type { PostgresStore } from '../store/postgres-store.ts';

export interface LedgerFile {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly uploadedBy: string;
}

const Row = z.object({
  id: z.string(),
  sha256: z.string(),
  name: z.string(),
  bytes: z.number(),
  uploaded_by: z.string(),
});
const Hashes = z.array(z.object({ sha256: z.string() }));
const keptMs = 30 * 86_400_000;

export interface LedgerFilesParts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly folder: string;
  readonly now: () => number;
}

export class LedgerFiles {
  readonly #parts: LedgerFilesParts;

  constructor(parts: LedgerFilesParts) {
    this.#parts = parts;
  }

  #pathOf(countyId: string, sha256: string): string {
    return join(this.#parts.folder, countyId, sha256);
  }

  async keep(countyId: string, userId: string, name: string, bytes: Buffer): Promise<LedgerFile> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = randomUUID();
    const { database, store, now } = this.#parts;
    const box = await database.inCounty(countyId, async (trx) => {
      const { keys } = store.within(trx, countyId);
      await keys.fetch([null], true);
      return keys.seal(null, bytes.toString('base64'), `ledger/${sha256}`);
    });
    if (box === null) throw new Error('the county has no key');
    await this.#write(this.#pathOf(countyId, sha256), box);
    await database.inCounty(countyId, (trx) =>
      sql`insert into imports.files (id, sha256, name, bytes, uploaded_by, uploaded_at)
        values (${id}, ${sha256}, ${name}, ${bytes.length}, ${userId}, ${now()})`.execute(trx),
    );
    return { id, sha256, name, bytes: bytes.length, uploadedBy: userId };
  }

  async #write(path: string, box: Buffer): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const arriving = `${path}.${randomUUID()}`;
    const file = await open(arriving, 'wx', 0o600);
    await file.writeFile(box);
    await file.sync().finally(() => file.close());
    await rename(arriving, path);
    // A rename is on disk only when its directory is.
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** A file of one's own upload; another's is as one that is not there (law A5). */
  async find(countyId: string, userId: string, id: string): Promise<LedgerFile | null> {
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`select id, sha256, name, bytes, uploaded_by from imports.files where id = ${id} and uploaded_by = ${userId}`.execute(
        trx,
      ),
    );
    const [row] = z.array(Row).parse(found.rows);
    return row === undefined
      ? null
      : { id: row.id, sha256: row.sha256, name: row.name, bytes: row.bytes, uploadedBy: row.uploaded_by };
  }

  async isOf(countyId: string, userId: string, sha256: string): Promise<boolean> {
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`select id from imports.files where sha256 = ${sha256} and uploaded_by = ${userId} limit 1`.execute(trx),
    );
    return found.rows.length > 0;
  }

  /** The content, or null where it was forgotten. */
  async read(countyId: string, sha256: string): Promise<Buffer | null> {
    const box = await readFile(this.#pathOf(countyId, sha256)).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    if (box === null) return null;
    const { database, store } = this.#parts;
    const text = await database.inCounty(countyId, async (trx) => {
      const { keys } = store.within(trx, countyId);
      await keys.fetch([null], false);
      return keys.open(null, box, `ledger/${sha256}`);
    });
    return text === null ? null : Buffer.from(text, 'base64');
  }

  async forgetOld(countyId: string): Promise<void> {
    const before = this.#parts.now() - keptMs;
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`delete from imports.files f where uploaded_at < ${before}
        and not exists (select 1 from network.imports i where i.file_sha256 = f.sha256 and i.state in ('running', 'undoing'))
        returning sha256`.execute(trx),
    );
    for (const { sha256 } of Hashes.parse(found.rows)) {
      const left = await this.#parts.database.inCounty(countyId, (trx) =>
        sql`select sha256 from imports.files where sha256 = ${sha256} limit 1`.execute(trx),
      );
      if (left.rows.length === 0) await rm(this.#pathOf(countyId, sha256), { force: true });
    }
  }
}
