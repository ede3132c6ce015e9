/**
 * What a phone keeps on disk. Confirmed rows lie in *segments*: each answer of the server is appended whole, as one
 * write, and the segments are replayed into memory when the app opens; now and then they are folded into one. A segment
 * carries the scope versions it leads to, so a crash leaves either all of an answer or nothing of it. The outbox lies
 * apart and is written with strict durability before the person is told "saved" (law S1).
 */
import type { HeldScope, Problem, ScopeKey } from '@yimi/kernel';
import type { Envelope, ScopePart } from '@yimi/protocol';

export interface Segment {
  /** The life of the server's data that the parts are of; none before the server told one. */
  readonly epoch?: string | undefined;
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
  /**
   * Takes what is done out of the outbox and lays it aside, in one step: should the server come back from a backup that does
   * not have it, it is sent again. What the server recorded before `forgetBefore` is let go of for good.
   */
  retire(done: readonly Entry[], forgetBefore: number): Promise<void>;
  /** What lies aside. */
  sent(): Promise<readonly Entry[]>;
  /** Puts entries back into the outbox, to be sent like new ones: sealed anew, where entries are sealed (S5). */
  sendAgain(entries: readonly Entry[]): Promise<void>;
}

export interface Transport {
  push(batch: readonly Envelope[], epoch?: string): Promise<import('@yimi/protocol').PushResponse>;
  pull(request: {
    epoch?: string | undefined;
    scopes: readonly (HeldScope & { version: number; hash: string })[];
    diverged: readonly ScopeKey[];
  }): Promise<import('@yimi/protocol').PullResponse>;
}
