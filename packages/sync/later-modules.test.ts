/** A module that a phone takes in after it was opened (ADR 30): what came and what waits of it meanwhile is neither lost nor refused. */
import {
  added,
  Catalogue,
  columns,
  defineCommand,
  defineModule,
  defineTable,
  Id,
  isProblem,
  scopes,
} from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { MemoryPersistence } from './memory-persistence.ts';
import type { Segment, Transport } from './persistence.ts';
import { Replica } from './replica.ts';
import { emptyHash, hashText, shift } from './set-hash.ts';

const name = columns.text(40);
const houses = defineTable({ name: 'tests.houses', columns: { name }, scope: () => scopes.county, seenBy: ['member'] });
const wells = defineTable({
  name: 'later.wells',
  columns: { name, depth: added(columns.count(), 7) },
  scope: () => scopes.county,
  seenBy: ['member'],
});
const dig = defineCommand({
  name: 'later.dig',
  input: z.strictObject({ id: Id }),
  permission: { 'village-worker': 'county' },
  place: () => ({}),
  execute: (tx, { id }) => {
    tx.put(wells, { id, name: 'dug', depth: 1 });
    return undefined;
  },
});
const first = defineModule({ name: 'tests', tables: [houses], commands: [] });
const later = defineModule({ name: 'later', tables: [wells], commands: [dig] });

const kept = '01890000-0000-7000-8000-000000000002';
const me = '01890000-0000-7000-8000-000000000003';

function segment(): Segment {
  const hash = emptyHash();
  shift(hash, kept, 1, 1);
  const tables = [{ table: wells.name, columns: ['id', 'name'], rows: [[kept, 'old']], versions: [1] }];
  const part = { scope: 'county', roleClass: 'member' as const, reset: true, version: 1, hash: hashText(hash) };
  return { parts: [{ ...part, tables, gone: [] }], dropped: [] };
}

/** A server that takes whatever comes and answers with the same county. */
class TakesAll implements Transport {
  readonly pushed: string[] = [];
  push: Transport['push'] = (batch) => {
    this.pushed.push(...batch.map((one) => one.name));
    const outcomes = batch.map(({ id }) => ({ id, status: 'accepted' as const, recordedAt: 1, clocks: { county: 2 } }));
    return Promise.resolve({ outcomes });
  };
  pull: Transport['pull'] = () =>
    Promise.resolve({ parts: [...segment().parts], dropped: [], more: false, serverTime: 1 });
}

async function phone(persistence: MemoryPersistence, modules: Parameters<Replica['learn']>[0], transport: Transport) {
  const replica = new Replica({
    catalogue: new Catalogue(modules),
    persistence,
    transport,
    now: () => 1_000_000,
    random: (length) => new Uint8Array(length).fill(5),
    userId: me,
    posts: () => [
      {
        id: me,
        userId: me,
        role: 'village-worker',
        stationId: null,
        roomId: null,
        agencyId: null,
        fromDay: '2026-01-01',
        toDay: null,
      },
    ],
  });
  await replica.open();
  return replica;
}

describe('a module that comes after the phone was opened', () => {
  it('finds the rows that came before it, read with the columns added since', async () => {
    const replica = await phone(new MemoryPersistence(), [first], new TakesAll());
    await replica.sync();
    replica.learn([later]);
    expect(replica.rows(wells)).toEqual([{ id: kept, name: 'old', depth: 7 }]);
    expect(replica.scopes).toEqual([{ scope: 'county', version: 1, hash: segment().parts[0]?.hash }]);
  });

  it('tells the screens, once, and is taken in once', async () => {
    const replica = await phone(new MemoryPersistence(), [first], new TakesAll());
    let told = 0;
    replica.onChange(() => {
      told += 1;
    });
    replica.learn([later]);
    replica.learn([later]);
    expect(told).toBe(1);
  });

  it('predicts what waited of it since the phone was closed, and until then nothing is said against it', async () => {
    const disk = new MemoryPersistence();
    const yesterday = await phone(disk, [first, later], new TakesAll());
    await disk.appendSegment(segment(), null);
    const well = '01890000-0000-7000-8000-000000000009';
    const entry = await yesterday.record(dig.name, { id: well });
    if (isProblem(entry)) throw new Error(entry.code);
    const today = await phone(disk, [first], new TakesAll());
    expect(today.predictedProblem(entry.envelope.id)).toBeNull();
    expect(today.rows(wells)).toHaveLength(1);
    today.learn([later]);
    expect(today.rows(wells)).toContainEqual({ id: well, name: 'dug', depth: 1 });
  });

  it('is not waited for: what lies in the outbox is handed in without it', async () => {
    const disk = new MemoryPersistence();
    const yesterday = await phone(disk, [first, later], new TakesAll());
    await yesterday.record(dig.name, { id: '01890000-0000-7000-8000-000000000009' });
    const server = new TakesAll();
    const today = await phone(disk, [first], server);
    await today.sync();
    expect(server.pushed).toEqual([dig.name]);
    expect(today.entries.map(({ state }) => state)).toEqual(['accepted']);
  });

  it('cannot be asked for a command before it is there', async () => {
    const replica = await phone(new MemoryPersistence(), [first], new TakesAll());
    const outcome = await replica.record(dig.name, { id: kept });
    expect(isProblem(outcome) ? outcome.code : 'recorded').toBe('sync.unknown-command');
    expect(replica.entries).toEqual([]);
  });
});
