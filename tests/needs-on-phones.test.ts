/** Needs as phones carry them: who holds what of one, what is foretold without a network, and what became of it. */
import { isProblem } from '@yimi/kernel';
import { carriedRules, needs, ownNeeds, villageNeeds } from '@yimi/needs';
import { cards } from '@yimi/services';
import type { Replica } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from './world/world.ts';
import { named, place, smallCounty, who } from './world/world.ts';

function asked(world: World, id: string, more: object = {}) {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  return {
    ...{ needId: named(id), channel: '上门走访', kind: '助餐', words: '想订午饭', roomId: place.room, ...nobody },
    ...{ clientId: named('client'), byProxy: false, visitId: null, receivedAt: world.now },
    ...{ urgency: null, numberHash: null, ...more },
  };
}

async function synced(world: World, userId: string): Promise<Replica> {
  const phone = await world.phone(userId);
  await phone.sync();
  return phone;
}

async function record(phone: Replica, name: string, input: unknown): Promise<void> {
  const entry = await phone.record(`needs.${name}`, JSON.parse(JSON.stringify(input)));
  if (isProblem(entry)) throw new Error(entry.code);
}

const answer = { needId: named('n1'), by: 'partner', note: '食堂每天送来', done: true };

describe('what phones hold of a need', () => {
  it('its village’s and its station’s phones hold what is to be done at a door; a volunteer only what they brought in themselves', async () => {
    const world = await smallCounty();
    const [wei, qin] = [await synced(world, who.wei), await synced(world, who.qin)];
    await record(qin, 'record', asked(world, 'n0'));
    await record(wei, 'record', asked(world, 'n1', { channel: '志愿者上报' }));
    await wei.sync();
    await qin.sync();
    await qin.sync();
    expect(wei.rows(villageNeeds)).toEqual([]);
    expect(wei.rows(ownNeeds).map(({ id, who: name, kind, words }) => [id, name, kind, words])).toEqual([
      [named('n1'), wei.rows(cards)[0]?.name, '助餐', '想订午饭'],
    ]);
    const lan = await synced(world, who.lan);
    for (const phone of [qin, lan]) {
      expect(new Set(phone.rows(villageNeeds).map(({ id }) => id))).toEqual(new Set([named('n0'), named('n1')]));
      expect(phone.rows(needs)).toEqual([]);
    }
    expect(lan.rows(ownNeeds)).toEqual([]);
  });

  it('of what is the station’s alone no phone holds kind, words or answer: its author only that the station has it', async () => {
    const world = await smallCounty();
    const wei = await synced(world, who.wei);
    await record(wei, 'record', asked(world, 'n1', { kind: '精神慰藉', words: '老伴走了，夜里哭' }));
    await record(wei, 'record', asked(world, 'n2', { words: '他说不 想活了' }));
    const foretold = wei.rows(ownNeeds);
    await wei.sync();
    await wei.sync();
    for (const row of [...foretold, ...wei.rows(ownNeeds)])
      expect(row).toMatchObject({ withStation: true, kind: null, words: null, urgency: null, state: 'received' });
    expect(wei.rows(ownNeeds)).toHaveLength(2);
    for (const user of [who.qin, who.lan, who.shi]) {
      const phone = await synced(world, user);
      expect(phone.rows(villageNeeds)).toEqual([]);
      expect(JSON.stringify(phone.entries)).not.toContain('想活');
    }
    const unmet = { needId: named('n1'), reason: 'no-helper', note: '没有心理老师' };
    await world.send(who.lan, world.envelope('needs.leave-unmet', unmet));
    await wei.sync();
    expect(wei.row(ownNeeds, named('n1'))).toMatchObject({ state: 'closed', note: null, unmetReason: null });
  });

  it('a need that turns out to be the station’s leaves the village’s phones, and comes back when it is cleared', async () => {
    const world = await smallCounty();
    const qin = await synced(world, who.qin);
    await record(qin, 'record', asked(world, 'n1'));
    await qin.sync();
    await qin.sync();
    expect(qin.rows(villageNeeds)).toHaveLength(1);
    const slip = { needId: named('n1'), channel: '上门走访', kind: '助餐', words: '说不想活了' };
    await world.send(who.lan, world.envelope('needs.correct', slip));
    await qin.sync();
    expect(qin.rows(villageNeeds)).toEqual([]);
    expect(qin.row(ownNeeds, named('n1'))).toMatchObject({ withStation: true, words: null });
    const judged = { urgency: '一般', difficulty: '易', inPublicInterest: false, achievable: true };
    const crisis = { judged: 'cleared', note: '问过了，是气话' };
    await world.send(who.lan, world.envelope('needs.triage', { needId: named('n1'), kind: '助餐', ...judged, crisis }));
    await qin.sync();
    expect(qin.rows(villageNeeds)).toMatchObject([{ state: 'triaged', urgency: '一般' }]);
  });

  it('the words of an erased person leave every copy', async () => {
    const world = await smallCounty();
    const wei = await synced(world, who.wei);
    await record(wei, 'record', asked(world, 'n1'));
    await wei.sync();
    const outcome = await world.send(who.shi, world.envelope('people.erase-client', { clientId: named('client') }));
    expect(outcome[0]?.status).toBe('accepted');
    await wei.sync();
    expect(wei.row(ownNeeds, named('n1'))).toMatchObject({ who: '', words: null });
    expect((await synced(world, who.qin)).rows(villageNeeds)).toMatchObject([{ words: null }]);
  });
});

