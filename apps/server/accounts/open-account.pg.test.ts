/** New accounts: with a post, for somebody who has one already, and what becomes of one that is refused or cut off. */

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { listAccounts } from './admin.ts';
import { countyId, type Login, named, password, place, trialCounty, who } from './trial-county.ts';

const county = await trialCounty();

const post = county.post.bind(county);

describe('a new account', () => {
  const volunteer = {
    login: 'Huang.XM',
    phone: '138 0773 0002',
    name: '黄小满',
    role: 'hamlet-volunteer',
    stationId: place.station,
    roomId: place.room,
  };

  it('is opened by 石建国 with its post, and 黄小满 enters by the code, by name or phone', async () => {
    const opened = await post('shi', '/api/accounts', volunteer);
    expect([opened.status, opened.body.path]).toEqual([200, `/phone/#/enrol/${opened.body.code}`]);
    expect((await county.signIn('huang.xm', { password })).body.code).toBe('auth.wrong-login');
    const entered = await county.call('POST', '/api/enrol', { code: opened.body.code, password });
    expect(entered.body.me).toMatchObject({
      userId: opened.body.userId,
      login: 'huang.xm',
      roles: ['hamlet-volunteer'],
    });
    expect((await county.signIn('13807730002')).status).toBe(200);
  });

  it('takes no name and no phone number that somebody has', async () => {
    expect((await post('shi', '/api/accounts', { ...volunteer, phone: null })).body).toMatchObject({
      code: 'auth.login-taken',
      field: 'login',
    });
    expect((await post('shi', '/api/accounts', { ...volunteer, login: 'other.name' })).body).toMatchObject({
      code: 'auth.phone-taken',
      field: 'phone',
    });
  });

  it('is refused by the engine where the opener’s reach ends, and leaves no name taken behind', async () => {
    const tries: [Login, object][] = [
      ['shi', { ...volunteer, stationId: place.rival, roomId: place.rivalRoom }],
      ['shi', { ...volunteer, role: 'station-head' }],
      ['shi', { ...volunteer, role: 'county-officer', stationId: null, roomId: null }],
      ['shi', { ...volunteer, role: 'administrator', stationId: place.station }],
      ['lan', volunteer],
      ['wei', volunteer],
    ];
    for (const [actor, body] of tries) {
      const answer = await post(actor, '/api/accounts', { ...body, login: 'huang.er', phone: null });
      expect([actor, answer.status, answer.body.code]).toEqual([actor, 403, 'auth.out-of-reach']);
    }
    expect((await listAccounts(county.parts, countyId)).map((one) => one.login)).not.toContain('huang.er');
    expect((await post('shi', '/api/accounts', { ...volunteer, login: 'huang.er', phone: null })).status).toBe(200);
  });

  it('is opened at no station and in no village that is not there, not even by the county’s desk', async () => {
    const nowhere = { ...volunteer, login: 'huang.wu', phone: null };
    expect((await post('wu', '/api/accounts', { ...nowhere, stationId: named('nowhere') })).body).toMatchObject({
      code: 'network.no-such-station',
      field: 'stationId',
    });
    expect((await post('wu', '/api/accounts', { ...nowhere, roomId: place.rivalRoom })).body).toMatchObject({
      code: 'network.room-elsewhere',
    });
    // To a head, one that is not there is as another's (law A5).
    expect((await post('shi', '/api/accounts', { ...nowhere, stationId: named('nowhere') })).body).toMatchObject({
      code: 'auth.out-of-reach',
    });
    expect((await listAccounts(county.parts, countyId)).map((one) => one.login)).not.toContain('huang.wu');
  });

  it('names the field that is wrong', async () => {
    const wrong = async (more: object) =>
      (await post('wu', '/api/accounts', { ...volunteer, login: 'huang.san', phone: null, ...more })).body;
    expect(await wrong({ login: '<b>' })).toMatchObject({ code: 'auth.wrong-login-name', field: 'login' });
    expect(await wrong({ phone: '12' })).toMatchObject({ code: 'auth.wrong-phone', field: 'phone' });
    expect(await wrong({ role: 'emperor' })).toMatchObject({ code: 'server.wrong-shape', field: 'role' });
    expect(await wrong({ roomId: null })).toMatchObject({ code: 'network.post-needs-place', field: 'role' });
    expect(await wrong({ role: 'city-officer' })).toMatchObject({ code: 'auth.city-role', field: 'role' });
    expect(await wrong({ role: 'evaluator' })).toMatchObject({ code: 'auth.evaluator-needs-end', field: 'lastDay' });
    expect(await wrong({ county: countyId })).toMatchObject({ code: 'server.wrong-shape', field: 'county' });
  });

  it('of an evaluator ends on its last day', async () => {
    const opened = await post('wu', '/api/accounts', {
      login: 'he',
      name: '何评',
      role: 'evaluator',
      lastDay: '2026-03-31',
    });
    const entered = await county.call('POST', '/api/enrol', { code: opened.body.code, password });
    expect(entered.body.me.roles).toEqual(['evaluator']);
    county.now += 25 * 86_400_000;
    expect((await county.signIn('he')).body.me.roles).toEqual([]);
    county.now -= 25 * 86_400_000;
  });

  it('for somebody whose post came by a roster needs only how they sign in, and is theirs to open once', async () => {
    const userId = named('from the roster');
    const name = '覃小玲';
    await county.system('network.open-post', {
      ...{ postId: named('roster post'), userId, name, phone: null, role: 'village-worker' },
      ...{ stationId: place.station, roomId: place.room, agencyId: null, fromDay: '2026-02-01' },
    });
    const open = (as: Login, login: string) =>
      post(as, `/api/accounts/${userId}/open`, { login, phone: '13907730077' });
    // The rival's head, and a worker, hear what they hear of somebody who is not there (A5).
    const stranger = await post('luo', `/api/accounts/${named('nobody')}/open`, { login: 'nobody' });
    for (const as of ['luo', 'lan'] as const) expect((await open(as, 'qinxl')).body).toEqual(stranger.body);
    expect((await open('shi', 'qin')).body).toMatchObject({ code: 'auth.login-taken', field: 'login' });
    const opened = await open('shi', 'qinxl');
    expect([opened.status, opened.body.userId]).toEqual([200, userId]);
    const entered = await county.call('POST', '/api/enrol', { code: opened.body.code, password: '名册里来的人也能进' });
    expect([entered.status, entered.body.me.userId]).toEqual([200, userId]);
    expect((await open('shi', 'qinxl2')).body).toMatchObject({ kind: 'conflict', code: 'auth.has-account' });
  });

  it('that a crash left half opened is taken up by the same person’s next try', async () => {
    const body = { ...volunteer, login: 'huang.si', phone: null };
    await sql`insert into login.accounts (user_id, county_id, login, name, created_by, created_at)
      values (${named('half')}, ${countyId}, 'huang.si', '黄小满', ${who.shi}, ${county.now})`.execute(
      county.owner.kysely,
    );
    expect((await county.signIn('huang.si')).body.code).toBe('auth.wrong-login');
    const opened = await post('shi', '/api/accounts', body);
    expect([opened.status, opened.body.userId]).toEqual([200, named('half')]);
    expect((await post('shi', '/api/accounts', body)).body.code).toBe('auth.login-taken');
  });
});
