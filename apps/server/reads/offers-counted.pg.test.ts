/** What offers came to, by month (law N1): the tile, its records and a recount of all offers say the same, and a village that changes hands takes nothing counted along. */
import { offerIdOf } from '@yimi/volunteers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const month = '2026-03';
const helpers = ['one', 'two'].map(named) as [string, string];
const Counted = z.object({
  ...{ offers: z.number(), done: z.number(), active: z.number() },
  byState: z.record(z.string(), z.number()),
});
const Records = z.object({
  total: z.number(),
  rows: z.array(z.looseObject({ id: z.string(), name: z.nullable(z.string()), leftOut: z.nullable(z.string()) })),
  leftOut: z.array(z.object({ reason: z.string(), n: z.number() })),
});

async function act(name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(who.lan, county.world.envelope(name, input));
  expect([name, outcome?.problem?.code ?? outcome?.status]).toEqual([name, 'accepted']);
}

/** A need, and what the desk writes down of asking somebody for it. */
async function told(label: string, helperId: string, answer: 'waits' | 'yes' | 'no' | 'done' | 'back'): Promise<void> {
  const needId = named(label);
  await county.world.system('needs.record', {
    ...{ needId, channel: '来电来访', kind: '助餐', words: '想订午饭', roomId: place.room, clientId: null },
    ...{ householdId: null, askerName: '路过的人', askerPhone: null, proxyName: null, byProxy: false },
    ...{ visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null },
  });
  await act('volunteers.offer', { needId, helperId, suits: '', answerBy: '2026-03-20' });
  if (answer === 'waits') return;
  const offerId = offerIdOf(needId, helperId);
  await act('volunteers.answer-offer', { offerId, accepted: answer !== 'no', reason: null });
  if (answer === 'done' || answer === 'back')
    await act('volunteers.end-task', { offerId, done: answer === 'done', words: null });
}

async function counted(userId = who.lan) {
  const { status, body } = await county.get(userId, `/api/volunteers/counted?month=${month}`);
  expect(status).toBe(200);
  return Counted.parse(body);
}

async function records(figure: string, dims = '', userId = who.lan) {
  const query = dims === '' ? '' : `&dims=${encodeURIComponent(dims)}`;
  return county.get(userId, `/api/figures/${figure}/records?month=${month}${query}`);
}

beforeAll(async () => {
  county = await openReadingCounty();
  for (const [at, profileId] of helpers.entries())
    await county.world.system('volunteers.add', {
      ...{ profileId, name: `志愿者${at}`, withAccount: false, roomId: place.room, phone: null, sex: null, skills: [] },
      ...{ languages: [], free: 1, mostMinutes: 60, places: 9, insuredUntil: null, trainedOn: null },
      consentOn: '2026-01-01',
    });
  const [one, two] = helpers;
  await told('a', one, 'done');
  await told('b', one, 'done');
  await told('c', two, 'done');
  await told('d', two, 'back');
  await told('e', two, 'no');
  await told('f', one, 'waits');
  await told('g', one, 'yes');
}, 120_000);
afterAll(() => county.close());

describe('What a month’s offers came to', () => {
  it('is counted where each stands; who did two tasks is one volunteer', async () => {
    expect(await counted()).toMatchObject({
      ...{ offers: 7, done: 3, active: 2 },
      byState: { offered: 1, accepted: 1, declined: 1, withdrawn: 0, expired: 0, done: 3, 'given-back': 1 },
    });
  });

  it('opens to the offers behind it, as many as the number says, with what is left out', async () => {
    const all = Records.parse((await records('volunteers.offers')).body);
    expect([all.total, all.rows.length, all.leftOut]).toEqual([7, 7, []]);
    const no = Records.parse(
      (await records('volunteers.offers', JSON.stringify({ state: ['declined', 'expired'] }))).body,
    );
    expect([no.total, no.rows.map((row) => row.name)]).toEqual([1, ['志愿者1']]);
    const done = Records.parse((await records('volunteers.tasks-done')).body);
    expect([done.total, done.leftOut]).toEqual([3, [{ reason: 'not-done', n: 1 }]]);
    expect(Records.parse((await records('volunteers.active')).body).total).toBe(2);
  });

  it('opens to the desk that holds the needs alone; the county reads the number', async () => {
    expect((await records('volunteers.offers', '', who.wu)).status).toBe(403);
    expect(await counted(who.wu)).toMatchObject({ offers: 7, done: 3, active: 2 });
    expect(await counted(others.long)).toMatchObject({ offers: 0, done: 0, active: 0 });
    expect((await county.get(who.wei, `/api/volunteers/counted?month=${month}`)).status).toBe(403);
  });

  it('is what a recount of all offers says, and stays where it was made when the village changes hands', async () => {
    const [recount] =
      await county.asOwner(`select count(*)::int as offers, count(*) filter (where state = 'done')::int as done,
      count(distinct helper_id) filter (where state = 'done')::int as active from volunteers.offers`);
    expect(await counted()).toMatchObject(recount ?? {});
    await county.world.system('network.change-station-of-room', {
      ...{ roomId: place.room, stationId: place.other, fromDay: '2026-03-01' },
    });
    const moved = await county.asOwner('select distinct station_id, asked_from from volunteers.offers');
    expect(moved).toEqual([{ station_id: place.other, asked_from: place.station }]);
    expect(await counted()).toMatchObject({ offers: 7, done: 3, active: 2 });
    expect(await counted(others.long)).toMatchObject({ offers: 0, done: 0, active: 0 });
    expect(county.world.faults).toEqual([]);
  });
});