describe('without a network', () => {
  it('the alarm goes by the county’s own words, which came along', async () => {
    const world = await smallCounty();
    const rule = { urgentDays: 1, soonDays: 5, ordinaryDays: 20, crisisWords: ['断粮'] };
    await world.send(who.wu, world.envelope('needs.change-rules', rule));
    const wei = await synced(world, who.wei);
    expect(wei.rows(carriedRules)).toMatchObject([rule]);
    await record(wei, 'record', asked(world, 'n1', { words: '家里断粮了' }));
    await record(wei, 'record', asked(world, 'n2', { words: '不想活了' }));
    expect(wei.row(ownNeeds, named('n1'))).toMatchObject({ withStation: true, dueOn: '2026-03-11' });
    expect(wei.row(ownNeeds, named('n2'))).toMatchObject({ withStation: false, dueOn: '2026-03-30' });
  });

  it('an answer and a grade at the door show at once as they will stand, and leave the list of what is to be done', async () => {
    const world = await smallCounty();
    const qin = await synced(world, who.qin);
    await record(qin, 'record', asked(world, 'n1'));
    await qin.sync();
    await qin.sync();
    await record(qin, 'answer', answer);
    const foretold = qin.row(villageNeeds, named('n1'));
    expect(foretold).toMatchObject({ state: 'answered', note: '食堂每天送来' });
    await qin.sync();
    await qin.sync();
    expect(qin.row(villageNeeds, named('n1'))).toEqual(foretold);
    await record(qin, 'rate', { needId: named('n1'), rating: 5 });
    expect(qin.row(villageNeeds, named('n1'))).toBeNull();
    expect(qin.row(ownNeeds, named('n1'))).toMatchObject({ state: 'closed', rating: 5, ratingAssisted: true });
    const own = qin.row(ownNeeds, named('n1'));
    await qin.sync();
    await qin.sync();
    expect(qin.row(ownNeeds, named('n1'))).toEqual(own);
    expect(qin.entries).toEqual([]);
  });

  it('a low grade puts it back among what is to be done, and what cannot be answered is refused at once', async () => {
    const world = await smallCounty();
    const qin = await synced(world, who.qin);
    await record(qin, 'record', asked(world, 'n1'));
    await record(qin, 'answer', answer);
    const twice = await qin.record('needs.answer', answer);
    expect(isProblem(twice) ? twice.code : 'taken').toBe('needs.not-open');
    await record(qin, 'rate', { needId: named('n1'), rating: 2 });
    expect(qin.row(villageNeeds, named('n1'))).toMatchObject({ state: 'triaged', rating: 2 });
    await qin.sync();
    await qin.sync();
    expect(qin.row(villageNeeds, named('n1'))).toMatchObject({ state: 'triaged', rating: 2 });
    expect(qin.entries).toEqual([]);
  });
});
