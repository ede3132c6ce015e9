/**
 * Makes each SQL statement a step of the virtual clock: a statement waits for its turn before it is sent, so statements of
 * several connections fall between one another in an order that the seed decides. The clock moves on when every statement
 * that was sent has been answered, or stands before a lock that another transaction holds.
 */
import { setTimeout as realSleep } from 'node:timers/promises';
import pg from 'pg';
import type { Dice } from './dice.ts';
import type { Log } from './log.ts';
import type { Scheduler } from './scheduler.ts';
import { promisesSettled } from './scheduler.ts';

/** How long an answer may take, in real milliseconds, before it is asked whether a lock is in the way. */
const patience = 3;
/** Virtual milliseconds between two statements of one connection: so slow that pushes and pulls of many phones overlap. */
const longestTurn = 20_000;

type Send = (...args: unknown[]) => Promise<unknown>;

export interface Watcher {
  /** Which of these backends stand before a lock that somebody else holds. */
  blocked(pids: readonly number[]): Promise<ReadonlySet<number>>;
}

export class Statements {
  readonly #watcher: Watcher;
  readonly #sent = new Map<symbol, number>();
  #outside = 0;
  #time: Scheduler | null = null;
  #dice: Dice | null = null;
  #log: Log | null = null;
  /** In a quiet period statements follow one another at once. */
  calm = false;
  #wake: () => void = () => undefined;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  begin(time: Scheduler, dice: Dice, log: Log): void {
    this.#time = time;
    this.#dice = dice;
    this.#log = log;
  }

  watch(client: pg.PoolClient): void {
    const pid = Number(Reflect.get(client, 'processID'));
    const send: Send = Reflect.get(client, 'query').bind(client);
    Reflect.set(client, 'query', (...args: unknown[]) => this.#inTurn(pid, () => send(...args)));
  }

  async #inTurn(pid: number, send: () => Promise<unknown>): Promise<unknown> {
    if (!this.calm && this.#time !== null && this.#dice !== null) {
      await this.#time.sleep(this.#dice.below(longestTurn));
    }
    const mark = Symbol('statement');
    if (this.#sent.size > 0) this.#log?.fault('statement behind a lock');
    this.#sent.set(mark, pid);
    try {
      return await send();
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '40P01') this.#log?.fault('deadlock, begun anew');
      throw error;
    } finally {
      this.#sent.delete(mark);
      this.#wake();
    }
  }

  /** Real work beside the run (a look at the whole database): the clock stands still for it. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    this.#outside += 1;
    try {
      return await work();
    } finally {
      this.#outside -= 1;
      this.#wake();
    }
  }

  async settled(idle: boolean): Promise<void> {
    for (;;) {
      await promisesSettled();
      await promisesSettled();
      if (this.#sent.size === 0 && this.#outside === 0) return;
      const moved = await this.#anyMoved();
      if (moved || this.#outside > 0 || this.#sent.size === 0) continue;
      const before = [...this.#sent.keys()];
      const blocked = await this.#watcher.blocked([...this.#sent.values()]);
      const same = before.length === this.#sent.size && before.every((mark) => this.#sent.has(mark));
      const allBlocked = [...this.#sent.values()].every((pid) => blocked.has(pid));
      // If no event is left, whoever is blocked now waits for PostgreSQL to find the deadlock.
      if (same && allBlocked && !idle) return;
    }
  }

  /** True if something was answered within the patience. */
  async #anyMoved(): Promise<boolean> {
    const stop = new AbortController();
    const answered = new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(true);
    });
    const tired = realSleep(patience, false, { signal: stop.signal }).catch(() => false);
    const moved = await Promise.race([answered, tired]);
    stop.abort();
    this.#wake = () => undefined;
    return moved;
  }
}
