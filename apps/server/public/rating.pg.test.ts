/** A resident rates the answer in one tap by the link that the desk hands on; nobody else does, and it says nothing of what was asked. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEnvelope } from '../engine.ts';
import { FileVault } from '../files/index.ts';
import { Sender, sha256Of } from '../files/trial-files.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, named, openTrialHouse, place } from '../trial-house.ts';
import { ratingByLink } from './rating.ts';
import { ratingToken, readRatingToken } from './rating-token.ts';
import { stationAt } from './station.ts';

let house: TrialHouse;
const path = '/s/459901/qinghe';
const page = { open: true, intro: '', address: '', hours: '', phone: null };
const words = '住院报销没有人帮问';

beforeAll(async () => {
  house = await openTrialHouse();
  for (const [stationId, slug] of [
    [place.station, 'qinghe'],
    [place.rival, 'yunling'],
  ]) {
    await house.system('network.write-public-page', { stationId, slug, ...page });
  }
});
afterAll(() => house.close());

/** As a worker wrote it down at the door, without an answer number. */
async function recorded(name: string): Promise<string> {
  const needId = named(name);
  await house.system('needs.record', {
    ...{
      needId,
      channel: '上门走访',
      kind: '社会救助',
      words,
      roomId: place.room,
      clientId: client,
      householdId: null,
    },
    ...{ visitId: null, urgency: null, askerName: null, askerPhone: null, byProxy: false, proxyName: null },
    ...{ numberHash: null, receivedAt: house.cellar.now() },
  });
  return needId;
}
const answer = (needId: string) =>
  house.system('needs.answer', { needId, by: 'person', note: '陪去问清楚了', done: true });
async function answered(name: string): Promise<string> {
  const needId = await recorded(name);
  await answer(needId);
  return needId;
}
async function linkOf(needId: string, login: 'lan' | 'wei' | 'shi' | 'long' | 'wu' = 'lan') {
  const cookie = await house.cookieOf(login);
  const reply = await house.app.inject({ url: `/api/needs/${needId}/rating-link`, headers: { 'x-yimi': '1', cookie } });
  return { status: reply.statusCode, address: (reply.json() as { address?: string | null }).address ?? null };
}
async function pathOf(needId: string): Promise<string> {
  return new URL((await linkOf(needId)).address ?? '').pathname;
}
const tap = (url: string, grade: string, from = '10.3.1.1') =>
  house.app.inject({
    ...{ method: 'POST', url, remoteAddress: from, payload: `grade=${grade}` },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const needOf = async (needId: string) => {
  const found = await house.cellar.database.inCounty(counties.here, (trx) =>
    trx
      .selectFrom('needs.needs' as never)
      .selectAll()
      .where('id' as never, '=', needId as never)
      .execute(),
  );
  const [row] = found as {
    state: string;
    rating: number;
    rating_assisted: boolean;
    reopened: number;
    number_hash: null;
    voice: string | null;
  }[];
  return row;
};

it('is given to the desk that may read the need, for an answer that waits for a grade, while the page is open', async () => {
  const needId = await answered('a need with a link');
  expect(await linkOf(needId)).toMatchObject({ status: 200, address: expect.stringContaining(`${path}/rate/`) });
  for (const login of ['wei', 'long'] as const) expect((await linkOf(needId, login)).status).toBe(404);
  expect(await linkOf(await recorded('a need without an answer'))).toEqual({ status: 200, address: null });
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', ...page, open: false });
  expect(await linkOf(needId)).toEqual({ status: 200, address: null });
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', ...page });
});

it('asks for a grade and says nothing of what was asked; looking, as chat programs do, changes nothing', async () => {
  const needId = await answered('a need that is looked at');
  const url = await pathOf(needId);
  for (let n = 0; n < 3; n++) {
    const { statusCode, body, headers } = await house.app.inject({ url });
    expect(statusCode).toBe(200);
    expect(body).toContain('办得怎么样');
    for (const secret of [words, '社会救助', '杨桂花', needId, '<script']) expect(body).not.toContain(secret);
    expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'same-origin']);
    expect(headers['content-security-policy']).toContain("script-src 'none'");
  }
  expect(await needOf(needId)).toMatchObject({ state: 'answered', rating: null });
  expect((await house.app.inject({ url: `${url}?lang=en` })).body).toContain('How did it go?');
});

