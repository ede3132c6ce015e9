/** The second factor at the door: asked where it must be, a code good once, and a way back for who lost it. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { codeOf, stepAt, stepMs } from './totp.ts';
import { countyId, named, password, trialCounty, who } from './trial-county.ts';

const county = await trialCounty();
beforeEach(() => {
  // Each test in a code's time of its own: what one used up is not another's.
  county.now += 10 * stepMs;
});
afterEach(async () => {
  await sql`delete from login.totp`.execute(county.owner.kysely);
  await sql`delete from login.recovery_codes`.execute(county.owner.kysely);
  await county.system('network.require-second-factor', { roles: [] });
});

const desk = { id: named('desk'), name: 'Linux · console', kind: 'console' };
const Secret = z.object({ secret: z.string(), uri: z.string() });
const Codes = z.object({ recoveryCodes: z.array(z.string()) });
const Needed = z.object({
  code: z.literal('auth.second-factor-needed'),
  details: z.object({ token: z.string(), setUp: z.boolean() }),
});

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
/** What the person's app shows, so many steps from now. */
const shown = (secret: string, later = 0): string => codeOf(bytesOf(secret), stepAt(county.now) + later);

/** 吴 sets up an app at the desk; answers its secret and the recovery codes. */
async function withApp(login: 'wu' | 'lan' | 'shi' = 'wu') {
  const cookie = await county.cookieOf(login, desk);
  const { secret } = Secret.parse((await county.call('POST', '/api/second-factor/secret', { password }, cookie)).body);
  const answer = await county.call('POST', '/api/second-factor/confirm', { code: shown(secret) }, cookie);
  expect(answer.status).toBe(200);
  county.now += 2 * stepMs;
  return { cookie, secret, codes: Codes.parse(answer.body).recoveryCodes };
}
async function stepAtDoor(login: string, device: object = desk): Promise<string> {
  const answer = await county.signIn(login, { device });
  expect([answer.status, answer.cookie]).toEqual([401, null]);
  return Needed.parse(answer.body).details.token;
}
const second = (token: string, code: string) => county.call('POST', '/api/session/second', { token, code });

