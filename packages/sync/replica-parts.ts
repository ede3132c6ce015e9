/** What a phone's end of the engine is made of; the app, the tests and the simulator each bring their own. */
import type { Catalogue, Post, ScopeKey } from '@yimi/kernel';
import type { Persistence, Transport } from './persistence.ts';
import type { Replica } from './replica.ts';

export interface ReplicaParts {
  readonly catalogue: Catalogue;
  readonly persistence: Persistence;
  readonly transport: Transport;
  readonly now: () => number;
  /** Random bytes, for ids. */
  readonly random: (length: number) => Uint8Array;
  readonly userId: string;
  /** The user's active posts, read from what the phone holds. */
  readonly posts: (replica: Pick<Replica, 'rows'>, now: number) => readonly Post[];
  /** Lets the screen have its turn while history is read in; at once where there is no screen. */
  readonly pause?: () => Promise<void>;
}

export interface SyncReport {
  readonly pushed: number;
  /** Sent a second time, because the server came back from a backup that may not have it. */
  readonly again: number;
  readonly refused: number;
  readonly diverged: readonly ScopeKey[];
}
