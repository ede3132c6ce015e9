/** The page for residents as its station keeps it: read by who writes it, and by nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
beforeAll(async () => {
  county = await openReadingCounty();
});
afterAll(() => county.close());

it('is nothing at first, then what the head wrote, with where residents find it', async () => {
  const read = async () => (await county.get(who.shi, '/api/public-page')).body;
  expect(await read()).toMatchObject({
    stationId: place.station,
    page: null,
    base: expect.stringMatching(/^\/s\/\d+\/$/),
  });
  const page = { slug: 'qinghe', open: true, intro: '我们常年下村。', address: '', hours: '', phone: null };
  const input = { stationId: place.station, ...page };
  const [outcome] = await county.world.send(who.shi, county.world.envelope('network.write-public-page', input));
  expect(outcome?.status).toBe('accepted');
  expect(await read()).toMatchObject({ page });
  expect((await county.get(who.wu, `/api/public-page?station=${place.station}`)).body).toMatchObject({ page });
});

it('is told to no worker, volunteer, village or other station', async () => {
  for (const userId of [who.lan, who.wei, who.qin, others.long]) {
    const { status, body } = await county.get(userId, `/api/public-page?station=${place.station}`);
    expect([userId, [403, 404].includes(status), JSON.stringify(body).includes('qinghe')]).toEqual([
      userId,
      true,
      false,
    ]);
  }
});
