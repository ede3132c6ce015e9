/**
 * A server comes back from a backup while phones have seen more (laws S1 to S4): nothing that a phone recorded is lost, no
 * phone goes on believing in rows that are gone, and equal versions of two lives are not taken for equal content.
 */
import { isProblem } from '@yimi/kernel';
import { clients } from '@yimi/people';
import { ownVisits, visits } from '@yimi/services';
import type { Entry, Persistence, Replica, ServerEngine, Transport } from '@yimi/sync';
import { MemoryPersistence, MemoryStore, pull } from '@yimi/sync';
import { expect, it } from 'vitest';
import { catalogue } from '../apps/catalogue.ts';
import { buildEngine, entitledTo, postsOf } from '../apps/server/engine.ts';
import { sentAgain } from '../packages/sync/sent-again.ts';
import { countyId, named, newClient, newVisit, smallCounty, World, who } from './world/world.ts';

function copyOf(store: MemoryStore): MemoryStore {
  const copy = new MemoryStore();
  const [from, to] = [store.county(countyId), copy.county(countyId)];
  for (const part of ['rows', 'clocks', 'gone', 'receipts', 'contributions'] as const)
    for (const [key, value] of from[part])
      (to[part] as Map<string, unknown>).set(key, part === 'rows' ? new Map(value as Map<string, unknown>) : value);
  to.audit.push(...from.audit);
  return copy;
}

/** A server whose data can be taken back to what it was. */
class Server {
  readonly world: World;
  store: MemoryStore;
  epoch = 'first';
  #engine: ServerEngine;
  #restoredAt: number | null = null;
  /** Rounds that break off when they come to this. */
  cut: 'push' | 'pull' | null = null;

  constructor(world: World, store: MemoryStore) {
    this.world = world;
    this.store = store;
    this.#engine = this.#build();
  }

  #build(): ServerEngine {
    return buildEngine({
      store: this.store,
      now: () => this.world.now,
      fault: (error) => this.world.faults.push(error),
      mayMissBefore: () => this.#restoredAt,
    });
  }

  restore(backup: MemoryStore, epoch: string): void {
    this.store = copyOf(backup);
    this.epoch = epoch;
    this.#restoredAt = this.world.now;
    this.#engine = this.#build();
  }

  transport(userId: string): Transport {
    return {
      push: async (batch, epoch) => {
        if (this.cut === 'push') throw new Error('cut');
        const other = epoch !== undefined && epoch !== this.epoch;
        const sent = JSON.parse(JSON.stringify(batch));
        return { epoch: this.epoch, outcomes: other ? [] : await this.#engine.push({ countyId, userId }, sent) };
      },
      pull: async ({ epoch, scopes, diverged }) => {
        if (this.cut === 'pull') throw new Error('cut');
        const { now } = this.world;
        if (epoch !== undefined && epoch !== this.epoch)
          return { epoch: this.epoch, parts: [], dropped: [], more: true, serverTime: now };
        return this.store.snapshot(countyId, async (snapshot) => {
          const entitled = await entitledTo(snapshot, userId, await postsOf(snapshot, userId, now));
          const asked = { protocol: 2, scopes: [...scopes], diverged: [...diverged] };
          const answer = await pull({ catalogue, entitled, now }, snapshot, asked);
          return JSON.parse(JSON.stringify({ ...answer, epoch: this.epoch }));
        });
      },
    };
  }

  phone(userId: string, disk: Persistence = new MemoryPersistence()): Promise<Replica> {
    return this.world.phone(userId, disk, this.transport(userId));
  }
}

async function open(): Promise<Server> {
  const store = new MemoryStore();
  return new Server(await smallCounty(1, store), store);
}

async function visit(phone: Replica, world: World, more: Record<string, unknown> = {}): Promise<string> {
  const visitId = phone.newId();
  const entry = await phone.record('services.record-visit', newVisit(visitId, world, more));
  if (isProblem(entry)) throw new Error(entry.code);
  return visitId;
}

const idsOf = (server: Server, table: string) => [...(server.store.county(countyId).rows.get(table)?.keys() ?? [])];

it('S1: what the server took after its backup is sent again by the phones that sent it, and stands once', async () => {
  const server = await open();
  const { world } = server;
  const [wei, lan] = [await server.phone(who.wei), await server.phone(who.lan)];
  await wei.sync();
  await lan.sync();
  const kept = await visit(wei, world);
  await wei.sync();
  const backup = copyOf(server.store);
  const lost = [await visit(wei, world), await visit(lan, world)];
  await wei.sync();
  await lan.sync();
  expect(wei.entries).toEqual([]);
  world.now += 3_600_000;
  server.restore(backup, 'second');
  expect(idsOf(server, visits.name)).toEqual([kept]);
  const unsent = await visit(wei, world);

  expect(await wei.sync()).toMatchObject({ refused: 0, again: 3 });
  await lan.sync();
  await wei.sync();
  expect(idsOf(server, visits.name).sort()).toEqual([kept, ...lost, unsent].sort());
  expect(
    wei
      .rows(ownVisits)
      .map((row) => row.id)
      .sort(),
  ).toEqual([kept, lost[0] ?? '', unsent].sort());
  expect(lan.rows(visits)).toHaveLength(4);
  for (const phone of [wei, lan]) {
    expect(phone.entries).toEqual([]);
    expect(await phone.sync()).toMatchObject({ pushed: 0, again: 0, diverged: [] });
  }
  expect(world.faults).toEqual([]);
});

