/**
 * An update that adds, changes and drops figures, on a county that an older program has filled: every number is counted
 * anew, phones that were in step stay in step, and nobody's work is in the way of it.
 */
import { randomBytes } from 'node:crypto';
import { Catalogue, defineFigure, rollups } from '@yimi/kernel';
import { care, services, visitCount, visits } from '@yimi/services';
import { MemoryPersistence } from '@yimi/sync';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestStore } from '../../../tests/world/postgres.ts';
import { openTestStore } from '../../../tests/world/postgres.ts';
import { countyId, named, newClient, newVisit, place, smallCounty, World, who } from '../../../tests/world/world.ts';
import { catalogue, modules } from '../../catalogue.ts';
import { Jobs } from '../jobs.ts';
import { verifyCounty } from '../verify/index.ts';
import { hashFaults } from '../verify/set-hashes.ts';
import type { CountingParts } from './count-anew.ts';
import { countAnew } from './count-anew.ts';
import { definitionHash, noteCounted } from './definitions.ts';

const ofVisits = { source: visits, where: [], day: 'occurredOn', room: 'roomId', station: 'stationId' } as const;
/** What the program before counted: visits without who went, a figure since dropped, people met only by county. */
const formerly = [
  defineFigure({
    ...ofVisits,
    name: 'services.visits',
    kind: 'records',
    where: visitCount.where.map(same),
    dimensions: ['mode', 'result'],
  }),
  defineFigure({ ...ofVisits, name: 'services.by-mode', kind: 'records', dimensions: ['mode'] }),
  defineFigure({ ...ofVisits, name: 'services.by-day', kind: 'days' }),
  defineFigure({
    ...ofVisits,
    name: 'services.clients-visited',
    kind: 'subjects',
    subject: 'clientId',
    grains: ['county-month'],
  }),
];
function same({ column, in: values, otherwise }: (typeof visitCount.where)[number]) {
  return { column: column === 'state' ? ('state' as const) : ('plausible' as const), in: values, otherwise };
}
const before = new Catalogue(
  modules.map((one) => {
    if (one.name === 'services') return { ...one, figures: [...formerly, ...kept()] };
    return { ...one, figures: one.figures.map((figure) => ({ ...figure, stays: false })) };
  }),
);
function kept() {
  return services.figures.filter(({ name }) => ['services.due', 'services.last-visit'].includes(name));
}

let opened: TestStore;
let world: World;
let visitNumber = 0;

beforeEach(async () => {
  opened = await openTestStore(randomBytes(32));
  world = await smallCounty(1, opened.store, before);
  await world.system('people.register-client', newClient(named('other'), { roomId: place.far, groups: [] }));
  await world.system(
    'people.register-client',
    newClient(named('third'), { roomId: place.far, groups: ['残疾人', '独居老人'] }),
  );
  for (let i = 0; i < 12; i++) await visit(world, ['client', 'other', 'third'][i % 3] ?? '', i * 6);
  await opened.database.inCounty(countyId, (trx) => noteCounted(trx, before.figures.values(), 1));
});
afterEach(() => opened.close());

async function visit(by: World, client: string, daysAgo: number): Promise<string> {
  const visitId = named(`visit ${visitNumber++}`);
  const visitedAt = by.now - daysAgo * 86_400_000;
  const result = visitNumber % 4 === 0 ? 'nobody' : 'home';
  const input = newVisit(visitId, by, { clientId: named(client), visitedAt, result });
  const [outcome] = await by.send(who.lan, by.envelope('services.record-visit', input));
  if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  return visitId;
}

/** The updated program over the same store. */
const updated = () => new World(2, opened.store);

function parts(more: Partial<CountingParts> = {}): CountingParts {
  const { database, store } = opened;
  return { database, store, catalogue, now: () => world.now, ...more };
}

async function verdict() {
  const { database, store } = opened;
  const { rollups: counted, hashes, details } = await verifyCounty(database, store, catalogue, countyId, world.now);
  return { counted, hashes, texts: details.filter(({ proof }) => proof === 'rollups').map(({ text }) => text) };
}
const right = { counted: true, hashes: true, texts: [] };

