/** Signing in, against real PostgreSQL: every refusal, back-off, fixation, and that nothing tells who has an account. */

import { isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createCityAccount } from './admin.ts';
import { clearForgotten } from './attempts.ts';
import { countyId, named, password, there, trialCounty, who } from './trial-county.ts';

const county = await trialCounty();

const phone = (label: string) => ({ id: named(label), name: '韦小妹的手机' });

describe('signing in', () => {
  it('lets 韦小妹 in by her user name and by her phone number, however she types them', async () => {
    for (const typed of ['wei', ' WEI ', '13907730001', '+86 139 0773 0001', '１３９０７７３０００１']) {
      const answer = await county.signIn(typed);
      expect([typed, answer.status]).toEqual([typed, 200]);
      expect(answer.body.me.userId).toBe(who.wei);
    }
  });

  it('answers who she is, her posts, and the credential that can only deposit', async () => {
    const { body } = await county.signIn('wei', { device: phone('her phone') });
    expect(body.me).toMatchObject({
      countyId,
      countyName: '清岭县',
      name: '韦小妹',
      login: 'wei',
      roles: ['hamlet-volunteer'],
      serverTime: county.now,
    });
    expect(body.me.posts.map((post) => post.role)).toEqual(['hamlet-volunteer']);
    expect(body.me.depositKey).toMatchObject({ kty: 'EC', crv: 'P-256' });
    expect(body.me.depositKey.d).toBeUndefined();
    expect(body.me.depositToken).toHaveLength(43);
  });

  it('gives no deposit credential where no device is named', async () => {
    expect((await county.signIn('wu')).body.me.depositToken).toBeNull();
  });

  it('sets a cookie that no script reads and no other site sends; a console’s ends with the browser', async () => {
    const onPhone = await county.signIn('wei', { device: phone('her phone') });
    expect(onPhone.setCookie).toMatch(
      /^yimi_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000; Secure$/,
    );
    expect((await county.signIn('wu')).setCookie).toMatch(/; SameSite=Strict; Secure$/);
  });

  it('keeps no token and no password in the database as they are', async () => {
    const { cookie } = await county.signIn('wei');
    const token = cookie?.split('=')[1] ?? '';
    const dump = await sql<{
      text: string;
    }>`select string_agg(s::text, '') || (select string_agg(a::text, '') from login.accounts a) as text
      from login.sessions s`.execute(county.owner.kysely);
    const text = dump.rows[0]?.text ?? '';
    expect(text.length).toBeGreaterThan(500);
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(token).toString('hex'));
    expect(text).not.toContain(password);
  });

  it('answers a wrong password and an unknown name with the same words', async () => {
    const wrong = await county.signIn('wei', { password: '不是这个密码' });
    const unknown = await county.signIn('nobody', { password: '不是这个密码' });
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({
      problem: true,
      code: 'auth.wrong-login',
      kind: 'unauthenticated',
      details: { waitSeconds: 0 },
    });
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.setCookie).toBe('');
  });

  it('names the field of a body that has the wrong shape, and repeats nothing of it', async () => {
    const answer = await county.call('POST', '/api/session', {
      login: 'wei',
      password,
      device: { id: 'secret-thing', name: '' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'server.wrong-shape', field: 'device.id' });
    expect(JSON.stringify(answer.body)).not.toContain('secret-thing');
    expect((await county.call('POST', '/api/session', { login: 'wei', password, extra: 1 })).body.field).toBe('extra');
  });
});

