/**
 * A county from nothing, as its administrator makes it: created, its townships and villages brought in, two accounts
 * enrolled over HTTP, a person registered on a phone, the first visit recorded, counted and proved (the tour on real input).
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { activePosts, dayOf, isProblem, monthOf } from '@yimi/kernel';
import { posts, rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import { PullResponse, PushResponse } from '@yimi/protocol';
import { MemoryPersistence, Replica } from '@yimi/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { listCounties } from '../accounts/index.ts';
import type { Cellar, House } from '../house.ts';
import { openCellar, openHouse } from '../house.ts';
import { newClient, newVisit, trialFolder } from '../trial-house.ts';
import { countiesOf, sealAudit, verifyCounty } from '../verify/index.ts';
import { runAdmin } from './run-admin.ts';

let folder: string;
let cellar: Cellar;
let house: House;
let said: string[] = [];
let noted: string[] = [];

beforeAll(async () => {
  folder = await trialFolder();
  const opened = await openCellar({ data: folder, databaseUrl: null }, () => undefined);
  if (isProblem(opened)) throw new Error(JSON.stringify(opened));
  cellar = opened;
  house = await openHouse(cellar, { log: () => undefined, publicUrl: 'http://localhost' });
});
afterAll(async () => {
  await house.close();
  await cellar.close();
  await rm(folder, { recursive: true, force: true });
});

async function admin(...args: string[]): Promise<0 | 1 | 2> {
  said = [];
  noted = [];
  return runAdmin(args, {
    open: async () => ({ cellar, close: () => Promise.resolve() }),
    openEmpty: () => Promise.reject(new Error('not asked for here')),
    openingText: ({ code }) => code,
    publicUrl: 'https://yimi.test',
    out: (text) => said.push(text),
    note: (text) => noted.push(text),
  });
}

async function call(method: 'GET' | 'POST', url: string, cookie: string, payload?: object): Promise<unknown> {
  const headers = { 'x-yimi': '1', cookie };
  const answer = await house.app.inject(
    payload === undefined ? { method, url, headers } : { method, url, headers, payload },
  );
  expect([url, answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([url, 200, '']);
  return answer.json();
}

const Me = z.object({ me: z.object({ userId: z.string() }) });

/** By the code that the verb printed. */
async function enrolled(name: string): Promise<{ userId: string; cookie: string }> {
  const code = /enrolment code\s+(\S+)/.exec(said.join('\n'))?.[1];
  const device = { id: crypto.randomUUID(), name };
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/enrol',
    headers: { 'x-yimi': '1' },
    payload: { code, password: '程阳风雨桥的鼓楼', device },
  });
  expect(answer.statusCode).toBe(200);
  const cookie = /yimi_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? '';
  return { userId: Me.parse(answer.json()).me.userId, cookie };
}

async function phoneOf({ userId, cookie }: { userId: string; cookie: string }): Promise<Replica> {
  const replica = new Replica({
    catalogue,
    persistence: new MemoryPersistence(),
    transport: {
      push: async (batch) =>
        PushResponse.parse(await call('POST', '/api/sync/push', cookie, { protocol: 1, batch: [...batch] })),
      pull: async ({ scopes, diverged }) =>
        PullResponse.parse(await call('POST', '/api/sync/pull', cookie, { protocol: 1, scopes, diverged })),
    },
    now: () => Date.now(),
    random: (length) => new Uint8Array(randomBytes(length)),
    userId,
    posts: (held, now) => activePosts(held.rows(posts), dayOf(now)),
  });
  await replica.open();
  return replica;
}

const Figures = z.object({ tiles: z.array(z.object({ figure: z.string(), value: z.number().nullable() })) });

