/** Offers as a helper's phone carries them: what is told before and after a yes, what is foretold without a network, and what is gone at the end. */
import { isProblem } from '@yimi/kernel';
import type { Replica } from '@yimi/sync';
import { offerIdOf, offers, ownOffers, ownTasks } from '@yimi/volunteers';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const needId = named('need');
const offerId = offerIdOf(needId, who.wei);
const day = 86_400_000;

const helper = (profileId: string, withAccount: boolean) => ({
  ...{ profileId, withAccount, roomId: place.room, name: '韦小妹', phone: null, sex: null, skills: [], languages: [] },
  ...{ free: 0b11, mostMinutes: 60, places: 3, insuredUntil: null, trainedOn: null, consentOn: '2026-01-01' },
});

function asked(world: World, more: object = {}) {
  const nobody = { householdId: null, askerName: null, askerPhone: null, proxyName: null };
  return {
    ...{ needId, channel: '来电来访', kind: '助餐', words: '想订午饭，牙口不好', roomId: place.room, ...nobody },
    ...{ clientId: named('client'), byProxy: false, visitId: null, receivedAt: world.now, urgency: null },
    ...{ numberHash: null, ...more },
  };
}

const offering = (helperId: string, more: object = {}) => ({
  ...{ needId, helperId, suits: '周三上午', answerBy: '2026-03-20', ...more },
});

/** A county in which 韦小妹 is a volunteer with a phone, and somebody of the village has asked for meals. */
async function county(more: object = {}): Promise<World> {
  const world = await memoryCounty();
  await world.system('volunteers.add', helper(who.wei, true));
  await world.system('needs.record', asked(world, more));
  return world;
}

const act = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `volunteers.${name}`, input);

async function synced(world: World, userId = who.wei): Promise<Replica> {
  const phone = await world.phone(userId);
  await phone.sync();
  return phone;
}

async function record(phone: Replica, name: string, input: unknown): Promise<void> {
  const entry = await phone.record(`volunteers.${name}`, input);
  if (isProblem(entry)) throw new Error(entry.code);
}

const yes = { offerId, accepted: true, reason: null };
const stateOf = (world: World) => rowsOf(world, offers).find((row) => row.id === offerId)?.state;

describe('what a helper’s phone is told', () => {
  it('before a yes: with what, in which village, when and until when to answer; nothing that tells who', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei));
    const phone = await synced(world);
    const [row] = phone.rows(ownOffers);
    expect(row).toMatchObject({ kind: '助餐', suits: '周三上午', answerBy: '2026-03-20', state: 'offered' });
    expect(phone.rows(ownTasks)).toEqual([]);
    const text = JSON.stringify(row);
    for (const secret of [named('client'), needId, '想订午饭', '吴']) expect(text).not.toContain(secret);
  });

  it('after a yes given without a network: who, where, the number and the words come with the next round, and go at the end', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei));
    const phone = await synced(world);
    await record(phone, 'answer-offer', yes);
    expect(phone.rows(ownOffers)[0]?.state).toBe('accepted');
    expect(phone.rows(ownTasks)).toEqual([]);
    await phone.sync();
    await phone.sync();
    expect(stateOf(world)).toBe('accepted');
    expect(phone.rows(ownTasks)).toMatchObject([{ id: offerId, words: '想订午饭，牙口不好' }]);
    expect(phone.rows(ownTasks)[0]?.name).not.toBe('');
    await record(phone, 'end-task', { offerId, done: true, words: '饭送到了' });
    expect(phone.rows(ownTasks)).toEqual([]);
    await phone.sync();
    await phone.sync();
    expect(phone.rows(ownTasks)).toEqual([]);
    expect(phone.rows(ownOffers)).toMatchObject([{ state: 'done' }]);
    expect(rowsOf(world, ownTasks)).toEqual([]);
    expect(rowsOf(world, offers)).toMatchObject([{ state: 'done', endWords: '饭送到了', assisted: false }]);
  });

  it('of a need that is the station’s alone neither hamlet nor words; of somebody without a file what they left', async () => {
    const world = await county({ kind: '权益维护' });
    await act(world, who.lan, 'offer', offering(who.wei));
    await act(world, who.wei, 'answer-offer', yes);
    const phone = await synced(world);
    expect(phone.rows(ownOffers)).toMatchObject([{ hamlet: '' }]);
    expect(phone.rows(ownTasks)).toMatchObject([{ words: null }]);
    const other = named('other');
    await world.system('needs.record', {
      ...asked(world, { needId: other, clientId: null, askerName: '过路的石哥', askerPhone: '13800000009' }),
    });
    await act(world, who.lan, 'offer', offering(who.wei, { needId: other }));
    await act(world, who.wei, 'answer-offer', { ...yes, offerId: offerIdOf(other, who.wei) });
    await phone.sync();
    expect(phone.row(ownTasks, offerIdOf(other, who.wei))).toMatchObject({
      ...{ name: '过路的石哥', phone: '13800000009', clientId: null },
    });
  });

  it('nothing comes to any other phone, nor to a scope of somebody who has no account', async () => {
    const world = await county();
    await world.system('volunteers.add', helper(named('drummer'), false));
    await act(world, who.lan, 'offer', offering(who.wei));
    await act(world, who.wei, 'answer-offer', yes);
    await act(world, who.lan, 'offer', offering(named('drummer')));
    expect(rowsOf(world, ownOffers).map((row) => row.helperId)).toEqual([who.wei]);
    for (const user of [who.qin, who.lan, who.shi]) {
      const phone = await synced(world, user);
      expect([...phone.rows(ownOffers), ...phone.rows(ownTasks)]).toEqual([]);
    }
  });
});