describe('a session', () => {
  it('is never one that was planted beforehand: each sign-in makes a new one and ends the one it replaces', async () => {
    const planted = `yimi_session=${'A'.repeat(43)}`;
    const first = await county.signIn('wei', { cookie: planted });
    expect(first.cookie).not.toBe(planted);
    expect((await county.call('GET', '/api/session', undefined, planted)).body.code).toBe('auth.not-signed-in');
    const second = await county.signIn('wei', { cookie: first.cookie ?? '' });
    expect(second.cookie).not.toBe(first.cookie);
    expect((await county.call('GET', '/api/session', undefined, first.cookie)).body.code).toBe('auth.signed-out');
    expect((await county.call('GET', '/api/session', undefined, second.cookie)).status).toBe(200);
  });

  it('ends when she signs out, and the cookie goes', async () => {
    const cookie = await county.cookieOf('wei');
    const out = await county.call('DELETE', '/api/session', undefined, cookie);
    expect([out.status, out.setCookie]).toEqual([
      204,
      'yimi_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure',
    ]);
    expect((await county.call('GET', '/api/session', undefined, cookie)).body.code).toBe('auth.signed-out');
  });

  it('is its own person’s, however many ask at once, and one ended that very moment lets nobody in', async () => {
    const logins = ['wei', 'lan', 'shi', 'mo', 'wu'] as const;
    const cookies = await Promise.all(logins.map((login) => county.cookieOf(login)));
    const ended = await county.cookieOf('qin');
    await county.call('DELETE', '/api/session', undefined, ended);
    const unknown = `yimi_session=${'x'.repeat(43)}`;
    const ask = (cookie: string) => county.call('GET', '/api/session', undefined, cookie);
    const answers = await Promise.all([...cookies, ended, unknown, ...cookies].map(ask));
    const mine = logins.map((login) => who[login]);
    expect(answers.slice(0, 5).map(({ body }) => body.me.userId)).toEqual(mine);
    expect(answers.slice(5, 7).map(({ body }) => body.code)).toEqual(['auth.signed-out', 'auth.not-signed-in']);
    expect(answers.slice(7).map(({ body }) => body.me.userId)).toEqual(mine);
  });

  it('of a phone slides 30 days with use; of a console 12 hours', async () => {
    const onPhone = await county.cookieOf('wei', phone('her phone'));
    const console = await county.cookieOf('wu');
    const started = county.now;
    county.now += 11 * 3_600_000;
    expect((await county.call('GET', '/api/session', undefined, console)).status).toBe(200);
    county.now += 11 * 3_600_000;
    expect((await county.call('GET', '/api/session', undefined, console)).status).toBe(200);
    county.now += 13 * 3_600_000;
    expect((await county.call('GET', '/api/session', undefined, console)).body.code).toBe('auth.signed-out');
    county.now = started + 29 * 86_400_000;
    expect((await county.call('GET', '/api/session', undefined, onPhone)).status).toBe(200);
    county.now += 29 * 86_400_000;
    expect((await county.call('GET', '/api/session', undefined, onPhone)).status).toBe(200);
    county.now += 31 * 86_400_000;
    expect((await county.call('GET', '/api/session', undefined, onPhone)).body.code).toBe('auth.signed-out');
    county.now = started;
  });

  it('lists her own by device and ends any of them; another person’s is not there for her', async () => {
    const first = await county.cookieOf('qin', phone('qin one'));
    const second = await county.cookieOf('qin', phone('qin two'));
    const listed = await county.call('GET', '/api/sessions', undefined, second);
    expect(listed.sessions.map((one) => one.current).sort()).toEqual([false, true]);
    const other = there(listed.sessions.find((one) => !one.current));
    const stranger = await county.cookieOf('wei');
    const refused = await county.call('DELETE', `/api/sessions/${other.id}`, undefined, stranger);
    const absent = await county.call('DELETE', `/api/sessions/${named('no session')}`, undefined, stranger);
    expect([refused.status, refused.body]).toEqual([404, absent.body]);
    expect((await county.call('DELETE', `/api/sessions/${other.id}`, undefined, second)).status).toBe(204);
    expect((await county.call('GET', '/api/session', undefined, first)).body.code).toBe('auth.signed-out');
  });

  it('without a cookie is refused at every door', async () => {
    for (const [method, url] of [
      ['GET', '/api/session'],
      ['GET', '/api/sessions'],
      ['POST', '/api/enrolments'],
      ['POST', '/api/accounts'],
      ['POST', '/api/password'],
      ['GET', '/api/tray'],
      ['POST', `/api/accounts/${who.wei}/reset`],
      ['POST', `/api/accounts/${who.wei}/disable`],
      ['DELETE', `/api/sessions/${named('x')}`],
    ] as const) {
      const answer = await county.call(method, url, method === 'POST' ? {} : undefined);
      expect([url, answer.status, answer.body.code]).toEqual([url, 401, 'auth.not-signed-in']);
    }
  });
});

