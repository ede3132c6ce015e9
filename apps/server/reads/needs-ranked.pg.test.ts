/** The ranked list: the same as the needs behind it, over its months, with nothing small shown to who may not read needs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { farRoom, named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const day = 86_400_000;

async function ask(id: string, kind: string, more: object = {}): Promise<void> {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  await county.world.system('needs.record', {
    ...{ needId: named(id), channel: '问卷', kind, words: '', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null, ...more },
  });
}
interface Ranked {
  readonly total: number | null;
  readonly before: number | null;
  readonly rows: readonly { kind: string; value: number | null; before: number | null }[];
  readonly below: readonly { id: string; value: number | null }[];
}
async function ranked(userId: string, query = ''): Promise<Ranked> {
  const { status, body } = await county.get(userId, `/api/needs/ranked?${query}`);
  expect(status).toBe(200);
  return body as Ranked;
}

beforeAll(async () => {
  county = await openReadingCounty();
  for (let at = 0; at < 6; at++) await ask(`meal ${at}`, '助餐');
  for (let at = 0; at < 2; at++) await ask(`way ${at}`, '出行', { words: '末班车太早' });
  await ask('comfort', '精神慰藉', { words: '夜里睡不着' });
  await ask('old meal', '助餐', { receivedAt: county.world.now - 80 * day });
  await ask('old drum', '文体健康', { receivedAt: county.world.now - 80 * day });
  await ask('far', '助餐', { roomId: farRoom });
  await county.world.system('needs.merge', { needId: named('way 1'), intoId: named('way 0') });
});
afterAll(() => county.close());

it('puts the kinds that are asked for most first, a merged need counted once, with the months before beside them', async () => {
  const { total, before, rows } = await ranked(who.lan, 'months=3');
  expect(rows).toMatchObject([
    { kind: '助餐', value: 6, before: 1, met: 0, open: 6, unmet: 0 },
    { kind: '出行', value: 1, before: 0 },
    { kind: '精神慰藉', value: 1, before: 0 },
    { kind: '文体健康', value: 0, before: 1 },
  ]);
  expect([total, before]).toEqual([8, 2]);
  expect((await ranked(who.lan, 'months=12')).rows).toMatchObject([{ kind: '助餐', value: 7, before: 0 }, {}, {}, {}]);
});

it('opens each bar to as many needs as it counts, over the same months', async () => {
  for (const months of ['1', '3', '6', '12']) {
    for (const row of (await ranked(who.lan, `months=${months}`)).rows) {
      const dims = encodeURIComponent(JSON.stringify({ kind: row.kind }));
      const { body } = await county.get(who.lan, `/api/figures/needs.needs/records?months=${months}&dims=${dims}`);
      expect(body).toMatchObject({ total: row.value });
    }
  }
  const dims = encodeURIComponent(JSON.stringify({ kind: '出行' }));
  const { body } = await county.get(who.lan, `/api/figures/needs.needs/records?dims=${dims}`);
  const { rows, leftOut } = body as { rows: { words: string; leftOut: string | null }[]; leftOut: object[] };
  expect(rows.map((row) => [row.words, row.leftOut]).sort()).toEqual([
    ['末班车太早', null],
    ['末班车太早', 'merged-or-withdrawn'],
  ]);
  expect(leftOut).toEqual([{ reason: 'merged-or-withdrawn', n: 1 }]);
});

it('shows who reads figures only no count under five, no change, and none of the needs', async () => {
  for (const userId of [who.wu, others.mo, who.qin]) {
    const { rows, total, before } = await ranked(
      userId,
      `level=${userId === who.qin ? 'room' : 'station'}&place=${userId === who.qin ? place.room : place.station}`,
    );
    // Two small ones under a total of eight: with the six shown, the rest would be known to be two.
    expect(rows.map(({ value, before }) => [value, before])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect([total, before]).toEqual([8, null]);
    expect((await county.get(userId, '/api/figures/needs.needs/records')).status).toBe(403);
  }
});

it('is of one place: a station sees nothing of another, the county what lies below it', async () => {
  expect((await county.get(who.lan, `/api/needs/ranked?level=room&place=${farRoom}`)).status).toBe(404);
  expect((await ranked(others.long)).rows).toMatchObject([{ kind: '助餐', value: 1 }]);
  expect((await ranked(who.wu)).below).toHaveLength(2);
  expect((await county.get(who.lan, '/api/needs/ranked?months=5')).status).toBe(400);
});
