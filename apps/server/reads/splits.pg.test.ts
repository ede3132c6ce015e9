/** How visits divide, on a county that real commands filled: each number equals the records that it opens to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { newClient } from '../../../tests/world/world.ts';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

const Splits = z.object({
  splits: z.object({
    mode: z.array(z.object({ key: z.string(), value: z.number().nullable() })),
    author: z.array(z.object({ key: z.string(), value: z.number().nullable() })),
    groups: z.array(
      z.object({
        group: z.string(),
        clients: z.number().nullable(),
        visits: z.number().nullable(),
        met: z.number().nullable(),
        never: z.number().nullable(),
      }),
    ),
    never: z.number().nullable(),
    openable: z.boolean(),
  }),
});
const Opened = z.object({
  total: z.number(),
  rows: z.array(z.looseObject({ id: z.string(), clientName: z.string().nullable().optional() })),
  leftOut: z.array(z.object({ reason: z.string(), n: z.number() })),
});

let county: ReadingCounty;
beforeAll(async () => {
  county = await openReadingCounty();
  const register = (label: string, groups: string[], roomId: string) =>
    county.world.system('people.register-client', newClient(named(label), { name: `覃${label}`, groups, roomId }));
  await register('甲', ['独居老人', '残疾人'], place.room);
  await register('乙', ['残疾人'], place.far);
  await register('丙', [], place.far);
  await visited(county, 'v1', who.wei, named('client'), 0);
  await visited(county, 'v2', who.lan, named('甲'), 1, { mode: 'phone' });
  await visited(county, 'v3', who.lan, named('甲'), 2);
  await visited(county, 'v4', who.lan, named('丙'), 2, { result: 'nobody' });
  await visited(county, 'old', who.lan, named('甲'), 30);
});
afterAll(() => county.close());

async function splits(userId: string, query = '') {
  const answer = await county.get(userId, `/api/figures${query}`);
  expect(answer.status).toBe(200);
  return Splits.parse(answer.body).splits;
}

async function opened(userId: string, name: string, dims: object, more = '') {
  const query = `?dims=${encodeURIComponent(JSON.stringify(dims))}${more}`;
  const answer = await county.get(userId, `/api/figures/${name}/records${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return Opened.parse(answer.body);
}

describe('the splits of a month’s visits', () => {
  it('tell calls from visits at the door, and volunteers from workers, and open to their records (N1, N5)', async () => {
    const { mode, author } = await splits(who.lan);
    expect(mode).toEqual([
      { key: 'home', value: 3 },
      { key: 'phone', value: 1 },
    ]);
    expect(author).toEqual([
      { key: 'worker', value: 3 },
      { key: 'volunteer', value: 1 },
    ]);
    const calls = await opened(who.lan, 'services.visits', { mode: 'phone' });
    expect([calls.total, calls.rows.map((row) => row.id)]).toEqual([1, [named('v2')]]);
    const workers = ['village-worker', 'station-worker', 'station-head'];
    expect((await opened(who.lan, 'services.visits', { authorRole: workers })).total).toBe(3);
    expect((await opened(who.lan, 'services.visits', { authorRole: 'hamlet-volunteer' })).total).toBe(1);
  });

  it('count each group’s people, visits, people met and people never visited, and open each down to persons (N1, N3)', async () => {
    const { groups, never, openable } = await splits(who.lan);
    const of = (group: string) => groups.find((one) => one.group === group);
    // 杨桂花, 潘老贵 and 甲 live alone; 甲 and 乙 are disabled.
    expect(of('独居老人')).toEqual({ group: '独居老人', clients: 3, visits: 3, met: 2, never: 1 });
    expect(of('残疾人')).toEqual({ group: '残疾人', clients: 2, visits: 2, met: 1, never: 1 });
    expect([never, openable]).toEqual([2, true]);
    for (const { group, clients, visits, met, never: untouched } of groups) {
      expect((await opened(who.lan, 'services.visits-by-group', { groups: group })).total).toBe(visits);
      expect((await opened(who.lan, 'services.clients-visited-by-group', { groups: group })).total).toBe(met);
      expect((await opened(who.lan, 'services.clients-by-group', { groups: group })).total).toBe(clients);
      expect((await opened(who.lan, 'services.never-visited-by-group', { groups: group })).total).toBe(untouched);
    }
    const alone = await opened(who.lan, 'services.never-visited-by-group', { groups: '残疾人' });
    expect(alone.rows.map((row) => [row.id, row.clientName])).toEqual([[named('乙'), '覃乙']]);
    expect((await opened(who.lan, 'services.visits-by-group', {})).leftOut).toEqual([{ reason: 'in-no-group', n: 1 }]);
    expect((await opened(who.lan, 'services.never-visited', {})).total).toBe(2);
  });

  it('are those of the place and month that are asked for', async () => {
    const far = await splits(who.lan, `?level=room&place=${place.far}`);
    expect(far.groups.map(({ group, clients, visits }) => [group, clients, visits])).toEqual(
      expect.arrayContaining([
        ['残疾人', 1, 0],
        ['独居老人', 1, 0],
      ]),
    );
    const february = await splits(who.lan, '?month=2026-02');
    expect(february.mode).toEqual([
      { key: 'home', value: 1 },
      { key: 'phone', value: 0 },
    ]);
    // Who was never visited is a state of today; months do not move it.
    expect(february.never).toBe(2);
  });

  it('hide counts that could point at a person from those who may not open persons (A2)', async () => {
    const evaluator = await splits(others.ping);
    expect(evaluator.openable).toBe(false);
    expect(evaluator.groups).toEqual([]);
    expect(evaluator.never).toBeNull();
    const query = `?dims=${encodeURIComponent(JSON.stringify({ groups: '残疾人' }))}`;
    const refused = await county.get(others.ping, `/api/figures/services.visits-by-group/records${query}`);
    expect(refused.status).toBe(403);
    const city = await splits(others.shiyuan);
    expect(city.groups).toEqual([]);
    expect(city.mode.every(({ value }) => value === null)).toBe(true);
    // The county's officer may ask for names with a purpose, and so is told.
    expect((await splits(who.wu)).openable).toBe(true);
  });
});
