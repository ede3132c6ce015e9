/** The queue of needs: the own station's, alarms first, and no word of them for who reads figures only. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, place, who } from './reading-county.ts';

let county: ReadingCounty;

function asked(id: string, more: object = {}) {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  return {
    ...{ needId: named(id), channel: '来电来访', kind: '助餐', words: '想订午饭', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null, ...more },
  };
}

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('needs.record', asked('meal', { clientId: named('client') }));
  await world.system('needs.record', asked('soon', { kind: '出行', urgency: '较急', askerName: '韦秀' }));
  await world.system('needs.record', asked('alarm', { words: '不想活了', numberHash: 'a'.repeat(64) }));
});
afterAll(() => county.close());

it('holds the station’s needs with their words, alarms first, then what is due first', async () => {
  const { status, body } = await county.get(who.lan, '/api/needs');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    total: 3,
    rows: [
      { id: named('alarm'), crisis: 'flagged', sensitive: true, words: '不想活了' },
      { id: named('soon'), name: '韦秀', urgency: '较急' },
      { id: named('meal'), kind: '助餐', words: '想订午饭', state: 'received' },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('aaaaaaaa');
});

it('is parted by state, kind and what is late, and goes on where a page ended', async () => {
  const ids = async (query: string) => {
    const { body } = await county.get(who.lan, `/api/needs?${query}`);
    return (body as { rows: { id: string }[] }).rows.map((row) => row.id);
  };
  expect(await ids(`kind=${encodeURIComponent('出行')}`)).toEqual([named('soon')]);
  expect(await ids('state=answered')).toEqual([]);
  expect(await ids('late=yes')).toEqual([]);
  expect(await ids('skip=2')).toEqual([named('meal')]);
});

it('is no reading of the village worker at the console, nor of who reads figures only', async () => {
  for (const nobody of [who.qin, who.wu, who.wei]) {
    expect((await county.get(nobody, '/api/needs')).status).toBe(403);
  }
});

it('proposes what may be the same need, with why, to whoever may read both', async () => {
  const { world } = county;
  const words = '村口的路灯坏了三个月，晚上看不见';
  await world.system('needs.record', asked('lamp', { kind: '环境保护', words, askerName: '韦秀' }));
  await world.system('needs.record', asked('lamp again', { kind: '环境保护', words: '村口路灯坏了三个月 晚上看不见' }));
  await world.system('needs.record', asked('meal again', { clientId: named('client'), words: '' }));
  const alike = async (userId: string, id: string) => county.get(userId, `/api/needs/${named(id)}/alike`);
  expect((await alike(who.lan, 'lamp')).body).toEqual({
    rows: [expect.objectContaining({ id: named('lamp again'), reason: 'same-words', name: null })],
  });
  expect((await alike(who.lan, 'meal')).body).toMatchObject({
    rows: [{ id: named('meal again'), reason: 'same-person', name: '杨桂花' }],
  });
  await world.system('needs.merge', { needId: named('lamp again'), intoId: named('lamp') });
  expect((await alike(who.lan, 'lamp')).body).toEqual({ rows: [] });
  for (const nobody of [who.qin, who.wu, who.wei]) expect((await alike(nobody, 'lamp')).status).toBe(404);
  expect((await alike(who.lan, 'nothing')).status).toBe(404);
});
