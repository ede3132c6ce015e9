/** A resident asks without an account, script or cookie, follows the answer by its number, and leaves no trace of who they are. */
import { needs } from '@yimi/needs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse, place } from '../trial-house.ts';
import { giveOut } from './ask-token.ts';
import { mostInAnHour, networkOf } from './limits.ts';

let house: TrialHouse;
const path = '/s/459901/qinghe';
const page = { open: true, intro: '', address: '', hours: '', phone: null };

beforeAll(async () => {
  house = await openTrialHouse();
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', ...page });
  await house.system('network.write-public-page', { stationId: place.rival, slug: 'yunling', ...page });
});
afterAll(() => house.close());

let made = 0;
/** A sign as the house gives it, some minutes ago. */
function sign(ago = 60_000, stationId = place.station): string {
  made += 1;
  return giveOut(house.cellar.secrets.pepper, stationId, house.cellar.now() - ago, new Uint8Array(10).fill(made));
}
const filled = {
  kind: '出行',
  words: '去镇上没有车',
  urgency: '一般',
  village: place.room,
  forWhom: 'me',
  consent: 'yes',
};
function post(below: string, fields: Record<string, string>, from = '10.1.1.1', headers: Record<string, string> = {}) {
  return house.app.inject({
    method: 'POST',
    url: `${path}${below}`,
    remoteAddress: from,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
}
const ask = (more: Record<string, string> = {}, from?: string) =>
  post('/ask', { token: sign(), otherName: '', name: '', tel: '', trap: '', ...filled, ...more }, from);
const numberIn = (body: string): string => /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}/.exec(body)?.[0] ?? '';
const kept = () =>
  house.cellar.database.inCounty(counties.here, async (trx) => {
    const found = await sql<{ id: string; state: string; channel: string; number_hash: string }>`
      select id, state, channel, number_hash from needs.needs order by recorded_at, id`.execute(trx);
    return found.rows;
  });

it('takes the form, gives a number that is kept nowhere, and tells by when there is an answer', async () => {
  const form = await house.app.inject({ url: `${path}/ask` });
  expect([form.statusCode, form.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(form.body).toContain('木桥村');
  expect(form.body).not.toContain('枫香村');
  const { statusCode, body } = await ask({ words: '<script>alert(1)</script>', name: '杨婶', tel: '13900001111' });
  const number = numberIn(body);
  expect([statusCode, number.length]).toEqual([200, 19]);
  expect(body).toContain('<svg');
  const [need] = await kept();
  expect(need).toMatchObject({ state: 'received', channel: '线上' });
  expect(JSON.stringify(await kept())).not.toContain(number);
  const lines = JSON.stringify(house.lines);
  for (const secret of [number, number.replaceAll('-', ''), '杨婶', '13900001111', '10.1.1.1'])
    expect(lines).not.toContain(secret);
});

it('C3: sent twice it makes one need under one number; sent again with other words it says that it had come already', async () => {
  const before = (await kept()).length;
  const token = sign();
  const first = await ask({ token });
  const again = await ask({ token });
  expect(numberIn(again.body)).toBe(numberIn(first.body));
  const changed = await ask({ token, words: '别的话' });
  expect([numberIn(changed.body), changed.body.includes('没有重复登记')]).toEqual([numberIn(first.body), true]);
  expect((await kept()).length).toBe(before + 1);
});

it('names each field that is wrong, keeps what was typed, and records nothing', async () => {
  const before = (await kept()).length;
  const { statusCode, body } = await ask({ kind: '没有这样', words: ' ', tel: '喂', consent: '', name: '"><b>杨' });
  expect(statusCode).toBe(422);
  for (const field of ['kind', 'words', 'tel', 'consent']) expect(body).toContain(`id="wrong-${field}"`);
  expect(body).toContain('value="&quot;&gt;&lt;b&gt;杨"');
  const odd = ['\0', '\ud800', '一'.repeat(501)];
  for (const words of odd) expect((await ask({ words })).statusCode).toBe(words === '\ud800' ? 200 : 422);
  for (const village of [place.far, 'x', '']) expect((await ask({ village })).statusCode).toBe(422);
  expect((await ask({ trap: 'http://buy.example' })).statusCode).toBe(422);
  expect((await ask({ words: '一'.repeat(20_000) })).statusCode).toBe(400);
  expect((await kept()).length).toBe(before + 1);
});

it('shows the form again where its sign is not ours, of another station, too old or too fresh', async () => {
  const before = (await kept()).length;
  const signs = ['', 'a.b.c', sign(60_000, place.rival), sign(86_400_001), sign(500), `${sign().slice(0, -2)}xx`];
  for (const token of signs) {
    const { statusCode, body } = await ask({ token });
    expect([token, statusCode, body.includes('去镇上没有车')]).toEqual([token, 422, true]);
  }
  expect((await kept()).length).toBe(before);
});

it('opens by its number, as it was typed, with its state; no other number opens anything, and no address carries one', async () => {
  const number = numberIn((await ask()).body);
  const typed = number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
  const found = await post('/answer', { number: typed });
  expect([found.statusCode, found.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(found.body).toContain('收到了，还没看到');
  expect(found.body).not.toContain('去镇上没有车');
  for (const wrong of ['0000-0000-0000-0000', "' or ''='", number.slice(1)])
    expect([wrong, (await post('/answer', { number: wrong })).statusCode]).toEqual([wrong, 404]);
  const byAddress = await house.app.inject({ url: `${path}/answer?number=${number}` });
  expect(byAddress.body).not.toContain('收到了');
});

it('is taken back, or rated in one tap; a low grade opens it again', async () => {
  const gone = numberIn((await ask()).body);
  expect((await post('/answer', { number: gone, act: 'withdraw' })).body).toContain('您已收回');
  const number = numberIn((await ask()).body);
  const id = (await kept()).at(-1)?.id ?? '';
  expect((await post('/answer', { number, act: 'rate-5' })).body).toContain('这一步没有做成');
  await house.system('needs.answer', { needId: id, by: 'person', note: '周三坐村里的车', done: true });
  const shown = (await post('/answer', { number })).body;
  expect([shown.includes('有答复了'), shown.includes('value="rate-1"')]).toEqual([true, true]);
  const low = (await post('/answer', { number, act: 'rate-1' })).body;
  expect(low).toContain('没办好，我们再看一遍');
  expect((await kept()).find((need) => need.id === id)?.state).toBe('triaged');
});

it('shows only what a person put into words and published, never a village or what is the desk’s', async () => {
  await ask({ words: '住木桥村头的韦家要帮手' });
  const id = (await kept()).at(-1)?.id ?? '';
  const before = (await house.app.inject({ url: path })).body;
  expect([before.includes('帮手'), before.includes('出行难')]).toEqual([false, false]);
  await house.system('needs.publish', { needId: id, words: '老人反映出行难' });
  const after = (await house.app.inject({ url: path })).body;
  expect([after.includes('老人反映出行难'), after.includes('木桥村'), after.includes('帮手')]).toEqual([
    true,
    false,
    false,
  ]);
  await ask({ kind: '社会救助' });
  const secret = (await kept()).at(-1)?.id ?? '';
  await expect(house.system('needs.publish', { needId: secret, words: '想申请救助' })).rejects.toThrow(
    'needs.not-publishable',
  );
  expect((await house.app.inject({ url: '/s/459901/yunling' })).body).not.toContain('出行难');
});

it('A1: the residents’ role reads no sealed or guarded column of a need, nor one that is neither published nor named by its number', async () => {
  const tried = (text: string) =>
    house.cellar.database
      .asResident(counties.here, (trx) => sql.raw(text).execute(trx))
      .then(
        ({ rows }) => rows.length,
        (error: { code?: string }) => error.code,
      );
  for (const [name, { mark }] of Object.entries(needs.columns)) {
    if (mark === 'plain') continue;
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect([column, await tried(`select ${column} from needs.needs`)]).toEqual([column, '42501']);
  }
  expect(await tried('select id from needs.needs')).toBe(1);
});

it('takes so many an hour from one place and no more, and tells it as a page', async () => {
  const before = (await kept()).length;
  for (let at = 0; at < mostInAnHour.asking; at++) expect((await ask({}, '10.9.9.9')).statusCode).toBe(200);
  const more = await ask({}, '10.9.9.9');
  expect([more.statusCode, more.body.includes('提交得太多了')]).toEqual([503, true]);
  expect(Number(more.headers['retry-after'])).toBeGreaterThan(0);
  expect((await kept()).length).toBe(before + mostInAnHour.asking);
  expect((await ask({}, '10.9.9.8')).statusCode).toBe(200);
});

it('counts an IPv6 address by its network, for whoever has one has all of it', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2');
  expect(networkOf('2001:db8:1:2:bbbb:cccc:dddd:eeee')).toBe('2001:db8:1:2');
  expect(networkOf('::1')).toBe(networkOf('::2'));
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
});

it('takes a form from its own page and from none of another origin; a cookie changes nothing', async () => {
  const before = (await kept()).length;
  const fields = { ...filled, token: sign(), otherName: '', name: '', tel: '', trap: '' };
  const foreign = await post('/ask', fields, '10.2.2.2', { origin: 'https://evil.example' });
  expect([foreign.statusCode, foreign.body.includes('请从本站的页面提交')]).toEqual([403, true]);
  const answer = await post('/answer', { number: '', act: 'withdraw' }, '10.2.2.2', { origin: 'https://evil.example' });
  expect([answer.statusCode, answer.body.includes('请从本站的页面提交')]).toEqual([403, true]);
  const cookie = await house.cookieOf('wu');
  const own = await post('/ask', fields, '10.2.2.2', { origin: 'http://localhost', host: 'localhost', cookie });
  expect([own.statusCode, own.headers['set-cookie']]).toEqual([200, undefined]);
  expect((await kept()).length).toBe(before + 1);
});
