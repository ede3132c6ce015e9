/** Needs offered to volunteers: who may ask whom, what a no does, what a task ends with, and what an offer never tells. */
import { needs } from '@yimi/needs';
import { offerOf, offers } from '@yimi/volunteers';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `volunteers.${name}`, input);
const ofNeed = (need: string, helper: string) => ({ offerId: offerOf(named(need), named(helper)) });
const offered = (need: string, helper: string) => ({ needId: named(need), helperId: named(helper) });
const offerNow = (world: World, need: string, helper: string) =>
  rowsOf(world, offers).find((row) => row.id === offerOf(named(need), named(helper)));

const helper = (id: string, more: object = {}) => ({
  ...{ profileId: named(id), withAccount: false, roomId: place.room, name: '罗师傅', phone: null, sex: null },
  ...{ skills: [], languages: ['普通话'], free: 0b11, mostMinutes: 40, places: 2, insuredUntil: null },
  ...{ trainedOn: null, consentOn: '2026-03-01', ...more },
});
function asked(world: World, id: string, more: object = {}) {
  const nobody = { clientId: null, householdId: null, askerName: '黄阿婆', askerPhone: null, proxyName: null };
  return {
    ...{ needId: named(id), channel: '来电来访', kind: '助餐', words: '想订午饭', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: world.now, urgency: null, numberHash: null, ...more },
  };
}

/** A village with a need `n`, one that is the station's alone (`sad`), and two volunteers, one of the next village. */
async function village(): Promise<World> {
  const world = await memoryCounty();
  expect(await told(world, who.lan, 'needs.record', asked(world, 'n'))).toBe('accepted');
  expect(await told(world, who.lan, 'needs.record', asked(world, 'sad', { kind: '精神慰藉' }))).toBe('accepted');
  for (const one of [helper('luo'), helper('meng', { roomId: place.far })]) {
    expect(await send(world, who.lan, 'add', one)).toBe('accepted');
  }
  return world;
}

describe('offering a need to a volunteer', () => {
  it('is for the station: no village worker, volunteer or county officer asks or answers, nor learns what is there', async () => {
    const world = await village();
    expect(await send(world, who.lan, 'offer', offered('n', 'luo'))).toBe('accepted');
    for (const nobody of [who.wei, who.qin, who.wu]) {
      expect(await send(world, nobody, 'offer', offered('n', 'meng'))).toBe('sync.out-of-reach');
      expect(await send(world, nobody, 'accept-offer', ofNeed('n', 'luo'))).toBe('sync.out-of-reach');
      expect(await send(world, nobody, 'accept-offer', ofNeed('never', 'luo'))).toBe('sync.out-of-reach');
    }
    expect(offerNow(world, 'n', 'luo')).toMatchObject({ state: 'offered', roomId: place.room, kind: '助餐' });
  });

  it('asks one volunteer at a time, who agreed to be asked, is of the station and neither rests nor has left', async () => {
    const world = await village();
    await send(world, who.lan, 'add', helper('shy', { consentOn: null }));
    expect(await send(world, who.lan, 'offer', offered('n', 'shy'))).toBe('volunteers.not-to-be-asked');
    expect(await send(world, who.lan, 'offer', offered('n', 'nobody'))).toBe('volunteers.no-such-profile');
    await send(world, who.lan, 'pause', { profileId: named('meng'), untilDay: null });
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('volunteers.not-to-be-asked');
    await send(world, who.lan, 'resume', { profileId: named('meng') });
    expect(await send(world, who.lan, 'offer', offered('n', 'luo'))).toBe('accepted');
    expect(await send(world, who.shi, 'offer', offered('n', 'luo'))).toBe('volunteers.somebody-asked');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('volunteers.somebody-asked');
    expect(rowsOf(world, offers)).toHaveLength(1);
  });

  it('leaves with the station what is the station’s alone, and asks nobody for what is settled', async () => {
    const world = await village();
    expect(await send(world, who.lan, 'offer', offered('sad', 'luo'))).toBe('volunteers.need-stays-at-desk');
    const answer = { needId: named('n'), by: 'partner', note: '食堂每天送来', done: true };
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    expect(await told(world, who.lan, 'needs.answer', answer)).toBe('accepted');
    expect(await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'))).toBe('volunteers.need-not-open');
    expect(await send(world, who.lan, 'withdraw-offer', ofNeed('n', 'luo'))).toBe('accepted');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('volunteers.need-not-open');
  });

  it('tells neither the name nor the words of who asked, and goes to no phone', async () => {
    const world = await village();
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    expect(JSON.stringify(rowsOf(world, offers))).not.toMatch(/黄阿婆|午饭|罗师傅/);
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(offers)).toEqual([]);
    }
  });
});

