/**
 * When to sync: after a record, when the network returns or the app comes to the front, when the server says that a scope
 * moved, and every minute where it cannot say so. One round at a time; a failed one is tried again, later each time and
 * with jitter, so that a village full of phones does not knock at one instant when its mast comes back.
 */
import type { Problem } from '@yimi/kernel';
import * as z from 'zod/mini';
import { refusalIn } from './problems.ts';

const pollMs = 60_000;
/** Events or not, the server is asked this often. */
const silentMs = 300_000;
const firstRetryMs = 1_000;
const lastRetryMs = 300_000;
/** Several records or notices in a row make one round. */
const gatherMs = 50;
/** Away, several records in a row make one try of it: each would send all that waits. */
const awayMs = 5_000;
/** A mast that comes back calls all phones of a valley in one second: they are spread over these. */
const spreadMs = 3_000;

/** @param random in [0, 1) @param asked the server's own word on when to come again, in seconds */
export function retryDelay(failures: number, random: number, asked: unknown = 0): number {
  const full = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.max(0, failures - 1));
  const own = full / 2 + (full / 2) * random;
  // Spread over as long again: all whom a full server sent away were told the same.
  return typeof asked === 'number' ? Math.max(own, Math.min(lastRetryMs, asked * 1000 * (1 + random))) : own;
}

export interface LoopState {
  readonly online: boolean;
  readonly syncing: boolean;
  readonly lastSyncAt: number | null;
  /** Why the last round failed; null after one that worked. */
  readonly problem: Problem | null;
}

export interface LoopParts {
  /** @param told the server has said that something moved */
  readonly round: (told: boolean) => Promise<void>;
  readonly holds: (scope: string) => boolean;
  readonly now: () => number;
  readonly random: () => number;
  readonly changed: (state: LoopState) => void;
}

const Scopes = z.array(z.string());

export class SyncLoop {
  readonly #parts: LoopParts;
  #state: LoopState;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #told = false;
  #failures = 0;
  /** When the timer rings; never, while a round is under way. */
  #dueAt = Number.POSITIVE_INFINITY;
  #events: EventSource | null = null;
  #on = false;

  constructor(parts: LoopParts, lastSyncAt: number | null) {
    this.#parts = parts;
    this.#state = { online: navigator.onLine, syncing: false, lastSyncAt, problem: null };
  }

  get state(): LoopState {
    return this.#state;
  }

  start(): void {
    this.#on = true;
    window.addEventListener('online', this.#cameBack);
    window.addEventListener('offline', this.#wentAway);
    document.addEventListener('visibilitychange', this.#shown);
    this.soon();
  }

  stop(): void {
    this.#on = false;
    window.removeEventListener('online', this.#cameBack);
    window.removeEventListener('offline', this.#wentAway);
    document.removeEventListener('visibilitychange', this.#shown);
    this.#hangUp();
    this.#wait(null);
  }

  /** After a record, a notice or a sign-in, or whenever a wait has lost its reason. */
  soon(): void {
    // The round under way sets the next wait when it ends, and what is new may have missed it.
    if (this.#running !== null) this.#again = true;
    else this.#wait(gatherMs);
  }

  /** Something was recorded. Away, the next try is not put off by it, and comes soon enough for who walks back into reach. */
  recorded(): void {
    if (this.#failures === 0 || this.#running !== null) this.soon();
    else if (this.#dueAt > this.#parts.now() + awayMs) this.#wait(awayMs);
  }

  /** One round now; resolves when it has ended, whatever came of it. */
  async now(): Promise<void> {
    if (!this.#on) return;
    if (this.#running !== null) {
      // What was recorded meanwhile may have missed the round under way.
      this.#again = true;
      return this.#running;
    }
    this.#wait(null);
    this.#running = this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    do {
      this.#again = false;
      await this.#round();
    } while (this.#again && this.#on && this.#state.problem === null);
  }

  async #round(): Promise<void> {
    this.#set({ syncing: true });
    try {
      // Whoever was away has most likely missed something: to look first would cost them another trip of the line.
      const told = this.#told || this.#failures > 0;
      this.#told = false;
      await this.#parts.round(told);
      this.#failures = 0;
      this.#set({ syncing: false, online: true, lastSyncAt: this.#parts.now(), problem: null });
      this.#listen();
      this.#wait(pollMs, true);
    } catch (error) {
      const problem = refusalIn(error);
      this.#failures += 1;
      this.#set({
        syncing: false,
        problem,
        online: problem?.code === 'device.no-connection' ? false : this.#state.online,
      });
      // Without a session there is nothing to try until somebody signs in (`soon` is called then, perhaps already).
      if (problem?.kind === 'unauthenticated' && !this.#again) this.#hangUp();
      else this.#wait(retryDelay(this.#failures, this.#parts.random(), problem?.details.waitSeconds));
      // A round cut off by `stop` finds its database closed; any other throw is a bug.
      if (problem === null && this.#on) reportError(error);
    }
  }

  #set(change: Partial<LoopState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#on) this.#parts.changed(this.#state);
  }

  #wait(ms: number | null, poll = false): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const on = ms !== null && this.#on;
    this.#dueAt = on ? this.#parts.now() + ms : Number.POSITIVE_INFINITY;
    this.#timer = on ? setTimeout(() => this.#due(poll), ms) : null;
  }

  #due(poll: boolean): void {
    this.#timer = null;
    this.#dueAt = Number.POSITIVE_INFINITY;
    const since = this.#parts.now() - (this.#state.lastSyncAt ?? 0);
    // While events arrive nobody need ask; now and then all the same, for a connection can be dead without a sign.
    if (poll && this.#events?.readyState === EventSource.OPEN && since < silentMs) this.#wait(pollMs, true);
    else void this.now();
  }

  #listen(): void {
    if (document.visibilityState !== 'visible') return;
    if (this.#events !== null && this.#events.readyState !== EventSource.CLOSED) return;
    const events = new EventSource('/api/sync/events');
    this.#events = events;
    // What moved since the last answer and before this connection, the first one or a later one, was announced to nobody.
    events.addEventListener('hello', () => this.soon());
    events.addEventListener('moved', (event: MessageEvent<unknown>) => {
      if (!this.#isOurs(event.data)) return;
      this.#told = true;
      this.soon();
    });
  }

  #isOurs(data: unknown): boolean {
    if (typeof data !== 'string') return false;
    try {
      const scopes = Scopes.safeParse(JSON.parse(data));
      return scopes.success && scopes.data.some(this.#parts.holds);
    } catch {
      return false;
    }
  }

  #hangUp(): void {
    this.#events?.close();
    this.#events = null;
  }

  readonly #cameBack = (): void => {
    this.#failures = 0;
    this.#set({ online: true });
    if (this.#running !== null) this.#again = true;
    else this.#wait(gatherMs + spreadMs * this.#parts.random());
  };

  readonly #wentAway = (): void => this.#set({ online: false });

  readonly #shown = (): void => {
    // A hidden phone gives its connection back; polling and the next showing catch up.
    if (document.visibilityState === 'visible') this.soon();
    else this.#hangUp();
  };
}
