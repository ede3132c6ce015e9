/** Needs as people meet them: who may hold one, what a crisis word does, answers, grades, merging, and what is counted. */
import { rollups } from '@yimi/kernel';
import { answerNumberFrom, needs, readAnswerNumber } from '@yimi/needs';
import { clients } from '@yimi/people';
import { MemoryStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from './world/world.ts';
import { countyId, named, place, seededRandom, smallCounty, who } from './world/world.ts';

const day = 86_400_000;
const stores = new WeakMap<World, MemoryStore>();

async function county(): Promise<World> {
  const store = new MemoryStore();
  const world = await smallCounty(1, store);
  stores.set(world, store);
  return world;
}

function needOf(world: World, id: string) {
  const found = stores.get(world)?.county(countyId).rows.get(needs.name)?.get(named(id));
  return found === undefined ? null : needs.schema.parse(found.row);
}

/** The sum of a figure's leaves whose dimensions hold all these values. */
function counted(world: World, figure: string, ...values: unknown[]): number {
  const leaves = [...(stores.get(world)?.county(countyId).rows.get('figures.rollups')?.values() ?? [])];
  return leaves
    .map(({ row }) => ({
      figure: String(row.figure),
      n: Number(row.n),
      dims: JSON.parse(String(row.dims)) as unknown[],
    }))
    .filter((leaf) => leaf.figure === figure && values.every((value) => leaf.dims.includes(value)))
    .reduce((sum, leaf) => sum + leaf.n, 0);
}

function asked(world: World, id: string, more: object = {}) {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  return {
    ...{ needId: named(id), channel: '来电来访', kind: '助餐', words: '想订午饭', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: world.now, urgency: null, numberHash: null, ...more },
  };
}

async function send(world: World, userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await world.send(userId, world.envelope(`needs.${name}`, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

const triaged = (id: string, more: object = {}) => ({
  ...{ needId: named(id), kind: '助餐', urgency: '较急', difficulty: '易', inPublicInterest: true, achievable: true },
  ...{ crisis: null, ...more },
});
const answered = (id: string) => ({ needId: named(id), by: 'partner', note: '食堂每天送来', done: true });

describe('who may record a need, and who holds it', () => {
  it('a volunteer records one for a person given to them, and for their village, but not for a stranger', async () => {
    const world = await county();
    const mine = asked(world, 'n1', { channel: '志愿者上报', clientId: named('client') });
    expect(await send(world, who.wei, 'record', mine)).toBe('accepted');
    expect(needOf(world, 'n1')).toMatchObject({
      authorId: who.wei,
      authorRole: 'hamlet-volunteer',
      heldIn: place.room,
    });
    expect(await send(world, who.wei, 'record', asked(world, 'n4'))).toBe('accepted');
    const stranger = asked(world, 'n2', { clientId: named('stranger') });
    expect(await send(world, who.wei, 'record', stranger)).toBe('sync.out-of-reach');
    expect(await send(world, who.wei, 'record', asked(world, 'n3', { roomId: place.far }))).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'record', asked(world, 'n1'))).toBe('needs.already-recorded');
    expect(counted(world, 'needs.needs')).toBe(2);
  });

  it('relief, comfort, crisis and rights lie at the station’s desk: the village worker has no hand in them', async () => {
    const world = await county();
    await send(world, who.qin, 'record', asked(world, 'n1', { clientId: named('client'), channel: '上门走访' }));
    await send(world, who.qin, 'record', asked(world, 'n2', { clientId: named('client'), kind: '社会救助' }));
    expect(needOf(world, 'n2')).toMatchObject({ sensitive: true, heldBy: place.station });
    expect(await send(world, who.qin, 'answer', answered('n2'))).toBe('sync.out-of-reach');
    expect(await send(world, who.qin, 'answer', answered('n1'))).toBe('accepted');
    expect(await send(world, who.wu, 'triage', triaged('n1'))).toBe('sync.out-of-reach');
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(needs)).toEqual([]);
    }
  });

  it('no phone learns from the counts that somebody asked, and of what kind; the counts themselves stand', async () => {
    const world = await county();
    await send(world, who.qin, 'record', asked(world, 'n1', { clientId: named('client'), kind: '精神慰藉' }));
    await send(world, who.lan, 'triage', triaged('n1', { kind: '危机干预' }));
    await send(world, who.lan, 'answer', answered('n1'));
    await send(world, who.lan, 'rate', { needId: named('n1'), rating: 2 });
    expect(counted(world, 'needs.needs', '危机干预')).toBe(1);
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(rollups).filter(({ figure }) => figure.startsWith('needs.'))).toEqual([]);
      expect(JSON.stringify(phone.rows(rollups))).not.toMatch(/精神慰藉|危机干预/);
    }
  });

  it('the server itself records what a resident wrote on the public page: without an author, with the hash of its number', async () => {
    const world = await county();
    await world.system(
      'needs.record',
      asked(world, 'n1', { channel: '线上', askerName: '韦秀', numberHash: 'a'.repeat(64) }),
    );
    expect(needOf(world, 'n1')).toMatchObject({ authorId: null, authorRole: null, numberHash: 'a'.repeat(64) });
  });
});

