/**
 * The replica's disk (packages/sync/persistence.ts) on IndexedDB. A segment is one encrypted record, so a crash leaves all
 * of a server's answer or nothing. An outbox row carries the entry under the vault's key and the envelope sealed to the
 * server: one record, one durable write, so neither is ever there without the other (laws S1, S5).
 */
import { roleClasses } from '@yimi/kernel';
import type { ScopePart } from '@yimi/protocol';
import { Envelope, packSegment, unpackSegment, WireProblem } from '@yimi/protocol';
import type { Entry, Frames, Persistence, Segment } from '@yimi/sync';
import * as z from 'zod/mini';
import type { Bytes } from './bytes.ts';
import { fromUtf8, utf8 } from './bytes.ts';
import { decrypt, decryptJson, encrypt, encryptJson, gunzip, gzip } from './cipher.ts';
import type { Vault } from './databases.ts';
import { fromWire } from './problems.ts';
import type { OutboxRow, SentRow } from './stored.ts';

const StoredEntry = z.object({
  seq: z.int(),
  envelope: Envelope,
  makes: z.optional(z.array(z.string())),
  state: z.enum(['pending', 'accepted', 'waiting', 'refused', 'settled']),
  problem: z.nullable(WireProblem),
  clocks: z.record(z.string(), z.int()),
  recordedAt: z.nullable(z.int()),
  settledBy: z.nullable(z.string()),
});

/** As segments were written before they lay packed. Checked to the row, not into it: the record is authenticated. */
const OldPart = z.object({
  scope: z.string(),
  roleClass: z.enum(roleClasses),
  reset: z.boolean(),
  version: z.int(),
  hash: z.string(),
  tables: z.array(
    z.object({
      table: z.string(),
      columns: z.array(z.string()),
      rows: z.custom<unknown[][]>((value) => Array.isArray(value)),
      versions: z.custom<number[]>((value) => Array.isArray(value)),
    }),
  ),
  gone: z.array(z.object({ table: z.string(), id: z.string() })),
}) satisfies z.ZodMiniType<ScopePart>;
const OldSegment = z.object({
  epoch: z.optional(z.string()),
  parts: z.array(OldPart),
  dropped: z.array(z.string()),
});

const segmentPlace = 'segment';
const historyPlace = 'history';
const entryPlace = (seq: number): string => `entry ${seq}`;
const sentPlace = (id: string): string => `sent ${id}`;

export class VaultPersistence implements Persistence {
  readonly #vault: Vault;
  readonly #key: CryptoKey;
  readonly #seal: (envelope: Envelope) => Promise<Bytes>;
  /** Command ids that lie sealed already, or were taken: an entry is sealed once. */
  readonly #sealedOnce = new Set<string>();

  constructor(vault: Vault, key: CryptoKey, seal: (envelope: Envelope) => Promise<Bytes>) {
    this.#vault = vault;
    this.#key = key;
    this.#seal = seal;
  }

  async load() {
    const entries: Entry[] = [];
    for (const row of await this.#vault.outbox.toArray()) {
      this.#sealedOnce.add(row.id);
      const entry = await this.#openEntry(row);
      // A row that does not open stays where it is: its sealed copy can still be deposited.
      if (entry !== null) entries.push(entry);
    }
    const history = async () => {
      await listStands();
      return this.#readHistory();
    };
    return { segments: await this.#loadSegments(), entries, history };
  }

  async #loadSegments(): Promise<Segment[]> {
    const rows = await this.#vault.segments.orderBy('seq').toArray();
    const opened = await Promise.all(rows.map(({ box }) => this.#openSegment(box, segmentPlace)));
    const segments = opened.filter((segment) => segment !== null);
    if (segments.length === opened.length) return segments;
    // A gap would be a wrong state; confirmed rows can be had again from the server, so all are let go.
    await this.#letGo();
    return [];
  }

  #letGo(): Promise<void> {
    const { db, segments, history } = this.#vault;
    return db.transaction('rw', segments, history, async () => {
      await segments.clear();
      await history.clear();
    });
  }

  /** One after another, so that no more than one lies open beside what was made of it. */
  async *#readHistory(): AsyncGenerator<Segment> {
    for (const seq of await this.#vault.history.orderBy('seq').primaryKeys()) {
      const row = await this.#vault.history.get(seq);
      const segment = row === undefined ? null : await this.#openSegment(row.box, historyPlace);
      // Hashes no longer agree without it: the next sync brings what is missing anew (law S3).
      if (segment !== null) yield segment;
    }
  }

  async #openSegment(box: Bytes, place: string): Promise<Segment | null> {
    const packed = await decrypt(this.#key, box, place);
    if (packed === null) return null;
    const said: unknown = JSON.parse(fromUtf8(await gunzip(packed)));
    const segment = unpackSegment(said);
    if (segment !== null) return segment;
    const old = OldSegment.safeParse(said);
    if (!old.success) return null;
    const { epoch, ...rest } = old.data;
    return epoch === undefined ? rest : { ...rest, epoch };
  }