it('takes one tap as the resident’s own grade; a second tap says what was tapped', async () => {
  const needId = await answered('a need that is rated');
  const url = await pathOf(needId);
  const both = await Promise.all([tap(url, '5'), tap(url, '3')]);
  expect(both.map((one) => one.statusCode)).toEqual([200, 200]);
  const need = await needOf(needId);
  expect(need).toMatchObject({ state: 'closed', rating_assisted: false, reopened: 0, number_hash: null });
  const said = need?.rating === 5 ? '很满意' : '一般';
  for (const one of [...both, await tap(url, '1'), await house.app.inject({ url })]) expect(one.body).toContain(said);
  expect((await needOf(needId))?.rating).toBe(need?.rating);
  expect((await linkOf(needId)).address).toBeNull();
});

it('opens a need again by a low grade, says that somebody comes, and is worth nothing once there is a new answer', async () => {
  const needId = await answered('a need that was not met');
  const url = await pathOf(needId);
  expect((await tap(url, '1')).body).toContain('再来找您');
  expect(await needOf(needId)).toMatchObject({ state: 'triaged', rating: 1, reopened: 1 });
  await answer(needId);
  expect((await house.app.inject({ url })).body).toContain('这个链接用不上了');
  await tap(url, '5');
  expect((await needOf(needId))?.state).toBe('answered');
  const fresh = await pathOf(needId);
  expect(fresh).not.toBe(url);
  expect((await tap(fresh, '4')).body).toContain('满意');
  expect(await needOf(needId)).toMatchObject({ state: 'closed', rating: 4 });
});

const amr = (n: number) => Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(3_000, n)]);
function say(url: string, bytes: Buffer, { name = 'voice', type = 'audio/amr' } = {}) {
  const head = `--fence\r\nContent-Disposition: form-data; name="${name}"; filename="录音.amr"\r\nContent-Type: ${type}\r\n\r\n`;
  return house.app.inject({
    ...{ method: 'POST', url, remoteAddress: '10.3.2.1' },
    headers: { 'content-type': 'multipart/form-data; boundary=fence' },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--fence--\r\n')]),
  });
}
const heardBy = async (login: 'lan' | 'wei' | 'long' | 'wu', bytes: Buffer) => {
  const sender = new Sender(house.address, await house.cookieOf(login));
  return (await sender.get(`/api/files/${sha256Of(bytes)}`)).status;
};

it('takes what somebody says instead, for the desk alone to hear; the grade noted there is an assisted one, and the recording goes', async () => {
  const needId = await answered('a need that is spoken of');
  const url = await pathOf(needId);
  expect((await say(url, amr(1))).body).toContain('收到您的话了');
  expect(await needOf(needId)).toMatchObject({ state: 'answered', voice: sha256Of(amr(1)) });
  expect([await heardBy('lan', amr(1)), await heardBy('wei', amr(1)), await heardBy('long', amr(1))]).toEqual([
    200, 404, 404,
  ]);
  expect((await say(url, amr(2))).statusCode).toBe(200);
  expect([await heardBy('lan', amr(1)), await heardBy('lan', amr(2))]).toEqual([404, 200]);
  const rate = systemEnvelope('needs.rate', { needId, rating: 4 }, house.cellar.now());
  const [graded] = await house.cellar.engine.push({ countyId: counties.here, userId: idOf('lan') }, [rate]);
  expect(graded?.status).toBe('accepted');
  expect(await needOf(needId)).toMatchObject({ state: 'closed', rating_assisted: true, voice: null });
  expect(await heardBy('lan', amr(2))).toBe(404);
  // What nobody is shown any more leaves the shelf a day later, and not with the phones' late work.
  const folder = join(house.cellar.data, 'files');
  const now = () => house.cellar.now() + 2 * 86_400_000;
  expect(await new FileVault({ database: house.cellar.database, folder, now }).clear(counties.here, null)).toBe(2);
});

