/**
 * What a phone keeps on disk. Confirmed rows lie in *segments*: each answer of the server is appended whole, as one
 * write, and the segments are replayed into memory when the app opens; now and then they are folded into one. A segment
 * carries the scope versions it leads to, so a crash leaves either all of an answer or nothing of it. The outbox lies
 * apart and is written with strict durability before the person is told "saved" (law S1).
 */
import type { HeldScope, Problem, ScopeKey } from '@yimi/kernel';
import type { Envelope, ScopePart } from '@yimi/protocol';

export interface Segment {
  readonly parts: readonly ScopePart[];
  readonly dropped: readonly ScopeKey[];
}

/**
 * pending: to be sent · accepted: the server has it, its rows have not come back yet · waiting: on another command ·
 * refused: needs a person · settled: refused, then mended or withdrawn by the command named in `settledBy`.
 */
export type EntryState = 'pending' | 'accepted' | 'waiting' | 'refused' | 'settled';

export interface Entry {
  /** Order of writing on this phone. */
  readonly seq: number;
  readonly envelope: Envelope;
  readonly state: EntryState;
  readonly problem: Problem | null;
  /** Server versions that include the command, once accepted. */
  readonly clocks: Readonly<Record<ScopeKey, number>>;
  readonly recordedAt: number | null;
  readonly settledBy: string | null;
}

export interface Persistence {
  load(): Promise<{ segments: readonly Segment[]; entries: readonly Entry[] }>;
  appendSegment(segment: Segment): Promise<void>;
  /** Replaces all segments by this one, in one step. */
  replaceSegments(segment: Segment): Promise<void>;
  /** Durable when it resolves. Adds or replaces by `seq`. */
  putEntries(entries: readonly Entry[]): Promise<void>;
  removeEntries(seqs: readonly number[]): Promise<void>;
}

export interface Transport {
  push(batch: readonly Envelope[]): Promise<import('@yimi/protocol').PushResponse>;
  pull(request: {
    scopes: readonly (HeldScope & { version: number; hash: string })[];
    diverged: readonly ScopeKey[];
  }): Promise<import('@yimi/protocol').PullResponse>;
}
