/**
 * The vault's data key, wrapped (law A3). The wrapping key mixes what the person knows (the PIN, through PBKDF2) with what
 * only this phone has (an HMAC by a key that the browser never gives out). A copy of the records alone is of no use
 * without the phone; a forensic copy of the whole phone leaves the PIN's own strength, slowed by the iterations: six
 * digits are a million tries. The back-off below slows whoever holds the phone and types.
 */
import type { Bytes } from './bytes.ts';
import { joined, randomBytes, utf8 } from './bytes.ts';
import { aesKey, decrypt, encrypt } from './cipher.ts';

/** Half a second or so on a cheap phone; OWASP names 600,000 for passwords without a second factor, which we mix in. */
const iterations = 310_000;

export interface WrappedKey {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly box: Bytes;
}

export interface DeviceKeys {
  /** HMAC-SHA-256, not extractable. */
  readonly mixKey: CryptoKey;
  /** AES-GCM, not extractable: what must be read while locked, such as names on the unlock screen. */
  readonly boxKey: CryptoKey;
}

export async function newDeviceKeys(): Promise<DeviceKeys> {
  const mixKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const boxKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return { mixKey, boxKey };
}

export async function newVaultKey(pin: string, mixKey: CryptoKey): Promise<{ key: CryptoKey; wrapped: WrappedKey }> {
  const raw = randomBytes(32);
  const salt = randomBytes(16);
  const box = await encrypt(await wrappingKey(pin, salt, iterations, mixKey), raw, 'vault key');
  return { key: await aesKey(raw), wrapped: { salt, iterations, box } };
}

/** The same key under another PIN: what lies in the vault need not be touched. @returns null if the old PIN is wrong */
export async function rewrapVaultKey(
  oldPin: string,
  newPin: string,
  mixKey: CryptoKey,
  wrapped: WrappedKey,
): Promise<WrappedKey | null> {
  const raw = await openRaw(oldPin, mixKey, wrapped);
  if (raw === null) return null;
  const salt = randomBytes(16);
  const box = await encrypt(await wrappingKey(newPin, salt, iterations, mixKey), raw, 'vault key');
  return { salt, iterations, box };
}

/** @returns null if the PIN is wrong */
export async function openVaultKey(pin: string, mixKey: CryptoKey, wrapped: WrappedKey): Promise<CryptoKey | null> {
  const raw = await openRaw(pin, mixKey, wrapped);
  return raw === null ? null : aesKey(raw);
}

async function openRaw(pin: string, mixKey: CryptoKey, wrapped: WrappedKey): Promise<Bytes | null> {
  const wrapping = await wrappingKey(pin, wrapped.salt, wrapped.iterations, mixKey);
  return decrypt(wrapping, wrapped.box, 'vault key');
}

async function wrappingKey(pin: string, salt: Bytes, rounds: number, mixKey: CryptoKey): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  const slow = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  const known = new Uint8Array(await crypto.subtle.deriveBits(slow, typed, 256));
  const had = new Uint8Array(await crypto.subtle.sign('HMAC', mixKey, joined(salt, known)));
  const both = await crypto.subtle.importKey('raw', joined(known, had), 'HKDF', false, ['deriveKey']);
  const mix = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8('yimi vault') };
  return crypto.subtle.deriveKey(mix, both, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Three slips are free; then half a minute, doubling up to an hour. */
export function waitAfter(failures: number): number {
  return failures < 3 ? 0 : Math.min(30_000 * 2 ** (failures - 3), longestWait);
}
export const longestWait = 3_600_000;
