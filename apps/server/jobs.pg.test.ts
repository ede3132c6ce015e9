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
import { layOutNeeds } from './needs-jobs.ts';

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

  it('S10: move who was named out of a parted village, late work too, and leave whom a person brought back', async () => {
    const upper = named('upper village');
    await world.system('network.change-station-of-room', {
      ...{ roomId: place.far, stationId: place.station, fromDay: '2026-03-01' },
    });
    const people = (label: string, hamlet: string, n: number) =>
      Array.from({ length: n }, (_, at) =>
        world.envelope(
          'people.register-client',
          newClient(named(`${label} ${at}`), { roomId: place.far, hamlet, name: `${label}${at}`, pinyin: `a ${at}` }),
        ),
      );
    await world.send(who.lan, ...people('去', '岭屯', 210), ...people('不走', '岭屯', 2), ...people('留', '冲屯', 3));
    await world.system('network.split-room', {
      roomId: place.far,
      fromDay: '2026-03-10',
      // A name outweighs the hamlet: one of it stays, and one goes to another of the new villages.
      stay: [named('不走 0')],
      parts: [
        {
          ...{ roomId: upper, name: '枫香上村', code: '459901201299', minutesAway: 99 },
          ...{ hamlets: ['岭屯'], clientIds: [named('留 0')] },
        },
        {
          ...{ roomId: named('lower village'), name: '枫香下村', code: '459901201298', minutesAway: 70 },
          ...{ hamlets: [], clientIds: [named('不走 1')] },
        },
      ],
    });
    const inUpper = async () => {
      const found = await opened.database.inCounty(countyId, (trx) =>
        sql<{ n: number }>`select count(*)::int as n from people.clients where room_id = ${upper}`.execute(trx),
      );
      return found.rows[0]?.n;
    };
    await Promise.all([jobs().moveSplit(countyId), jobs().moveSplit(countyId)]);
    expect(await inUpper()).toBe(211);
    const back = { clientIds: [named('去 0')], fromRoomId: upper, toRoomId: place.far, fromDay: '2026-03-10' };
    await world.system('people.move-clients', back);
    await world.send(who.lan, ...people('晚', '岭屯', 1));
    await jobs().moveSplit(countyId);
    expect(await inUpper()).toBe(211);
    const phone = await world.phone(who.lan);
    await phone.sync();
    expect(phone.row(clients, named('晚 0'))?.roomId).toBe(upper);
    expect(phone.row(clients, named('不走 0'))?.roomId).toBe(place.far);
    expect(phone.row(clients, named('不走 1'))?.roomId).toBe(named('lower village'));
    expect(phone.row(clients, named('去 0'))?.roomId).toBe(place.far);
    const standing = await opened.database.inCounty(countyId, (trx) =>
      sql<{ state: string }>`select state from network.splits where room_id = ${place.far}`.execute(trx),
    );
    expect(standing.rows).toEqual([{ state: 'done' }]);
  });

  it('N2: re-date every village once after the county changed its rule', async () => {
    await world.system('services.change-due-rule', {
      ...{ high: 7, key: 14, ordinary: 60, fromDay: '2026-03-10' },
      calls: { high: null, key: null, ordinary: null },
    });
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

  it('pass needs that nobody answered by their day to the head station, once, and leave the others', async () => {
    const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
    const need = (id: string, urgency: string) => ({
      ...{
        needId: named(id),
        channel: '来电来访',
        kind: '出行',
        words: '去县医院没有车',
        roomId: place.far,
        ...nobody,
      },
      ...{ byProxy: false, visitId: null, receivedAt: world.now, urgency, numberHash: null },
    });
    await world.system('needs.record', need('urgent need', '紧急'));
    await world.system('needs.record', need('ordinary need', '一般'));
    const escalated = async () => {
      await jobs().escalate(countyId);
      const rows = await opened.database.inCounty(countyId, (trx) =>
        sql<{ id: string; on: string | null }>`select id, escalated_on as on from needs.needs`.execute(trx),
      );
      return new Map(rows.rows.map((row) => [row.id, row.on]));
    };
    expect([...(await escalated()).values()]).toEqual([null, null]);
    world.now += 2 * 86_400_000;
    const first = await escalated();
    expect(first.get(named('urgent need'))).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(first.get(named('ordinary need'))).toBeNull();
    world.now += 86_400_000;
    expect(await escalated()).toEqual(first);
    world.now -= 3 * 86_400_000;
  });

  it('lay out for phones, once, the needs and the rule from before phones carried any (ADR 30)', async () => {
    const run = (statement: ReturnType<typeof sql>) =>
      opened.database.inCounty(countyId, (trx) => statement.execute(trx)).then(({ rows }) => rows);
    const about = { clientId: named('client'), householdId: null, askerName: null, askerPhone: null, proxyName: null };
    const need = (id: string, kind: string) => ({
      ...{ needId: named(id), channel: '上门走访', kind, words: '想订午饭', roomId: place.far, ...about },
      ...{ byProxy: false, visitId: null, receivedAt: world.now, urgency: null, numberHash: null },
    });
    const rule = { urgentDays: 1, soonDays: 5, ordinaryDays: 20, crisisWords: ['断粮'] };
    await world.send(who.wu, world.envelope('needs.change-rules', rule));
    const sent = await world.send(
      who.lan,
      world.envelope('needs.record', need('old need', '助餐')),
      world.envelope('needs.record', need('old secret', '精神慰藉')),
    );
    expect(sent.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    // As it was before there were copies.
    for (const table of ['village_needs', 'own_needs', 'carried_rules'])
      await run(sql`delete from ${sql.table(`needs.${table}`)}`);
    const copies = async () => ({
      village: await run(
        sql`select id from needs.village_needs where id in (${named('old need')}, ${named('old secret')})`,
      ),
      own: await run(sql`select id, kind, with_station from needs.own_needs order by with_station`),
      rules: await run(sql`select ordinary_days from needs.carried_rules`),
    });
    await layOutNeeds({ database: opened.database, engine: world.engine, now: () => world.now }, countyId);
    const laidOut = {
      village: [{ id: named('old need') }],
      own: [
        { id: named('old need'), kind: '助餐', with_station: false },
        { id: named('old secret'), kind: null, with_station: true },
      ],
      rules: [{ ordinary_days: 20 }],
    };
    expect(await copies()).toEqual(laidOut);
    const versions = () => run(sql`select id, version from needs.needs order by id`);
    const before = await versions();
    await layOutNeeds({ database: opened.database, engine: world.engine, now: () => world.now }, countyId);
    expect(await versions()).toEqual(before);
  });
});
