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

/** A statement that is under way, or answered and not yet told. */
interface Sent {
  readonly n: number;
  readonly pid: number;
  /** Tells whoever sent it; null while there is no answer. */
  tell: (() => void) | null;
}

export class Statements {
  /** In a quiet period statements follow one another at once. */
  calm = false;
  readonly #watcher: Watcher;
  readonly #sent = new Set<Sent>();
  #n = 0;
  #outside = 0;
  #time: Scheduler | null = null;
  #dice: Dice | null = null;
  #log: Log | null = null;
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
    // One connection's statements keep their order, however many are issued at once.
    let last: Promise<unknown> = Promise.resolve();
    Reflect.set(client, 'query', (...args: unknown[]) => {
      const answer = last.then(() => this.#inTurn(pid, () => send(...args)));
      last = answer.catch(() => undefined);
      return answer;
    });
  }

  async #inTurn(pid: number, send: () => Promise<unknown>): Promise<unknown> {
    if (this.#time === null || this.#dice === null) return send();
    if (!this.calm) await this.#time.sleep(this.#dice.below(longestTurn));
    this.#n += 1;
    const sent: Sent = { n: this.#n, pid, tell: null };
    if (this.#waiting().length > 0) this.#log?.fault('statement sent while another stood before a lock');
    this.#sent.add(sent);
    return new Promise((resolve, reject) => {
      const answered = (tell: () => void): void => {
        sent.tell = tell;
        this.#wake();
      };
      send().then(
        (result) => answered(() => resolve(result)),
        (error: unknown) => {
          if (error instanceof pg.DatabaseError && error.code === '40P01') this.#log?.fault('deadlock, begun anew');
          answered(() => reject(error));
        },
      );
    });
  }

  #waiting(): Sent[] {
    return [...this.#sent].filter(({ tell }) => tell === null);
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
      const waiting = this.#waiting();
      if (this.#outside > 0) await this.#anyAnswer();
      if (this.#outside > 0 || (waiting.length > 0 && !(await this.#allBlocked(waiting)))) continue;
      // One commit may set several free, and their answers race: they are told in the order in which they were sent.
      const [first] = [...this.#sent].filter(({ tell }) => tell !== null).sort((one, other) => one.n - other.n);
      if (first !== undefined) {
        this.#sent.delete(first);
        first.tell?.();
        await promisesSettled();
        continue;
      }
      // If no event is left, whoever is blocked now waits for PostgreSQL to find the deadlock.
      if (waiting.length === 0 || !idle) return;
      await this.#anyAnswer();
    }
  }

  async #allBlocked(waiting: readonly Sent[]): Promise<boolean> {
    if (await this.#anyAnswer()) return false;
    const blocked = await this.#watcher.blocked(waiting.map(({ pid }) => pid));
    return waiting.every(({ pid, tell }) => tell === null && blocked.has(pid));
  }

  /** True if something was answered within the patience. */
  async #anyAnswer(): Promise<boolean> {
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