describe('a crisis word', () => {
  it('makes the need urgent and the station’s, and waits for a person’s judgement', async () => {
    const world = await county();
    await send(world, who.wu, 'record', asked(world, 'n1', { channel: '市长热线', words: '他说不 想活了' }));
    expect(needOf(world, 'n1')).toMatchObject({
      crisis: 'flagged',
      urgency: '紧急',
      dueOn: '2026-03-11',
      sensitive: true,
    });
    expect(await send(world, who.lan, 'triage', triaged('n1'))).toBe('needs.crisis-unjudged');
    const unmet = { needId: named('n1'), reason: 'no-helper', note: '没有人手' };
    expect(await send(world, who.lan, 'leave-unmet', unmet)).toBe('needs.crisis-unjudged');
    const cleared = { judged: 'cleared', note: '是说气话，已当面问过' };
    expect(await send(world, who.lan, 'triage', triaged('n1', { crisis: cleared }))).toBe('accepted');
    expect(needOf(world, 'n1')).toMatchObject({
      crisis: 'cleared',
      sensitive: false,
      dueOn: '2026-03-17',
      state: 'triaged',
    });
  });

  it('is whatever the county says, from then on', async () => {
    const world = await county();
    const rule = { urgentDays: 2, soonDays: 5, ordinaryDays: 20, crisisWords: ['断粮'] };
    expect(await send(world, who.lan, 'change-rules', rule)).toBe('sync.out-of-reach');
    expect(await send(world, who.wu, 'change-rules', rule)).toBe('accepted');
    await send(world, who.lan, 'record', asked(world, 'n1', { words: '家里断粮了' }));
    await send(world, who.lan, 'record', asked(world, 'n2', { words: '不想活了' }));
    expect(needOf(world, 'n1')).toMatchObject({ crisis: 'flagged', dueOn: '2026-03-12' });
    expect(needOf(world, 'n2')).toMatchObject({ crisis: 'none', dueOn: '2026-03-30' });
  });
});

describe('answer, grade, deadline', () => {
  it('a low grade opens the need again; the resident’s own grade is told from an assisted one', async () => {
    const world = await county();
    await send(world, who.lan, 'record', asked(world, 'n1'));
    expect(await send(world, who.lan, 'rate', { needId: named('n1'), rating: 5 })).toBe('needs.not-answered');
    await send(world, who.lan, 'triage', triaged('n1'));
    world.now += 5 * day;
    expect(await send(world, who.lan, 'answer', answered('n1'))).toBe('accepted');
    expect(needOf(world, 'n1')).toMatchObject({ state: 'answered', answeredOn: '2026-03-15', answerTime: '7' });
    expect(counted(world, 'needs.answered', 'partner', '7')).toBe(1);
    expect(await send(world, who.lan, 'rate', { needId: named('n1'), rating: 2 })).toBe('accepted');
    expect(needOf(world, 'n1')).toMatchObject({ state: 'triaged', reopened: 1, ratingAssisted: true });
    expect(counted(world, 'needs.answered')).toBe(0);
    expect(counted(world, 'needs.ratings', 2, true)).toBe(1);
    await send(world, who.lan, 'answer', answered('n1'));
    await world.system('needs.rate', { needId: named('n1'), rating: 5 });
    expect(needOf(world, 'n1')).toMatchObject({ state: 'closed', rating: 5, ratingAssisted: false });
    expect(counted(world, 'needs.ratings', 5, false)).toBe(1);
    expect(counted(world, 'needs.ratings', 2)).toBe(0);
    expect(await send(world, who.lan, 'answer', answered('n1'))).toBe('needs.not-open');
  });

  it('what cannot be met stands with its reason, and may be opened and answered later', async () => {
    const world = await county();
    await send(world, who.lan, 'record', asked(world, 'n1'));
    const unmet = { needId: named('n1'), reason: 'no-resource', note: '还没有送餐点' };
    expect(await send(world, who.lan, 'leave-unmet', unmet)).toBe('accepted');
    expect(counted(world, 'needs.unmet', '助餐', 'no-resource')).toBe(1);
    expect(counted(world, 'needs.needs', 'unmet')).toBe(1);
    expect(await send(world, who.lan, 'reopen', { needId: named('n1'), reason: '来了伙伴' })).toBe('accepted');
    expect(needOf(world, 'n1')).toMatchObject({ state: 'received', unmetReason: null, reopened: 1 });
    expect(counted(world, 'needs.unmet')).toBe(0);
    expect(await send(world, who.lan, 'withdraw', { needId: named('n1'), reason: '孩子回来了' })).toBe('accepted');
    expect(counted(world, 'needs.needs')).toBe(0);
  });

  it('goes to the head station once, after its day, and not while it is in time', async () => {
    const world = await county();
    await send(world, who.lan, 'record', asked(world, 'n1', { urgency: '紧急' }));
    await send(world, who.lan, 'record', asked(world, 'n2'));
    const needIds = [named('n1'), named('n2'), named('never')];
    await world.system('needs.escalate', { today: '2026-03-11', needIds });
    expect(needOf(world, 'n1')?.escalatedOn).toBeNull();
    await world.system('needs.escalate', { today: '2026-03-12', needIds });
    await world.system('needs.escalate', { today: '2026-03-13', needIds });
    expect(needOf(world, 'n1')?.escalatedOn).toBe('2026-03-12');
    expect(needOf(world, 'n2')?.escalatedOn).toBeNull();
  });
});