it('takes no other file for a recording, none that is too long, and no flood of them; all that is said plainly', async () => {
  const needId = await answered('a need that is flooded');
  const url = await pathOf(needId);
  for (const [bytes, more] of [
    [Buffer.from('<html><script>alert(1)</script>'), { type: 'audio/amr' }],
    [Buffer.from('%PDF-1.7'), { type: 'audio/amr' }],
    [Buffer.alloc(0), {}],
    [amr(3), { name: 'other' }],
  ] as const) {
    const { statusCode, body } = await say(url, bytes, more);
    expect([statusCode, body.includes('没有收到录音')]).toEqual([422, true]);
  }
  const long = await say(url, Buffer.concat([amr(4), Buffer.alloc(2 * 1024 * 1024)]));
  expect([long.statusCode, long.body.includes('录短一些')]).toEqual([400, true]);
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
    const sent = { method: 'POST', url, headers: { 'content-type': type }, payload: 'x' } as const;
    expect((await house.app.inject(sent)).statusCode).toBe(422);
  }
  expect(await needOf(needId)).toMatchObject({ state: 'answered', voice: null });
  const statuses = [];
  for (let n = 0; n < 6; n++) statuses.push((await say(url, amr(10 + n))).statusCode);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 503]);
  // To a page that takes no file it is nothing.
  expect((await say(`${path}/answer`, amr(5))).statusCode).toBeLessThan(500);
});

it('is heard within ninety days or not at all', async () => {
  const needId = await answered('a need that nobody heard of');
  await say(await pathOf(needId), amr(30));
  await house.system('needs.forget-voices', { needIds: [needId], before: '2020-01-01' });
  expect((await needOf(needId))?.voice).toBe(sha256Of(amr(30)));
  await house.system('needs.forget-voices', { needIds: [needId], before: '2099-01-01' });
  expect(await needOf(needId)).toMatchObject({ state: 'answered', voice: null });
});

it('is worth nothing after sixty days', async () => {
  const needId = await answered('a need of long ago');
  const url = await pathOf(needId);
  const station = await stationAt(house.cellar.database, { county: '459901', slug: 'qinghe' });
  const token = url.split('/').at(-1) ?? '';
  const seen = async (days: number) => {
    const later = { ...house.cellar, now: () => house.cellar.now() + days * 86_400_000 };
    const parts = {
      ...later,
      random: () => new Uint8Array(),
      pepper: house.cellar.secrets.pepper,
      publicUrl: '',
      push,
    };
    const request = { method: 'GET', body: null, ip: '10.3.1.1', headers: {} };
    return station && (await ratingByLink(parts, station, request, token, 'zh-CN'))?.text;
  };
  const push = () => Promise.reject(new Error('a look sends nothing'));
  expect(await seen(60)).toContain('很满意');
  expect(await seen(61)).toContain('这个链接用不上了');
});

it('is guessed by nobody, opens under no other station, and takes nothing but a grade from one to five', async () => {
  const needId = await answered('a need that is guessed at');
  const url = await pathOf(needId);
  const token = url.split('/').at(-1) ?? '';
  const forged = ratingToken(new Uint8Array(32), { needId, reopened: 0 });
  const flipped = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const later = ratingToken(house.cellar.secrets.pepper, { needId: idOf('lan'), reopened: 0 });
  for (const wrong of [forged, flipped, later, token.slice(1), `${token}A`, needId, '..', '%00']) {
    const { statusCode } = await tap(`${path}/rate/${wrong}`, '5');
    expect([wrong, statusCode >= 400 && statusCode < 500]).toEqual([wrong, true]);
  }
  expect((await tap(url.replace('qinghe', 'yunling'), '5')).statusCode).toBe(404);
  for (const grade of ['0', '6', '55', '', 'x', '<b>']) expect((await tap(url, grade)).statusCode).toBe(200);
  expect(await needOf(needId)).toMatchObject({ state: 'answered', rating: null });
  expect(readRatingToken(house.cellar.secrets.pepper, token)).toEqual({ needId, reopened: 0 });
});