it('a need that is a crisis by its kind is offered to nobody, as is one with a sign of danger', async () => {
  const crisis = await county({ kind: '危机干预' });
  expect(await act(crisis, who.lan, 'offer', offering(who.wei))).toBe('volunteers.not-theirs');
  const flagged = await county({ words: '他说不想活了' });
  expect(await act(flagged, who.lan, 'offer', offering(who.wei))).toBe('volunteers.not-theirs');
});

describe('whom a helper goes to is off the phone', () => {
  const ends: readonly [string, (world: World) => Promise<unknown>][] = [
    ['once they give it back', (world) => act(world, who.wei, 'end-task', { offerId, done: false, words: '摔了脚' })],
    ['once the desk takes it back', (world) => act(world, who.lan, 'withdraw-offer', { offerId })],
    [
      'once the need is answered otherwise',
      (world) => told(world, who.lan, 'needs.answer', { needId, by: 'partner', note: '食堂送', done: true }),
    ],
    ['once they leave the volunteers', (world) => act(world, who.lan, 'end', { profileId: who.wei })],
    [
      'once the person has died',
      (world) =>
        told(world, who.lan, 'people.correct-client', {
          ...{ clientId: named('client'), changes: { state: { from: 'active', to: 'died' } } },
        }),
    ],
  ];
  for (const [when, end] of ends)
    it(when, async () => {
      const world = await county();
      await act(world, who.lan, 'offer', offering(who.wei));
      await act(world, who.wei, 'answer-offer', yes);
      const phone = await synced(world);
      expect(phone.rows(ownTasks)).toHaveLength(1);
      expect(await end(world)).toBe('accepted');
      await phone.sync();
      expect(phone.rows(ownTasks)).toEqual([]);
      expect(rowsOf(world, ownTasks)).toEqual([]);
    });

  it('and a number put right meanwhile is put right there too', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei));
    await act(world, who.wei, 'answer-offer', yes);
    const phone = await synced(world);
    const from = phone.rows(ownTasks)[0]?.phone ?? null;
    const changes = { phone: { from, to: '13900000077' } };
    expect(await told(world, who.lan, 'people.correct-client', { clientId: named('client'), changes })).toBe(
      'accepted',
    );
    await phone.sync();
    expect(phone.rows(ownTasks)).toMatchObject([{ phone: '13900000077' }]);
  });
});

describe('an answer without a network', () => {
  it('in time is in time, also when it arrives after the offer ran out; too late it is refused', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei, { answerBy: '2026-03-12' }));
    const phone = await synced(world);
    await record(phone, 'answer-offer', yes);
    world.now += 5 * day;
    await world.system('volunteers.expire-offers', { today: '2026-03-15', offerIds: [offerId] });
    expect(stateOf(world)).toBe('expired');
    await phone.sync();
    expect(stateOf(world)).toBe('accepted');
    const other = await county();
    await act(other, who.lan, 'offer', offering(who.wei, { answerBy: '2026-03-12' }));
    other.now += 5 * day;
    await other.system('volunteers.expire-offers', { today: '2026-03-15', offerIds: [offerId] });
    expect(await act(other, who.wei, 'answer-offer', yes)).toBe('volunteers.not-offered');
  });

  it('opens no door that waits for nobody any more', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei));
    const phone = await synced(world);
    await record(phone, 'answer-offer', yes);
    await told(world, who.lan, 'needs.answer', { needId, by: 'partner', note: '食堂送', done: true });
    await phone.sync();
    expect(stateOf(world)).toBe('withdrawn');
    expect(phone.entries.at(-1)?.problem?.code).toBe('volunteers.not-offered');
    expect(phone.rows(ownTasks)).toEqual([]);
  });

  it('is nobody else’s to give', async () => {
    const world = await county();
    await act(world, who.lan, 'offer', offering(who.wei));
    expect(await act(world, who.qin, 'answer-offer', yes)).toBe('sync.out-of-reach');
    expect(await act(world, who.wu, 'answer-offer', yes)).toBe('sync.out-of-reach');
  });
});

it('what has ended is to be seen for a week, is then put away, and does not come back', async () => {
  const world = await county();
  await act(world, who.lan, 'offer', offering(who.wei));
  await act(world, who.wei, 'answer-offer', { offerId, accepted: false, reason: 'too-far' });
  const phone = await synced(world);
  await world.system('volunteers.expire-offers', { today: '2026-03-16', offerIds: [offerId] });
  await phone.sync();
  expect(phone.rows(ownOffers)).toMatchObject([{ state: 'declined' }]);
  for (let times = 0; times < 2; times++)
    await world.system('volunteers.expire-offers', { today: '2026-03-19', offerIds: [offerId] });
  await told(world, who.lan, 'needs.answer', { needId, by: 'partner', note: '食堂送', done: true });
  await phone.sync();
  expect(phone.rows(ownOffers)).toEqual([]);
});

it('an old phone that ends a task without words is understood', async () => {
  const world = await county();
  await act(world, who.lan, 'offer', offering(who.wei));
  await act(world, who.wei, 'answer-offer', yes);
  const old = world.envelope('volunteers.end-task', { offerId, done: true }, { v: 1 });
  expect((await world.send(who.wei, old))[0]?.status).toBe('accepted');
  expect(rowsOf(world, offers)).toMatchObject([{ state: 'done', endWords: null }]);
});
