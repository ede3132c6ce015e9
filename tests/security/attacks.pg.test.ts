/** Attacks on the whole house, each as somebody would try it: fixation, replay, forged requests, paths, secrets in logs. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import {
  client,
  counties,
  idOf,
  newClient,
  newVisit,
  openTrialHouse,
  password,
  place,
} from '../../apps/server/trial-house.ts';
import { routesOf } from './every-route.ts';

let house: TrialHouse;
beforeAll(async () => {
  house = await openTrialHouse();
});
afterAll(() => house.close());

const mine = { 'x-yimi': '1' };
const signIn = (headers: Record<string, string> = {}, typed = password) =>
  house.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { ...mine, ...headers },
    payload: { login: 'lan', password: typed, device: { id: idOf('lan'), name: '电脑', kind: 'console' } },
  });
const cookieIn = (answer: { headers: Record<string, unknown> }) =>
  /yimi_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? '';
const whoIs = (cookie: string) => house.app.inject({ url: '/api/session', headers: { cookie } });

function visitEnvelope(id = uuidv7(house.cellar.now(), new Uint8Array(10).fill(3))) {
  const now = house.cellar.now();
  const v = catalogue.commands.get('services.record-visit')?.version ?? 1;
  const input = newVisit(uuidv7(now, new Uint8Array(10).fill(4)), client, now);
  return { id, name: 'services.record-visit', v, occurredAt: now, input, dependsOn: [], mends: null, hints: [] };
}
const push = (cookie: string, batch: readonly object[], headers: Record<string, string> = mine) =>
  house.app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers: { ...headers, cookie, 'content-type': 'application/json' },
    payload: JSON.stringify({ protocol: 1, batch }),
  });

describe('session fixation', () => {
  it('a cookie that somebody planted is worth nothing after the sign-in, and neither is the session it replaced', async () => {
    const planted = `yimi_session=${'A'.repeat(43)}`;
    const first = cookieIn(await signIn({ cookie: planted }));
    expect(first).not.toBe(planted);
    expect((await whoIs(planted)).statusCode).toBe(401);
    const second = cookieIn(await signIn({ cookie: first }));
    expect((await whoIs(first)).statusCode).toBe(401);
    expect((await whoIs(second)).statusCode).toBe(200);
  });

  it('no address and no body brings a session: only the cookie does', async () => {
    const cookie = cookieIn(await signIn());
    const token = cookie.split('=')[1] ?? '';
    for (const url of [`/api/session?yimi_session=${token}`, `/api/session?token=${token}`])
      expect((await house.app.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(401);
  });
});

describe('replay', () => {
  it('of a whole push is answered with the outcome of the first, and records nothing twice', async () => {
    const cookie = await house.cookieOf('lan');
    const envelope = visitEnvelope();
    const first = (await push(cookie, [envelope])).json();
    expect(first.outcomes[0].status).toBe('accepted');
    const again = (await push(cookie, [envelope])).json();
    expect(again.outcomes).toEqual(first.outcomes);
    const other = { ...envelope, input: { ...envelope.input, findings: '改过的' } };
    expect((await push(cookie, [other])).json().outcomes[0].problem.code).toMatch(/^sync\./);
  });

  it('of another’s push under one’s own session records nothing: the record stays whose it was, and is one', async () => {
    const envelope = visitEnvelope(uuidv7(house.cellar.now(), new Uint8Array(10).fill(9)));
    await push(await house.cookieOf('lan'), [envelope]);
    const recorded = () =>
      house.cellar.database.inCounty(counties.here, async (trx) => {
        const found =
          await sql`select v.author_id, r.actor_id, count(*) over () as n from services.visits v, engine.receipts r
          where v.id = ${envelope.input.visitId} and r.id = ${envelope.id}`.execute(trx);
        return found.rows;
      });
    const before = await recorded();
    expect(before).toEqual([{ author_id: idOf('lan'), actor_id: idOf('lan'), n: 1 }]);
    await push(await house.cookieOf('mo'), [envelope]);
    expect(await recorded()).toEqual(before);
    // The same content under a new id is mo's own deed, and she has nothing to do with that village.
    const anew = { ...envelope, id: uuidv7(house.cellar.now(), new Uint8Array(10).fill(6)) };
    const [outcome] = (await push(await house.cookieOf('mo'), [anew])).json().outcomes;
    expect(outcome).toMatchObject({ status: 'refused', problem: { code: 'sync.out-of-reach' } });
  });

  it('of a cookie after its person signed out opens nothing', async () => {
    const cookie = cookieIn(await signIn());
    await house.app.inject({ method: 'DELETE', url: '/api/session', headers: { ...mine, cookie } });
    expect((await whoIs(cookie)).statusCode).toBe(401);
  });
});

describe('forged requests', () => {
  it('no route that changes anything takes one without the header that only our pages send, or from another origin', async () => {
    const cookie = await house.cookieOf('lan');
    // Pages of the public lend nobody's right and know no cookie: what they refuse stands with them (apps/server/public).
    const unsafe = routesOf(house.app).filter(
      ({ method, path }) => !['GET', 'HEAD'].includes(method) && !/^\/[scv]\//.test(path),
    );
    expect(unsafe.length).toBeGreaterThan(25);
    for (const { method, path } of unsafe) {
      const url = path.replace(/:\w+/g, client);
      const bare = await house.app.inject({ method, url, headers: { cookie } });
      expect([method, path, bare.statusCode, bare.json().code]).toEqual([method, path, 403, 'server.forged-request']);
      for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
        const foreign = await house.app.inject({ method, url, headers: { ...mine, cookie, origin } });
        expect([path, origin, foreign.json().code]).toEqual([path, origin, 'server.forged-request']);
      }
    }
  });

  it('no other origin is told that it may read or send', async () => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-headers': 'x-yimi' };
      const answer = await house.app.inject({ method, url: '/api/health', headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('nothing is changed by a GET: the database is as it was after every route was asked for', async () => {
    const cookie = await house.cookieOf('wu');
    for (const { method, path } of routesOf(house.app)) {
      if (method !== 'GET' || path === '/api/sync/events') continue;
      const { headers } = await house.app.inject({ url: path.replace(/:\w+|\*/g, client), headers: { cookie } });
      expect([path, headers['set-cookie']]).toEqual([path, undefined]);
    }
  });
});

