/**
 * The server of the simulation: the real engine, the real pull, the real rules of who holds what, over a store that can
 * die at any step. A dead server's open transaction leaves nothing; one that died after its commit leaves everything but
 * the answer.
 */
import { uuidv7 } from '@yimi/kernel';
import type { Envelope, PullResponse, PushResponse } from '@yimi/protocol';
import { PullRequest, PushRequest, protocolVersion } from '@yimi/protocol';
import type { AuditEntry, ServerStore, ServerTx, Snapshot, WriteSet } from '@yimi/sync';
import { pull, ServerEngine, systemActor } from '@yimi/sync';
import { actingPosts, entitledTo, postsOf, sha256 } from '../../apps/server/engine.ts';
import { countyId } from './county.ts';
import type { Dice } from './dice.ts';
import type { Log } from './log.ts';
import type { Scheduler } from './scheduler.ts';
import type { Age } from './two-versions.ts';
import { catalogues } from './two-versions.ts';

/** Every so many transactions the disk stalls, so that those who come meanwhile go together when it wakes. */
const stallEvery = 20;
const stallMs = 900_000;

/** So few that a village and its neighbour seldom fit into one answer. */
const mostRows = 90;

export class ServerDied extends Error {
  constructor() {
    super('the server died');
  }
}

export class SimulatedServer {
  readonly store: ServerStore;
  readonly time: Scheduler;
  readonly log: Log;
  age: Age = 'old';
  /** The audit of all that was committed, in the order of acceptance. */
  readonly accepted: AuditEntry[] = [];
  /** Steps of transactions left until the process dies; null: it does not. */
  fuse: number | null = null;
  #down = false;
  /** Counts the deaths, so that an answer from before one is known for lost. */
  #deaths = 0;
  #transactions = 0;
  #stalledUntil = 0;
  /** One a life and an age of the program: what gathered in a process is gone with it. */
  #running: { engine: ServerEngine; age: Age; deaths: number } | null = null;
  readonly #versions = new Map<string, number>();

  constructor(store: ServerStore, time: Scheduler, log: Log) {
    this.store = store;
    this.time = time;
    this.log = log;
  }

  get down(): boolean {
    return this.#down;
  }

  wake(): void {
    this.#down = false;
    this.fuse = null;
  }

