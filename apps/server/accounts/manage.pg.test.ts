/** Letting people in and putting them out: who may, whom, and that a code is good once. */

import { isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createAccount, createCounty, listAccounts, listCounties, resetPassword } from './admin.ts';
import { useEnrolment } from './enrolments.ts';
import { countyId, type Login, named, password, place, there, trialCounty, who } from './trial-county.ts';

const county = await trialCounty();

const phone = (label: string) => ({ id: named(label), name: '韦小妹的手机' });
const post = county.post.bind(county);
const restore = async (login: Login) => {
  const made = await resetPassword(county.parts, login);
  if (isProblem(made)) throw new Error(made.code);
  expect((await county.call('POST', '/api/enrol', { code: made.code, password })).status).toBe(200);
};

describe('an enrolment code', () => {
  it('made by 石建国 lets 韦小妹’s new phone in once, sets the password and ends her older sessions', async () => {
    const before = await county.cookieOf('wei', phone('old phone'));
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    expect(made.body).toEqual({
      code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/),
      path: `/phone/#/enrol/${made.body.code}`,
      expiresAt: county.now + 7 * 86_400_000,
    });
    expect((await county.signIn('wei')).status).toBe(200);
    const typed = made.body.code.toLowerCase().replaceAll('-', ' ');
    const entered = await county.call('POST', '/api/enrol', {
      code: typed,
      password: '新手机新密码新密',
      device: phone('new phone'),
    });
    expect([entered.status, entered.body.me.userId]).toEqual([200, who.wei]);
    expect((await county.call('GET', '/api/session', undefined, entered.cookie)).body.me.depositToken).toBe(
      entered.body.me.depositToken,
    );
    expect((await county.call('GET', '/api/session', undefined, before)).body.code).toBe('auth.signed-out');
    expect((await county.signIn('wei')).status).toBe(401);

    const replayed = await county.call('POST', '/api/enrol', { code: made.body.code, password: '别人的密码别人的' });
    expect([replayed.status, replayed.body.code, replayed.cookie]).toEqual([409, 'auth.code-used', null]);
    await restore('wei');
  });

  it('used by two at once lets one of them in', async () => {
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    const both = await Promise.all(
      ['甲的密码甲的密码', '乙的密码乙的密码'].map((chosen) =>
        county.call('POST', '/api/enrol', { code: made.body.code, password: chosen }),
      ),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    await restore('wei');
  });

  it('is used up in the very statement that checks it, so that two servers cannot both take it', async () => {
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    const use = () => county.database.outsideCounties((trx) => useEnrolment(trx, county.parts, made.body.code));
    const answers = [await use(), await use()];
    expect(answers.map((answer) => answer?.code ?? null)).toEqual([null, 'auth.code-used']);
  });

  it('is not used up by a password that is too weak', async () => {
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    const weak = await county.call('POST', '/api/enrol', { code: made.body.code, password: '12345678' });
    expect([weak.status, weak.body.code, weak.body.field]).toEqual([400, 'auth.password-too-weak', 'password']);
    expect((await county.call('POST', '/api/enrol', { code: made.body.code, password })).status).toBe(200);
  });

  it('runs out after seven days, and when a newer one is made', async () => {
    const first = await post('shi', '/api/enrolments', { userId: who.wei });
    const second = await post('shi', '/api/enrolments', { userId: who.wei });
    const enter = (code: string) => county.call('POST', '/api/enrol', { code, password });
    expect((await enter(first.body.code)).body.code).toBe('auth.code-expired');
    county.now += 7 * 86_400_000;
    expect((await enter(second.body.code)).body.code).toBe('auth.code-expired');
    county.now -= 7 * 86_400_000;
    expect((await enter(second.body.code)).status).toBe(200);
  });

  it('that nobody made is refused, and guessing is slowed', async () => {
    const codes: string[] = [];
    for (let n = 0; n < 65; n++) {
      codes.push((await county.call('POST', '/api/enrol', { code: `AAAA-AAAA-${1000 + n}`, password })).body.code);
    }
    expect(codes[0]).toBe('auth.code-unknown');
    expect(codes.at(-1)).toBe('auth.wait');
  });

  it('is not in the database as it is', async () => {
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    const dump = await sql<{ text: string }>`select string_agg(e::text, '') as text from login.enrolments e`.execute(
      county.owner.kysely,
    );
    expect(dump.rows[0]?.text).not.toContain(made.body.code);
    expect(dump.rows[0]?.text).not.toContain(made.body.code.replaceAll('-', ''));
  });
});