describe('guessing', () => {
  it('waits longer and longer after five failures, alike for a name that nobody has', async () => {
    const seen: Record<string, unknown[]> = {};
    const started = county.now;
    for (const login of ['lan', 'nobody-at-all']) {
      const answers: unknown[] = [];
      for (let n = 0; n < 8; n++) {
        const { body } = await county.signIn(login, { password: `falsch-${n}` });
        answers.push([body.code, body.details.waitSeconds]);
        county.now += body.details.waitSeconds * 1000;
      }
      county.now = started;
      seen[login] = answers;
    }
    const wrong = (seconds: number) => ['auth.wrong-login', seconds];
    expect(seen.lan).toEqual([0, 0, 0, 0, 5, 10, 20, 40].map(wrong));
    expect(seen['nobody-at-all']).toEqual(seen.lan);
  });

  it('does not even look at the right password before the wait is over, and then lets her in and starts afresh', async () => {
    const started = county.now;
    for (let n = 0; n < 5; n++) await county.signIn('lan', { password: `falsch-${n}` });
    const early = await county.signIn('lan');
    expect([early.status, early.body.code, early.body.details.waitSeconds]).toEqual([401, 'auth.wait', 5]);
    county.now += 5_000;
    expect((await county.signIn('lan')).status).toBe(200);
    expect((await county.signIn('lan', { password: 'falsch' })).body.details.waitSeconds).toBe(0);
    county.now = started;
  });

  it('never locks anybody out for ever: the longest wait is a quarter of an hour', async () => {
    const started = county.now;
    let longest = 0;
    for (let n = 0; n < 20; n++) {
      const { body } = await county.signIn('lan', { password: `falsch-${n}` });
      longest = Math.max(longest, body.details.waitSeconds);
      county.now += body.details.waitSeconds * 1000;
    }
    expect(longest).toBe(900);
    expect((await county.signIn('lan')).status).toBe(200);
    county.now = started;
  });

  it('lets only five of thirty guesses at once through to the password', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => county.signIn('mo', { password: `falsch-${n}` })),
    );
    const codes = answers.map((answer) => answer.body.code);
    expect(codes.filter((code) => code === 'auth.wrong-login')).toHaveLength(5);
    expect(codes.filter((code) => code === 'auth.wait')).toHaveLength(25);
  });

  it('by a stranger does not keep 韦小妹 from the phone that she has signed in on before', async () => {
    await county.cookieOf('wei', phone('her phone'));
    for (let n = 0; n < 6; n++) await county.signIn('wei', { password: `falsch-${n}` });
    expect((await county.signIn('wei')).body.code).toBe('auth.wait');
    expect((await county.signIn('wei', { device: phone('her phone') })).status).toBe(200);
  });

  it('over many names from one address is slowed as well, and right passwords are given back', async () => {
    for (let n = 0; n < 70; n++) {
      const { body } = await county.signIn(n % 2 === 0 ? 'wu' : `name-${n}`, n % 2 === 0 ? {} : { password: 'falsch' });
      expect(body.code).not.toBe('auth.wait');
    }
    let refused = 0;
    for (let n = 0; n < 40; n++) {
      const { body } = await county.signIn(`more-${n}`, { password: 'falsch' });
      if (body.code === 'auth.wait') refused++;
    }
    expect(refused).toBeGreaterThan(5);
  });

  it('leaves no name and no address in the table, and is cleared away after two days', async () => {
    await county.signIn('wei', { password: 'falsch' });
    const dump = await sql<{ text: string }>`select string_agg(a::text, '') as text from login.attempts a`.execute(
      county.owner.kysely,
    );
    expect(dump.rows[0]?.text).not.toMatch(/wei|127\.0\.0\.1/);
    expect(await clearForgotten(county.database, county.now)).toBe(0);
    expect(await clearForgotten(county.database, county.now + 3 * 86_400_000)).toBe(2);
  });
});