it('S1: a visit that needs what another phone has still to send again waits for it and is not refused', async () => {
  const server = await open();
  const { world } = server;
  const [wei, lan] = [await server.phone(who.wei), await server.phone(who.lan)];
  await lan.sync();
  await wei.sync();
  const backup = copyOf(server.store);
  const someone = newClient(lan.newId(), { name: '潘老满', birthDay: '1938-01-02', phone: null, assigneeId: who.wei });
  expect(isProblem(await lan.record('people.register-client', someone))).toBe(false);
  await lan.sync();
  await wei.sync();
  const visitId = await visit(wei, world, { clientId: someone.clientId });
  await wei.sync();
  world.now += 3_600_000;
  server.restore(backup, 'second');

  expect(await wei.sync()).toMatchObject({ pushed: 0, refused: 0, again: 1 });
  expect(wei.entries.map((entry) => entry.state)).toEqual(['waiting']);
  await lan.sync();
  expect(await wei.sync()).toMatchObject({ pushed: 1, refused: 0 });
  expect(idsOf(server, visits.name)).toEqual([visitId]);
  await lan.sync();
  expect(lan.row(clients, someone.clientId)?.name).toBe('潘老满');
});

it('S3: a row that reached the same version with other content in the new life is read anew', async () => {
  const server = await open();
  const { world } = server;
  const lan = await server.phone(who.lan);
  await lan.sync();
  const backup = copyOf(server.store);
  const correct = (phone: string) =>
    world.envelope('people.correct-client', {
      clientId: named('client'),
      changes: { phone: { from: '13800000001', to: phone } },
    });
  const engine = (sent: ReturnType<typeof correct>) => server.transport(who.shi).push([sent]);
  expect((await engine(correct('13900000001'))).outcomes[0]?.problem).toBeUndefined();
  await lan.sync();
  const versionBefore = lan.scopes.map(({ scope, version, hash }) => ({ scope, version, hash }));
  server.restore(backup, 'second');
  await engine(correct('13900000002'));
  const scopes = [...server.store.county(countyId).clocks.values()];
  // The hazard itself: by versions and hashes nothing has moved.
  for (const held of versionBefore)
    expect(scopes.find((one) => one.scope === held.scope)?.version ?? 0).toBe(held.version);
  await lan.sync();
  expect(lan.row(clients, named('client'))?.phone).toBe('13900000002');
});

it('S1: a phone cut off or switched off anywhere in between comes to the same end', async () => {
  for (const cut of ['push', 'pull'] as const) {
    const server = await open();
    const { world } = server;
    const disk = new MemoryPersistence();
    const wei = await server.phone(who.wei, disk);
    await wei.sync();
    const backup = copyOf(server.store);
    const lost = await visit(wei, world);
    await wei.sync();
    world.now += 3_600_000;
    server.restore(backup, 'second');
    server.cut = cut;
    await expect(wei.sync())
      .rejects.toThrow('cut')
      .catch(() => undefined);
    const held = wei.rows(ownVisits).length;
    server.cut = null;
    const again = await server.phone(who.wei, disk);
    expect(again.rows(ownVisits).length, 'nothing vanishes from the screen meanwhile').toBe(held);
    await again.sync();
    expect(idsOf(server, visits.name)).toEqual([lost]);
    expect(again.rows(ownVisits).map((row) => row.id)).toEqual([lost]);
    expect(again.entries).toEqual([]);
  }
});

it('C4: a refused command and the one that mended it are both asked for anew, in their order', () => {
  const world = new World();
  const entry = (seq: number, state: Entry['state'], recordedAt: number | null): Entry => {
    const envelope = world.envelope('services.record-visit', { n: seq });
    return { seq, envelope, state, problem: null, clocks: {}, recordedAt, settledBy: null };
  };
  const aside = [entry(4, 'accepted', 40), entry(2, 'settled', 10), entry(3, 'accepted', 10)];
  const outbox = [entry(7, 'pending', null), entry(5, 'refused', 50), entry(6, 'accepted', 60)];
  const again = sentAgain([...aside, ...outbox.slice(1)], outbox);
  expect(again.map(({ envelope }) => Reflect.get(Object(envelope.input), 'n'))).toEqual([2, 3, 4, 5, 6, 7]);
  expect(again.map(({ seq }) => seq)).toEqual([-3, -2, -1, 5, 6, 7]);
  expect(new Set(again.map(({ state, recordedAt }) => `${state} ${recordedAt}`))).toEqual(new Set(['pending null']));
});

it('keeps what was taken for a fortnight by the server’s clock, and no longer', async () => {
  const server = await open();
  const { world } = server;
  const disk = new MemoryPersistence();
  const wei = await server.phone(who.wei, disk);
  await wei.sync();
  await visit(wei, world);
  await wei.sync();
  expect(await disk.sent()).toHaveLength(1);
  world.now += 15 * 86_400_000;
  const later = await visit(wei, world);
  await wei.sync();
  expect((await disk.sent()).map((entry) => Reflect.get(Object(entry.envelope.input), 'visitId'))).toEqual([later]);
});
