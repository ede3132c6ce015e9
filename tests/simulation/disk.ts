/**
 * A phone's disk. What was written and acknowledged stays; a crash may come before a write (nothing of it is there) or
 * after it became durable and before anybody was told. A full disk refuses. What dies with the phone waits forever:
 * code of a dead phone must never run on.
 */
import type { Entry, Persistence, Segment } from '@yimi/sync';
import type { Log } from './log.ts';
import type { Scheduler } from './scheduler.ts';

/** One of its own each time: whoever waits for a shared one is held by it, and with them their whole county. */
const never = () => new Promise<never>(() => undefined);

/** One opening of the app by one user, until it is closed or the phone dies. */
export class Life {
  alive = true;
  /** Steps left until the phone dies; null: it does not. */
  fuse: number | null = null;
  readonly #onCrash: () => void;

  constructor(onCrash: () => void) {
    this.#onCrash = onCrash;
  }

  /** Between any two steps of the app the phone may die. */
  async step(): Promise<void> {
    if (!this.alive) return never();
    if (this.fuse === null) return undefined;
    this.fuse -= 1;
    if (this.fuse > 0) return undefined;
    this.#onCrash();
    return never();
  }
}

export class StorageFull extends Error {
  constructor() {
    super('the disk is full');
  }
}

export class Disk {
  /** A log that is nearly full already, so that folding it into one segment falls into the run. */
  segments: readonly Segment[] = Array.from({ length: 58 }, () => ({ parts: [], dropped: [] }));
  histories: readonly Segment[] = Array.from({ length: 245 }, () => ({ parts: [], dropped: [] }));
  /** By seq; as text, so that nothing written can change behind the disk's back. */
  readonly entries = new Map<number, string>();
  /** What the server has taken, by command, against its coming back older. */
  readonly sent = new Map<string, string>();
  full = false;

  readEntries(): Entry[] {
    return [...this.entries.values()].map((text) => JSON.parse(text) as Entry);
  }
}

export class DiskSession implements Persistence {
  readonly #disk: Disk;
  readonly #life: Life;
  readonly #time: Scheduler;
  readonly #log: Log;

  constructor(disk: Disk, life: Life, time: Scheduler, log: Log) {
    this.#disk = disk;
    this.#life = life;
    this.#time = time;
    this.#log = log;
  }

  async load() {
    await this.#life.step();
    const { segments, histories } = this.#disk;
    const history = async (): Promise<readonly Segment[]> => {
      await this.#life.step();
      return histories;
    };
    return { segments, entries: this.#disk.readEntries(), history };
  }

  async #write(apply: () => void): Promise<void> {
    await this.#life.step();
    if (this.#disk.full) {
      this.#log.fault('write refused: storage full');
      throw new StorageFull();
    }
    await this.#time.sleep(3);
    // The phone may have died while the write was under way: then it was torn away whole.
    if (!this.#life.alive) return never();
    apply();
    await this.#life.step();
  }

  appendSegment(people: Segment, history: Segment | null): Promise<void> {
    return this.#write(() => {
      this.#disk.segments = [...this.#disk.segments, people];
      if (history !== null) this.#disk.histories = [...this.#disk.histories, history];
    });
  }

  replaceSegments(people: Segment, history: readonly Segment[] | null): Promise<void> {
    return this.#write(() => {
      this.#log.fault(history === null ? 'log folded into one segment' : 'history folded');
      this.#disk.segments = [people];
      this.#disk.histories = history ?? this.#disk.histories;
    });
  }

  putEntries(entries: readonly Entry[]): Promise<void> {
    const texts = entries.map((entry) => [entry.seq, JSON.stringify(entry)] as const);
    return this.#write(() => {
      for (const [seq, text] of texts) this.#disk.entries.set(seq, text);
    });
  }

  retire(done: readonly Entry[], forgetBefore: number): Promise<void> {
    const texts = done.map((entry) => [entry, JSON.stringify(entry)] as const);
    return this.#write(() => {
      for (const [{ seq, envelope }, text] of texts) {
        this.#disk.entries.delete(seq);
        this.#disk.sent.set(envelope.id, text);
      }
      for (const [id, text] of this.#disk.sent)
        if (((JSON.parse(text) as Entry).recordedAt ?? 0) < forgetBefore) this.#disk.sent.delete(id);
    });
  }

  async sent(): Promise<readonly Entry[]> {
    await this.#life.step();
    return [...this.#disk.sent.values()].map((text) => JSON.parse(text) as Entry);
  }

  sendAgain(entries: readonly Entry[]): Promise<void> {
    return this.putEntries(entries);
  }
}
