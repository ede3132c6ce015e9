/** What residents open without an account: only what was opened, nothing of anybody, the same answer for all that is not there. */
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, newVisit, openTrialHouse, place } from '../trial-house.ts';

const raw = (text: string) => CompiledQuery.raw(text);
let house: TrialHouse;
const page = {
  stationId: place.station,
  slug: 'qinghe',
  open: true,
  intro: '常年下村 <b>入户</b>',
  address: '清河乡政府一楼',
  hours: '圩日不休',
  phone: '0773-1234567',
};
const write = (more: Partial<typeof page> = {}) => house.system('network.write-public-page', { ...page, ...more });
const get = (path: string, headers: Record<string, string> = {}) => house.app.inject({ url: path, headers });

beforeAll(async () => {
  house = await openTrialHouse();
});
afterAll(() => house.close());

it('is off until somebody opens it, and then says what the station does, with everything typed escaped', async () => {
  const before = await get('/s/459901/qinghe');
  expect([before.statusCode, before.body.includes('没有这个页面')]).toEqual([404, true]);
  await write();
  const { statusCode, body, headers } = await get('/s/459901/qinghe');
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  for (const said of ['清河乡社工站', '常年下村 &lt;b&gt;入户&lt;/b&gt;', '清河乡政府一楼', 'tel:07731234567'])
    expect(body).toContain(said);
  expect(body).toContain('和村（居）委会有什么不一样');
  expect((await get('/s/459901/qinghe?lang=en')).body).toContain('How we differ');
});

it('runs nothing, loads nothing, and weighs under 30 KB as it stands', async () => {
  const { body, headers } = await get('/s/459901/qinghe');
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'none'; script-src 'none'; style-src 'sha256-[^']+'; img-src data:/);
  expect(policy).not.toMatch(/unsafe|https?:/);
  expect(body).not.toMatch(/<script|<link rel="stylesheet"|\son\w+=|style="/);
  expect(Buffer.byteLength(body)).toBeLessThan(30 * 1024);
  const small = await get('/s/459901/qinghe', { 'accept-encoding': 'gzip, br' });
  expect(small.headers['content-encoding']).toBe('br');
  expect(small.rawPayload.length).toBeLessThan(10 * 1024);
});

it('A5: an unknown county, an unknown station, one that closed and one that the county took down are one answer', async () => {
  const body = async (path: string) => {
    const answer = await get(path);
    return [answer.statusCode, answer.body];
  };
  const nowhere = await body('/s/000000/qinghe');
  expect(nowhere[0]).toBe(404);
  expect(await body('/s/459901/nobody')).toEqual(nowhere);
  expect(await body("/s/459901/' or 1=1 --")).toEqual(nowhere);
  expect(await body('/s/459902/qinghe')).toEqual(nowhere);
  await write({ open: false });
  expect(await body('/s/459901/qinghe')).toEqual(nowhere);
  await write();
  await house.system('network.withhold-public-page', { stationId: place.station, reason: '地址写错了' });
  expect(await body('/s/459901/qinghe')).toEqual(nowhere);
  await expect(write()).rejects.toThrow('network.page-withheld');
  await house.system('network.withhold-public-page', { stationId: place.station, reason: null });
  await write();
  expect((await body('/s/459901/qinghe'))[0]).toBe(200);
});

it('lets no two stations of a county share an address, and no station of another answer to it', async () => {
  await expect(write({ stationId: place.rival })).rejects.toThrow('network.page-address-taken');
});

it('A2: shows no number under five, and the number itself from five on', async () => {
  expect((await get('/s/459901/qinghe')).body).toContain('<dd>0</dd>');
  const visit = (n: number) =>
    house.system(
      'services.record-visit',
      newVisit(`019c0000-0000-7000-8000-0000000000${10 + n}`, client, house.cellar.now()),
    );
  for (let n = 0; n < 3; n++) await visit(n);
  const few = (await get('/s/459901/qinghe')).body;
  expect([few.includes('不足 5'), few.includes('<dd>3</dd>')]).toEqual([true, false]);
  for (let n = 3; n < 6; n++) await visit(n);
  expect((await get('/s/459901/qinghe')).body).toContain('<dd>6</dd>');
});

it('A1: reads as a role that sees open pages only, no person, and can write nothing', async () => {
  const { database } = house.cellar;
  const tried = (text: string) =>
    database
      .asResident(counties.here, (trx) => trx.executeQuery<object>(raw(text)))
      .then(
        ({ rows }) => rows.length,
        (error: { code?: string }) => error.code,
      );
  expect(await tried('select name from people.clients')).toBe('42501');
  expect(await tried('select phone from login.accounts')).toBe('42501');
  expect(await tried('select content from engine.audit')).toBe('42501');
  expect(await tried('select version from network.stations')).toBe('42501');
  // 25006: the transaction may only read; the role could not write either.
  expect(await tried("update network.public_pages set intro = 'x'")).toBe('25006');
  expect(await tried('select id from network.public_pages')).toBe(1);
  await write({ open: false });
  expect(await tried('select id from network.public_pages')).toBe(0);
  await write();
  // The program itself, without the role, is bound by none of this.
  await write({ open: false });
  const own = await database.inCounty(counties.here, (trx) =>
    trx.executeQuery(raw('select id from network.public_pages')),
  );
  expect(own.rows.length).toBe(1);
  await write();
});
