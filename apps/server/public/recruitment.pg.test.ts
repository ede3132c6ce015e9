/** A resident signs up for what a station asks people to come to: without script or account, once, in the queue like everybody else. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse, place } from '../trial-house.ts';
import { giveOut } from './ask-token.ts';
import { mostInAnHour } from './limits.ts';

let house: TrialHouse;
const path = '/s/459901/qinghe';
const open = '01890000-0000-7000-8000-00000000a001';
const quiet = '01890000-0000-7000-8000-00000000a002';
const url = (id = open): string => `${path}/r/${id}`;

beforeAll(async () => {
  house = await openTrialHouse();
  const page = { open: true, intro: '', address: '', hours: '', phone: '0773-1234567' };
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', ...page });
  await house.system('network.write-public-page', { stationId: place.rival, slug: 'yunling', ...page });
  const day = new Date(house.cellar.now() + 8 * 3_600_000 + 3 * 86_400_000).toISOString().slice(0, 10);
  const plan = { aim: '', kinds: ['文体健康'], roomId: place.room, seriesId: null, fromMinute: 540, toMinute: 660 };
  const more = { venue: '鼓楼<坪>', places: 1, shifts: [], budget: 0 };
  for (const [activityId, title, notice] of [
    [open, '腰鼓班', '会不会都来，\n鼓我们有'],
    [quiet, '内部培训', null],
  ] as const) {
    await house.system('activities.plan', { ...plan, ...more, title, notice, sessions: [{ activityId, day }] });
  }
});
afterAll(() => house.close());

let made = 0;
function sign(ago = 60_000, of = open): string {
  made += 1;
  return giveOut(house.cellar.secrets.pepper, of, house.cellar.now() - ago, new Uint8Array(10).fill(made));
}
function post(fields: object, from = '10.3.1.1', id = open) {
  const sent = { part: 'participant', name: '莫来客', tel: '13800000077', consent: 'yes', trap: '', token: sign() };
  return house.app.inject({
    ...{ method: 'POST', url: url(id), remoteAddress: from },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...sent, ...fields }).toString(),
  });
}
const Rows = z.array(z.object({ name: z.string().nullable(), part: z.string(), seat: z.string() }));
const entries = () =>
  house.cellar.database.inCounty(counties.here, async (trx) => {
    const { rows } = await sql`select name, part, seat from activities.entries order by turn`.execute(trx);
    return Rows.parse(rows);
  });
const body = async (of: string): Promise<string> => (await house.app.inject({ url: of })).body;

it('is listed and opened only while it asks people to come, on its own station’s page, what stands in it escaped', async () => {
  expect((await house.app.inject({ url: url() })).statusCode).toBe(404);
  for (const activityId of [open, quiet]) await house.system('activities.open', { activityId });
  expect(await body(path)).toContain(`/r/${open}`);
  expect(await body(path)).not.toContain(quiet);
  expect(await body('/s/459901/yunling')).not.toContain(open);
  const shown = await house.app.inject({ url: url() });
  expect(shown.statusCode).toBe(200);
  expect(shown.headers['content-security-policy']).toContain("script-src 'none'");
  expect(shown.body).toContain('鼓楼&lt;坪&gt;');
  for (const other of [url(quiet), url('nothing'), `/s/459901/yunling/r/${open}`])
    expect((await house.app.inject({ url: other })).statusCode, other).toBe(404);
});

it('C3: a form sent twice is one entry; who comes after the last place waits, and is told so', async () => {
  const token = sign();
  const first = await post({ token });
  const again = await post({ token });
  expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
  expect(first.body).toContain('报上名了');
  const changed = await post({ token, name: '换个名字' });
  expect(changed.body).toContain('没有重复算');
  const second = await post({ name: '吴阿婆', tel: '13800000078' });
  expect(second.body).toContain('您在候补里');
  expect((await post({ part: 'helper', name: '罗师傅' })).body).toContain('报上名了');
  expect(await entries()).toEqual([
    { name: '莫来客', part: 'participant', seat: 'in' },
    { name: '吴阿婆', part: 'participant', seat: 'waiting' },
    { name: '罗师傅', part: 'helper', seat: 'in' },
  ]);
  // Nobody learns who comes, nor how many.
  for (const page of [await body(url()), await body(path), second.body]) expect(page).not.toMatch(/莫来客|13800000077/);
  expect(JSON.stringify(house.lines)).not.toMatch(/莫来客|吴阿婆|13800000/);
});

it('gives the last place to one of two who sign up at once', async () => {
  const before = (await entries()).length;
  await house.system('activities.change', {
    ...{ activityId: open, title: '腰鼓班', aim: '', kinds: ['文体健康'], venue: '鼓楼坪' },
    ...{ fromMinute: 540, toMinute: 660, places: 3, shifts: [], budget: 0, notice: '来吧' },
    day: new Date(house.cellar.now() + 8 * 3_600_000 + 3 * 86_400_000).toISOString().slice(0, 10),
  });
  await Promise.all(['甲', '乙', '丙'].map((name, n) => post({ name, tel: `1380000010${n}` }, `10.3.1.${n + 20}`)));
  const after = await entries();
  expect(after).toHaveLength(before + 3);
  expect(after.filter((one) => one.part === 'participant' && one.seat === 'in')).toHaveLength(3);
});

it('asks again for what is missing, with what was typed, and takes nothing from a program', async () => {
  const before = (await entries()).length;
  const short = await post({ tel: '12', name: '覃<b>' });
  expect(short.statusCode).toBe(422);
  expect(short.body).toContain('请写电话，只写数字');
  expect(short.body).toContain('value="覃&lt;b&gt;"');
  const tokens = [sign(500), sign(60_000, quiet), sign(2 * 86_400_000), 'nonsense'];
  const wrong = [
    { name: ' ' },
    { consent: '' },
    { part: 'boss' },
    { trap: 'x' },
    { name: '\0' },
    { name: '长'.repeat(41) },
  ];
  for (const fields of [...wrong, ...tokens.map((token) => ({ token }))])
    expect([fields, (await post(fields, '10.3.1.2')).statusCode]).toEqual([fields, 422]);
  expect(await entries()).toHaveLength(before);
  let last = 200;
  for (let n = 0; n <= mostInAnHour.asking; n++) last = (await post({}, '10.3.1.9')).statusCode;
  expect(last).toBe(503);
});

it('takes nobody once it was called off', async () => {
  const before = (await entries()).length;
  await house.system('activities.call-off', { activityId: open, reason: '下大雨' });
  expect((await house.app.inject({ url: url() })).statusCode).toBe(404);
  expect((await post({}, '10.3.2.1')).statusCode).toBe(404);
  expect(await entries()).toHaveLength(before);
});
