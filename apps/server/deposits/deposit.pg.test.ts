/** Deposits and the tray on real PostgreSQL (law S5). The phone's own code seals; nobody is signed in. */
import { createHash } from 'node:crypto';
import type { Envelope } from '@yimi/protocol';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { base64, randomBytes } from '../../phone/device/bytes.ts';
import { aesKey, encrypt } from '../../phone/device/cipher.ts';
import { sealTo } from '../../phone/device/sealed-box.ts';
import {
  type Answer,
  countyId,
  type Login,
  named,
  place,
  there,
  trialCounty,
  visit,
  who,
} from '../accounts/trial-county.ts';
import { stationsOfAuthor } from './station-of-author.ts';

const county = await trialCounty();

interface Phone {
  readonly id: string;
  readonly token: string;
  readonly cookie: string;
  readonly sessionId: string;
}

async function phoneOf(login: Login, label: string): Promise<Phone> {
  const id = named(label);
  const answer = await county.signIn(login, { device: { id, name: label } });
  const listed = await county.call('GET', '/api/sessions', undefined, answer.cookie);
  return {
    id,
    token: there(answer.body.me.depositToken),
    cookie: answer.cookie ?? '',
    sessionId: there(listed.sessions.find((one) => one.current)).id,
  };
}

const seal = async (userId: string, envelope: Envelope, inCounty = countyId): Promise<string> =>
  base64(await sealTo(county.parts.keys.depositPublicJwk, { userId, countyId: inCounty, envelope }));

const deposit = (phone: Pick<Phone, 'id' | 'token'>, entries: string[]): Promise<Answer> =>
  county.call('POST', '/api/deposit', { deviceId: phone.id, depositToken: phone.token, entries });

const visited = (label: string, more: Partial<Envelope> = {}) =>
  county.envelope('services.record-visit', visit(label, county.now), more);

async function counted(label: string): Promise<{ author_id: string }[]> {
  const found = await sql<{
    author_id: string;
  }>`select author_id from services.visits where id = ${named(label)}`.execute(county.owner.kysely);
  return found.rows;
}

async function tray(as: Login) {
  const answer = await county.call('GET', '/api/tray', undefined, await county.cookieOf(as));
  expect(answer.status).toBe(200);
  return answer.body.rows;
}

async function adopt(as: Login, id: string): Promise<Answer> {
  return county.call('POST', `/api/tray/deposits/${id}/adopt`, {}, await county.cookieOf(as));
}

describe('a deposit', () => {
  it('of 韦小妹, whose session has ended, runs as hers, once however often it comes', async () => {
    const phone = await phoneOf('wei', 'deposit phone');
    await county.call('DELETE', '/api/session', undefined, phone.cookie);
    const envelope = visited('deposited visit');
    for (let n = 0; n < 2; n++) {
      const answer = await deposit(phone, [await seal(who.wei, envelope)]);
      expect([answer.status, answer.body.taken]).toEqual([200, [0]]);
      expect(answer.body.outcomes[0]).toMatchObject({ id: envelope.id, status: 'accepted' });
    }
    expect(await counted('deposited visit')).toEqual([{ author_id: who.wei }]);
    expect(await tray('shi')).toEqual([]);
  });

  it('keeps the order of a phone’s commands, and what waits for another says so', async () => {
    const phone = await phoneOf('wei', 'order phone');
    const first = visited('order visit');
    const second = county.envelope(
      'services.withdraw-visit',
      { visitId: named('order visit'), reason: '记错了人' },
      { dependsOn: [first.id] },
    );
    const orphan = visited('orphan visit', { dependsOn: [named('never sent')] });
    const answer = await deposit(phone, [
      await seal(who.wei, first),
      await seal(who.wei, second),
      await seal(who.wei, orphan),
    ]);
    expect(answer.body.taken).toEqual([0, 1, 2]);
    expect(answer.body.outcomes.map((one) => one.status)).toEqual(['accepted', 'accepted', 'waiting']);
    const lines = await tray('shi');
    expect(lines).toMatchObject([
      { kind: 'receipt', status: 'waiting', authorName: '韦小妹', name: 'services.record-visit' },
    ]);
    expect(lines[0]?.input).toMatchObject({ findings: '腿脚不便，药快吃完了' });
    expect(await tray('luo')).toEqual([]);
  });

  it('needs the token of that device, and the token opens nothing else', async () => {
    const phone = await phoneOf('wei', 'token phone');
    const entry = await seal(who.wei, visited('no token'));
    for (const forged of [
      { ...phone, token: 'x'.repeat(43) },
      { ...phone, id: named('token phone of nobody') },
    ]) {
      const answer = await deposit(forged, [entry]);
      expect([answer.status, answer.body.code]).toEqual([401, 'deposits.wrong-token']);
    }
    expect(await counted('no token')).toEqual([]);
    const asCookie = await county.call('GET', '/api/session', undefined, `yimi_session=${phone.token}`);
    expect(asCookie.body.code).toBe('auth.not-signed-in');
  });

  it('of bytes that do not open is kept as it came, once, and blocks nothing', async () => {
    const phone = await phoneOf('qin', 'broken phone');
    const good = await seal(who.qin, visited('beside the broken'));
    const broken = Buffer.from('not a box at all').toString('base64');
    for (let n = 0; n < 2; n++) expect((await deposit(phone, [broken, good])).body.taken).toEqual([0, 1]);
    expect(await counted('beside the broken')).toEqual([{ author_id: who.qin }]);
    const line = there((await tray('shi')).find((one) => one.kind === 'deposit'));
    expect(line).toMatchObject({
      authorId: null,
      depositorName: '覃大海',
      problem: { code: 'deposits.does-not-open' },
      input: null,
    });
    expect((await adopt('shi', line.id)).body.code).toBe('deposits.does-not-open');
    const aside = await county.call(
      'POST',
      `/api/tray/deposits/${line.id}/set-aside`,
      { reason: 'cannot-be-read' },
      await county.cookieOf('shi'),
    );
    expect(aside.status).toBe(204);
    expect((await adopt('shi', line.id)).body.code).toBe('deposits.already-settled');
    const kept = await sql<{ content: Buffer }>`select content from login.deposits where id = ${line.id}`.execute(
      county.owner.kysely,
    );
    expect(kept.rows[0]?.content.toString()).toBe('not a box at all');
  });
});

