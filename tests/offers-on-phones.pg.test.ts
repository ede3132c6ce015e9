/** On PostgreSQL: offers and what follows from a yes reach the helper's own phone and no other, and the rows are gone from the database at the end. */
import { offerIdOf, ownOffers, ownTasks } from '@yimi/volunteers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Jobs } from '../apps/server/jobs.ts';
import type { ReadingCounty } from '../apps/server/reads/reading-county.ts';
import { countyId, named, openReadingCounty, others, place, who } from '../apps/server/reads/reading-county.ts';

let county: ReadingCounty;
const neighbour = named('another volunteer');
const needId = named('lunch');
const offerId = offerIdOf(needId, who.wei);

async function act(userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await county.world.send(userId, county.world.envelope(`volunteers.${name}`, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

async function carried(userId: string) {
  const phone = await county.world.phone(userId);
  await phone.sync();
  return { offers: phone.rows(ownOffers).map(({ id }) => id), tasks: phone.rows(ownTasks).map(({ id }) => id) };
}

/** All who hold a phone but 韦小妹: a volunteer of her own village, village worker, station, another station's people. */
const everybodyElse = [neighbour, who.qin, who.lan, who.shi, who.wu, others.long, others.shiyuan];

async function nobodyElseHoldsAny(): Promise<void> {
  for (const userId of everybodyElse)
    expect([userId, await carried(userId)]).toEqual([userId, { offers: [], tasks: [] }]);
}

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('network.open-post', {
    ...{
      postId: named('post of another'),
      userId: neighbour,
      name: '邻屯志愿者',
      phone: null,
      role: 'hamlet-volunteer',
    },
    ...{ stationId: place.station, roomId: place.room, agencyId: null, fromDay: '2026-01-01' },
  });
  for (const [profileId, name] of [
    [who.wei, '韦小妹'],
    [neighbour, '邻屯志愿者'],
  ])
    await world.system('volunteers.add', {
      ...{ profileId, name, withAccount: true, roomId: place.room, phone: null, sex: null, skills: [], languages: [] },
      ...{ free: 1, mostMinutes: 60, places: 3, insuredUntil: null, trainedOn: null, consentOn: '2026-01-01' },
    });
  await world.system('needs.record', {
    ...{ needId, channel: '来电来访', kind: '助餐', words: '想订午饭', roomId: place.room, clientId: named('client') },
    ...{ householdId: null, askerName: null, askerPhone: null, proxyName: null, byProxy: false, visitId: null },
    ...{ receivedAt: world.now, urgency: null, numberHash: null },
  });
}, 120_000);
afterAll(() => county.close());

it('an offer reaches the phone of who is asked, and no other', async () => {
  const input = { needId, helperId: who.wei, suits: '中午', answerBy: '2026-03-20' };
  expect(await act(who.lan, 'offer', input)).toBe('accepted');
  expect(await carried(who.wei)).toEqual({ offers: [offerId], tasks: [] });
  await nobodyElseHoldsAny();
});

it('after the yes whom it is for reaches that phone, and no other; words lie encrypted', async () => {
  for (const userId of [neighbour, who.qin, who.wu, others.long])
    expect(await act(userId, 'answer-offer', { offerId, accepted: true, reason: null })).toBe('sync.out-of-reach');
  expect(await act(who.wei, 'answer-offer', { offerId, accepted: true, reason: null })).toBe('accepted');
  expect(await carried(who.wei)).toEqual({ offers: [offerId], tasks: [offerId] });
  await nobodyElseHoldsAny();
  const [row] = await county.asOwner("select encode(words, 'hex') as words from volunteers.own_tasks");
  expect(String(row?.words)).not.toContain(Buffer.from('想订午饭').toString('hex'));
});

it('what should lie on a phone and does not is laid out by the daily job', async () => {
  await county.asOwner('delete from volunteers.own_offers');
  await county.asOwner('delete from volunteers.own_tasks');
  const { opened, world } = county;
  const jobs = new Jobs({
    database: opened.database,
    engine: world.engine,
    now: () => world.now,
    log: () => {},
    others: [],
  });
  await jobs.expireOffers(countyId);
  expect(await county.asOwner('select id from volunteers.own_tasks')).toEqual([{ id: offerId }]);
});

it('at the end the row is gone from the database and from the phone, and a week later the offer too', async () => {
  expect(await act(who.wei, 'end-task', { offerId, done: true, words: '送到了' })).toBe('accepted');
  expect(await carried(who.wei)).toEqual({ offers: [offerId], tasks: [] });
  expect(await county.asOwner('select id from volunteers.own_tasks')).toEqual([]);
  const { opened, world } = county;
  world.now += 9 * 86_400_000;
  const jobs = new Jobs({
    database: opened.database,
    engine: world.engine,
    now: () => world.now,
    log: () => {},
    others: [],
  });
  await jobs.expireOffers(countyId);
  await jobs.expireOffers(countyId);
  expect(await carried(who.wei)).toEqual({ offers: [], tasks: [] });
  const [row] = await county.asOwner("select state, encode(end_words, 'hex') as words from volunteers.offers");
  expect(row?.state).toBe('done');
  expect(String(row?.words)).not.toContain(Buffer.from('送到了').toString('hex'));
  expect(world.faults).toEqual([]);
});
