/** What the phone seals the server opens, and nothing else (law S5). The phone's own code seals here: both run WebCrypto. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { derivedId, isProblem } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import { base64, randomBytes } from '../../phone/device/bytes.ts';
import { aesKey, encrypt } from '../../phone/device/cipher.ts';
import { sealTo } from '../../phone/device/sealed-box.ts';
import { openDeposit, openDepositedFile, openDepositedFileKey } from './sealed-box.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' });
const userId = derivedId('sealed box', 'user');
const countyId = derivedId('sealed box', 'county');
const envelope = {
  id: derivedId('sealed box', 'command'),
  name: 'services.record-visit',
  v: 1,
  occurredAt: 1_773_104_400_000,
  input: { findings: '药快吃完了' },
  dependsOn: [],
  mends: null,
  hints: [],
};

describe('a deposit', () => {
  it('opens with the server key to what the phone sealed', async () => {
    const box = await sealTo(jwk, { userId, countyId, envelope });
    expect(openDeposit(box, privateKey)).toEqual({ userId, countyId, envelope });
    expect(Buffer.from(box).includes('药')).toBe(false);
  });

  it('is refused when a single bit was changed, when it is cut, and when the point is off the curve', async () => {
    const box = await sealTo(jwk, { userId, countyId, envelope });
    for (const at of [1, 70, 90, box.length - 1]) {
      const changed = box.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openDeposit(changed, privateKey)).toMatchObject({ code: 'deposits.does-not-open' });
    }
    for (const length of [0, 64, 65, 80, box.length - 1]) {
      expect(isProblem(openDeposit(box.slice(0, length), privateKey))).toBe(true);
    }
  });

  it('is refused by another key and when it holds something else', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(isProblem(openDeposit(await sealTo(jwk, { userId, countyId, envelope }), other))).toBe(true);
    const wrong = await sealTo(jwk, { userId, countyId, envelope, isAdministrator: true });
    expect(openDeposit(wrong, privateKey)).toMatchObject({ code: 'deposits.wrong-shape' });
  });

  it('brings a file whose key lies in a box of its own', async () => {
    const plain = randomBytes(60_000);
    const raw = randomBytes(32);
    const body = await encrypt(await aesKey(raw), plain, null);
    const sha256 = createHash('sha256').update(plain).digest('hex');
    const file = { sha256, kind: 'photo', mime: 'image/jpeg', bytes: plain.length, key: base64(raw) };
    const opened = openDepositedFileKey(await sealTo(jwk, { userId, countyId, file }), privateKey);
    if (isProblem(opened)) throw new Error(opened.code);
    const bytes = openDepositedFile(body, opened.file);
    if (isProblem(bytes)) throw new Error(bytes.code);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(isProblem(openDepositedFile(body.slice(0, -1), opened.file))).toBe(true);
  });
});