describe('who may reset whom', () => {
  const cases: [Login, Login, 200 | 403, string][] = [
    ['shi', 'wei', 200, '石建国, head of her station, resets 韦小妹'],
    ['shi', 'lan', 200, 'and the worker of his station'],
    ['luo', 'wei', 403, '罗志强, head of the rival station, does not'],
    ['shi', 'mo', 403, 'nor does 石建国 reset a worker of the rival station'],
    ['shi', 'luo', 403, 'nor the rival head'],
    ['shi', 'shi', 403, 'nor himself, nor anybody of his rank'],
    ['shi', 'wu', 403, 'nor the county’s officer'],
    ['lan', 'wei', 403, '蓝秀英, a worker, resets nobody'],
    ['wei', 'qin', 403, 'a volunteer resets nobody'],
    ['wu', 'luo', 200, '吴正, the county’s officer, resets anybody of the county'],
    ['tang', 'shi', 200, '唐静, the administrator, too'],
  ];
  for (const [actor, target, status, title] of cases) {
    it(title, async () => {
      const codes: number[] = [];
      for (const url of [`/api/accounts/${who[target]}/reset`, '/api/enrolments']) {
        const answer = await post(actor, url, url === '/api/enrolments' ? { userId: who[target] } : {});
        codes.push(answer.status);
        if (status === 403) expect(answer.body).toMatchObject({ code: 'auth.out-of-reach', details: {} });
      }
      expect(codes).toEqual([status, status]);
      if (status === 200) await restore(target);
      expect((await county.signIn(target)).status).toBe(200);
    });
  }

  it('罗志强 opens a post at his own station for 蓝秀英 or the county’s officer, and has not come by their password', async () => {
    for (const target of ['lan', 'wu'] as const) {
      await county.system('network.open-post', {
        postId: named(`stolen ${target}`),
        userId: who[target],
        name: '借来的',
        phone: null,
        role: 'station-worker',
        stationId: place.rival,
        roomId: null,
        agencyId: null,
        fromDay: '2026-03-01',
      });
      expect((await post('luo', `/api/accounts/${who[target]}/reset`)).status).toBe(403);
      await county.system('network.end-post', {
        postId: named(`stolen ${target}`),
        userId: who[target],
        lastDay: '2026-03-02',
      });
    }
  });

  it('tells the same of somebody who is not there as of somebody out of reach (A5)', async () => {
    const absent = await post('shi', `/api/accounts/${named('nobody')}/reset`);
    const rival = await post('shi', `/api/accounts/${who.mo}/reset`);
    expect([absent.status, absent.body]).toEqual([rival.status, rival.body]);
  });

  it('ends all sessions at once, voids the old password, and is written down', async () => {
    const cookie = await county.cookieOf('wei');
    const made = await post('shi', `/api/accounts/${who.wei}/reset`);
    expect((await county.call('GET', '/api/session', undefined, cookie)).body.code).toBe('auth.signed-out');
    expect((await county.signIn('wei')).body.code).toBe('auth.wrong-login');
    expect((await county.call('POST', '/api/enrol', { code: made.body.code, password })).status).toBe(200);
    const acts = await sql<{
      act: string;
    }>`select act from login.acts where user_id = ${who.wei} and actor_id = ${who.shi}`.execute(county.owner.kysely);
    expect(acts.rows.map((row) => row.act)).toContain('reset');
    await expect(county.database.outsideCounties((trx) => sql`delete from login.acts`.execute(trx))).rejects.toThrow(
      'permission denied',
    );
  });

  it('of another county finds nobody there (A1)', async () => {
    const other = await createCounty(county.owner, county.parts, { name: '北江县', code: '459902' });
    if (isProblem(other)) throw new Error(other.code);
    const made = await createAccount(county.parts, {
      countyId: other.countyId,
      login: 'qiu',
      name: '邱县',
      role: 'county-officer',
      password,
    });
    expect(isProblem(made)).toBe(false);
    const { cookie } = await county.signIn('qiu');
    expect((await county.call('POST', `/api/accounts/${who.wei}/reset`, {}, cookie)).status).toBe(403);
    expect((await county.call('GET', `/api/sessions?userId=${who.wei}`, undefined, cookie)).status).toBe(403);
    const seen = await county.database.inCounty(other.countyId, (trx) =>
      sql`select login from login.accounts`.execute(trx),
    );
    expect(seen.rows).toEqual([{ login: 'qiu' }]);
  });
});

