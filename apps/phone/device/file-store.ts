/**
 * Photos and voice notes on the phone's disk. Each file has a key of its own, kept twice: under the vault's key, and sealed
 * to the server with the file's description, so that a locked phone can hand the ciphertext in as it lies (law S5).
 */
import type { Bytes } from './bytes.ts';
import { base64, sha256 as hashOf, randomBytes } from './bytes.ts';
import { aesKey, decrypt, encrypt } from './cipher.ts';
import type { Vault } from './databases.ts';
import { fileTooBig, Refused } from './problems.ts';
import type { FileRow } from './stored.ts';

/** What a command may name (10 MiB); a shrunken photo has a thirtieth of it. */
const mostBytes = 10_485_760;
/** Kept this long after arrival, to be seen without the network. */
const keepArrivedMs = 7 * 86_400_000;
/** Taken for a form that was never saved. Longer than any form stays open. */
const keepUnnamedMs = 30 * 86_400_000;

export interface FileStoreParts {
  readonly vault: Vault;
  readonly key: CryptoKey;
  readonly seal: (file: { sha256: string; kind: string; mime: string; bytes: number; key: string }) => Promise<Bytes>;
  readonly now: () => number;
}

export class FileStore {
  readonly #parts: FileStoreParts;
  readonly #rows = new Map<string, FileRow>();

  constructor(parts: FileStoreParts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    this.#rows.clear();
    for (const row of await this.#parts.vault.files.toArray()) this.#rows.set(row.sha256, row);
  }

  get rows(): FileRow[] {
    return [...this.#rows.values()];
  }

  row(sha256: string): FileRow | undefined {
    return this.#rows.get(sha256);
  }

  /** Durable when it resolves. A file that is here already is recognised by its hash. */
  async add(kind: FileRow['kind'], blob: Blob, mime: string, seconds: number | null): Promise<FileRow> {
    if (blob.size === 0 || blob.size > mostBytes) throw new Refused(fileTooBig(mostBytes));
    const plain = new Uint8Array(await blob.arrayBuffer());
    const sha256 = await hashOf(plain);
    const known = this.#rows.get(sha256);
    if (known !== undefined) return known;
    const { vault, key, seal, now } = this.#parts;
    const raw = randomBytes(32);
    const data = await encrypt(await aesKey(raw), plain, null);
    const row: FileRow = {
      sha256,
      kind,
      mime,
      bytes: plain.length,
      seconds,
      key: await encrypt(key, raw, keyPlace(sha256)),
      sealedKey: await seal({ sha256, kind, mime, bytes: plain.length, key: base64(raw) }),
      named: false,
      uploadUrl: null,
      addedAt: now(),
      sentAt: null,
      arrivedAt: null,
    };
    await vault.db.transaction('rw', vault.files, vault.fileBytes, async () => {
      await vault.fileBytes.put({ sha256, data });
      await vault.files.put(row);
    });
    this.#rows.set(sha256, row);
    return row;
  }

  async read(sha256: string): Promise<Blob | null> {
    const { vault, key } = this.#parts;
    const row = await vault.files.get(sha256);
    const stored = await vault.fileBytes.get(sha256);
    if (row === undefined || stored === undefined) return null;
    const raw = await decrypt(key, row.key, keyPlace(sha256));
    const plain = raw === null ? null : await decrypt(await aesKey(raw), stored.data, null);
    return plain === null ? null : new Blob([plain], { type: row.mime });
  }

  async update(sha256: string, change: Partial<FileRow>): Promise<void> {
    await this.#parts.vault.files.update(sha256, change);
    await this.#reread(sha256);
  }

  /** Off this phone, wherever else it is: nobody may be shown it. */
  async remove(sha256: string): Promise<void> {
    if (!this.#rows.has(sha256)) return;
    const { vault } = this.#parts;
    await vault.db.transaction('rw', vault.files, vault.fileBytes, async () => {
      await vault.files.delete(sha256);
      await vault.fileBytes.delete(sha256);
    });
    this.#rows.delete(sha256);
  }

  /** A command was recorded, or the locked phone handed in: the rows were changed beside us. */
  async refresh(): Promise<void> {
    for (const row of this.rows) if (row.arrivedAt === null) await this.#reread(row.sha256);
  }

  async #reread(sha256: string): Promise<void> {
    const row = await this.#parts.vault.files.get(sha256);
    if (row === undefined) this.#rows.delete(sha256);
    else this.#rows.set(sha256, row);
  }

  /** Lets go of copies that the server has long had, and of what no record ever named. */
  async tidy(isNeeded: (sha256: string) => boolean): Promise<void> {
    const { now } = this.#parts;
    const old = this.rows.filter((row) =>
      row.arrivedAt === null
        ? !row.named && row.addedAt < now() - keepUnnamedMs && !isNeeded(row.sha256)
        : row.arrivedAt < now() - keepArrivedMs,
    );
    for (const { sha256 } of old) await this.remove(sha256);
  }
}

function keyPlace(sha256: string): string {
  return `file ${sha256}`;
}
