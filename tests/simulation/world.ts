/**
 * One county, run through a plan: happenings fall on phones, server and office at their virtual hour, each a task of its
 * own; after each stretch the network heals, everybody syncs until nothing moves any more, and everything is checked.
 */

import { posts } from '@yimi/network';
import type { ServerStore } from '@yimi/sync';
import { MemoryPersistence, MemoryStore, Replica } from '@yimi/sync';
import { checkDependants } from './checks/dependants.ts';
import { checkHelping } from './checks/helping.ts';
import { checkKept } from './checks/kept.ts';
import { checkMeaning } from './checks/meaning.ts';
import { checkNumbers } from './checks/numbers.ts';
import { checkHashes, checkNothingPending, checkRows, ServerRows } from './checks/rows.ts';
import { checkTrips } from './checks/trips.ts';
import { countyId, phoneHolders } from './county.ts';
import { Dice, seedOf } from './dice.ts';
import { Life } from './disk.ts';
import { happen } from './happen.ts';
import { Log } from './log.ts';
import { Network } from './network.ts';
import type { Acknowledged, Holder } from './phone.ts';
import { Phone } from './phone.ts';
import { Picture, pictureOfMemory } from './picture.ts';
import type { Stretch } from './plan.ts';
import type { Settled } from './scheduler.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedServer } from './server.ts';
import { setUp } from './set-up.ts';

/** A store to run on, and how to read it past the engine. */
export interface Ground {
  readonly store: ServerStore;
  readonly picture: () => Promise<Picture>;
  /** How to tell that all that could run has run; the virtual clock's default is for a store in memory. */
  readonly settled?: Settled;
  /** A quiet period begins or ends: nothing may take time any more. */
  readonly calm?: (calm: boolean) => void;
  /** Told of the run's clock before it starts. */
  readonly attach?: (time: Scheduler, seed: number, log: Log) => void;
  /** Forgets what left the scopes up to now: phones further back must begin them anew (S3). */
  readonly clearTombstones?: () => Promise<void>;
}

export function memoryGround(): Ground {
  const store = new MemoryStore();
  return {
    store,
    picture: () => Promise.resolve(pictureOfMemory(store)),
    clearTombstones: async () => {
      const { clocks, gone } = store.county(countyId);
      for (const [key, one] of gone) if (clocks.has(one.scope)) gone.delete(key);
      for (const [scope, clock] of clocks) clocks.set(scope, { ...clock, floor: clock.version });
    },
  };
}

export interface WorldOptions {
  readonly seed: number;
  readonly stretches: readonly Stretch[];
  /** Keep the lines of the story. */
  readonly keepLines: boolean;
  readonly makeGround: () => Ground | Promise<Ground>;
}

const begin = Date.parse('2026-03-10T00:00:00+08:00');

/** More rounds than any chain of waiting commands needs; phones that still move then are in a circle. */
const mostRounds = 12;

export class World {
  readonly log: Log;
  readonly time: Scheduler;
  readonly server: SimulatedServer;
  readonly network: Network;
  readonly phones: readonly Phone[];
  readonly ledger: Acknowledged[] = [];
  readonly seed: number;
  readonly ground: Ground;
  readonly #stretches: readonly Stretch[];
  #quiets = 0;