describe('a lost phone', () => {
  it('is revoked by 石建国 for everybody on it, is told to wipe itself at its next contact, and is let back by a new code', async () => {
    const shared = phone('shared phone');
    const wei = await county.cookieOf('wei', shared);
    const qin = await county.cookieOf('qin', shared);
    const listed = await county.call('GET', `/api/sessions?userId=${who.wei}`, undefined, await county.cookieOf('shi'));
    const id = there(listed.sessions.find((one) => one.deviceName === shared.name)).id;
    expect((await post('luo', `/api/sessions/${id}/lost`)).body.code).toBe('auth.no-such-session');
    expect((await post('shi', `/api/sessions/${id}/lost`)).status).toBe(204);
    for (const cookie of [wei, qin]) {
      const told = await county.call('GET', '/api/session', undefined, cookie);
      expect([told.status, told.body.code, told.body.details]).toEqual([401, 'auth.device-revoked', { wipe: true }]);
    }
    expect((await county.signIn('wei', { device: shared })).body).toMatchObject({
      code: 'auth.device-revoked',
      details: { wipe: true },
    });
    expect((await county.signIn('wei', { device: phone('another phone') })).status).toBe(200);
    const made = await post('shi', '/api/enrolments', { userId: who.wei });
    expect((await county.call('POST', '/api/enrol', { code: made.body.code, password, device: shared })).status).toBe(
      200,
    );
    expect((await county.signIn('qin', { device: shared })).body.code).toBe('auth.device-revoked');
  });

  it('of a stranger’s person is not to be found by a worker', async () => {
    await county.cookieOf('wei', phone('wei again'));
    expect(
      (await county.call('GET', `/api/sessions?userId=${who.wei}`, undefined, await county.cookieOf('lan'))).body.code,
    ).toBe('auth.out-of-reach');
  });
});

describe('an account that is disabled', () => {
  it('is told so only to who knows the password; its sessions end; enabled, it goes on', async () => {
    const cookie = await county.cookieOf('wei');
    expect((await post('luo', `/api/accounts/${who.wei}/disable`)).status).toBe(403);
    expect((await post('shi', `/api/accounts/${who.wei}/disable`)).status).toBe(204);
    expect((await county.call('GET', '/api/session', undefined, cookie)).body.code).toBe('auth.signed-out');
    expect((await county.signIn('wei', { password: 'falsch' })).body.code).toBe('auth.wrong-login');
    expect((await county.signIn('wei')).body.code).toBe('auth.account-disabled');
    expect((await post('shi', `/api/accounts/${who.wei}/reset`)).body).toMatchObject({
      code: 'auth.account-disabled',
      kind: 'conflict',
    });
    expect((await post('shi', '/api/enrolments', { userId: who.wei })).status).toBe(409);
    expect((await post('shi', `/api/accounts/${who.wei}/enable`)).status).toBe(204);
    expect((await county.signIn('wei')).status).toBe(200);
  });
});

describe('the administrator at the machine', () => {
  it('makes a county once, and lists counties and accounts', async () => {
    const made = await createCounty(county.owner, county.parts, {
      name: '三江侗族自治县',
      code: '450226',
      city: { code: '450200', name: '柳州市' },
    });
    expect(await createCounty(county.owner, county.parts, { name: '另名', code: '450226' })).toEqual(made);
    expect(await createCounty(county.owner, county.parts, { name: '错', code: '4502' })).toMatchObject({
      code: 'admin.wrong-code',
      field: 'code',
    });
    expect((await listCounties(county.parts)).map((one) => one.code)).toContain('450226');
    const listed = await listAccounts(county.parts, countyId);
    expect(listed.find((one) => one.login === 'shi')).toMatchObject({
      name: '石建国',
      roles: ['station-head'],
      disabled: false,
      hasPassword: true,
    });
  });

  it('opens an account with a password, and not with a weak one', async () => {
    const input = {
      countyId,
      login: 'nong',
      name: '农乡长',
      role: 'township-officer',
      stationId: place.station,
    } as const;
    expect(await createAccount(county.parts, { ...input, password: '12345678' })).toMatchObject({
      code: 'auth.password-too-weak',
    });
    expect(isProblem(await createAccount(county.parts, { ...input, password }))).toBe(false);
    expect((await county.signIn('nong')).body.me.roles).toEqual(['township-officer']);
  });

  it('cannot make a county as the program’s own role, which owns nothing (A1)', async () => {
    await expect(createCounty(county.database, county.parts, { name: '偷', code: '459999' })).rejects.toThrow(
      'permission denied',
    );
  });
});