describe('a deposit that may not run', () => {
  it('from a revoked phone lies in the tray of 韦小妹’s station and is adopted by 蓝秀英 on her behalf', async () => {
    const phone = await phoneOf('wei', 'lost phone');
    const lost = await county.call('POST', `/api/sessions/${phone.sessionId}/lost`, {}, await county.cookieOf('shi'));
    expect(lost.status).toBe(204);
    const envelope = visited('visit from the lost phone');
    const box = await seal(who.wei, envelope);
    const answer = await deposit(phone, [box]);
    expect(answer.body).toMatchObject({
      taken: [0],
      outcomes: [{ id: envelope.id, status: 'waiting', problem: { code: 'deposits.device-revoked' } }],
    });
    expect(await counted('visit from the lost phone')).toEqual([]);

    const line = there((await tray('lan')).find((one) => one.commandId === envelope.id));
    expect(line).toMatchObject({
      kind: 'deposit',
      authorName: '韦小妹',
      depositorName: null,
      name: 'services.record-visit',
    });
    expect(line.input).toMatchObject({ findings: '腿脚不便，药快吃完了' });
    const plain = await sql<{ text: string }>`select string_agg(d::text, '') as text from login.deposits d`.execute(
      county.owner.kysely,
    );
    expect(plain.rows[0]?.text).not.toContain(Buffer.from('腿脚').toString('hex'));

    for (const stranger of ['luo', 'mo', 'wu', 'tang', 'qin', 'wei'] as const) {
      expect((await tray(stranger)).map((one) => one.id)).not.toContain(line.id);
      expect((await adopt(stranger, line.id)).body).toMatchObject({
        code: 'deposits.no-such-deposit',
        kind: 'not-found',
      });
    }
    const adopted = await adopt('lan', line.id);
    expect(adopted.body.outcome).toMatchObject({ id: envelope.id, status: 'accepted' });
    expect(await counted('visit from the lost phone')).toEqual([{ author_id: who.wei }]);
    expect((await adopt('shi', line.id)).body.code).toBe('deposits.already-settled');
    expect((await tray('lan')).map((one) => one.id)).not.toContain(line.id);

    await deposit(phone, [box]);
    const [again] = await county.push(who.wei, envelope);
    // Her own phone, sending the same once more, hears what became of it (law C3).
    expect(again).toMatchObject({ status: 'accepted' });
    expect(await counted('visit from the lost phone')).toHaveLength(1);
  });

  it('by somebody whose account is disabled is kept, and is not lost when it is sent twice', async () => {
    const phone = await phoneOf('qin', 'phone of one who left');
    await county.call('POST', `/api/accounts/${who.qin}/disable`, {}, await county.cookieOf('shi'));
    const envelope = visited('visit of one who left');
    for (let n = 0; n < 2; n++) {
      const answer = await deposit(phone, [await seal(who.qin, envelope)]);
      expect(answer.body).toMatchObject({
        taken: [0],
        outcomes: [{ status: 'waiting', problem: { code: 'deposits.account-disabled' } }],
      });
    }
    const lines = (await tray('shi')).filter((one) => one.commandId === envelope.id);
    expect(lines).toHaveLength(1);
    expect((await adopt('shi', there(lines[0]).id)).body.outcome.status).toBe('accepted');
    await county.call('POST', `/api/accounts/${who.qin}/enable`, {}, await county.cookieOf('shi'));
  });

  it('in another’s name, from a phone that proves only its own person, never runs as the other', async () => {
    const phone = await phoneOf('mo', 'phone of a stranger');
    const envelope = visited('forged visit');
    const answer = await deposit(phone, [await seal(who.shi, envelope)]);
    expect(answer.body).toMatchObject({
      taken: [0],
      outcomes: [{ status: 'waiting', problem: { code: 'deposits.not-own-device' } }],
    });
    expect(await counted('forged visit')).toEqual([]);
    const line = there((await tray('shi')).find((one) => one.commandId === envelope.id));
    expect(line).toMatchObject({ authorName: '石建国', depositorName: '莫兰' });
  });

  it('on a shared phone runs for each with their own token, and with the other’s lies in the tray', async () => {
    const wei = await phoneOf('wei', 'shared phone');
    const qin = await phoneOf('qin', 'shared phone');
    expect(wei.token).not.toBe(qin.token);
    const entry = await seal(who.wei, visited('shared visit'));
    expect((await deposit(qin, [entry])).body.outcomes[0]?.problem?.code).toBe('deposits.not-own-device');
    expect(await counted('shared visit')).toEqual([]);
    expect((await deposit(wei, [entry])).body.outcomes[0]?.status).toBe('accepted');
    expect(await counted('shared visit')).toEqual([{ author_id: who.wei }]);
    const line = there((await tray('shi')).find((one) => one.depositorName === '覃大海'));
    expect((await adopt('shi', line.id)).body.outcome.status).toBe('accepted');
    expect(await counted('shared visit')).toHaveLength(1);
  });

  it('that names another county stays in the depositor’s', async () => {
    const phone = await phoneOf('wei', 'county phone');
    const answer = await deposit(phone, [await seal(who.wei, visited('elsewhere'), named('another county'))]);
    expect(answer.body.outcomes[0]?.problem?.code).toBe('deposits.other-county');
    expect(await counted('elsewhere')).toEqual([]);
  });

  it('out of reach is refused by the engine, lies in the tray, and its adoption mends the refusal (C4)', async () => {
    const phone = await phoneOf('mo', 'phone of one who moved');
    const envelope = visited('out of reach');
    const answer = await deposit(phone, [await seal(who.mo, envelope)]);
    expect(answer.body).toMatchObject({
      taken: [0],
      outcomes: [{ status: 'refused', problem: { code: 'sync.out-of-reach' } }],
    });
    const mine = (await tray('luo')).filter((one) => one.commandId === envelope.id);
    expect(mine.map((one) => one.kind)).toEqual(['deposit']);
    const early = await adopt('luo', there(mine[0]).id);
    expect(early.body.outcome).toMatchObject({ status: 'refused', problem: { code: 'sync.out-of-reach' } });
    expect((await tray('luo')).map((one) => one.id)).toEqual([there(mine[0]).id]);

    await county.system('network.open-post', {
      postId: named('luo also'),
      userId: who.luo,
      name: '罗志强',
      phone: null,
      role: 'station-head',
      stationId: place.station,
      roomId: null,
      agencyId: null,
      fromDay: '2026-03-01',
    });
    const adopted = await adopt('luo', there(mine[0]).id);
    expect(adopted.body.outcome.status).toBe('accepted');
    expect(adopted.body.outcome.id).not.toBe(envelope.id);
    expect(await counted('out of reach')).toEqual([{ author_id: who.mo }]);
    const refused = await sql<{
      settled_by: string;
    }>`select settled_by from engine.receipts where id = ${envelope.id}`.execute(county.owner.kysely);
    expect(refused.rows[0]?.settled_by).toBe(adopted.body.outcome.id);
    await county.system('network.end-post', { postId: named('luo also'), userId: who.luo, lastDay: '2026-03-09' });
  });
});