describe('the own password', () => {
  it('changes only with the old one, obeys the rules, and ends all other sessions', async () => {
    const here = await county.cookieOf('mo');
    const elsewhere = await county.cookieOf('mo');
    const change = (current: string, next: string) =>
      county.call('POST', '/api/password', { current, password: next }, here);
    expect((await change('falsch', '新的密码新的密码')).body).toMatchObject({
      code: 'auth.wrong-password',
      kind: 'forbidden',
    });
    expect((await change(password, 'kurz')).body.code).toBe('auth.password-too-short');
    expect((await change(password, 'Password123')).body.code).toBe('auth.password-too-weak');
    expect((await change(password, '风雨桥上走一走')).body.code).toBe('auth.password-too-short');
    expect((await change(password, '风雨桥上走一走！')).status).toBe(204);
    expect((await county.call('GET', '/api/session', undefined, here)).status).toBe(200);
    expect((await county.call('GET', '/api/session', undefined, elsewhere)).body.code).toBe('auth.signed-out');
    expect((await county.signIn('mo')).status).toBe(401);
    const again = await county.signIn('mo', { password: '风雨桥上走一走！' });
    await county.call('POST', '/api/password', { current: '风雨桥上走一走！', password }, again.cookie);
  });
});

describe('a city officer', () => {
  it('signs in, belongs to no county, and sees no row of any (A1, A2)', async () => {
    const made = await createCityAccount(county.owner, county.parts, {
      cityCode: '459900',
      login: 'zhou',
      name: '周敏',
      role: 'city-officer',
    });
    if (isProblem(made)) throw new Error(made.code);
    const entered = await county.call('POST', '/api/enrol', { code: made.code, password });
    expect(entered.body.me).toMatchObject({
      countyName: '清江市',
      cityCode: '459900',
      roles: ['city-officer'],
      countyId: '00000000-0000-0000-0000-000000000000',
    });
    expect((await county.call('GET', '/api/tray', undefined, entered.cookie)).body).toEqual({ rows: [] });
    expect((await county.call('POST', `/api/accounts/${who.wei}/reset`, {}, entered.cookie)).status).toBe(403);
    const { sessions } = await county.call('GET', '/api/sessions', undefined, entered.cookie);
    expect(sessions.map((one) => one.current)).toEqual([true]);
    const ended = await county.call('DELETE', `/api/sessions/${there(sessions[0]).id}`, undefined, entered.cookie);
    expect(ended.status).toBe(204);
  });

  it('as the city’s evaluator is let in until the last day only', async () => {
    const input = { cityCode: '459900', login: 'feng', name: '冯评估', role: 'evaluator' } as const;
    expect(await createCityAccount(county.owner, county.parts, input)).toMatchObject({
      code: 'auth.evaluator-needs-end',
    });
    const made = await createCityAccount(county.owner, county.parts, { ...input, lastDay: '2026-03-11' });
    if (isProblem(made)) throw new Error(made.code);
    const entered = await county.call('POST', '/api/enrol', { code: made.code, password });
    expect(entered.body.me.roles).toEqual(['evaluator']);
    county.now += 2 * 86_400_000;
    expect((await county.signIn('feng')).body.me.roles).toEqual([]);
    county.now -= 2 * 86_400_000;
  });
});
