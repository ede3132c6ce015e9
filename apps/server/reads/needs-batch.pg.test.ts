/** A station's week as one batch: who is proposed for what and why, what found nobody, and how the desk's offers change the next proposal. */
import { offerIdOf } from '@yimi/volunteers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const Row = z.looseObject({
  ...{ id: z.string(), helperId: z.nullable(z.string()), stopped: z.record(z.string(), z.number()) },
  candidates: z.array(z.looseObject({ helperId: z.string(), reasons: z.array(z.looseObject({ code: z.string() })) })),
});
const Batch = z.object({
  ...{ worth: z.number(), greedyWorth: z.number(), greedyBecause: z.nullable(z.string()), waiting: z.number() },
  ...{ helpers: z.array(z.looseObject({ id: z.string() })), rows: z.array(Row), stationId: z.string() },
});

async function batch(userId = who.lan) {
  const { status, body } = await county.get(userId, '/api/needs/batch');
  expect(status).toBe(200);
  return Batch.parse(body);
}

const pairs = (told: z.infer<typeof Batch>) => new Map(told.rows.map((row) => [row.id, row.helperId]));

async function act(userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await county.world.send(userId, county.world.envelope(`volunteers.${name}`, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

const offer = (need: string, helperId: string) =>
  act(who.lan, 'offer', { needId: named(need), helperId, suits: '', answerBy: '2026-03-20' });

async function ask(id: string, kind: string, more: object = {}): Promise<void> {
  await county.world.system('needs.record', {
    ...{ needId: named(id), channel: '来电来访', kind, words: '想请人帮忙', roomId: place.room, clientId: null },
    ...{ householdId: null, askerName: `找人的${id}`, askerPhone: null, proxyName: null, byProxy: false },
    ...{ visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null, ...more },
  });
}

const [cook, mender, resting] = [named('cook'), named('mender'), named('resting')];

beforeAll(async () => {
  county = await openReadingCounty();
  const add = (profileId: string, name: string, more: object) =>
    county.world.system('volunteers.add', {
      ...{ profileId, name, withAccount: false, roomId: place.room, phone: null, sex: null, languages: ['普通话'] },
      ...{ free: 0b111, mostMinutes: 60, places: 2, insuredUntil: null, trainedOn: null, consentOn: '2026-01-01' },
      ...more,
    });
  await add(cook, '覃大姐', { skills: ['送餐'], places: 1 });
  await add(mender, '莫大哥', { skills: ['维修'] });
  await add(resting, '没答应的人', { skills: ['送餐'], consentOn: null });
  await ask('meal', '助餐', { urgency: '紧急' });
  await ask('roof', '生活照料');
  await ask('third', '助餐');
  await ask('fourth', '环境保护');
  await ask('danger', '助餐', { words: '他说不想活了' });
  await ask('crisis', '危机干预');
}, 120_000);
afterAll(() => county.close());

describe('A batch of open needs', () => {
  it('gives each helper at most what they take in a week, by skill, with reasons; who did not agree is not in it', async () => {
    const told = await batch();
    const given = pairs(told);
    expect(given.get(named('meal'))).toBe(cook);
    expect(given.get(named('roof'))).toBe(mender);
    const times = Map.groupBy([...given.values()], (helper) => helper);
    expect(times.get(cook)).toHaveLength(1);
    expect(times.get(mender)).toHaveLength(2);
    expect(times.get(null)).toHaveLength(1);
    expect(told.helpers.map(({ id }) => id).sort()).toEqual([cook, mender].sort());
    const meal = told.rows.find((row) => row.id === named('meal'));
    expect(meal?.candidates.find((one) => one.helperId === cook)?.reasons).toContainEqual({
      code: 'skill',
      skill: '送餐',
    });
    expect(told.greedyBecause).toBeNull();
    expect(told.worth).toBeGreaterThanOrEqual(told.greedyWorth);
    expect(told.greedyWorth).toBeGreaterThan(0);
  });

  it('puts the urgent need first, and holds no alarm and no crisis', async () => {
    const { rows } = await batch();
    expect(rows[0]?.id).toBe(named('meal'));
    const ids = rows.map(({ id }) => id);
    for (const kept of ['danger', 'crisis']) expect(ids).not.toContain(named(kept));
  });

  it('is told to the station’s desk alone, and of no other station', async () => {
    for (const userId of [who.wei, who.qin, who.wu, others.shiyuan]) {
      const { status } = await county.get(userId, '/api/needs/batch');
      expect([userId, [403, 404].includes(status)]).toEqual([userId, true]);
    }
    expect((await batch(others.long)).rows).toEqual([]);
    expect((await county.get(others.long, `/api/needs/batch?station=${place.station}`)).status).toBe(403);
  });

  it('leaves out what somebody was asked for, and counts it; the place in the week is taken', async () => {
    expect(await offer('meal', cook)).toBe('accepted');
    const told = await batch();
    expect(told.waiting).toBe(1);
    expect(told.rows.map(({ id }) => id)).not.toContain(named('meal'));
    expect([...pairs(told).values()]).not.toContain(cook);
  });

  it('after a no the need is in again, for somebody else and never the same; so after it was given back', async () => {
    const answer = { offerId: offerIdOf(named('meal'), cook), accepted: false, reason: 'no-time' };
    expect(await act(who.lan, 'answer-offer', answer)).toBe('accepted');
    const again = await batch();
    expect(again.waiting).toBe(0);
    const meal = again.rows.find((row) => row.id === named('meal'));
    expect(meal?.helperId).toBe(mender);
    expect(meal?.candidates.map((one) => one.helperId)).toEqual([mender]);
    expect(meal?.stopped.declined).toBe(1);
    const offerId = offerIdOf(named('meal'), mender);
    expect(await offer('meal', mender)).toBe('accepted');
    await act(who.lan, 'answer-offer', { offerId, accepted: true, reason: null });
    await act(who.lan, 'end-task', { offerId, done: false, words: null });
    const last = (await batch()).rows.find((row) => row.id === named('meal'));
    expect(last?.helperId).toBeNull();
    expect(last?.stopped.declined).toBe(2);
  });
});
