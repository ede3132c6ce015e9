// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/** A resident fills in a questionnaire on the web: without script, account or name; once however often it is sent; only while it is out. */
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FileVault } from '../files/index.ts';
import { Sender, sha256Of } from '../files/trial-files.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse, place } from '../trial-house.ts';
import { giveOut } from './ask-token.ts';
import { mostInAnHour } from './limits.ts';

let house: TrialHouse;
const path = '/s/459901/qinghe';
const formId = '01890000-0000-7000-8000-00000000f001';
const draftId = '01890000-0000-7000-8000-00000000f002';
const page = { open: true, intro: '', address: '', hours: '', phone: null };
const url = (id = formId): string => `${path}/q/${id}`;

const choice = (name: string, text: string, need: string | null) => ({ name, labels: { zh: text }, audio: {}, need });
const question = (name: string, type: string, text: string, more: object = {}) => ({
  ...{ name, type, labels: { zh: text }, audio: {}, required: true, relevant: null, constraint: null, choices: [] },
  ...more,
});
const wishes = [
  choice('meal', '有人送饭', '助餐'),
  choice('drum', '打腰鼓<b>', '文体健康'),
  choice('none', '没有', null),
];
const model = {
  languages: ['zh'],
  questions: [
    question('wish', 'select_multiple', '您最想要什么？', { choices: wishes }),
    question('when', 'text', '几点送？', { required: true, relevant: "selected(${wish}, 'meal')" }),
    question('age', 'integer', '多大年纪？', { required: false, constraint: '. <= 120' }),
  ],
};

beforeAll(async () => {
  house = await openTrialHouse();
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', ...page });
  await house.system('network.write-public-page', { stationId: place.rival, slug: 'yunling', ...page });
  const draft = { stationId: place.station, title: '需求问卷', lead: '十分钟就好。', followsId: null, model };
  for (const id of [formId, draftId]) await house.system('forms.save-draft', { formId: id, ...draft });
  await house.system('forms.publish', { formId });
});
afterAll(() => house.close());

let made = 0;
function sign(ago = 60_000, of = formId): string {
  made += 1;
  return giveOut(house.cellar.secrets.pepper, of, house.cellar.now() - ago, new Uint8Array(10).fill(made));
}
function post(fields: readonly (readonly [string, string])[], from = '10.2.1.1', token = sign()) {
  return house.app.inject({
    method: 'POST',
    url: url(),
    remoteAddress: from,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(
      [['token', token], ['village', place.room], ['trap', ''], ...fields].map(([a, b]) => [String(a), String(b)]),
    ).toString(),
  });
}
const drum = [['q.wish', 'drum']] as const;
const kept = () =>
  house.cellar.database.inCounty(counties.here, async (trx) => {
    const found = await sql<{
      origin: string;
      picks: string[];
      by_proxy: boolean;
      author_id: string | null;
      paper: string | null;
    }>`
      select origin, picks, by_proxy, author_id, paper from forms.answers order by recorded_at, id`.execute(trx);
    return found.rows;
  });

it('is on no page until its station puts it there, on no other station’s, and a draft never', async () => {
  const listed = async (of = path) => (await house.app.inject({ url: of })).body.includes(`/q/${formId}`);
  expect(await listed()).toBe(false);
  expect((await house.app.inject({ url: url() })).statusCode).toBe(404);
  expect((await post(drum)).statusCode).toBe(404);
  await house.system('forms.show-on-web', { formId, shown: true });
  expect([await listed(), await listed('/s/459901/yunling')]).toEqual([true, false]);
  expect((await house.app.inject({ url: path })).body).not.toContain(draftId);
  expect((await house.app.inject({ url: url() })).statusCode).toBe(200);
  for (const other of [url(draftId), url('nothing'), `/s/459901/yunling/q/${formId}`])
    expect((await house.app.inject({ url: other })).statusCode, other).toBe(404);
});

it('is a light page without script that asks for no name, what stands in it escaped', async () => {
  const { body, headers } = await house.app.inject({ url: url() });
  expect(headers['content-security-policy']).toContain("script-src 'none'");
  expect(body.length).toBeLessThan(30_000);
  expect(body).toContain('打腰鼓&lt;b&gt;');
  expect(body).not.toMatch(/<script|name="name"|name="tel"/);
  expect(body).toContain('不用写名字');
  expect((await house.app.inject({ url: `${url()}?lang=en` })).body).toContain('No name is needed');
});

