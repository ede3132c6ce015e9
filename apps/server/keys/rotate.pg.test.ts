/**
 * The master key replaced under a county at work: people are registered and read all the while, the work is killed at
 * every chunk and taken up again, and in the end nothing knows the old key, which can open nothing any more.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProblem, scopes } from '@yimi/kernel';
import { clients } from '@yimi/people';
import { erase } from '@yimi/sync';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestStore } from '../../../tests/world/postgres.ts';
import { openTestStore } from '../../../tests/world/postgres.ts';
import { countyId, named, newClient, place, smallCounty, type World, who } from '../../../tests/world/world.ts';
import { catalogue } from '../../catalogue.ts';
import { Database } from '../database.ts';
import type { Secrets } from '../secrets.ts';
import type { MasterKey } from '../store/keyring.ts';
import { Keyring } from '../store/keyring.ts';
import { PostgresStore } from '../store/postgres-store.ts';
import { sealAudit, verifyCounty } from '../verify/index.ts';
import { keysAreReplaced, type RotateParts, rotateKeys } from './rotate.ts';

let opened: TestStore;
let owner: Database;
let world: World;
let kept: readonly MasterKey[];
let secrets: Secrets;
const first = randomBytes(32);

beforeEach(async () => {
  opened = await openTestStore(first);
  owner = new Database({ ...opened.owner, max: 2 });
  kept = [{ version: 1, key: first }];
  // The folder of keys, which the tests of secrets.ts put on a disk.
  const folder = {
    rereadKeys: () => kept,
    keepKeys: async (keys: readonly MasterKey[]) => {
      kept = [...keys];
    },
  };
  secrets = { masterKeys: kept, ...folder } as unknown as Secrets;
  const database = opened.database;
  const store = new PostgresStore(database, new Keyring(kept, () => kept), catalogue);
  world = await smallCounty(1, store);
  await owner.outsideCounties((trx) =>
    trx.executeQuery(
      CompiledQuery.raw("insert into public.counties values ($1, '三水县', '459901', '459900', 0)", [countyId]),
    ),
  );
});
afterEach(async () => {
  await owner.close();
  await opened.close();
});

const parts = (progress?: RotateParts['progress']): RotateParts => ({
  database: opened.database,
  owner,
  // The verb is a process of its own, beside the server.
  keyring: new Keyring(kept, () => kept),
  secrets,
  now: () => world.now,
  ...(progress === undefined ? {} : { progress }),
});
/** A card number that its check digit agrees with (GB 11643). */
function card(n: number): string {
  const body = `45022619420501${String(100 + n)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}
async function register(n: number): Promise<void> {
  const [outcome] = await world.send(
    who.lan,
    world.envelope(
      'people.register-client',
      newClient(named(`person ${n}`), { name: `杨${n}`, birthDay: '1942-05-01', idNumber: card(n) }),
    ),
  );
  expect(outcome).toMatchObject({ status: 'accepted' });
}
/** As the server that has been running all the while reads it. */
async function cardsOf(store = world.store): Promise<Map<string, unknown>> {
  const rows = await store.snapshot(countyId, (tx) =>
    tx.list({ table: erase(clients), column: 'roomId', value: place.room, within: scopes.room(place.room) }),
  );
  return new Map(rows.map(({ row }) => [row.id, row.idNumber]));
}
async function counted(text: string): Promise<number> {
  const found = await owner.outsideCounties((trx) => trx.executeQuery<{ n: number }>(CompiledQuery.raw(text)));
  return found.rows[0]?.n ?? -1;
}
const underOld = () => counted('select count(*)::int as n from engine.subject_keys where key_version = 1');
const staleMatches = () =>
  counted('select count(*)::int as n from people.clients where octet_length(id_number_match) = 32');

async function expectWhole(n: number): Promise<void> {
  expect([await underOld(), await staleMatches()]).toEqual([0, 0]);
  expect(await counted('select count(*)::int as n from engine.key_versions')).toBe(1);
  expect(kept.map(({ version }) => version)).toEqual([2]);
  const cards = await cardsOf();
  for (let i = 0; i < n; i++) expect(cards.get(named(`person ${i}`))).toBe(card(i));
  // A process that begins today knows the new key alone, and reads everything.
  const fresh = new PostgresStore(opened.database, new Keyring(kept), catalogue);
  expect(await cardsOf(fresh)).toEqual(cards);
  const old = new PostgresStore(opened.database, new Keyring(first), catalogue);
  await expect(cardsOf(old)).rejects.toThrow('master key 2 is missing');
  await sealAudit(opened.database, countyId);
  const verdict = await verifyCounty(opened.database, fresh, catalogue, countyId, world.now);
  expect(verdict).toMatchObject({ audit: true, rollups: true, hashes: true });
}

describe('replacing the master key', () => {
  it('brings people’s keys and matches over, changes nothing that anybody reads, and the old key opens nothing', async () => {
    for (let i = 0; i < 12; i++) await register(i);
    const before = await cardsOf();
    const hashes = await counted('select count(*)::int as n from people.clients where id_number is not null');
    const done = await rotateKeys(parts());
    expect(done).toMatchObject({ version: 2, matches: 12 });
    expect(hashes).toBe(12);
    expect(await cardsOf()).toEqual(before);
    await expectWhole(12);
  });

  it('goes on while people are registered all the while: none is lost and none is left under the old key', async () => {
    for (let i = 0; i < 20; i++) await register(i);
    let next = 20;
    let stop = false;
    const work = (async () => {
      while (!stop) await register(next++);
    })();
    expect(isProblem(await rotateKeys(parts(() => sleep(30))))).toBe(false);
    const during = next - 20;
    stop = true;
    await work;
    expect(during).toBeGreaterThan(0);
    await expectWhole(next);
  });

  it('is taken up again wherever it was killed', async () => {
    for (let i = 0; i < 8; i++) await register(i);
    const killed = () => Promise.reject(new Error('killed'));
    // After the key was put down and before it was named.
    secrets = {
      ...secrets,
      keepKeys: async (keys) => {
        kept = [...keys];
        throw new Error('killed');
      },
    };
    await expect(rotateKeys(parts())).rejects.toThrow('killed');
    expect(await underOld()).toBeGreaterThan(8);
    await register(8);
    const keep = async (keys: readonly MasterKey[]) => {
      kept = [...keys];
    };
    secrets = { ...secrets, keepKeys: keep };
    // After the first chunk of keys, then after the first chunk of matches.
    await expect(rotateKeys(parts(killed))).rejects.toThrow('killed');
    expect(await keysAreReplaced(opened.database)).toBe(true);
    await register(9);
    let chunks = 0;
    await expect(rotateKeys(parts(() => (++chunks > 0 ? killed() : undefined)))).rejects.toThrow('killed');
    // Between the database and the folder: the old version is gone from the one and still lies in the other.
    secrets = { ...secrets, keepKeys: killed };
    await expect(rotateKeys(parts())).rejects.toThrow('killed');
    expect(kept.map(({ version }) => version)).toEqual([1, 2]);
    secrets = { ...secrets, keepKeys: keep };
    expect(await rotateKeys(parts())).toEqual({ version: 2, keys: 0, matches: 0 });
    await expectWhole(10);
  });

  it('cannot drop a version that something is still wrapped with: the database refuses', async () => {
    await register(0);
    const drop = owner.outsideCounties((trx) => trx.executeQuery(CompiledQuery.raw('delete from engine.key_versions')));
    await expect(drop).rejects.toThrow(/foreign key/);
  });

  it('waits for transactions that began before it, which may still write under the old key', async () => {
    await register(0);
    const held = new pg.Client(opened.owner);
    await held.connect();
    await held.query('begin');
    await held.query('select 1');
    let done = false;
    const rotating = rotateKeys(parts()).then((came) => {
      done = true;
      return came;
    });
    await sleep(700);
    expect([done, (await underOld()) > 0]).toEqual([false, true]);
    await held.query('commit');
    await held.end();
    expect(await rotating).toMatchObject({ version: 2 });
  });
});