  step(where: string): void {
    if (this.#down) throw new ServerDied();
    if (this.fuse === null) return;
    this.fuse -= 1;
    if (this.fuse > 0) return;
    this.fuse = null;
    this.#down = true;
    this.#deaths += 1;
    this.log.fault(where === 'committed' ? 'server died after the commit' : 'server died within a transaction');
    this.log.say('server', `dies, ${where}`);
    this.time.at(this.time.now + 120_000, () => {
      this.#down = false;
    });
    throw new ServerDied();
  }

  #engine(): ServerEngine {
    const { age } = this;
    const deaths = this.#deaths;
    if (this.#running === null || this.#running.age !== age || this.#running.deaths !== deaths)
      this.#running = { engine: this.#newEngine(age, deaths), age, deaths };
    return this.#running.engine;
  }

  #newEngine(age: Age, deaths: number): ServerEngine {
    return new ServerEngine({
      catalogue: catalogues[age],
      store: this.#mortalStore(deaths),
      now: () => this.time.now,
      digest: sha256,
      posts: actingPosts,
      fault: (error, name) => {
        if (this.#down || error instanceof ServerDied) return;
        this.log.fail('broken', 'the engine never throws', `${name}: ${String(error)}`);
      },
    });
  }

  #mortalStore(deaths: number): ServerStore {
    return {
      transaction: async (county, work) => {
        this.#transactions += 1;
        if (this.#transactions % stallEvery === 0) this.#stalledUntil = this.time.now + stallMs;
        if (this.time.now < this.#stalledUntil) await this.time.sleep(this.#stalledUntil - this.time.now);
        if (deaths !== this.#deaths) throw new ServerDied();
        this.step('before a transaction');
        let staged: readonly AuditEntry[] = [];
        const result = await this.store.transaction(county, async (tx) => {
          staged = [];
          const inner = await work(
            this.#mortal(tx, (audit) => {
              staged = audit;
            }),
          );
          this.step('before the commit');
          return inner;
        });
        this.accepted.push(...staged);
        this.step('committed');
        return result;
      },
      snapshot: (county, work) => this.store.snapshot(county, work),
    };
  }

  /** The transaction, with a chance to die after each of its three writing steps. */
  #mortal(tx: ServerTx, written: (audit: readonly AuditEntry[]) => void): ServerTx {
    const mortal: Pick<ServerTx, 'lock' | 'contribute' | 'write'> = {
      lock: async (scopes) => {
        const clocks = await tx.lock(scopes);
        this.step('within a transaction');
        return clocks;
      },
      contribute: async (deltas) => {
        const steps = await tx.contribute(deltas);
        this.step('within a transaction');
        return steps;
      },
      write: async (set) => {
        this.#watchClocks(set);
        if (new Set(set.receipts.map((receipt) => receipt.actorId)).size > 1) this.log.fault('several senders at once');
        await tx.write(set);
        written(set.audit);
        this.step('within a transaction');
      },
    };
    return new Proxy(tx, {
      get: (target, name) => {
        if (name in mortal) return Reflect.get(mortal, name);
        const found: unknown = Reflect.get(target, name);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  }

  /** Law S2: a scope's version only rises; a gap or a repetition would hide rows from a phone. */
  #watchClocks(set: WriteSet): void {
    for (const { scope, version } of set.clocks) {
      const known = this.#versions.get(scope) ?? 0;
      if (version < known) this.log.fail('broken', 'S2 clocks only rise', `${scope} from ${known} to ${version}`);
      this.#versions.set(scope, version);
    }
  }

  /** As over the wire: text in, text out, parsed at the edge. */
  async push(userId: string, text: string, onBehalfOf: string | null = null): Promise<PushResponse> {
    const deaths = this.#deaths;
    if (this.#down) throw new ServerDied();
    const { batch } = PushRequest.parse(JSON.parse(text));
    const outcomes = await this.#engine().push({ countyId, userId }, batch, onBehalfOf);
    if (deaths !== this.#deaths) throw new ServerDied();
    return JSON.parse(JSON.stringify({ outcomes }));
  }

  async pull(userId: string, text: string): Promise<PullResponse> {
    const deaths = this.#deaths;
    if (this.#down) throw new ServerDied();
    const request = PullRequest.parse(JSON.parse(text));
    const answer = await this.store.snapshot(countyId, async (snapshot: Snapshot) => {
      const entitled = await entitledTo(snapshot, userId, await postsOf(snapshot, userId, this.time.now));
      const parts = { catalogue: catalogues[this.age], entitled, now: this.time.now, mostRows };
      const part = await pull(parts, snapshot, request);
      if (part.more) this.log.fault('answer in several parts');
      return part;
    });
    if (deaths !== this.#deaths) throw new ServerDied();
    return JSON.parse(JSON.stringify(answer));
  }

  envelope(name: string, input: unknown, dice: Dice): Envelope {
    const v = catalogues[this.age].commands.get(name)?.version ?? 1;
    const id = uuidv7(this.time.now, dice.bytes(10));
    return { id, name, v, occurredAt: this.time.now, input, dependsOn: [], mends: null, hints: [] };
  }

  /** The office's desk and the program's own jobs: repeated until the server answers. */
  async insist(
    userId: string,
    envelope: Envelope,
    onBehalfOf: string | null = null,
  ): Promise<PushResponse['outcomes'][number]> {
    const text = JSON.stringify({ protocol: protocolVersion, batch: [envelope] });
    for (;;) {
      try {
        const { outcomes } = await this.push(userId, text, onBehalfOf);
        const [outcome] = outcomes;
        if (outcome !== undefined) return outcome;
      } catch (error) {
        if (!(error instanceof ServerDied)) throw error;
        await this.time.sleep(60_000);
      }
    }
  }

  asSystem(name: string, input: unknown, dice: Dice): Promise<PushResponse['outcomes'][number]> {
    return this.insist(systemActor, this.envelope(name, input, dice));
  }
}