it('reads a question out where the station recorded it, in the language that is chosen, and gives out no other file', async () => {
  const aloud = '01890000-0000-7000-8000-00000000f004';
  const lan = new Sender(house.address, await house.cookieOf('lan'));
  const sound = (n: number) => Buffer.concat([Buffer.from('OggS'), Buffer.alloc(600 + n, n)]);
  const [zh, en, drums, other] = [sound(1), sound(2), sound(3), sound(4)];
  for (const one of [zh, en, drums, other]) {
    expect((await lan.send(one, { mime: 'audio/ogg', kind: 'voice' })).status).toBe(204);
  }
  const [first, ...others] = model.questions;
  const read = { ...first, audio: { zh: sha256Of(zh), en: sha256Of(en) } };
  const choices = wishes.map((one) => (one.name === 'drum' ? { ...one, audio: { zh: sha256Of(drums) } } : one));
  const asked = { languages: ['zh', 'en'], questions: [{ ...read, choices }, ...others] };
  expect((await lan.get(`/api/files/${sha256Of(zh)}`)).status).toBe(404);
  const draft = { stationId: place.station, title: '念给您听', lead: '', followsId: null, model: asked };
  await house.system('forms.save-draft', { formId: aloud, ...draft });
  expect((await lan.get(`/api/files/${sha256Of(zh)}`)).status).toBe(200);
  for (const login of ['wei', 'mo', 'long'] as const) {
    const stranger = new Sender(house.address, await house.cookieOf(login));
    expect([login, (await stranger.get(`/api/files/${sha256Of(zh)}`)).status]).toEqual([login, 404]);
  }
  const soundOf = (bytes: Buffer, of = aloud) => `${url(of)}/sounds/${sha256Of(bytes)}`;
  const status = async (at: string) => (await house.app.inject({ url: at })).statusCode;
  await house.system('forms.publish', { formId: aloud });
  // Not on the web, not for residents.
  expect(await status(soundOf(zh))).toBe(404);
  await house.system('forms.show-on-web', { formId: aloud, shown: true });
  const { body, headers } = await house.app.inject({ url: `${url(aloud)}?say=en` });
  expect(headers['content-security-policy']).toContain("media-src 'self'");
  expect(body).toContain(`src="${soundOf(en)}" aria-label="听一听：`);
  expect(body).toContain(soundOf(drums));
  expect(body).not.toContain(sha256Of(zh));
  const range = await house.app.inject({ url: soundOf(zh), headers: { range: 'bytes=0-3' } });
  expect([range.statusCode, range.body, range.headers['content-type']]).toEqual([206, 'OggS', 'audio/ogg']);
  expect(range.headers['content-security-policy']).toContain('sandbox');
  for (const at of [soundOf(other), soundOf(zh, formId), `${url(aloud)}/sounds/x`])
    expect(await status(at), at).toBe(404);
  expect(await status(soundOf(zh).replace('/qinghe/', '/yunling/'))).toBe(404);
  // Named by a questionnaire they stay as long as it; what nobody names goes.
  const later = () => house.cellar.now() + 121 * 86_400_000;
  const folder = join(house.cellar.data, 'files');
  const vault = new FileVault({ database: house.cellar.database, folder, now: later });
  expect(await vault.clear(counties.here, null)).toBe(1);
  expect([await status(soundOf(zh)), await status(soundOf(drums))]).toEqual([200, 200]);
  await house.system('forms.close', { formId: aloud });
  expect(await status(soundOf(zh))).toBe(404);
});