describe('figures after an update (N1, N2, N3)', () => {
  it('are wrong before, and equal a recount after; dropped ones leave nothing behind', async () => {
    expect((await verdict()).counted).toBe(false);
    const counted = await countAnew(parts(), countyId);
    expect(counted.gone.toSorted()).toEqual(['services.by-day', 'services.by-mode']);
    expect(counted.figures).toContain('services.visits');
    expect(counted.figures).toContain('services.visits-by-group');
    expect(counted.figures).not.toContain('services.due');
    expect(counted.written).toBeGreaterThan(10);
    expect(await verdict()).toEqual(right);
  });

  it('are counted once: the second start finds nothing to do', async () => {
    await countAnew(parts(), countyId);
    expect(await countAnew(parts(), countyId)).toEqual({ figures: [], gone: [], written: 0 });
  });

  it('reach the phones by the ordinary way, whose set-hashes stay equal (S3)', async () => {
    const disk = new MemoryPersistence();
    const old = await world.phone(who.lan, disk);
    await old.sync();
    expect(old.rows(rollups).some((row) => row.dims === '["home","home"]')).toBe(true);
    await countAnew(parts(), countyId);
    const phone = await updated().phone(who.lan, disk);
    expect((await phone.sync()).diverged).toEqual([]);
    const sum = (figure: string) => phone.rows(rollups).reduce((n, row) => (row.figure === figure ? n + row.n : n), 0);
    expect(sum('services.visits')).toBe(12);
    // 杨桂花 is in one group, the third person in two, the other in none.
    expect(sum('services.visits-by-group')).toBe(4 * 1 + 4 * 2);
    expect(sum('services.by-mode')).toBe(0);
    expect(phone.rows(rollups).some((row) => row.dims === '["home","home","station-worker"]')).toBe(true);
    expect(
      await opened.database.snapshotOf(countyId, (trx) => hashFaults(opened.store.within(trx, countyId), catalogue)),
    ).toEqual([]);
  });

  it('leave the phones when they are to stay on the server, and go on being counted there (S2)', async () => {
    const nobody = { householdId: null, askerName: null, askerPhone: null, proxyName: null, visitId: null };
    const need = {
      ...{ needId: named('need'), channel: '来电来访', kind: '危机干预', words: '夜里睡不着', roomId: place.room },
      ...{
        clientId: named('client'),
        byProxy: false,
        receivedAt: world.now,
        urgency: null,
        numberHash: null,
        ...nobody,
      },
    };
    await world.system('needs.record', need);
    const disk = new MemoryPersistence();
    const old = await world.phone(who.qin, disk);
    await old.sync();
    const ofNeeds = (rows: readonly { figure: string }[]) => rows.filter(({ figure }) => figure === 'needs.needs');
    expect(ofNeeds(old.rows(rollups))).toHaveLength(1);
    expect((await countAnew(parts(), countyId)).figures).toContain('needs.needs');
    const phone = await updated().phone(who.qin, disk);
    expect((await phone.sync()).diverged).toEqual([]);
    expect(ofNeeds(phone.rows(rollups))).toEqual([]);
    await updated().system('needs.record', { ...need, needId: named('second need') });
    await phone.sync();
    expect(ofNeeds(phone.rows(rollups))).toEqual([]);
    expect(await verdict()).toEqual(right);
  });

  it('are counted on when the program is killed between two chunks (S1)', async () => {
    for (const stopAfter of [1, 2, 4]) {
      const progress = (done: number) => {
        if (done === stopAfter) throw new Error('killed');
      };
      await expect(countAnew(parts({ progress }), countyId)).rejects.toThrow('killed');
    }
    expect((await countAnew(parts(), countyId)).figures.length).toBeGreaterThan(3);
    expect(await verdict()).toEqual(right);
  });

  it('take in what commands record and withdraw meanwhile (S10)', async () => {
    const now = updated();
    const withdraw = async (visitId: string) => {
      const envelope = now.envelope('services.withdraw-visit', { visitId, reason: '记错了人' });
      const [outcome] = await now.send(who.lan, envelope);
      expect(outcome?.status).toBe('accepted');
    };
    const first = named(`visit ${visitNumber - 12}`);
    // A visit that the new program has not counted yet is taken away, and so is one that it has just counted.
    await withdraw(first);
    const progress = async (done: number) => {
      const made = await visit(now, ['client', 'other', 'third'][done % 3] ?? '', done);
      if (done % 2 === 0) await withdraw(made);
    };
    const crowd = async () => {
      for (let i = 0; i < 6; i++) await visit(now, ['third', 'client'][i % 2] ?? '', i * 9);
    };
    await Promise.all([countAnew(parts({ progress }), countyId), crowd(), crowd()]);
    expect(now.faults).toEqual([]);
    expect(await verdict()).toEqual(right);
  });

  it('know the groups of people in care from before the column, once the villages were re-dated', async () => {
    await countAnew(parts(), countyId);
    const owner = new pg.Client(opened.owner);
    await owner.connect();
    await owner.query("update services.care set groups = '[]'");
    await owner.query("delete from figures.day_histogram where figure like '%-by-group'");
    await owner.end();
    expect((await verdict()).counted).toBe(true);
    const { database } = opened;
    const { engine } = updated();
    const jobs = new Jobs({ database, engine, now: () => world.now, log: () => undefined, others: [] });
    await jobs.redate(countyId);
    expect(await verdict()).toEqual(right);
    const phone = await updated().phone(who.lan);
    await phone.sync();
    expect(phone.row(care, named('third'))?.groups).toEqual(['残疾人', '独居老人']);
  });

  it('may be counted by two processes that start at once', async () => {
    await Promise.all([countAnew(parts(), countyId), countAnew(parts(), countyId)]);
    expect(await verdict()).toEqual(right);
  });
});

describe('a definition', () => {
  it('is another when what it counts differs, and the same when only a reason is worded anew', () => {
    const worded = { ...visitCount, where: visitCount.where.map((one) => ({ ...one, otherwise: 'said otherwise' })) };
    expect(definitionHash(worded)).toBe(definitionHash(visitCount));
    expect(definitionHash({ ...visitCount, dimensions: ['mode'] })).not.toBe(definitionHash(visitCount));
    const each = { column: 'groups', otherwise: 'in-no-group' };
    expect(definitionHash({ ...visitCount, each })).not.toBe(definitionHash(visitCount));
    expect(definitionHash({ ...visitCount, where: [] })).not.toBe(definitionHash(visitCount));
  });
});
