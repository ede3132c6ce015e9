/** What stands above a county: a province's and the country's numbers, at every moment the sum of all counties' leaves. */

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { areaFaults, foldAreas } from '../figures/index.ts';
import { areaDashboard } from './area.ts';
import { readAs } from './read-context.ts';
import type { Actor } from './reader.ts';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, named, openReadingCounty, visited, who } from './reading-county.ts';

let county: ReadingCounty;
/** The world's people, and how often somebody has been to them. */
const people = [named('client'), named('潘')];
let visits = 0;

beforeAll(async () => {
  county = await openReadingCounty();
  await county.asOwner(
    "insert into login.cities values ('450000', '边南省'), ('000000', '全国') on conflict do nothing",
  );
});
afterAll(() => county.close());

const nowhere = '00000000-0000-0000-0000-000000000000';
/** An officer of the area that the code names. */
function officer(cityCode: string): Actor {
  const post = {
    ...{ id: named('post of the area'), userId: named('officer'), role: 'city-officer' as const, stationId: null },
    ...{ roomId: null, agencyId: null, fromDay: '2026-01-01', toDay: null },
  };
  const session = { sessionId: named('session'), deviceId: null, posts: [post], roles: ['city-officer' as const] };
  return { userId: named('officer'), countyId: nowhere, cityCode, ...session };
}

const Answer = z.object({
  place: z.object({ level: z.string(), id: z.string(), name: z.string() }),
  tiles: z.array(z.object({ figure: z.string(), value: z.number().nullable(), hidden: z.boolean() })),
  children: z.array(
    z.object({ level: z.string(), id: z.string(), tiles: z.record(z.string(), z.number().nullable()) }),
  ),
});

async function seen(cityCode: string, input: { level?: 'city' | 'county' | 'province'; place?: string } = {}) {
  const { opened, world } = county;
  const parts = { ...opened, catalogue, now: () => world.now };
  return readAs(parts, officer(cityCode), (context) => areaDashboard(context, cityCode, input));
}
async function shown(cityCode: string) {
  const { place: at, tiles, children } = Answer.parse(await seen(cityCode));
  return { at, children, value: (figure: string) => tiles.find((one) => one.figure === figure) };
}

async function visit(): Promise<void> {
  await visited(county, `area ${visits}`, who.lan, people[visits % 2] ?? '', visits % 3);
  visits += 1;
}
const sums = () => county.asOwner('select count(*)::integer as n from figures.area_sums').then(([row]) => row?.n);
const steps = () => county.asOwner('select count(*)::integer as n from figures.area_steps').then(([row]) => row?.n);

describe('a province and the country (A2, N2, N4)', () => {
  it('know of each visit at once, folded or not, and equal the leaves of all counties at every moment', async () => {
    const { database } = county.opened;
    const before = visits;
    for (let i = 0; i < 6; i++) await visit();
    expect(before).toBe(0);
    expect(await sums()).toBe(0);
    for (const code of ['450000', '000000']) expect((await shown(code)).value('services.visits')?.value).toBe(6);
    expect(await areaFaults(database)).toEqual([]);
    await foldAreas(database);
    expect([await steps(), (await sums()) > 0]).toEqual([0, true]);
    expect((await shown('450000')).value('services.visits')?.value).toBe(6);
    await visit();
    expect(await steps()).toBeGreaterThan(0);
    for (const code of ['450000', '000000']) expect((await shown(code)).value('services.visits')?.value).toBe(7);
    expect(await areaFaults(database)).toEqual([]);
  });

  it('say what the county says: visits, people met, people in time', async () => {
    const ofCounty = Answer.parse((await county.get(who.wu, '/api/figures')).body);
    const province = await shown('450000');
    const own = (figure: string) => ofCounty.tiles.find((one) => one.figure === figure)?.value;
    expect(province.value('services.visits')?.value).toBe(own('services.visits'));
    expect(own('services.clients')).toBeLessThan(5);
    for (const figure of ['services.clients', 'services.clients-visited', 'services.in-time'])
      expect(province.value(figure)).toMatchObject({ value: null, hidden: true });
    expect(province.children).toMatchObject([{ level: 'city', id: '459900', tiles: { 'services.visits': 7 } }]);
    expect((await shown('000000')).children).toMatchObject([{ level: 'province', id: '450000' }]);
  });

  it('see nothing below what lies directly under them, and nothing of another province', async () => {
    expect((await shown('110000')).children).toEqual([]);
    for (const input of [
      { level: 'county', place: countyId },
      { level: 'city', place: '459900' },
      { level: 'province', place: '110000' },
    ] as const)
      expect(await seen('450000', input)).toMatchObject({ kind: 'not-found' });
    expect(await seen('000000', { level: 'province', place: '450000' })).toMatchObject({ kind: 'not-found' });
  });

  it('take back what a withdrawn visit counted', async () => {
    const envelope = county.world.envelope('services.withdraw-visit', { visitId: named('area 0'), reason: '记错了人' });
    const [outcome] = await county.world.send(who.lan, envelope);
    expect(outcome?.status).toBe('accepted');
    expect((await shown('450000')).value('services.visits')?.value).toBe(6);
    await foldAreas(county.opened.database);
    expect((await shown('450000')).value('services.visits')?.value).toBe(6);
    expect(await areaFaults(county.opened.database)).toEqual([]);
  });

  it('are proved: a number that was changed by hand is found', async () => {
    await county.asOwner("update figures.area_sums set n = n + 1 where area = '459900' and figure = 'services.visits'");
    expect(await areaFaults(county.opened.database)).toEqual([
      expect.stringMatching(/^459900 services.visits .*kept \d+, counted \d+$/),
    ]);
  });

  it('are no business of a county: its transactions see no sum and no step, and leave steps for its own city alone', async () => {
    const { database } = county.opened;
    await visit();
    const rows = await database.inCounty(countyId, (trx) =>
      sql`select 1 from figures.area_sums union all select 1 from figures.area_steps`.execute(trx),
    );
    expect(rows.rows).toEqual([]);
    const forged = database.inCounty(countyId, (trx) =>
      sql`insert into figures.area_steps values ('110100', 'services.visits', '2026-03', '[]', 5)`.execute(trx),
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });
});
