/**
 * Tokens and codes. A session token is 32 random bytes; the database keeps its SHA-256. An enrolment code is 60 random
 * bits that a person can read aloud (Crockford's base 32, https://www.crockford.com/base32.html: no I, L, O, U). The
 * deposit token is derived from the device and its person, so that it can be told again and is kept nowhere.
 */
import type { KeyObject } from 'node:crypto';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountParts } from './parts.ts';

type Keys = AccountParts['keys'];

/** The house's own first, then those of houses whose counties moved here. */
export const peppersOf = ({ pepper, former }: Pick<Keys, 'pepper' | 'former'>): [Uint8Array, ...Uint8Array[]] => [
  pepper,
  ...former().map((one) => one.pepper),
];
export const depositKeysOf = ({ depositPrivate, former }: Pick<Keys, 'depositPrivate' | 'former'>): KeyObject[] => [
  depositPrivate,
  ...former().map((one) => one.depositPrivate),
];

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 12;

export function newToken(random: (length: number) => Uint8Array): string {
  return Buffer.from(random(32)).toString('base64url');
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** `7KQ2-M9XD-4TBV`. */
export function newCode(random: (length: number) => Uint8Array): string {
  // 32 divides 256, so the remainder favours no letter.
  const letters = [...random(codeLength)].map((byte) => alphabet[byte % 32] ?? '0').join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** As typed by a person: small letters, missing dashes, O for 0, I and L for 1. */
export function plainCode(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

export function codeHash(pepper: Uint8Array, code: string): Buffer {
  return createHmac('sha256', pepper)
    .update(`enrolment/${plainCode(code)}`)
    .digest();
}

/** Whichever of the houses gave it out. */
export function codeHashes(keys: Pick<Keys, 'pepper' | 'former'>, code: string): Buffer[] {
  return peppersOf(keys).map((pepper) => codeHash(pepper, code));
}

export function depositToken(pepper: Uint8Array, deviceId: string, userId: string): string {
  return createHmac('sha256', pepper).update(`deposit/${deviceId}/${userId}`).digest('base64url');
}

export function sameSecret(one: string, other: string): boolean {
  // Digests have one length, which timingSafeEqual asks for.
  return timingSafeEqual(tokenHash(one), tokenHash(other));
}
