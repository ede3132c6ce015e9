/**
 * The queue of files (law S6): a photo is on the disk before the form goes on; it leaves the phone only after the record
 * that names it was accepted, and its local copy goes only after the server has confirmed the hash.
 */

import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { Entry } from '@yimi/sync';
import type { PhotoSize } from '@yimi/ui/draw-photo.ts';
import { drawPhoto } from '@yimi/ui/draw-photo.ts';
import type { FileStore } from './file-store.ts';
import { cannotSucceed, isOfThisFile } from './file-upload.ts';
import { notAPicture, Refused, unknownSound } from './problems.ts';
import type { FileRow } from './stored.ts';
import { names } from './vault-persistence.ts';

export interface KeptFile {
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
}

/** What is seen of a file: the screens' face of the queue. */
export interface FileQueue {
  /** Shrinks the photo, hashes it, stores it durably before it resolves. Rejects with `Refused` if it cannot. */
  addPhoto(blob: Blob): Promise<KeptFile>;
  /** @param seconds length of the note */
  addVoice(blob: Blob, seconds: number): Promise<KeptFile>;
  /** A paper (PDF, Word, Excel) as it is. */
  addPaper(blob: Blob, mime: string): Promise<KeptFile>;
  /** Object URL of the local file, or of the server's if there is a connection; valid until `lock`. */
  url(sha256: string): Promise<string | null>;
  state(sha256: string): 'on-phone' | 'sending' | 'arrived' | 'unknown';
  /** Why the server did not take it; null where it has, or was not asked yet. */
  refusal(sha256: string): Problem | null;
}

export interface FileQueueParts {
  readonly store: FileStore;
  readonly entries: () => readonly Entry[];
  readonly references: () => Map<string, number | null>;
  /** Pictures of people themselves: no row tells of their arrival, the server's word at the end of sending does. */
  readonly faces: () => ReadonlySet<string>;
  /** An open form names it. */
  readonly photoSize: () => PhotoSize;
  /** Files that nobody may be shown any more: consent was taken back. */
  readonly withheld: () => ReadonlySet<string>;
  readonly inDraft: (sha256: string) => boolean;
  readonly upload: (file: FileRow, bytes: Blob) => Promise<Problem | undefined>;
  readonly fetchFile: (sha256: string) => Promise<Blob | null>;
  /** Hashes of which the server says that it misses them; null if it cannot be asked. */
  readonly owed: () => Promise<readonly string[] | null>;
  readonly now: () => number;
  readonly changed: () => void;
}

/** After this long without confirmation the server is asked whether the file is still owed. */
const confirmedWithinMs = 60_000;
/** Object URLs hold their picture in memory; a 2 GB phone holds few. */
const mostUrls = 40;
const sounds = ['audio/webm', 'audio/ogg', 'audio/mp4'];

export class Files implements FileQueue {
  readonly #parts: FileQueueParts;
  readonly #urls = new Map<string, string>();
  readonly #refusals = new Map<string, Problem>();
  #sending: string | null = null;

  constructor(parts: FileQueueParts) {
    this.#parts = parts;
  }

  async addPhoto(blob: Blob): Promise<KeptFile> {
    const drawn = await drawPhoto(blob, this.#parts.photoSize());
    if (drawn === null) throw new Refused(notAPicture());
    return this.#add('photo', drawn, 'image/jpeg', null);
  }

  addVoice(blob: Blob, seconds: number): Promise<KeptFile> {
    // The recorder names its codec behind the type; the record's list of types knows only the container.
    const mime = blob.type.split(';')[0]?.trim() ?? '';
    if (!sounds.includes(mime)) return Promise.reject(new Refused(unknownSound()));
    return this.#add('voice', blob, mime, seconds);
  }

  addPaper(blob: Blob, mime: string): Promise<KeptFile> {
    return this.#add('file', blob, mime, null);
  }

  refusal(sha256: string): Problem | null {
    return this.#refusals.get(sha256) ?? null;
  }

  async #add(kind: FileRow['kind'], blob: Blob, as: string, seconds: number | null): Promise<KeptFile> {
    const { sha256, mime, bytes } = await this.#parts.store.add(kind, blob, as, seconds);
    this.#parts.changed();
    return { sha256, mime, bytes };
  }

  state(sha256: string): 'on-phone' | 'sending' | 'arrived' | 'unknown' {
    const row = this.#parts.store.row(sha256);
    if (row === undefined) return typeof this.#parts.references().get(sha256) === 'number' ? 'arrived' : 'unknown';
    if (row.arrivedAt !== null) return 'arrived';
    return row.sentAt !== null || this.#sending === sha256 ? 'sending' : 'on-phone';
  }

