/**
 * What a phone keeps on disk. Confirmed rows lie in *segments*: each answer of the server is appended whole, as one
 * write, and the segments are replayed into memory when the app opens; now and then they are folded into one. A segment
 * carries the scope versions it leads to, so a crash leaves either all of an answer or nothing of it. Each answer lies in two
 * halves (law S7): people are read at the opening, history after it. The outbox lies apart and is written with strict
 * durability before the person is told "saved" (law S1).
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
  /** Rows that it made on this phone, "table/id"; none are known of entries written before they were kept. */
  readonly makes?: readonly string[] | undefined;
  readonly state: EntryState;
  readonly problem: Problem | null;
  /** Server versions that include the command, once accepted. */
  readonly clocks: Readonly<Record<ScopeKey, number>>;
  readonly recordedAt: number | null;
  readonly settledBy: string | null;
}

/** An answer's two halves as they came over the wire, compressed: kept so, nothing need be packed anew. */
export interface Frames {
  readonly people: Uint8Array<ArrayBuffer>;
  /** Empty where the answer says nothing of history. */
  readonly history: Uint8Array<ArrayBuffer>;
}

export interface Persistence {
  /** `history` is read when it is asked for, and lets the screen have its turn between two of its segments. */
  load(): Promise<{
    segments: readonly Segment[];
    entries: readonly Entry[];
    history: () => Promise<Iterable<Segment> | AsyncIterable<Segment>>;
  }>;
  /** Both halves in one step. */
  appendSegment(people: Segment, history: Segment | null, frames?: Frames): Promise<void>;
  /** Replaces the segments of people by this one, and those of history unless they are to stay, in one step. */
  replaceSegments(people: Segment, history: readonly Segment[] | null): Promise<void>;
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
  pull(request: PullAsked): Promise<import('@yimi/protocol').PullResponse & { readonly frames?: Frames }>;
  /** Whether a phone that holds this (`digestOf`) is behind: a look that costs next to nothing. */
  behind?(digest: string): Promise<boolean>;
}

export type HeldVersion = HeldScope & {
  readonly version: number;
  readonly hash: string;
  readonly rest?: boolean | undefined;
};
export interface PullAsked {
  readonly epoch?: string | undefined;
  readonly scopes: readonly HeldVersion[];
  readonly diverged: readonly ScopeKey[];
}