  async #openEntry(row: OutboxRow): Promise<Entry | null> {
    return entryIn(await decryptJson(this.#key, row.box, entryPlace(row.seq)));
  }

  async appendSegment(people: Segment, history: Segment | null, frames?: Frames): Promise<void> {
    const box = await this.#box(frames?.people ?? (await packed(people)), segmentPlace);
    const old = history === null ? null : await this.#box(frames?.history ?? (await packed(history)), historyPlace);
    const { db, segments, history: histories } = this.#vault;
    await db.transaction('rw', segments, histories, async () => {
      await segments.add({ box });
      if (old !== null) await histories.add({ box: old });
    });
  }

  async replaceSegments(people: Segment, history: readonly Segment[] | null): Promise<void> {
    const box = await this.#box(await packed(people), segmentPlace);
    const boxes: Bytes[] = [];
    for (const segment of history ?? []) boxes.push(await this.#box(await packed(segment), historyPlace));
    const { db, segments, history: histories } = this.#vault;
    await db.transaction('rw', segments, histories, async () => {
      await segments.clear();
      await segments.add({ box });
      if (history === null) return;
      await histories.clear();
      await histories.bulkAdd(boxes.map((one) => ({ box: one })));
    });
  }

  #box(frame: Bytes, place: string): Promise<Bytes> {
    return encrypt(this.#key, frame, place);
  }

  async putEntries(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    // Encrypted beforehand: an IndexedDB transaction ends when anything else is awaited inside it.
    const rows = await Promise.all(entries.map((entry) => this.#rowOf(entry)));
    const named = await this.#filesNamedBy(entries);
    const { db, outbox, files } = this.#vault;
    await db.transaction('rw', outbox, files, async () => {
      const before = await outbox.bulkGet(rows.map((row) => row.seq));
      await outbox.bulkPut(rows.map((row, at) => ({ ...row, sealed: sealedOf(row, before[at]) })));
      for (const sha256 of named) await files.update(sha256, { named: true });
    });
    for (const row of rows) this.#sealedOnce.add(row.id);
  }

  async #rowOf(entry: Entry): Promise<OutboxRow> {
    const { seq, envelope, state } = entry;
    const box = await encryptJson(this.#key, entry, entryPlace(seq));
    const sealed = this.#sealedOnce.has(envelope.id) ? null : await this.#seal(envelope);
    return { seq, id: envelope.id, state, box, sealed };
  }

  async #filesNamedBy(entries: readonly Entry[]): Promise<string[]> {
    const known = await this.#vault.files.toCollection().primaryKeys();
    return known.filter((sha256) => entries.some((entry) => names(entry, sha256)));
  }

  /** What a round took lies aside as one record: after a week without a network that is five hundred entries. */
  async retire(done: readonly Entry[], forgetBefore: number): Promise<void> {
    const rows: SentRow[] = [];
    const [first] = done;
    if (first !== undefined) {
      const { id } = first.envelope;
      const recordedAt = Math.max(...done.map((entry) => entry.recordedAt ?? 0));
      rows.push({ id, recordedAt, box: await encryptJson(this.#key, done, sentPlace(id)) });
    }
    const { db, outbox, sent } = this.#vault;
    await db.transaction('rw', outbox, sent, async () => {
      await outbox.bulkDelete(done.map((entry) => entry.seq));
      await sent.bulkPut(rows);
      await sent.where('recordedAt').below(forgetBefore).delete();
    });
  }

  async sent(): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for (const { id, box } of await this.#vault.sent.toArray()) {
      const said = await decryptJson(this.#key, box, sentPlace(id));
      // An earlier app laid each entry aside by itself.
      for (const one of Array.isArray(said) ? said : [said]) {
        const entry = entryIn(one);
        if (entry !== null) entries.push(entry);
      }
    }
    return entries;
  }

  /** What was handed in or taken by the server that is no more has no sealed copy left: it gets one (law S5). */
  async sendAgain(entries: readonly Entry[]): Promise<void> {
    const rows: OutboxRow[] = [];
    for (const entry of entries) {
      this.#sealedOnce.delete(entry.envelope.id);
      rows.push(await this.#rowOf(entry));
    }
    await this.#vault.outbox.bulkPut(rows);
    for (const row of rows) this.#sealedOnce.add(row.id);
  }
}

function entryIn(box: unknown): Entry | null {
  const parsed = StoredEntry.safeParse(box);
  if (!parsed.success) return null;
  const { problem } = parsed.data;
  return { ...parsed.data, problem: problem === null ? null : fromWire(problem) };
}

/** Long enough for the slowest phone's first list; who syncs waits for history, and not longer than this. */
const longestForTheListMs = 2_000;

/** History would take the processor from the first list: it waits until the screen has nothing to do. */
function listStands(): Promise<void> {
  // Safari knows no idle moments.
  if (!('requestIdleCallback' in globalThis)) return new Promise((done) => setTimeout(done));
  return new Promise((done) => requestIdleCallback(() => done(), { timeout: longestForTheListMs }));
}

async function packed(segment: Segment): Promise<Bytes> {
  return gzip(
    utf8(JSON.stringify(packSegment({ ...segment, parts: [...segment.parts], dropped: [...segment.dropped] }))),
  );
}

/** An entry is sealed once; what the server has taken need not be handed in any more. */
function sealedOf(row: OutboxRow, before: OutboxRow | undefined): Bytes | null {
  if (row.state === 'accepted' || row.state === 'settled') return null;
  return before?.id === row.id ? before.sealed : row.sealed;
}

/** Whether the command names the file, wherever in its input: a hash occurs nowhere by chance. */
export function names(entry: Entry, sha256: string): boolean {
  return JSON.stringify(entry.envelope.input).includes(sha256);
}
