/**
 * A phone and the people who sign in on it, each with an outbox of their own. It can be crashed, filled, upgraded, lied
 * to about the time; whatever it acknowledged to a person is entered in the ledger, which the checks hold it to.
 */
import { Catalogue, dayOf, isProblem } from '@yimi/kernel';
import { posts } from '@yimi/network';
import type { Envelope } from '@yimi/protocol';
import { Replica } from '@yimi/sync';
import { laterModules } from '../../apps/later-modules.ts';
import type { Person } from './county.ts';
import { Dice, seedOf } from './dice.ts';
import { Disk, DiskSession, Life, StorageFull } from './disk.ts';
import type { Log } from './log.ts';
import { short } from './log.ts';
import type { Network } from './network.ts';
import { Cut, minute } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import type { Age } from './two-versions.ts';
import { catalogues } from './two-versions.ts';

/** Modules that a phone takes in after it was opened. */
const follow = new Set<string>(Object.keys(laterModules));

/** A command that the phone told a person was saved. */
export interface Acknowledged {
  readonly holder: Holder;
  readonly envelope: Envelope;
}

export interface Surroundings {
  readonly time: Scheduler;
  readonly network: Network;
  readonly log: Log;
  readonly ledger: Acknowledged[];
  readonly seed: number;
}

/** One person on one phone. */
export class Holder {
  readonly phone: Phone;
  readonly person: Person;
  readonly disk = new Disk();
  replica: Replica | null = null;
  life: Life | null = null;
  netDice: Dice;
  /** Rows were rotted away on purpose: the next sync may find, and must repair, a divergence. */
  rotted = false;
  #opened = 0;

  constructor(phone: Phone, person: Person, seed: number) {
    this.phone = phone;
    this.person = person;
    this.netDice = new Dice(seed);
  }

  get who(): string {
    return `phone ${this.phone.n} (${this.person.name})`;
  }

  get catalogue(): Catalogue {
    return catalogues[this.phone.age];
  }

  close(): void {
    if (this.life !== null) this.life.alive = false;
    this.life = null;
    this.replica = null;
  }

  async open(): Promise<void> {
    const { time, log, network, seed } = this.phone.around;
    this.close();
    const life = new Life(() => this.phone.crash());
    this.life = life;
    this.#opened += 1;
    const idDice = new Dice(seedOf(seed, 'ids', this.phone.n, this.person.name, this.#opened));
    const replica = new Replica({
      catalogue: new Catalogue(this.catalogue.modules.filter(({ name }) => !follow.has(name))),
      persistence: new DiskSession(this.disk, life, time, log),
      transport: network.transport(this.person.userId, this.who, life, () => this.netDice),
      now: () => this.phone.now(),
      random: (length) => idDice.bytes(length),
      userId: this.person.userId,
      // A phone whose clock is a year off must go on recording; only what has ended is left out.
      posts: (held, now) => held.rows(posts).filter((post) => post.toDay === null || dayOf(now) <= post.toDay),
    });
    await replica.open();
    if (!life.alive) return;
    this.replica = replica;
    const { modules } = this.catalogue;
    // The screens behind today's list, and what comes with them (ADR 30); by then rows of it may be there, and commands wait.
    time.at(time.now + 5 * minute, () => {
      if (life.alive) replica.learn(modules);
    });
  }

  /** What a person does: recorded, or told at once why not. True if it was acknowledged. */
  async record(name: string, input: unknown, mends: string | null, what: string): Promise<boolean> {
    const { log, ledger } = this.phone.around;
    const replica = this.replica;
    if (replica === null) return false;
    const before = replica.entries.length;
    try {
      const entry = await replica.record(name, input, mends);
      if (isProblem(entry)) {
        log.command(`refused at once by the phone: ${entry.code}`);
        log.say(this.who, `${what}: refused at once, ${entry.code}`);
        return false;
      }
      ledger.push({ holder: this, envelope: entry.envelope });
      log.command(mends === null ? name : `${name}, mending`);
      log.say(this.who, `${what}: saved as ${short(entry.envelope.id)}`);
      return true;
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      log.say(this.who, `${what}: not saved, the storage is full`);
      if (replica.entries.length > before) log.fail('broken', 'S1 nothing half-written', `${this.who}: ${what}`);
      return false;
    }
  }

  async sync(dice: Dice): Promise<void> {
    const { log } = this.phone.around;
    this.netDice = dice;
    const replica = this.replica;
    if (replica === null) return;
    try {
      const report = await replica.sync();
      log.say(this.who, `syncs: ${report.pushed} accepted, ${report.refused} refused`);
      this.explain(report.diverged);
    } catch (error) {
      if (error instanceof Cut) log.say(this.who, 'sync breaks off');
      else if (error instanceof StorageFull) log.say(this.who, 'sync breaks off: storage full');
      else throw error;
    }
  }

  /** A divergence is only allowed where the simulator made one. */
  explain(diverged: readonly string[]): void {
    if (diverged.length === 0) return;
    const { log } = this.phone.around;
    if (this.rotted) log.fault('divergence found and repaired');
    else log.fail('diverged', 'S3 a phone holds what its version shows', `${this.who}: ${diverged[0]}`);
  }
}

export class Phone {
  readonly n: number;
  readonly around: Surroundings;
  readonly holders: readonly Holder[];
  active = 0;
  age: Age = 'old';
  /** Milliseconds by which its clock is wrong. */
  skew = 0;
  off = false;

  constructor(n: number, people: readonly Person[], around: Surroundings) {
    this.n = n;
    this.around = around;
    this.holders = people.map((person) => new Holder(this, person, seedOf(around.seed, 'net', n, person.name)));
  }

  now(): number {
    return this.around.time.now + this.skew;
  }

  get holder(): Holder | null {
    return this.holders[this.active] ?? null;
  }

  /** The person whose app is open, if the phone is on. */
  inUse(): Holder | null {
    const holder = this.holder;
    return this.off || holder === null || holder.replica === null ? null : holder;
  }

  async start(): Promise<void> {
    this.off = false;
    await this.holder?.open();
  }

  /** All that is not on the disk is gone; somebody switches it on again later. */
  crash(): void {
    if (this.off) return;
    const { time, log } = this.around;
    log.fault('phone crashed');
    log.say(`phone ${this.n}`, 'crashes');
    this.off = true;
    for (const holder of this.holders) holder.close();
    time.at(time.now + 20 * minute, () => {
      if (!this.off) return;
      log.say(`phone ${this.n}`, 'is switched on again');
      void this.start();
    });
  }

  /** Another person takes the phone: the first one's app is closed wherever it was. */
  async switchTo(next: number): Promise<void> {
    if (this.off || next === this.active) return;
    this.holder?.close();
    this.active = next;
    await this.holder?.open();
  }
}