describe('whose tray', () => {
  const post = (stationId: string, fromDay: string, toDay: string | null) => ({
    id: named(fromDay),
    userId: who.wei,
    role: 'station-worker' as const,
    stationId,
    roomId: null,
    agencyId: null,
    fromDay,
    toDay,
  });
  const moved = [post('old', '2026-01-01', '2026-02-28'), post('new', '2026-03-01', null)];

  it('is the station of the day of the record, also for one who has moved since', () => {
    expect(stationsOfAuthor(moved, '2026-02-10')).toEqual(['old']);
    expect(stationsOfAuthor(moved, '2026-03-10')).toEqual(['new']);
  });

  it('holds the refused command of one who has moved: the old station’s for the old days, the new one’s for the new', async () => {
    const ban = named('ban');
    const posts = [
      ['ban old', place.station, '2026-01-01', '2026-02-28'],
      ['ban new', place.rival, '2026-03-01', null],
    ] as const;
    for (const [label, stationId, fromDay, lastDay] of posts) {
      const postId = named(label);
      const input = { postId, userId: ban, name: '班主任', phone: null, role: 'station-worker', stationId };
      await county.system('network.open-post', { ...input, roomId: null, agencyId: null, fromDay });
      if (lastDay !== null) await county.system('network.end-post', { postId, userId: ban, lastDay });
    }
    const old = visited('old day', { occurredAt: Date.parse('2026-02-10T09:00:00+08:00') });
    const recent = visited('new day');
    const outcomes = await county.push(ban, old, recent);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['refused', 'refused']);
    const ids = async (as: Login) =>
      (await tray(as)).map((one) => one.id).filter((id) => [old.id, recent.id].includes(id));
    expect(await ids('shi')).toEqual([old.id]);
    expect(await ids('luo')).toEqual([recent.id]);
  });

  it('is the latest station where the day is nobody’s', () => {
    expect(stationsOfAuthor(moved, '1999-01-01')).toEqual(['new']);
    expect(stationsOfAuthor(moved.slice(0, 1), '2027-01-01')).toEqual(['old']);
    expect(stationsOfAuthor([], '2027-01-01')).toEqual([]);
  });
});

