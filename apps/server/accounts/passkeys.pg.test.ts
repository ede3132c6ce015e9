/**
 * Passkeys against an authenticator made of Node's own cryptography (WebAuthn level 3, 6.1 and 6.5): what a true one sends
 * is taken, and whatever is foreign, stale, forged or copied is refused.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { named, password, trialCounty, who } from './trial-county.ts';

const county = await trialCounty();
afterEach(async () => {
  await sql`delete from login.passkeys`.execute(county.owner.kysely);
});

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
const Options = z.object({ token: z.string(), options: z.looseObject({ challenge: z.string() }) });

interface Ways {
  readonly origin?: string;
  readonly site?: string;
  /** User present, user verified. */
  readonly flags?: number;
  readonly counter?: number;
}

/** A device that holds one key. */
class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = randomBytes(32);

  #client(type: string, challenge: string, { origin = 'https://yimi.test' }: Ways): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #data({ site = 'yimi.test', counter = 0 }: Ways, flags: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(site), Buffer.from([flags]), count]);
  }

  make(challenge: string, ways: Ways = {}): object {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    // COSE, RFC 9053: kty EC2, alg ES256, crv P-256, x, y; written out as CBOR.
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const length = Buffer.from([0, this.id.length]);
    // 0x40: a key is enclosed.
    const data = Buffer.concat([this.#data(ways, (ways.flags ?? 0x05) | 0x40), Buffer.alloc(16), length, this.id, key]);
    const head = Buffer.from('a363666d74646e6f6e656761747453746d74a06861757468446174615800', 'hex');
    head[head.length - 1] = data.length;
    return this.#credential({
      clientDataJSON: this.#client('webauthn.create', challenge, ways).toString('base64url'),
      attestationObject: Buffer.concat([head, data]).toString('base64url'),
      transports: ['internal'],
    });
  }

  show(challenge: string, ways: Ways = {}): object {
    const client = this.#client('webauthn.get', challenge, ways);
    const data = this.#data(ways, ways.flags ?? 0x05);
    return this.#credential({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey).toString('base64url'),
    });
  }

  #credential(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}

async function begin(cookie: string) {
  const answer = await county.call('POST', '/api/passkeys/options', { password }, cookie);
  expect(answer.status).toBe(200);
  return Options.parse(answer.body);
}
async function added(device: Authenticator, login: 'wu' | 'lan' = 'wu', ways: Ways = {}) {
  const cookie = await county.cookieOf(login);
  const { token, options } = await begin(cookie);
  const response = device.make(options.challenge, ways);
  return county.call('POST', '/api/passkeys', { token, name: '站里的电脑', response }, cookie);
}
const atDoor = async () => Options.parse((await county.call('POST', '/api/session/passkey/options', {})).body);
const desk = { id: named('desk'), name: 'console', kind: 'console' };
async function enter(device: Authenticator, ways: Ways = {}) {
  const { token, options } = await atDoor();
  return county.call('POST', '/api/session/passkey', {
    token,
    response: device.show(options.challenge, ways),
    device: desk,
  });
}

describe('a passkey', () => {
  it('lets its person in by itself, and is listed with the day of its use', async () => {
    const device = new Authenticator();
    expect((await added(device)).status).toBe(204);
    const answer = await enter(device, { counter: 1 });
    expect([answer.status, answer.body.me.userId]).toEqual([200, who.wu]);
    const state = await county.call('GET', '/api/second-factor', undefined, answer.cookie);
    expect(state.body).toMatchObject({ passkeys: [{ name: '站里的电脑', lastUsedAt: county.now }] });
  });

  it('is added only with the password, at our own address, by a device that looked at its person', async () => {
    const cookie = await county.cookieOf('wu');
    const wrong = await county.call('POST', '/api/passkeys/options', { password: '不是这个密码' }, cookie);
    expect(wrong.body).toMatchObject({ code: 'auth.wrong-password' });
    for (const ways of [{ origin: 'https://yimi.test.evil.example' }, { site: 'evil.example' }, { flags: 0x01 }])
      expect((await added(new Authenticator(), 'wu', ways)).body).toMatchObject({ code: 'auth.passkey-refused' });
  });

  it('is refused from another address, unverified, by another key, and with a challenge that was not ours or was used', async () => {
    const device = new Authenticator();
    await added(device);
    for (const ways of [{ origin: 'http://yimi.test' }, { site: 'evil.example' }, { flags: 0x01 }])
      expect((await enter(device, ways)).body).toMatchObject({ code: 'auth.passkey-refused' });
    expect((await enter(new Authenticator())).body).toMatchObject({ code: 'auth.passkey-refused' });
    const { token, options } = await atDoor();
    const foreign = { token, response: device.show(randomBytes(32).toString('base64url')), device: desk };
    expect((await county.call('POST', '/api/session/passkey', foreign)).body.code).toBe('auth.passkey-refused');
    const late = { token, response: device.show(options.challenge), device: desk };
    expect((await county.call('POST', '/api/session/passkey', late)).body.code).toBe('auth.step-expired');
  });

  it('whose counter went back is a copy, and opens nothing', async () => {
    const device = new Authenticator();
    await added(device);
    expect((await enter(device, { counter: 9 })).status).toBe(200);
    expect((await enter(device, { counter: 9 })).body).toMatchObject({ code: 'auth.passkey-refused' });
    expect((await enter(device, { counter: 10 })).status).toBe(200);
  });

  it('is not added for one person by another’s step, and removed by nobody else', async () => {
    const device = new Authenticator();
    const { token, options } = await begin(await county.cookieOf('wu'));
    const mine = await county.cookieOf('lan');
    const taken = { token, name: '别人的', response: device.make(options.challenge) };
    expect((await county.call('POST', '/api/passkeys', taken, mine)).body.code).toBe('auth.step-expired');
    await added(device);
    const id = device.id.toString('base64url');
    expect((await county.call('DELETE', `/api/passkeys/${id}`, undefined, mine)).status).toBe(404);
    expect((await enter(device)).status).toBe(200);
    expect((await county.call('DELETE', `/api/passkeys/${id}`, undefined, await county.cookieOf('wu'))).status).toBe(
      204,
    );
    expect((await enter(device)).body).toMatchObject({ code: 'auth.passkey-refused' });
  });
});
