/**
 * A small county with named people, on the memory store: the user-level driver of the scenario tests. 韦 is a hamlet
 * volunteer, 覃 a village worker, 蓝 a station worker, 石 a station head, 吴 a county officer.
 */
import type { Catalogue } from '@yimi/kernel';
import { activePosts, dayOf, derivedId, uuidv7 } from '@yimi/kernel';
import { posts } from '@yimi/network';
import type { Envelope, PullResponse, PushResponse } from '@yimi/protocol';
import { protocolVersion } from '@yimi/protocol';
import type { Persistence, ServerEngine, ServerStore, Transport } from '@yimi/sync';
import { erase, MemoryPersistence, MemoryStore, pull, Replica, systemActor } from '@yimi/sync';
import { catalogue } from '../../apps/catalogue.ts';
import { buildEngine, entitledTo, postsOf } from '../../apps/server/engine.ts';

export const countyId = derivedId('tests', 'county');
export const named = (label: string): string => derivedId('tests', label);

/** Deterministic bytes, so that a printed seed gives the same ids. */
export function seededRandom(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

export class World {
  now = Date.parse('2026-03-10T09:00:00+08:00');
  readonly store: ServerStore;
  readonly random: (length: number) => Uint8Array;
  readonly faults: unknown[] = [];
  readonly engine: ServerEngine;

  /** @param of another version of the program's catalogue, for the server's end */
  constructor(seed = 1, store: ServerStore = new MemoryStore(), of: Catalogue = catalogue) {
    this.random = seededRandom(seed);
    this.store = store;
    this.engine = buildEngine({ store, now: () => this.now, fault: (error) => this.faults.push(error), of });
  }

  envelope(name: string, input: unknown, more: Partial<Envelope> = {}): Envelope {
    return {
      id: uuidv7(this.now, this.random(10)),
      name,
      v: catalogue.commands.get(name)?.version ?? 1,
      occurredAt: this.now,
      input,
      dependsOn: [],
      mends: null,
      hints: [],
      ...more,
    };
  }

  async send(userId: string, ...batch: Envelope[]) {
    return this.engine.push({ countyId, userId }, batch);
  }

  /** The program itself acts: set-up, jobs. Throws when refused, for a test's own set-up must not fail unseen. */
  async system(name: string, input: unknown): Promise<void> {
    const [outcome] = await this.send(systemActor, this.envelope(name, input));
    if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)} ${String(this.faults)}`);
  }

  transport(userId: string): Transport {
    return {
      push: async (batch): Promise<PushResponse> => ({
        outcomes: await this.engine.push({ countyId, userId }, JSON.parse(JSON.stringify(batch))),
      }),
      pull: (request): Promise<PullResponse> =>
        this.store.snapshot(countyId, async (snapshot) => {
          const entitled = await entitledTo(snapshot, userId, await postsOf(snapshot, userId, this.now));
          const { scopes, diverged } = request;
          const asked = { protocol: protocolVersion, scopes: [...scopes], diverged: [...diverged] };
          return JSON.parse(JSON.stringify(await pull({ catalogue, entitled, now: this.now }, snapshot, asked)));
        }),
    };
  }

  #closedPhone(
    userId: string,
    persistence: Persistence = new MemoryPersistence(),
    transport: Transport = this.transport(userId),
  ): Replica {
    return new Replica({
      catalogue,
      persistence,
      transport,
      now: () => this.now,
      random: this.random,
      userId,
      posts: (held, now) => activePosts(held.rows(posts), dayOf(now)),
    });
  }

  async phone(userId: string, persistence?: Persistence, transport?: Transport): Promise<Replica> {
    const replica = this.#closedPhone(userId, persistence, transport);
    await replica.open();
    return replica;
  }

  /** Opened as far as its people; history is still being read. */
  async opening(userId: string, persistence: Persistence): Promise<Replica> {
    const replica = this.#closedPhone(userId, persistence);
    await replica.openPeople();
    return replica;
  }
}

export const who = {
  wei: named('韦 volunteer'),
  qin: named('覃 village worker'),
  lan: named('蓝 station worker'),
  shi: named('石 station head'),
  wu: named('吴 county officer'),
};
export const place = {
  station: named('station'),
  other: named('other station'),
  room: named('room'),
  far: named('far room'),
};

/** Two stations, two villages, five people with posts, one person served who is given to 韦. */
export async function smallCounty(
  seed = 1,
  store: ServerStore = new MemoryStore(),
  of: Catalogue = catalogue,
): Promise<World> {
  const world = new World(seed, store, of);
  const day = '2026-01-01';
  await world.system('network.add-station', {
    stationId: place.station,
    name: '清河乡社工站',
    code: '459901201000',
    state: 'open',
    phone: null,
  });
  await world.system('network.add-station', {
    stationId: place.other,
    name: '云岭乡社工站',
    code: '459901202000',
    state: 'open',
    phone: null,
  });
  await world.system('network.add-room', {
    roomId: place.room,
    stationId: place.station,
    name: '木桥村',
    code: '459901201201',
    minutesAway: 70,
    fromDay: day,
  });
  await world.system('network.add-room', {
    roomId: place.far,
    stationId: place.station,
    name: '枫香村',
    code: '459901201202',
    minutesAway: 95,
    fromDay: day,
  });
  const posted = [
    [who.wei, '韦小妹', 'hamlet-volunteer', place.station, place.room],
    [who.qin, '覃大海', 'village-worker', place.station, place.room],
    [who.lan, '蓝秀英', 'station-worker', place.station, null],
    [who.shi, '石建国', 'station-head', place.station, null],
    [who.wu, '吴局', 'county-officer', null, null],
  ] as const;
  for (const [userId, name, role, stationId, roomId] of posted) {
    await world.system('network.open-post', {
      postId: named(`post ${name}`),
      userId,
      name,
      phone: null,
      role,
      stationId,
      roomId,
      agencyId: null,
      fromDay: day,
    });
  }
  await world.system('people.register-client', newClient(named('client'), { assigneeId: who.wei }));
  return world;
}

export function newClient(clientId: string, more: Record<string, unknown> = {}) {
  return {
    clientId,
    name: '杨桂花',
    pinyin: 'yang gui hua',
    sex: 'female',
    birthDay: '1942-05-01',
    phone: '13800000001',
    idNumber: null,
    guardian: null,
    groups: ['独居老人'],
    risk: 'key',
    roomId: place.room,
    hamlet: '上屯',
    householdId: null,
    consents: ['service', 'photo'],
    assigneeId: null,
    day: '2026-01-05',
    ...more,
  };
}

export function newVisit(visitId: string, world: World, more: Record<string, unknown> = {}) {
  return {
    visitId,
    clientId: named('client'),
    visitedAt: world.now,
    mode: 'home',
    result: 'home',
    findings: '腿脚不便，药快吃完了',
    needs: ['生活照料'],
    files: [],
    ...more,
  };
}

export { erase };