describe('an empty county', () => {
  it('gets exactly the 15 townships and 170 villages of 三江侗族自治县, once', async () => {
    expect(await admin('create-county', '--code', '450226')).toBe(0);
    expect(said[0]).toContain('450226 三江侗族自治县');
    expect(await admin('import-divisions', '--county', '450226')).toBe(0);
    expect(said.join('\n')).toContain('15 个站 stations, 170 个村 villages; 原有 already there: 0');
    expect(noted.at(-1)).toBe('  185 / 185');
    expect(await admin('import-divisions', '--county', '三江侗族自治县')).toBe(0);
    expect(said.join('\n')).toContain('0 个站 stations, 0 个村 villages; 原有 already there: 185');
    expect(await listCounties(cellar)).toHaveLength(1);
  });

  it('counts the first visit of a person registered on a phone, and proves it (C1, N2, A4)', async () => {
    const worker = ['--role', 'station-worker', '--station', '古宜镇', '--phone', '13907720001'];
    expect(await admin('create-account', '--login', 'lan', '--name', '蓝秀英', ...worker)).toBe(0);
    expect(said.join('\n')).toContain('https://yimi.test/phone/#/enrol/');
    const lan = await enrolled('蓝的手机');
    expect(await admin('create-account', '--login', 'wu', '--name', '吴正', '--role', 'county-officer')).toBe(0);
    const wu = await enrolled('办公室');

    const phone = await phoneOf(lan);
    await phone.sync();
    const room = phone.rows(rooms).find((one) => one.name === '江滨社区');
    if (room === undefined) throw new Error('the village is not on the phone');
    const clientId = phone.newId();
    expect(isProblem(await phone.record('people.register-client', newClient(clientId, room.id)))).toBe(false);
    const visit = newVisit(phone.newId(), clientId, Date.now());
    expect(isProblem(await phone.record('services.record-visit', visit))).toBe(false);
    expect(await phone.sync()).toEqual({ pushed: 2, refused: 0, again: 0, diverged: [] });
    await phone.sync();
    expect(phone.row(clients, clientId)?.name).toBe('杨桂花');

    const month = monthOf(dayOf(Date.now()));
    const { tiles } = Figures.parse(await call('GET', `/api/figures?month=${month}&level=county`, wu.cookie));
    expect(tiles.find((tile) => tile.figure === 'services.visits')?.value).toBe(1);

    const [county] = await countiesOf(cellar.database);
    if (county === undefined) throw new Error('no county');
    await sealAudit(cellar.database, county.id);
    const verdict = await verifyCounty(cellar.database, cellar.store, catalogue, county.id);
    expect(verdict).toMatchObject({ audit: true, rollups: true, hashes: true, journal: true });
  });

  it('lists its accounts, and lets in anew who lost the password', async () => {
    expect(await admin('list-accounts', '--county', '450226')).toBe(0);
    expect(said.map((line) => line.split('\t').slice(0, 4))).toEqual([
      ['lan', '蓝秀英', 'station-worker', '已启用 active'],
      ['wu', '吴正', 'county-officer', '已启用 active'],
    ]);
    expect(await admin('reset-password', '13907720001')).toBe(0);
    expect((await enrolled('新手机')).userId).not.toBe('');
  });

  it('opens only the townships that have a station, where those are named', async () => {
    expect(await admin('create-county', '--code', '450225')).toBe(0);
    expect(await admin('import-divisions', '--county', '450225', '--open', '融水镇,没有的镇')).toBe(1);
    expect(await admin('import-divisions', '--county', '450225', '--open', '融水镇')).toBe(0);
    expect(await admin('create-agency', '--county', '450225', '--name', '同行', '--station', '融水镇')).toBe(0);
    const manager = ['--login', 'tong', '--name', '童', '--role', 'agency-manager', '--agency', '同行'];
    expect(await admin('create-account', '--county', '450225', ...manager)).toBe(0);
    expect(await admin('create-account', ...manager)).toBe(1);
    expect(noted[0]).toContain('admin.several-places');
  });

  it('opens an account of the city, which has no county', async () => {
    const officer = ['--login', 'shi', '--name', '市', '--role', 'city-officer'];
    expect(await admin('create-account', ...officer, '--county', '450226')).toBe(1);
    expect(noted[0]).toContain('--city 450200');
    expect(await admin('create-account', ...officer, '--city', '450200')).toBe(0);
    expect((await enrolled('市里')).userId).not.toBe('');
    const another = ['--login', 'ban', '--name', '市办', '--role', 'city-officer', '--city', '450200'];
    expect(await admin('create-account', ...another, '--password', '12345678')).toBe(1);
    expect(noted[0]).toContain('auth.password-too-weak');
    expect(await admin('create-account', ...another, '--password', '风雨桥头的大灯笼')).toBe(0);
    expect(said.join('')).toContain('may sign in by the password');
    expect(said.join('')).not.toContain('enrolment code');
  });
});

describe('wrong words', () => {
  it('say what to do, end with 2, and never repeat what was typed', async () => {
    const wrong = [['nonsense'], ['constructor'], ['create-account', '--login', 'x'], ['list-counties', 'more']];
    for (const args of [...wrong, ['create-account', '--pasword', '风雨桥头']]) {
      expect([args, await admin(...args)]).toEqual([args, 2]);
      expect(noted[0]).toMatch(/--help|An option is missing/);
      expect(noted.join('')).not.toContain('风雨桥头');
    }
    expect(await admin('--help')).toBe(0);
    expect(said[0]).toContain('create-county');
    expect(await admin()).toBe(2);
  });

  it('end with 1 where the words are right and the thing is not there', async () => {
    const account = ['create-account', '--county', '450226', '--login', 'new', '--name', '新'];
    const wrong: [string[], string][] = [
      [['create-county', '--code', '45'], 'admin.wrong-code'],
      [['create-county', '--code', '999999'], 'admin.unknown-division'],
      [['import-divisions', '--county', '110101'], 'admin.no-such-place'],
      [[...account, '--role', 'king'], 'admin.unknown-role'],
      [[...account, '--role', 'station-worker'], 'network.post-needs-place'],
      [[...account, '--role', 'station-worker', '--station', '不在镇'], 'admin.no-such-place'],
      [[...account, '--role', 'evaluator'], 'auth.evaluator-needs-end'],
      [[...account, '--role', 'county-officer', '--password', '12345678'], 'auth.password-too-weak'],
      [['reset-password', 'nobody'], 'auth.out-of-reach'],
    ];
    for (const [args, code] of wrong) {
      expect([args, await admin(...args)]).toEqual([args, 1]);
      expect(noted.join('\n')).toContain(code);
    }
  });

  it('prints the permission table without a database', async () => {
    expect(await admin('permissions')).toBe(0);
    expect(said[0]).toContain('services.record-visit');
  });
});