describe('a deposited file', () => {
  async function send(
    phone: Phone,
    change: (one: { body: Uint8Array; headers: Record<string, string> }) => void = () => undefined,
  ) {
    const bytes = Buffer.from('a photo');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const raw = randomBytes(32);
    const body = Buffer.from(await encrypt(await aesKey(raw), bytes, null));
    const key = base64(raw);
    const file = { sha256, kind: 'photo', mime: 'image/jpeg', bytes: bytes.length, key };
    const sealed = base64(await sealTo(county.parts.keys.depositPublicJwk, { userId: who.wei, countyId, file }));
    const sent = {
      body: new Uint8Array(body),
      headers: {
        'x-yimi': '1',
        'content-type': 'application/octet-stream',
        'x-device-id': phone.id,
        'x-deposit-token': phone.token,
        'x-sealed-key': sealed,
        'x-sha256': sha256,
      },
    };
    change(sent);
    const response = await county.app.inject({
      method: 'POST',
      url: '/api/deposit/files',
      headers: sent.headers,
      payload: Buffer.from(sent.body),
    });
    return { status: response.statusCode, body: response.json(), sha256 };
  }

  it('is opened, checked against its hash and handed on, also from a revoked phone', async () => {
    const phone = await phoneOf('wei', 'camera phone');
    await county.call('POST', `/api/sessions/${phone.sessionId}/lost`, {}, await county.cookieOf('shi'));
    const answer = await send(phone);
    expect([answer.status, answer.body]).toEqual([200, { kept: answer.sha256 }]);
    expect(county.kept).toMatchObject([
      { sha256: answer.sha256, about: { countyId, userId: who.wei, kind: 'photo', mime: 'image/jpeg' } },
    ]);
    expect(Buffer.from(county.kept[0]?.bytes ?? []).toString()).toBe('a photo');
  });

  it('is refused when it was changed on the way, names another hash, or comes from another’s device', async () => {
    const phone = await phoneOf('wei', 'camera phone two');
    const stranger = await phoneOf('mo', 'camera of a stranger');
    const before = county.kept.length;
    const flipped = await send(phone, ({ body }) => body.set([(body[20] ?? 0) ^ 1], 20));
    const other = await send(phone, ({ headers }) => Object.assign(headers, { 'x-sha256': '0'.repeat(64) }));
    const missing = await send(phone, ({ headers }) => Object.assign(headers, { 'x-device-id': 'nonsense' }));
    const forged = await send(stranger);
    const wrong = await send({ ...phone, token: 'y'.repeat(43) });
    expect([flipped, other, missing, forged, wrong].map(({ status, body }) => [status, body.code, body.field])).toEqual(
      [
        [400, 'deposits.does-not-open', undefined],
        [400, 'deposits.wrong-hash', 'x-sha256'],
        [400, 'server.wrong-shape', 'x-device-id'],
        [403, 'deposits.not-own-device', undefined],
        [401, 'deposits.wrong-token', 'depositToken'],
      ],
    );
    expect(county.kept.length).toBe(before);
  });
});