describe('two needs that are one', () => {
  it('count once while merged, and twice again when parted', async () => {
    const world = await county();
    for (const id of ['n1', 'n2']) await send(world, who.lan, 'record', asked(world, id));
    expect(await send(world, who.lan, 'merge', { needId: named('n1'), intoId: named('n1') })).toBe('needs.same-need');
    expect(await send(world, who.lan, 'merge', { needId: named('n2'), intoId: named('n1') })).toBe('accepted');
    expect(needOf(world, 'n2')).toMatchObject({ state: 'merged', mergedInto: named('n1') });
    expect(counted(world, 'needs.needs')).toBe(1);
    expect(await send(world, who.lan, 'merge', { needId: named('n1'), intoId: named('n2') })).toBe('needs.same-need');
    expect(await send(world, who.lan, 'part', { needId: named('n2') })).toBe('accepted');
    expect(await send(world, who.lan, 'part', { needId: named('n2') })).toBe('needs.not-merged');
    expect(counted(world, 'needs.needs', 'received')).toBe(2);
  });
});

describe('what follows the person', () => {
  it('a need goes with whoever moves, keeps the place of its day, and loses its words when they are erased', async () => {
    const world = await county();
    await send(world, who.lan, 'record', asked(world, 'n1', { clientId: named('client') }));
    await send(world, who.lan, 'record', asked(world, 'n2', { clientId: named('client'), kind: '精神慰藉' }));
    const move = { clientIds: [named('client')], fromRoomId: place.room, toRoomId: place.far, fromDay: '2026-03-10' };
    await world.system('people.move-clients', move);
    expect(needOf(world, 'n1')).toMatchObject({ heldIn: place.far, roomId: place.room });
    await world.system('people.erase-client', { clientId: named('client') });
    expect(stores.get(world)?.county(countyId).rows.get(clients.name)?.get(named('client'))?.row.state).toBe('erased');
    for (const id of ['n1', 'n2']) expect(needOf(world, id)).toMatchObject({ words: null, kind: expect.any(String) });
    expect(counted(world, 'needs.needs')).toBe(2);
    expect(await send(world, who.lan, 'publish', { needId: named('n2'), words: '有人要谈心' })).toBe(
      'needs.not-publishable',
    );
    expect(await send(world, who.lan, 'publish', { needId: named('n1'), words: '村里想要助餐点' })).toBe('accepted');
  });

  it('a village given to another station takes along what is at the desk', async () => {
    const world = await county();
    await send(world, who.lan, 'record', asked(world, 'n1', { kind: '社会救助' }));
    await world.system('network.change-station-of-room', {
      ...{ roomId: place.room, stationId: place.other, fromDay: '2026-03-10' },
    });
    expect(needOf(world, 'n1')).toMatchObject({ heldBy: place.other, stationId: place.station });
    expect(await send(world, who.lan, 'triage', triaged('n1', { kind: '社会救助' }))).toBe('sync.out-of-reach');
  });
});

describe('an answer number', () => {
  it('has sixteen letters that nobody mistakes, and is read as people type it', () => {
    const random = seededRandom(7);
    const numbers = Array.from({ length: 500 }, () => answerNumberFrom(random(10)));
    expect(new Set(numbers).size).toBe(500);
    for (const number of numbers) expect(number).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(answerNumberFrom(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    expect(readAnswerNumber(' 0o1i l234 ５６７８-abcd ')).toBe('0011-1234-5678-ABCD');
    expect(readAnswerNumber('0123-4567-89AB-CDEU')).toBeNull();
    expect(readAnswerNumber('0123')).toBeNull();
  });
});