describe('what a volunteer answers', () => {
  it('a no needs no reason, frees the need for others, and is not asked again', async () => {
    const world = await village();
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    expect(await send(world, who.lan, 'decline-offer', { ...ofNeed('n', 'luo'), reason: null })).toBe('accepted');
    expect(offerNow(world, 'n', 'luo')).toMatchObject({ state: 'declined', reason: null, assisted: true });
    expect(await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'))).toBe('volunteers.offer-settled');
    expect(await send(world, who.lan, 'offer', offered('n', 'luo'))).toBe('volunteers.asked-before');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('accepted');
  });

  it('a yes is a task until it is done; the need goes its own way', async () => {
    const world = await village();
    const finish = { ...ofNeed('n', 'luo'), done: true, reason: null };
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    expect(await send(world, who.lan, 'finish-task', finish)).toBe('volunteers.no-task');
    expect(await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'))).toBe('accepted');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('volunteers.somebody-asked');
    expect(await send(world, who.lan, 'finish-task', finish)).toBe('accepted');
    expect(await send(world, who.lan, 'finish-task', finish)).toBe('volunteers.no-task');
    expect(await send(world, who.lan, 'withdraw-offer', ofNeed('n', 'luo'))).toBe('volunteers.offer-settled');
    expect(offerNow(world, 'n', 'luo')).toMatchObject({ state: 'done', assisted: true });
    expect(rowsOf(world, needs).find((row) => row.id === named('n'))?.state).toBe('received');
  });

  it('a task given back is free for others; an offer taken back may be made again', async () => {
    const world = await village();
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'));
    const back = { ...ofNeed('n', 'luo'), done: false, reason: 'too-far' };
    expect(await send(world, who.lan, 'finish-task', back)).toBe('accepted');
    expect(offerNow(world, 'n', 'luo')).toMatchObject({ state: 'given-back', reason: 'too-far' });
    expect(await send(world, who.lan, 'offer', offered('n', 'luo'))).toBe('volunteers.asked-before');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('accepted');
    expect(await send(world, who.lan, 'withdraw-offer', ofNeed('n', 'meng'))).toBe('accepted');
    expect(await send(world, who.lan, 'offer', offered('n', 'meng'))).toBe('accepted');
  });

  it('nobody who has left accepts, and nothing is accepted that has become the station’s alone', async () => {
    const world = await village();
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    await send(world, who.lan, 'end', { profileId: named('luo') });
    expect(await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'))).toBe('volunteers.has-ended');
    await told(world, who.lan, 'needs.record', asked(world, 'later'));
    await send(world, who.lan, 'offer', offered('later', 'meng'));
    const looked = { needId: named('later'), kind: '权益维护', urgency: '较急', difficulty: '易', crisis: null };
    const judged = { ...looked, inPublicInterest: true, achievable: true };
    expect(await told(world, who.lan, 'needs.triage', judged)).toBe('accepted');
    expect(await send(world, who.lan, 'accept-offer', ofNeed('later', 'meng'))).toBe('volunteers.need-stays-at-desk');
  });

  it('an offer goes with the village of its need to another station', async () => {
    const world = await village();
    await send(world, who.lan, 'offer', offered('n', 'luo'));
    await world.system('network.change-station-of-room', {
      ...{ roomId: place.room, stationId: place.other, fromDay: '2026-03-01' },
    });
    expect(offerNow(world, 'n', 'luo')).toMatchObject({ stationId: place.other, state: 'offered' });
    expect(await send(world, who.lan, 'accept-offer', ofNeed('n', 'luo'))).toBe('sync.out-of-reach');
  });
});