describe('every answer', () => {
  it('says how it may be used: no sniffing, no framing, scripts of our own only, and no version of anything', async () => {
    const cookie = await house.cookieOf('wu');
    const pages = ["script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
    // An answer of the API is no page: nothing at all may be loaded or run from it.
    const data = ["default-src 'none'", "frame-ancestors 'none'"];
    for (const url of ['/', '/console/', '/phone/', '/none', '/api/session', '/api/people', '/api/none']) {
      const { headers } = await house.app.inject({ url, headers: { cookie } });
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
      const ofData = url.startsWith('/api/');
      if (!ofData) expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer' });
      const policy = String(headers['content-security-policy']);
      for (const part of ofData ? data : pages) expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect([headers.server, headers['x-powered-by']]).toEqual([undefined, undefined]);
    }
  });
});

describe('paths', () => {
  const steps = ['../', '..%2f', '..%5c', '%2e%2e/', '%2e%2e%2f', '..%252f', '....//', '..;/', '%c0%ae%c0%ae/', '..\\'];

  it('that climb out of the folder of pages or of files read nothing', async () => {
    const cookie = await house.cookieOf('lan');
    const secret = await readFile(join(house.folder, 'keys', 'secrets.json'), 'utf8');
    for (const base of ['/phone/', '/console/', '/console/assets/', '/api/files/', '/api/files/uploads/'])
      for (const step of steps)
        for (const target of ['package.json', 'keys/secrets.json', 'etc/passwd']) {
          const url = `${base}${step.repeat(8)}${target}`;
          const { statusCode, body } = await house.app.inject({ url, headers: { cookie } });
          expect([url, statusCode >= 400 || statusCode === 302]).toEqual([url, true]);
          for (const told of ['"workspaces"', 'root:x:', secret.slice(0, 40)]) expect(body).not.toContain(told);
        }
  });

  it('in the name of a ledger lead nowhere: what is kept is named by its content', async () => {
    const cookie = await house.cookieOf('lan');
    const before = await everythingIn(house.folder);
    for (const name of [
      '../../../../tmp/guard-was-here.csv',
      '..\\..\\x.csv',
      '/etc/cron.d/x',
      'a\u0000b.csv',
      '%2e%2e/x',
    ]) {
      const headers = {
        ...mine,
        cookie,
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(name),
      };
      const payload = Buffer.from(`姓名,村\r\n杨${name.length},木桥村\r\n`);
      await house.app.inject({ method: 'POST', url: '/api/imports/files', headers, payload });
    }
    const fresh = (await everythingIn(house.folder)).filter((path) => !before.includes(path));
    expect(fresh.filter((path) => /guard-was-here|cron|x\.csv/.test(path))).toEqual([]);
  });
});

async function everythingIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true }).catch(() => []);
  return found.filter((path) => !path.startsWith('postgres'));
}

describe('logs', () => {
  it('hold no password, cookie, code, card number, name or finding, whatever went well or wrong', async () => {
    const secrets = ['密码不是这个-7391', '452226194205017391', '杨七三九', '七三九的话', '13977397391'];
    await signIn({}, secrets[0]);
    const cookie = await house.cookieOf('lan');
    const id = uuidv7(house.cellar.now(), new Uint8Array(10).fill(7));
    const person = { ...newClient(id, place.room), name: '杨七三九', idNumber: secrets[1], phone: secrets[4] };
    const v = catalogue.commands.get('people.register-client')?.version ?? 1;
    const envelope = {
      ...visitEnvelope(uuidv7(house.cellar.now(), new Uint8Array(10).fill(8))),
      v,
      name: 'people.register-client',
      input: person,
    };
    await push(cookie, [envelope]);
    await push(cookie, [{ ...envelope, input: { ...person, sex: '七三九的话' } }, { nonsense: '七三九的话' }]);
    await house.app.inject({
      method: 'POST',
      url: '/api/people/search',
      headers: { ...mine, cookie },
      payload: { search: '杨七三九' },
    });
    await house.app.inject({
      method: 'POST',
      url: '/api/reveal',
      headers: { ...mine, cookie },
      payload: { clientId: id, purpose: '七三九的话' },
    });
    await house.app.inject({
      method: 'POST',
      url: '/api/enrol',
      headers: mine,
      payload: { code: 'ABCD-EFGH-7391', password: secrets[0] },
    });
    const lines = JSON.stringify(house.lines);
    expect(house.lines.length).toBeGreaterThan(5);
    const { pepper, masterKeys } = house.cellar.secrets;
    const keys = [pepper, ...masterKeys.map(({ key }) => Buffer.from(key))];
    const told = [
      ...secrets,
      cookie.split('=')[1] ?? '',
      'ABCD-EFGH-7391',
      ...keys.flatMap((key) => [key.toString('base64'), key.toString('hex')]),
    ];
    expect(told.filter((one) => lines.includes(one))).toEqual([]);
    const written = await Promise.all(
      (await readdir(house.folder, { recursive: true }))
        .filter((path) => path.endsWith('.log'))
        .map((path) => readFile(join(house.folder, path), 'utf8')),
    );
    expect(told.filter((one) => written.join().includes(one))).toEqual([]);
  });
});
