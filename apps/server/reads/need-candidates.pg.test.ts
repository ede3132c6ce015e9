/** Whom to ask for a need: reasons, limits, offers and answers, as the desk sees them and as the commands keep them. */
import { derivedId } from '@yimi/kernel';
import { offerIdOf } from '@yimi/volunteers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const needId = named('meal');
const cook = named('cook');
const walker = named('walker');
const silent = named('silent');
const partnerId = named('clinic');

const Answer = z.object({
  stopped: z.record(z.string(), z.number()),
  candidates: z.array(
    z.object({ id: z.string(), fit: z.number(), reasons: z.array(z.looseObject({ code: z.string() })) }),
  ),
  offers: z.array(z.looseObject({ id: z.string(), state: z.string(), assisted: z.boolean(), name: z.string() })),
  partners: z.array(z.object({ name: z.string() })),
});

async function help(userId = who.lan, id = needId) {
  const { status, body } = await county.get(userId, `/api/needs/${id}/candidates`);
  expect(status).toBe(200);
  return Answer.parse(body);
}

async function act(userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await county.world.send(userId, county.world.envelope(`volunteers.${name}`, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

const offering = (helperId: string, more: object = {}) => ({
  ...{ needId, helperId, suits: '周三上午', answerBy: '2026-03-20', ...more },
});

async function ask(id: string, more: object): Promise<void> {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  await county.world.system('needs.record', {
    ...{ needId: named(id), channel: '来电来访', kind: '助餐', words: '想吃热的', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null, ...more },
  });
}

beforeAll(async () => {
  county = await openReadingCounty();
  const told = {
    phone: '13800000001',
    sex: null,
    languages: ['普通话'],
    free: 0b11,
    mostMinutes: 60,
    roomId: place.room,
  };
  const days = { insuredUntil: null, trainedOn: null, withAccount: false, consentOn: '2026-01-01', places: 2 };
  const add = (profileId: string, name: string, more: object) =>
    county.world.system('volunteers.add', { profileId, name, skills: [], ...told, ...days, ...more });
  await add(cook, '覃大姐', { skills: ['送餐'] });
  await add(walker, '莫大哥', {});
  await add(silent, '不问的人', { consentOn: null });
  await add(who.wei, '韦小妹', { withAccount: true, free: 0 });
  await county.world.system('volunteers.save-partner', {
    ...{ partnerId, name: '镇食堂', what: '送餐', kinds: ['助餐'], skills: [], languages: [], times: 0, roomIds: [] },
    ...{ limits: '十份以内', open: true, stationId: place.station, contactName: null, contactPhone: null },
  });
  await ask('meal', { clientId: named('client') });
  await ask('danger', { words: '他说不想活了' });
});
afterAll(() => county.close());

describe('Who could help with a need', () => {
  it('is proposed with the reasons, whoever has the skill first; who did not agree to be asked is not there at all', async () => {
    const { candidates, stopped, partners } = await help();
    expect(candidates.map((one) => one.id)).toEqual([cook, walker]);
    expect(candidates[0]?.reasons).toEqual(
      expect.arrayContaining([{ code: 'same-village' }, { code: 'skill', skill: '送餐' }]),
    );
    expect(stopped).toMatchObject({ 'no-time': 1 });
    expect(partners).toEqual([{ name: '镇食堂' }]);
  });

  it('is looked for by what the resident wishes: who may come, and when it suits', async () => {
    const wished = async (helperSex: string | null, times: number) => {
      const [outcome] = await county.world.send(
        who.lan,
        county.world.envelope('needs.set-wish', { needId, helperSex, times }),
      );
      expect(outcome?.status).toBe('accepted');
      return help();
    };
    expect(await wished('female', 0)).toMatchObject({ candidates: [], stopped: { sex: 2 } });
    expect(await wished(null, 0b100)).toMatchObject({ candidates: [], stopped: { 'no-time': 3 } });
    const { candidates } = await wished(null, 0b110);
    expect(candidates[0]?.reasons).toContainEqual({ code: 'free', halfDay: 1, among: 1 });
    expect((await wished(null, 0)).candidates).toHaveLength(2);
    const [refused] = await county.world.send(
      who.wei,
      county.world.envelope('needs.set-wish', { needId, helperSex: 'male', times: 0 }),
    );
    expect(refused?.problem?.code).toBe('sync.out-of-reach');
  });

  it('is told to nobody but the desk that holds the need', async () => {
    for (const userId of [who.wu, who.qin, who.wei, others.long, others.shiyuan]) {
      const { status } = await county.get(userId, `/api/needs/${needId}/candidates`);
      expect([userId, [403, 404].includes(status)]).toEqual([userId, true]);
    }
  });
});

describe('An offer', () => {
  it('is refused for a sign of danger, for who did not agree, for a day past, by the village and by a stranger', async () => {
    expect(await act(who.lan, 'offer', offering(cook, { needId: named('danger') }))).toBe('volunteers.not-theirs');
    expect(await act(who.lan, 'offer', offering(silent))).toBe('volunteers.may-not-be-asked');
    expect(await act(who.lan, 'offer', offering(named('nobody')))).toBe('volunteers.no-such-profile');
    expect(await act(who.lan, 'offer', offering(cook, { answerBy: '2026-01-01' }))).toBe('volunteers.offer-is-past');
    expect(await act(who.lan, 'offer', offering(cook, { answerBy: '2027-01-01' }))).toBe('volunteers.offer-is-past');
    expect(await act(others.long, 'offer', offering(cook))).toBe('sync.out-of-reach');
  });

  it('is one, however often it is sent, and takes a place in the week once', async () => {
    expect(await act(who.lan, 'offer', offering(cook))).toBe('accepted');
    expect(await act(who.lan, 'offer', offering(cook))).toBe('volunteers.offered-already');
    const { offers, candidates } = await help();
    expect(offers).toMatchObject([{ id: offerIdOf(needId, cook), state: 'offered', name: '覃大姐' }]);
    expect(candidates.map((one) => one.id)).toEqual([walker]);
    await ask('second', {});
    const second = await help(who.lan, named('second'));
    expect(second.candidates.find((one) => one.id === cook)?.reasons).toContainEqual({
      ...{ code: 'load', given: 1, places: 2 },
    });
  });

  it('is declined, and never made to them again for this need; another one is asked, agrees and has done it', async () => {
    const offerId = offerIdOf(needId, cook);
    expect(await act(who.lan, 'answer-offer', { offerId, accepted: false, reason: 'no-time' })).toBe('accepted');
    expect(await act(who.lan, 'answer-offer', { offerId, accepted: true, reason: null })).toBe(
      'volunteers.not-offered',
    );
    expect(await act(who.lan, 'offer', offering(cook))).toBe('volunteers.declined-before');
    expect((await help()).stopped).toMatchObject({ declined: 1 });
    const other = offerIdOf(needId, walker);
    expect(await act(who.lan, 'offer', offering(walker))).toBe('accepted');
    expect(await act(who.lan, 'end-task', { offerId: other, done: true, words: null })).toBe('volunteers.not-offered');
    expect(await act(who.lan, 'answer-offer', { offerId: other, accepted: true, reason: null })).toBe('accepted');
    expect(await act(who.lan, 'end-task', { offerId: other, done: true, words: null })).toBe('accepted');
    const { offers } = await help();
    expect(offers.find((one) => one.id === other)).toMatchObject({ state: 'done', assisted: true });
    // The next time this person asks, they are proposed because they know each other.
    await ask('again', { clientId: named('client') });
    const again = await help(who.lan, named('again'));
    expect(again.candidates.find((one) => one.id === walker)?.reasons).toContainEqual({ code: 'served-before' });
  });

  it('is answered by the helper where they have an account, and by no other volunteer', async () => {
    await county.world.system('volunteers.correct', {
      ...{ profileId: who.wei, name: '韦小妹', phone: null, sex: null, skills: [], languages: [], free: 1 },
      ...{
        mostMinutes: 30,
        places: 1,
        insuredUntil: null,
        trainedOn: null,
        consentOn: '2026-01-01',
        roomId: place.room,
      },
    });
    await ask('own', {});
    const needOf = { needId: named('own') };
    expect(await act(who.lan, 'offer', offering(who.wei, needOf))).toBe('accepted');
    expect(await act(who.lan, 'offer', offering(cook, needOf))).toBe('accepted');
    const theirs = { offerId: offerIdOf(named('own'), cook), accepted: true, reason: null };
    expect(await act(who.wei, 'answer-offer', theirs)).toBe('sync.out-of-reach');
    const own = { offerId: offerIdOf(named('own'), who.wei), accepted: true, reason: null };
    expect(await act(who.wei, 'answer-offer', own)).toBe('accepted');
    const { offers } = await help(who.lan, named('own'));
    expect(offers.find((one) => one.id === own.offerId)).toMatchObject({ state: 'accepted', assisted: false });
  });

  it('runs out by itself once its day has passed, and is withdrawn when the need is settled', async () => {
    await ask('late', {});
    await ask('settled', {});
    expect(await act(who.lan, 'offer', offering(walker, { needId: named('late') }))).toBe('accepted');
    const today = '2026-03-21';
    const offerIds = [offerIdOf(named('late'), walker), offerIdOf(named('own'), who.wei), derivedId('no', 'offer')];
    for (let times = 0; times < 2; times++) await county.world.system('volunteers.expire-offers', { today, offerIds });
    expect((await help(who.lan, named('late'))).offers).toMatchObject([{ state: 'expired' }]);
    expect((await help(who.lan, named('own'))).offers).toContainEqual(expect.objectContaining({ state: 'accepted' }));
    expect(await act(who.lan, 'offer', offering(walker, { needId: named('late') }))).toBe('accepted');
    expect(await act(who.lan, 'offer', offering(walker, { needId: named('settled') }))).toBe('accepted');
    const unmet = { needId: named('settled'), reason: 'no-resource', note: '没有车' };
    await county.world.system('needs.leave-unmet', unmet);
    expect((await help(who.lan, named('settled'))).offers).toMatchObject([{ state: 'withdrawn' }]);
    expect(await act(who.lan, 'offer', offering(cook, { needId: named('settled') }))).toBe('volunteers.need-not-open');
  });
});