  constructor(options: WorldOptions, ground: Ground) {
    this.seed = options.seed;
    this.#stretches = options.stretches;
    this.log = new Log(begin, options.keepLines);
    this.time = new Scheduler(begin, ground.settled);
    this.log.now = () => this.time.now;
    this.ground = ground;
    ground.attach?.(this.time, this.seed, this.log);
    this.server = new SimulatedServer(ground.store, this.time, this.log);
    this.network = new Network(this.server, this.time, this.log);
    const { time, network, log, ledger, seed } = this;
    const used = new Set(this.#stretches.flatMap(({ happenings }) => happenings.map(({ phone }) => phone)));
    // A phone to which nothing happens (a shrunken story) is not there.
    this.phones = phoneHolders.flatMap((people, n) =>
      used.has(n) ? [new Phone(n, people, { time, network, log, ledger, seed })] : [],
    );
  }

  async picture(): Promise<Picture> {
    const { parts } = await this.ground.picture();
    return new Picture({ ...parts, audit: this.server.accepted });
  }

  /** Runs until a check fails or the plan is over. */
  async run(): Promise<void> {
    await this.time.drive(this.#begin());
    for (const [index, { happenings, until }] of this.#stretches.entries()) {
      for (const happening of happenings) {
        this.time.at(begin + happening.at, () => {
          happen(this, happening).catch((error: unknown) => {
            this.log.fail(
              'broken',
              'nothing throws',
              `${happening.kind}: ${error instanceof Error ? error.stack : ''}`,
            );
          });
        });
      }
      await this.time.drain();
      if (this.log.failures.length === 0) await this.time.drive(this.#quiet(index));
      if (this.log.failures.length > 0) return;
      this.time.at(begin + until, () => undefined);
      await this.time.drain();
    }
  }

  async #begin(): Promise<void> {
    this.#calm(true);
    await setUp(this.server, this.seed);
    for (const phone of this.phones) {
      await phone.start();
      await phone.holder?.sync(new Dice(seedOf(this.seed, 'first sync', phone.n)));
    }
    this.#calm(false);
  }

  #calm(calm: boolean): void {
    this.network.calm = calm;
    this.ground.calm?.(calm);
  }

  /** The network heals, every phone is on, and everybody syncs to a fixed point. */
  async #quiet(index: number): Promise<void> {
    this.log.say('quiet', `period ${index + 1} begins`);
    this.#calm(true);
    this.server.wake();
    this.#quiets += 1;
    const holders = this.phones.flatMap((phone) => phone.holders);
    for (const holder of holders) await this.#awake(holder);
    await this.#syncAll(holders);
    if (this.log.failures.length === 0) await this.check(holders);
    for (const phone of this.phones) {
      for (const holder of phone.holders) if (holder !== phone.holder) holder.close();
      phone.off = false;
    }
    this.#calm(false);
  }

  async #awake(holder: Holder): Promise<void> {
    holder.disk.full = false;
    if (holder.life !== null) holder.life.fuse = null;
    // Every other time a phone is opened anew, so that what it shows is what its disk holds.
    const anew = (this.#quiets + holder.phone.n) % 2 === 0;
    if (holder.replica === null || anew) await holder.open();
  }

  async #syncAll(holders: readonly Holder[]): Promise<void> {
    for (let round = 0, still = false; !still; round++) {
      if (round > mostRounds) {
        this.log.fail('broken', 'S4 syncing ends', `phones still move after ${mostRounds} rounds`);
        return;
      }
      still = round > 0;
      for (const holder of holders) {
        const report = await holder.replica?.sync();
        if (report === undefined) continue;
        if (report.pushed + report.refused > 0) still = false;
        holder.explain(report.diverged);
      }
    }
    for (const holder of holders) holder.rotted = false;
  }

  async check(holders: readonly Holder[]): Promise<void> {
    const { log, ledger } = this;
    const picture = await this.picture();
    checkKept({ ledger, picture, log, serverAge: this.server.age });
    checkDependants(ledger, picture, log);
    checkHashes(picture, log);
    const rows = new ServerRows(picture, log);
    for (const { replica, person, who } of holders) {
      if (replica === null) continue;
      checkRows(who, replica, person.userId, rows, this.time.now, log);
      checkNothingPending(who, replica, log);
    }
    const everybody = new Map(holders.map((holder) => [holder.person.userId, holder]));
    for (const [userId, holder] of everybody) {
      const fresh = await this.#freshPhone(holder);
      checkRows(`a fresh phone of ${holder.person.name}`, fresh, userId, rows, this.time.now, log);
    }
    checkNumbers(picture, log);
    checkMeaning(picture, log);
    checkHelping(picture, log);
    checkTrips(picture, log);
  }

  async #freshPhone(holder: Holder): Promise<Replica> {
    const { userId } = holder.person;
    const life = new Life(() => undefined);
    const replica = new Replica({
      catalogue: holder.catalogue,
      persistence: new MemoryPersistence(),
      transport: this.network.transport(userId, 'fresh', life, () => new Dice(0)),
      now: () => this.time.now,
      random: (length) => new Uint8Array(length),
      userId,
      posts: (held) => held.rows(posts),
    });
    await replica.open();
    const { diverged } = await replica.sync();
    if (diverged.length > 0) this.log.fail('diverged', 'S3 a fresh phone agrees', `${holder.who}: ${diverged[0]}`);
    return replica;
  }
}

export async function runWorld(options: WorldOptions): Promise<World> {
  const world = new World(options, await options.makeGround());
  await world.run();
  return world;
}