describe('an app that was set up', () => {
  it('is asked for at the desk: the password alone opens nothing', async () => {
    const { secret } = await withApp();
    const token = await stepAtDoor('wu');
    expect((await county.call('GET', '/api/session', undefined, `yimi_session=${token}`)).status).toBe(401);
    const entered = await second(token, shown(secret));
    expect(entered.status).toBe(200);
    expect(entered.body.me.userId).toBe(who.wu);
    expect((await county.call('GET', '/api/session', undefined, entered.cookie)).status).toBe(200);
  });

  it('shows a code that is good once, at another door too and for two at the same time', async () => {
    const { secret } = await withApp();
    const code = shown(secret);
    const doors = await Promise.all([stepAtDoor('wu'), stepAtDoor('wu'), stepAtDoor('wu')]);
    const answers = await Promise.all(doors.map((token) => second(token, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
    const again = await second(await stepAtDoor('wu'), code);
    expect(again.body).toMatchObject({ code: 'auth.wrong-code' });
    county.now += stepMs;
    expect((await second(await stepAtDoor('wu'), shown(secret))).status).toBe(200);
  });

  it('takes no code of before the one that was used', async () => {
    const { secret } = await withApp();
    expect((await second(await stepAtDoor('wu'), shown(secret, 1))).status).toBe(200);
    expect((await second(await stepAtDoor('wu'), shown(secret, 0))).status).toBe(403);
  });

  it('is asked for with growing waits, however many doors are opened', async () => {
    const { secret } = await withApp();
    const wrong = async () => second(await stepAtDoor('wu'), '000000');
    for (let i = 0; i < 5; i++) expect((await wrong()).status).toBe(403);
    expect((await second(await stepAtDoor('wu'), shown(secret))).body.code).toBe('auth.wait');
  });

  it('lets the token of the first step be used once, and for ten minutes', async () => {
    const { secret } = await withApp();
    const token = await stepAtDoor('wu');
    expect((await second(token, shown(secret))).status).toBe(200);
    county.now += stepMs;
    expect((await second(token, shown(secret))).body.code).toBe('auth.step-expired');
    const late = await stepAtDoor('wu');
    county.now += 601_000;
    expect((await second(late, shown(secret))).body.code).toBe('auth.step-expired');
  });

  it('is asked for on a phone that is new to the person, and not again on the one it was shown to', async () => {
    const { secret } = await withApp('lan');
    const phone = { id: named('a new phone'), name: '蓝秀英的手机', kind: 'phone' };
    const token = await stepAtDoor('lan', phone);
    expect((await second(token, shown(secret))).status).toBe(200);
    expect((await county.signIn('lan', { device: phone })).status).toBe(200);
    await stepAtDoor('lan', { ...phone, id: named('another phone') });
  });

  it('is asked for on a phone that was let in by somebody else’s code', async () => {
    const { secret } = await withApp('lan');
    const head = await county.cookieOf('shi');
    const { body } = await county.call('POST', '/api/enrolments', { userId: who.lan }, head);
    const device = { id: named('enrolled phone'), name: '手机', kind: 'phone' };
    const answer = await county.call('POST', '/api/enrol', { code: body.code, password, device });
    expect(answer.cookie).toBeNull();
    const { details } = Needed.parse(answer.body);
    expect((await second(details.token, shown(secret))).status).toBe(200);
  });
});

describe('recovery codes', () => {
  it('let in once each, however they are typed, and are told to nobody twice', async () => {
    const { codes, cookie } = await withApp();
    expect(codes).toHaveLength(10);
    const [one = ''] = codes;
    expect((await second(await stepAtDoor('wu'), one.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await second(await stepAtDoor('wu'), one)).status).toBe(403);
    const state = await county.call('GET', '/api/second-factor', undefined, cookie);
    expect(state.body).toMatchObject({ app: true, codesLeft: 9, required: false });
    expect(JSON.stringify(state.body)).not.toContain(codes[1]);
  });

  it('and secrets lie in the database as digests and ciphertext only', async () => {
    const { codes, secret } = await withApp();
    const rows =
      await sql`select t::text from login.totp t union all select c::text from login.recovery_codes c`.execute(
        county.owner.kysely,
      );
    const all = JSON.stringify(rows.rows);
    expect(rows.rows).toHaveLength(11);
    for (const told of [secret, bytesOf(secret).toString('hex'), bytesOf(secret).toString('base64'), ...codes])
      expect(all).not.toContain(told);
  });

  it('are made anew only by who shows a code', async () => {
    const { codes, cookie, secret } = await withApp();
    expect((await county.call('POST', '/api/second-factor/codes', { code: '000000' }, cookie)).status).toBe(403);
    const fresh = await county.call('POST', '/api/second-factor/codes', { code: shown(secret) }, cookie);
    expect(Codes.parse(fresh.body).recoveryCodes).toHaveLength(10);
    expect((await second(await stepAtDoor('wu'), codes[3] ?? '')).status).toBe(403);
  });
});

describe('what the county asks', () => {
  it('stops a role without an app at the door until one is set up there', async () => {
    await county.system('network.require-second-factor', { roles: ['county-officer'] });
    expect((await county.signIn('shi', { device: desk })).status).toBe(200);
    const answer = await county.signIn('wu', { device: desk });
    const { token, setUp } = Needed.parse(answer.body).details;
    expect(setUp).toBe(true);
    expect((await second(token, '000000')).status).toBe(403);
    const made = Secret.parse((await county.call('POST', '/api/session/second/secret', { token })).body);
    const confirm = (code: string) => county.call('POST', '/api/session/second/confirm', { token, code });
    expect((await confirm('000000')).cookie).toBeNull();
    const entered = await confirm(shown(made.secret));
    expect(entered.status).toBe(200);
    expect(Codes.parse(entered.body).recoveryCodes).toHaveLength(10);
    expect((await county.call('GET', '/api/session', undefined, entered.cookie)).status).toBe(200);
    county.now += stepMs;
    // Set up once; from here on it is asked for, and cannot be put away.
    const later = await second(await stepAtDoor('wu'), shown(made.secret));
    county.now += stepMs;
    const drop = await county.call('POST', '/api/second-factor/drop', { code: shown(made.secret) }, later.cookie);
    expect(drop.body).toMatchObject({ code: 'auth.second-factor-required' });
  });

  it('is for the county’s officer and administrator to say, and for nobody else', async () => {
    const give = (login: keyof typeof who) =>
      county.push(who[login], county.envelope('network.require-second-factor', { roles: ['station-head'] }));
    for (const login of ['wei', 'qin', 'lan', 'shi'] as const)
      expect((await give(login))[0]).toMatchObject({ status: 'refused', problem: { code: 'sync.out-of-reach' } });
    for (const login of ['wu', 'tang'] as const) expect((await give(login))[0]).toMatchObject({ status: 'accepted' });
  });
});

describe('the way back', () => {
  it('is the head’s for the people of the own station, and is written down', async () => {
    await withApp('lan');
    const reset = (cookie: string) => county.call('POST', `/api/accounts/${who.lan}/second-factor/reset`, {}, cookie);
    for (const stranger of ['wei', 'qin', 'mo', 'luo'] as const)
      expect((await reset(await county.cookieOf(stranger))).body).toMatchObject({ code: 'auth.out-of-reach' });
    expect((await reset(await county.cookieOf('shi'))).status).toBe(204);
    expect((await county.signIn('lan', { device: desk })).status).toBe(200);
    const acts =
      await sql`select act, actor_id, county_id from login.acts where user_id = ${who.lan} and act = 'second-factor-reset'`.execute(
        county.owner.kysely,
      );
    expect(acts.rows).toEqual([{ act: 'second-factor-reset', actor_id: who.shi, county_id: countyId }]);
  });

  it('is nobody’s own without a code: a stolen session cannot do away with it', async () => {
    const { cookie, secret } = await withApp('shi');
    expect((await county.call('POST', `/api/accounts/${who.shi}/second-factor/reset`, {}, cookie)).status).toBe(403);
    expect((await county.call('POST', '/api/second-factor/drop', { code: '000000' }, cookie)).status).toBe(403);
    expect((await county.call('POST', '/api/second-factor/drop', { code: shown(secret) }, cookie)).status).toBe(204);
  });

  it('and another app needs the password, and comes in place of none that is in use', async () => {
    const cookie = await county.cookieOf('wu', desk);
    const begin = (typed: string) => county.call('POST', '/api/second-factor/secret', { password: typed }, cookie);
    expect((await begin('不是这个密码')).body).toMatchObject({ code: 'auth.wrong-password', field: 'password' });
    const first = Secret.parse((await begin(password)).body);
    const other = Secret.parse((await begin(password)).body);
    const confirm = (code: string) => county.call('POST', '/api/second-factor/confirm', { code }, cookie);
    expect((await confirm(shown(first.secret))).status).toBe(403);
    expect((await confirm(shown(other.secret))).status).toBe(200);
    expect((await begin(password)).body).toMatchObject({ code: 'auth.second-factor-there' });
  });
});
