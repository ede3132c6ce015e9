/** What the server finds out about people by itself, on PostgreSQL: registered twice beyond the village, groups whose day came. */
import { randomBytes } from 'node:crypto';
import { clients, mergeProposals, withCheckDigit } from '@yimi/people';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStore } from '../../tests/world/postgres.ts';
import { openTestStore } from '../../tests/world/postgres.ts';
import type { World } from '../../tests/world/world.ts';
import { countyId, named, newClient, place, smallCounty, who } from '../../tests/world/world.ts';
import { fillSoundKeys, lookForAlike, refreshGroups } from './people-jobs.ts';

let opened: TestStore;
let world: World;

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  world = await smallCounty(4, opened.store);
  await world.system('network.add-room', {
    roomId: named('away'),
    stationId: place.other,
    name: '石桥村',
    code: '459901202201',
    minutesAway: 20,
    fromDay: '2026-01-01',
  });
});
afterAll(() => opened.close());

const parts = () => ({ database: opened.database, engine: world.engine, now: () => world.now });
const register = (label: string, more: Record<string, unknown>) =>
  world.system('people.register-client', newClient(named(label), more));
const waiting = () =>
  opened.database.inCounty(countyId, (trx) =>
    sql<{ n: number }>`select count(*)::int as n from people.likeness_checks`.execute(trx),
  );

it('C7: proposes a like-sounding person of another village of the station, once, and nobody of another station', async () => {
  const like = { name: '楊桂发', pinyin: 'yang gui fa', phone: null };
  await register('near', { ...like, roomId: place.far });
  await register('elsewhere', { ...like, roomId: named('away') });
  await Promise.all([lookForAlike(parts(), countyId), lookForAlike(parts(), countyId)]);
  await lookForAlike(parts(), countyId);
  const phone = await world.phone(who.lan);
  await phone.sync();
  expect(phone.rows(mergeProposals)).toMatchObject([
    { reason: 'alike', reasons: ['like-sound', 'same-birth'], state: 'open' },
  ]);
  const pair = phone.rows(mergeProposals).flatMap((one) => [one.clientId, one.otherId]);
  expect(pair.sort()).toEqual([named('near'), named('client')].sort());
  expect((await waiting()).rows).toEqual([{ n: 0 }]);
  expect(world.faults).toEqual([]);
});

it('A3, A5: finds the same id number anywhere by its match; across stations each head learns only that and where', async () => {
  const idNumber = withCheckDigit('45990119480203001');
  await register('one', { name: '韦一', pinyin: 'wei yi', idNumber });
  await register('same', { name: '蓝二', pinyin: 'lan er', idNumber, roomId: place.far });
  await register('far', { name: '莫三', pinyin: 'mo san', idNumber, roomId: named('away') });
  await lookForAlike(parts(), countyId);
  const phone = await world.phone(who.lan);
  await phone.sync();
  const found = phone.rows(mergeProposals).filter((one) => one.reason === 'same-id');
  expect(found.map((one) => [one.clientId, one.otherId].sort())).toEqual([[named('one'), named('same')].sort()]);
  const notices = await opened.database.inCounty(countyId, (trx) =>
    sql`select station_id, client_id, other_station_id from people.same_id_notices`.execute(trx),
  );
  const here = { station_id: place.station, other_station_id: place.other };
  const there = { station_id: place.other, client_id: named('far'), other_station_id: place.station };
  expect(notices.rows).toHaveLength(4);
  for (const one of [{ ...here, client_id: named('one') }, { ...here, client_id: named('same') }, there]) {
    expect(notices.rows).toContainEqual(one);
  }
});

it('N1: groups end on their day, by the job and not before, and a second run changes nothing', async () => {
  const membership = { group: '低保对象', source: '县民政局名单', fromDay: '2026-01-01', toDay: '2026-03-20' };
  await world.system('people.record-membership', { clientId: named('client'), membership });
  const groups = async () => {
    await refreshGroups(parts(), countyId);
    const phone = await world.phone(who.lan);
    await phone.sync();
    return phone.row(clients, named('client'))?.groups;
  };
  expect(await groups()).toEqual(['低保对象', '独居老人']);
  world.now = Date.parse('2026-03-21T00:30:00+08:00');
  expect(await groups()).toEqual(['独居老人']);
  expect(await groups()).toEqual(['独居老人']);
});

it('C7: gives files of before names had a sound their key, so that they are found to be like others', async () => {
  await register('old file', { name: '岑玉兰', pinyin: 'cen yu lan', roomId: place.far, phone: null });
  const owner = new pg.Client(opened.owner);
  await owner.connect();
  await owner.query("update people.clients set sound_key = '' where id = $1", [named('old file')]);
  await fillSoundKeys(parts(), countyId);
  const { rows } = await owner.query('select sound_key from people.clients where id = $1', [named('old file')]);
  await owner.end();
  expect(rows).toEqual([{ sound_key: 'cen yu lan' }]);
  expect(world.faults).toEqual([]);
});