it('asks in the language that the resident chooses among its own, in the page’s own else, and in the paper’s where a label lacks it', async () => {
  const twice = '01890000-0000-7000-8000-00000000f003';
  const [first, ...others] = model.questions;
  const labels = { zh: '您最想要什么？', en: 'What do you want most?', za: '' };
  const asked = { languages: ['zh', 'en', 'za'], questions: [{ ...first, labels }, ...others] };
  const draft = { stationId: place.station, title: '两种话', lead: '', followsId: null, model: asked };
  await house.system('forms.save-draft', { formId: twice, ...draft });
  await house.system('forms.publish', { formId: twice });
  await house.system('forms.show-on-web', { formId: twice, shown: true });
  const seen = async (query: string) => (await house.app.inject({ url: `${url(twice)}${query}` })).body;
  expect(await seen('')).toContain('<span lang="zh" dir="auto">您最想要什么？</span>');
  for (const query of ['?say=en', '?lang=en']) {
    expect(await seen(query), query).toContain('<span lang="en" dir="auto">What do you want most?</span>');
    expect(await seen(query), query).toContain('<span lang="zh" dir="auto">几点送？</span>');
  }
  expect(await seen('?lang=en&say=zh')).toContain('您最想要什么？');
  expect(await seen('?say=za')).toContain('<span lang="zh" dir="auto">您最想要什么？</span>');
  expect(await seen('?say=za')).toMatch(/say=za" lang="za" dir="auto" aria-current="true"/);
  const strange = await seen('?say=%22%3E%3Cb%3E');
  expect(strange).toContain('您最想要什么？');
  expect(strange).not.toContain('"><b>');
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const payload = new URLSearchParams([['token', sign(60_000, twice)]]).toString();
  const mended = await house.app.inject({ method: 'POST', url: `${url(twice)}?say=en`, headers, payload });
  expect([mended.statusCode, mended.body.includes('What do you want most?')]).toEqual([422, true]);
  expect((await house.app.inject({ url: url() })).body).not.toContain('<nav');
  await house.system('forms.close', { formId: twice });
});

it('C3: makes one answer of a form sent twice, by nobody, with the village and the ticks alone in the open', async () => {
  const token = sign();
  const fields = [...drum, ['q.wish', 'meal'], ['q.when', '十一点半'], ['q.age', '78'], ['proxy', 'yes']] as const;
  const first = await post(fields, '10.2.1.1', token);
  const again = await post(fields, '10.2.1.1', token);
  const changed = await post(drum, '10.2.1.1', token);
  expect([first.statusCode, again.statusCode, changed.statusCode]).toEqual([200, 200, 200]);
  expect(changed.body).toContain('没有重复算');
  expect(await kept()).toEqual([
    { origin: 'public', picks: ['wish/meal', 'wish/drum'], by_proxy: true, author_id: null, paper: null },
  ]);
  expect(JSON.stringify(house.lines)).not.toMatch(/十一点半|10\.2\.1\.1/);
});

it('asks again for what is missing or cannot be, with all that was filled in; drops what was not to be asked', async () => {
  const before = (await kept()).length;
  const missing = await post([['q.age', '78']]);
  expect([missing.statusCode, missing.body.includes('第 1 题还没有答好')]).toEqual([422, true]);
  expect(missing.body).toContain('value="78"');
  expect((await post([['q.wish', 'meal']])).body).toContain('第 2 题还没有答好');
  expect((await post([...drum, ['q.age', '780']])).body).toContain('第 3 题还没有答好');
  expect((await post([['q.wish', 'car']])).statusCode).toBe(422);
  expect((await post([...drum, ['village', 'x']])).statusCode).toBe(200);
  expect((await post([...drum, ['q.when', '不用']])).statusCode).toBe(200);
  expect((await kept()).length).toBe(before + 2);
});

it('takes nothing from a program: a filled trap, a breath, a sign of another questionnaire, of yesterday', async () => {
  const before = (await kept()).length;
  const trapped = new URLSearchParams([
    ['token', sign()],
    ['village', place.room],
    ['trap', 'x'],
    ['q.wish', 'drum'],
  ]).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const caught = await house.app.inject({ method: 'POST', url: url(), headers, payload: trapped });
  expect(caught.statusCode).toBe(422);
  for (const token of [sign(500), sign(60_000, draftId), sign(2 * 86_400_000), 'nonsense']) {
    expect((await post(drum, '10.2.1.9', token)).statusCode).toBe(422);
  }
  expect((await kept()).length).toBe(before);
  let last = 200;
  for (let n = 0; n <= mostInAnHour.answering; n++) last = (await post(drum, '10.2.1.7')).statusCode;
  expect(last).toBe(503);
});

it('shows the form once more where it was closed meanwhile, and then no more', async () => {
  await house.system('forms.close', { formId });
  expect((await house.app.inject({ url: path })).body).not.toContain(formId);
  expect((await house.app.inject({ url: url() })).statusCode).toBe(404);
  expect((await post(drum, '10.2.1.8')).statusCode).toBe(404);
});
