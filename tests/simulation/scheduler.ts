/**
 * The virtual clock. Whatever waits (a message under way, a write to disk, a phone switched off) waits in this queue, and
 * time jumps from one event to the next. After each event all that follows from it at once runs to its end before the
 * next begins, so the same seed gives the same order, whatever the machine does.
 */
interface Event {
  readonly at: number;
  readonly n: number;
  readonly run: () => void;
}

/** Promise callbacks run before an immediate does: when it fires, nothing is left but what waits for virtual time. */
export function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves when all that can run has run; `idle` says that no event is left, so that only the world outside can move. */
export type Settled = (idle: boolean) => Promise<void>;

export class Scheduler {
  readonly #heap: Event[] = [];
  readonly #settled: Settled;
  #now: number;
  #n = 0;

  constructor(now: number, settled: Settled = promisesSettled) {
    this.#now = now;
    this.#settled = settled;
  }

  get now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): void {
    this.#n += 1;
    this.#heap.push({ at: Math.max(time, this.#now), n: this.#n, run });
    this.#up(this.#heap.length - 1);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Until nothing waits any more. */
  async drain(): Promise<void> {
    for (;;) {
      await this.#settled(false);
      let event = this.#pop();
      if (event === undefined) {
        await this.#settled(true);
        event = this.#pop();
      }
      if (event === undefined) return;
      this.#now = event.at;
      event.run();
    }
  }

  /** Runs the queue until the work is done; work that can never end is a fault of the simulator or the engine. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let ended: { value: T } | { error: unknown } | null = null;
    work.then(
      (value) => {
        ended = { value };
      },
      (error: unknown) => {
        ended = { error };
      },
    );
    await this.drain();
    const end = ended as { value: T } | { error: unknown } | null;
    if (end === null) throw new Error('work hangs: nothing is left that could wake it');
    if ('error' in end) throw end.error;
    return end.value;
  }

  #before(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.n < b.n);
  }

  #swap(one: number, other: number): void {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): Event | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      const child = this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, at)) return first;
      this.#swap(child, at);
      at = child;
    }
  }
}
