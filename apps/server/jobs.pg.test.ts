/** What the program does by itself, on PostgreSQL: a merged village's people follow, a changed rule re-dates (laws S10, N2). */
import { randomBytes } from 'node:crypto';
import { clients } from '@yimi/people';
import { care } from '@yimi/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestStore } from '../../tests/world/postgres.ts';
import { openTestStore } from '../../tests/world/postgres.ts';
import type { World } from '../../tests/world/world.ts';
import { countyId, named, newClient, place, smallCounty, who } from '../../tests/world/world.ts';
import { Jobs } from './jobs.ts';

let opened: TestStore;
let world: World;

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  world = await smallCounty(3, opened.store);
});
afterAll(() => opened.close());

function jobs(): Jobs {
  const { database } = opened;
  return new Jobs({ database, engine: world.engine, now: () => world.now, log: () => undefined, others: [] });
}

describe('the jobs', () => {
  it('S10: move a merged village’s people in chunks that two processes at once send only once', async () => {
    const batch = Array.from({ length: 230 }, (_, at) =>
      world.envelope(
        'people.register-client',
        newClient(named(`merged ${at}`), { name: `韦${at}`, pinyin: `wei ${at}` }),
      ),
    );
    await world.send(who.lan, ...batch);
    await world.system('network.merge-rooms', { roomId: place.room, intoRoomId: place.far });
    await Promise.all([jobs().moveMerged(countyId), jobs().moveMerged(countyId)]);
    const phone = await world.phone(who.lan);
    await phone.sync();
    expect(phone.rows(clients).map((client) => client.roomId)).toEqual(Array.from({ length: 231 }, () => place.far));
    const chunks = await opened.database.inCounty(countyId, (trx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from engine.receipts where name = 'people.move-clients' and status = 'accepted'`.execute(
        trx,
      ),
    );
    expect(chunks.rows).toEqual([{ n: 2 }]);
    const again = world.envelope('people.register-client', newClient(named('late'), { name: '韦晚' }));
    await world.send(who.lan, again);
    await phone.sync();
    expect(phone.row(clients, named('late'))?.roomId).toBe(place.far);
  });

  it('N2: re-date every village once after the county changed its rule', async () => {
    await world.system('services.change-due-rule', { high: 7, key: 14, ordinary: 60, fromDay: '2026-03-10' });
    await jobs().redate(countyId);
    const phone = await world.phone(who.lan);
    await phone.sync();
    expect(phone.row(care, named('client'))?.dueOn).toBe('2026-01-19');
    const before = await opened.database.inCounty(countyId, (trx) =>
      sql<{ n: number }>`select count(*)::int as n from engine.receipts`.execute(trx),
    );
    await jobs().redate(countyId);
    const after = await opened.database.inCounty(countyId, (trx) =>
      sql<{ n: number }>`select count(*)::int as n from engine.receipts`.execute(trx),
    );
    expect(after.rows).toEqual(before.rows);
  });
});
