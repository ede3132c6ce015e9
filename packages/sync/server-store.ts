/**
 * What the server's engine asks of a store: PostgreSQL in the house, plain maps in the simulator. Both pass the same
 * contract suite (law C2). All of a push happens inside one `transaction`; what is written is durable when it resolves
 * (law S1).
 */
import type { AnyRow, Apart, Grain, Problem, RoleClass, ScopeKey, Table } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { SetHash } from './set-hash.ts';
import type { ListKey, StoredRow } from './workspace.ts';

export interface Clock {
  readonly scope: ScopeKey;
  readonly version: number;
  readonly hashes: Readonly<Partial<Record<RoleClass, SetHash>>>;
  /** Tombstones up to this version have been cleared away: an older phone starts the scope anew. */
  readonly floor: number;
}

export interface Receipt {
  readonly id: string;
  readonly actorId: string;
  readonly name: string;
  readonly status: 'accepted' | 'refused' | 'waiting';
  /** Digest of what was sent, against the reuse of an id (law C3). */
  readonly digest: string;
  readonly problem: Problem | null;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly clocks: Readonly<Record<ScopeKey, number>>;
  readonly mends: string | null;
  /** The accepted command that mended or withdrew this refused one. */
  readonly settledBy: string | null;
  /** Whose key encrypts the content (A7); null: the county's. */
  readonly subject: string | null;
  /** Parts of the content that go under keys of their own (A7). */
  readonly apart: readonly Apart[];
  /** The whole envelope; kept for refused and waiting ones, so that nothing typed disappears (C4). */
  readonly content: Envelope | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actorId: string;
  readonly action: string;
  readonly outcome: 'accepted' | 'refused' | 'waiting';
  readonly subject: string | null;
  readonly apart: readonly Apart[];
  readonly content: { readonly command: Envelope | null; readonly problem: Problem | null };
}

export interface RowWrite {
  readonly table: Table;
  readonly id: string;
  readonly scope: ScopeKey;
  readonly version: number;
  /** null removes the row. */
  readonly row: AnyRow | null;
  /** True if the row is known to be new, so that no old one has to be looked for. */
  readonly fresh: boolean;
}

export interface Tombstone {
  readonly scope: ScopeKey;
  readonly table: string;
  readonly id: string;
  readonly version: number;
}

export interface WriteSet {
  readonly rows: readonly RowWrite[];
  readonly gone: readonly Tombstone[];
  readonly clocks: readonly Clock[];
  readonly receipts: readonly Receipt[];
  readonly settled: readonly { id: string; by: string }[];
  readonly audit: readonly AuditEntry[];
}

/** A distinct subject's record count within a grain; `n` is signed. */
export interface ContributionDelta {
  readonly figure: string;
  readonly grain: Grain;
  readonly placeId: string;
  readonly period: string;
  readonly dims: string;
  readonly subject: string;
  readonly by: number;
}

export interface ServerTx {
  /** Locks the clock rows, sorted by key, in one statement (law S10); clocks that are not there begin at 0. */
  lock(scopes: readonly ScopeKey[]): Promise<Clock[]>;
  rows(keys: readonly { table: Table; id: string }[]): Promise<StoredRow[]>;
  list(key: ListKey): Promise<StoredRow[]>;
  /** Many lists at once, in step with the keys. */
  lists(keys: readonly ListKey[]): Promise<StoredRow[][]>;
  receipts(ids: readonly string[]): Promise<Receipt[]>;
  /** Whose sealed rows are likely to be read next, so that their keys are fetched along with the rows; a hint, no more. */
  aboutToRead(subjects: readonly string[]): Promise<void>;
  /** Accepted commands that mend one of these. */
  mendsOf(ids: readonly string[]): Promise<{ mends: string; id: string }[]>;
  /** Adds the deltas; answers which subjects rose from 0 (1) or fell to 0 (-1), in step with the deltas (law N3). */
  contribute(deltas: readonly ContributionDelta[]): Promise<readonly (1 | 0 | -1)[]>;
  write(set: WriteSet): Promise<void>;
}

/** Reading side of pull: one snapshot in which clocks and rows agree. */
export interface Snapshot {
  clocks(scopes: readonly ScopeKey[]): Promise<Clock[]>;
  /** Rows of one table in the scope whose version is above `since`; sealed columns only where named in `columns`. */
  changed(table: Table, scope: ScopeKey, since: number, columns: readonly string[]): Promise<StoredRow[]>;
  gone(scope: ScopeKey, since: number): Promise<Tombstone[]>;
  list(key: ListKey): Promise<StoredRow[]>;
}

export interface ServerStore {
  /** Runs `work`; repeats it when the database asks for that (40001, 40P01). */
  transaction<T>(countyId: string, work: (tx: ServerTx) => Promise<T>): Promise<T>;
  snapshot<T>(countyId: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
}