  /** Files of records that the server has not confirmed yet. */
  get waiting(): number {
    return this.#parts.store.rows.filter((row) => row.named && row.arrivedAt === null).length;
  }

  async url(sha256: string): Promise<string | null> {
    if (this.#parts.withheld().has(sha256)) return null;
    const known = this.#urls.get(sha256);
    if (known !== undefined) return known;
    const blob = (await this.#parts.store.read(sha256)) ?? (await this.#parts.fetchFile(sha256));
    if (blob === null) return null;
    const [oldest] = this.#urls.keys();
    if (this.#urls.size >= mostUrls && oldest !== undefined) this.#forget(oldest);
    const url = URL.createObjectURL(blob);
    this.#urls.set(sha256, url);
    return url;
  }

  #forget(sha256: string): void {
    URL.revokeObjectURL(this.#urls.get(sha256) ?? '');
    this.#urls.delete(sha256);
  }

  close(): void {
    for (const sha256 of [...this.#urls.keys()]) this.#forget(sha256);
  }

  /** After a round of sync: marks what has arrived, then sends what may go. @returns why sending stopped, if it did */
  async afterSync(): Promise<Problem | undefined> {
    const { store, references, changed } = this.#parts;
    await store.refresh();
    const named = references();
    for (const { sha256, arrivedAt } of store.rows) {
      const at = named.get(sha256);
      if (arrivedAt === null && typeof at === 'number')
        await store.update(sha256, { arrivedAt: at, sealedKey: null, uploadUrl: null });
    }
    await this.#askForOwed();
    await this.#letGo(named);
    for (const sha256 of this.#parts.withheld()) {
      this.#forget(sha256);
      await store.remove(sha256);
    }
    await store.tidy(
      (sha256) =>
        named.has(sha256) || this.#parts.inDraft(sha256) || this.#parts.entries().some((entry) => names(entry, sha256)),
    );
    changed();
    return this.#sendAll();
  }

  /** The record that named the file was withdrawn: the file stays on the phone its time, and is no longer anybody's wait. */
  async #letGo(named: Map<string, number | null>): Promise<void> {
    const { store, entries, now } = this.#parts;
    for (const row of store.rows) {
      if (!row.named || row.arrivedAt !== null || row.sentAt !== null || named.has(row.sha256)) continue;
      if (entries().some((entry) => names(entry, row.sha256))) continue;
      await store.update(row.sha256, { named: false, addedAt: now() });
    }
  }

  async #askForOwed(): Promise<void> {
    const { store, now, owed } = this.#parts;
    const doubtful = store.rows.filter(
      (row) => row.arrivedAt === null && row.sentAt !== null && row.sentAt < now() - confirmedWithinMs,
    );
    const missed = doubtful.length === 0 ? null : await owed();
    if (missed === null) return;
    for (const { sha256 } of doubtful)
      if (missed.includes(sha256)) await store.update(sha256, { sentAt: null, uploadUrl: null });
  }

  async #sendAll(): Promise<Problem | undefined> {
    for (const row of this.#parts.store.rows) {
      if (!this.#mayGo(row)) continue;
      if (cannotSucceed(this.#refusals.get(row.sha256))) continue;
      const problem = await this.#send(row);
      if (problem !== undefined && isOfThisFile(problem)) this.#refusals.set(row.sha256, problem);
      else this.#refusals.delete(row.sha256);
      // One file that is refused must not hold up the others.
      if (problem !== undefined && !isOfThisFile(problem)) return problem;
    }
    return undefined;
  }

  /** Record first, file after: some accepted record names it, and none that names it is still on its way. */
  #mayGo(row: FileRow): boolean {
    if (!row.named || row.arrivedAt !== null || row.sentAt !== null) return false;
    const naming = this.#parts.entries().filter((entry) => names(entry, row.sha256));
    if (naming.some((entry) => entry.state === 'pending' || entry.state === 'waiting')) return false;
    return naming.some((entry) => entry.state === 'accepted') || this.#parts.references().has(row.sha256);
  }

  async #send(row: FileRow): Promise<Problem | undefined> {
    const { store, upload, now, changed } = this.#parts;
    const bytes = await store.read(row.sha256);
    if (bytes === null) return undefined;
    this.#sending = row.sha256;
    changed();
    try {
      const problem = await upload(row, bytes);
      if (isProblem(problem)) return problem;
      // The last byte is acknowledged only when the whole file lies on the server's disk, its hash confirmed (law S1).
      const arrived = this.#parts.faces().has(row.sha256) ? { arrivedAt: now(), sealedKey: null, uploadUrl: null } : {};
      await store.update(row.sha256, { sentAt: now(), ...arrived });
      return undefined;
    } finally {
      this.#sending = null;
      changed();
    }
  }
}
