/** A county's import on PostgreSQL: the reference loads once and goes on where it stopped; chunks survive being cut off (S10). */
import { randomBytes } from 'node:crypto';
import { dayOf } from '@yimi/kernel';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestStore } from '../../../tests/world/postgres.ts';
import { openTestStore } from '../../../tests/world/postgres.ts';
import type { World } from '../../../tests/world/world.ts';
import { countyId, named, smallCounty, who } from '../../../tests/world/world.ts';
import { Database } from '../database.ts';
import type { ImportParts } from './import-county.ts';
import { goOnImporting, importCounty, runningImports } from './import-county.ts';
import { isLoaded, listedWithin, loadDivisions } from './reference.ts';

let opened: TestStore;
let world: World;
let owner: Database;
let parts: ImportParts;

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  world = await smallCounty(3, opened.store);
  owner = new Database(opened.owner);
  parts = { database: opened.database, owner, engine: world.engine, now: () => world.now };
});
afterAll(async () => {
  await owner.close();
  await opened.close();
});

const places = async () => {
  const found = await opened.database.inCounty(countyId, (trx) =>
    sql<{
      stations: number;
      rooms: number;
    }>`select (select count(*)::int from network.stations where code like '450226%') as stations,
      (select count(*)::int from network.rooms where code like '450226%') as rooms`.execute(trx),
  );
  return found.rows[0];
};

describe('the reference of divisions', () => {
  it('loads a county’s branch once, all five levels, and is closed to the program’s own role', async () => {
    const told: number[] = [];
    const n = await loadDivisions(owner, '450226', (done) => told.push(done));
    expect(n).toBe(3 + 15 + 170);
    expect(told.at(-1)).toBe(n);
    expect(await loadDivisions(owner, '450226', () => expect.unreachable('loaded twice'))).toBe(n);
    expect(await isLoaded(opened.database, '450226')).toBe(true);
    expect(await isLoaded(opened.database, '450225')).toBe(false);
    const forbidden = opened.database.outsideCounties((trx) =>
      sql`update reference.divisions set name = 'x'`.execute(trx),
    );
    await expect(forbidden).rejects.toThrow(pg.DatabaseError);
  });

  it('goes on where a load was cut off', async () => {
    await owner.outsideCounties((trx) =>
      sql`update reference.loads set done = 100, finished = false where prefix = '450226'`.execute(trx),
    );
    expect(await loadDivisions(owner, '450226', () => undefined)).toBe(188);
    const rows = await opened.database.inCounty(countyId, (trx) => listedWithin(trx, '450226', dayOf(world.now)));
    expect(rows).toHaveLength(185);
  });

  it('shows a county its own corrections, from their day on, and no other county', async () => {
    const [township] = await opened.database.inCounty(countyId, (trx) =>
      listedWithin(trx, '450226100', dayOf(world.now)),
    );
    await world.system('network.correct-division', {
      correctionId: named('correction'),
      sourceCode: township?.sourceCode,
      name: '古宜街道',
      mark: 'zone',
      code: '450226001000',
      codeFrom: '2026-06-01',
      reason: '撤镇设街道',
    });
    const on = async (county: string, day: string) =>
      (await opened.database.inCounty(county, (trx) => listedWithin(trx, '450226100', day)))[0];
    expect(await on(countyId, '2026-05-31')).toMatchObject({ name: '古宜街道', mark: 'zone', code: '450226100000' });
    expect(await on(countyId, '2026-06-01')).toMatchObject({ code: '450226001000', corrected: true });
    expect(await on(named('another county'), '2026-06-01')).toMatchObject({ name: '古宜镇', mark: 'real' });
    await world.system('network.correct-division', {
      correctionId: named('correction'),
      sourceCode: township?.sourceCode,
      ...{ name: null, mark: null, code: null, codeFrom: null, reason: '更正有误' },
    });
    expect(await on(countyId, '2026-06-01')).toMatchObject({ name: '古宜镇', mark: 'real', code: '450226100000' });
  });
});

describe('a county’s import', () => {
  const wanted = {
    importId: named('import 450226'),
    countyCode: '450226',
    openTownships: ['450226100'],
    include: [],
    fromDay: '2021-03-11',
  };

  it('S10: is one parent and chunks that two processes at once send only once', async () => {
    expect(await world.send(who.wu, world.envelope('network.import-divisions', wanted))).toMatchObject([
      { status: 'accepted' },
    ]);
    await Promise.all([goOnImporting(parts, countyId), goOnImporting(parts, countyId)]);
    expect(await places()).toEqual({ stations: 15, rooms: 170 });
    expect(await runningImports(opened.database, countyId)).toEqual([]);
    const receipts = await opened.database.inCounty(countyId, (trx) =>
      sql<{ n: number }>`select count(*)::int as n from engine.receipts
        where name = 'network.import-division-chunk' and status = 'accepted'`.execute(trx),
    );
    expect(receipts.rows).toEqual([{ n: 1 }]);
  });

  it('S10: one that was cut off adds what is missing and touches nothing that is there', async () => {
    const renamed = await opened.database.inCounty(countyId, (trx) =>
      sql<{ id: string }>`select id from network.rooms where code like '450226%' order by code limit 1`.execute(trx),
    );
    await world.system('network.correct-room', {
      roomId: renamed.rows[0]?.id,
      name: '改过名的村',
      code: '450226100001',
      minutesAway: 5,
      fromDay: '2026-03-01',
    });
    await owner.inCounty(countyId, (trx) =>
      sql`delete from network.rooms where county_id = ${countyId} and code like '45022620%'`.execute(trx),
    );
    const before = await places();
    expect(before?.rooms).toBeLessThan(170);
    await world.system('network.import-divisions', { ...wanted, importId: named('again') });
    const [run] = await runningImports(opened.database, countyId);
    const told: [number, number][] = [];
    if (run === undefined) throw new Error('no import runs');
    expect(await importCounty(parts, countyId, run, (done, of) => told.push([done, of]))).toBeNull();
    expect(told).toEqual([[185, 185]]);
    expect(await places()).toEqual({ stations: 15, rooms: 170 });
    const still = await opened.database.inCounty(countyId, (trx) =>
      sql<{ name: string }>`select name from network.rooms where id = ${renamed.rows[0]?.id}`.execute(trx),
    );
    expect(still.rows).toEqual([{ name: '改过名的村' }]);
  });
});
