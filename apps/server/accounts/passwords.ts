/**
 * Passwords: scrypt with a salt each, over an HMAC with a key that lies outside the database. Checking costs the same
 * work whether or not there is an account, so that time tells nothing. Two checks run at once, for each takes a quarter
 * of a second and 32 MB, and the thread pool they share also serves files.
 */

import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { pepperName } from '../secrets.ts';
import { busy, passwordIsLogin, passwordTooLong, passwordTooShort, passwordTooWeak } from './problems.ts';
import { weakPasswords } from './weak-passwords.ts';

export interface Cost {
  /** Logarithm of N. */
  readonly log: number;
  readonly r: number;
  readonly p: number;
}

/** One of the equal settings of OWASP's Password Storage Cheat Sheet: N = 2^15, r = 8, p = 3. */
export const houseCost: Cost = { log: 15, r: 8, p: 3 };

const keyBytes = 32;
const saltBytes = 16;
const least = 8;
const most = 200;
/** Waiting any longer than this many checks (about 25 s) would outlast the phone's patience. */
const longestQueue = 200;

/** Two doors; whoever comes when the queue is full is told to come back. */
class Gate {
  #free = 2;
  readonly #waiting: (() => void)[] = [];

  async pass<T>(work: () => Promise<T>): Promise<T | Problem> {
    if (this.#free === 0) {
      if (this.#waiting.length >= longestQueue) return busy();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** Of the process, not of an app: it guards the machine's threads and memory. */
const gate = new Gate();

function derive(password: string, pepper: Uint8Array, salt: Uint8Array, cost: Cost): Promise<Buffer | Problem> {
  // The same characters typed on another keyboard may come composed otherwise (NFKC).
  const secret = createHmac('sha256', pepper).update(password.normalize('NFKC')).digest();
  const N = 2 ** cost.log;
  // 128 · N · r bytes are needed; Node refuses without some room above.
  const options = { N, r: cost.r, p: cost.p, maxmem: 128 * N * cost.r * 2 };
  return gate.pass(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(secret, salt, keyBytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
      }),
  );
}

export async function hashPassword(
  password: string,
  pepper: Uint8Array,
  salt: Uint8Array,
  cost: Cost = houseCost,
): Promise<string | Problem> {
  const key = await derive(password, pepper, salt.subarray(0, saltBytes), cost);
  if (!Buffer.isBuffer(key)) return key;
  return [
    'scrypt',
    cost.log,
    cost.r,
    cost.p,
    Buffer.from(salt.subarray(0, saltBytes)).toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/** The last part names the pepper where it is not the house's own: accounts of a county that moved here. */
const form = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+?)(?:\$p=([\w-]+))?$/;

/**
 * @param stored null: no such account, or no password yet; the work is done all the same
 * @param peppers the house's own first
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  peppers: readonly [Uint8Array, ...Uint8Array[]],
  cost: Cost = houseCost,
): Promise<boolean | Problem> {
  const parts = stored === null ? null : form.exec(stored);
  const [, log, r, p, salt, key, name] = parts ?? [];
  const pepper = name === undefined ? peppers[0] : peppers.find((one) => pepperName(one) === name);
  const known = log !== undefined && r !== undefined && p !== undefined && salt !== undefined && key !== undefined;
  const found = await derive(
    password.slice(0, most),
    // A pepper that is gone opens nothing; the work is done all the same.
    pepper ?? peppers[0],
    known ? Buffer.from(salt, 'base64url') : Buffer.alloc(saltBytes),
    known ? { log: Number(log), r: Number(r), p: Number(p) } : cost,
  );
  if (!Buffer.isBuffer(found)) return found;
  const expected = known ? Buffer.from(key, 'base64url') : Buffer.alloc(keyBytes);
  const equal = expected.length === keyBytes && timingSafeEqual(found, expected);
  return known && equal && pepper !== undefined;
}

/** Length counts characters as people do, so that eight 汉字 are eight. */
export function passwordProblem(password: string, login: string, phone: string | null): Problem | null {
  const length = [...password].length;
  if (length < least) return passwordTooShort();
  if (password.length > most) return passwordTooLong();
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain === login || plain === phone) return passwordIsLogin();
  const oneCharacter = new Set(plain).size === 1;
  return oneCharacter || weakPasswords.has(plain) ? passwordTooWeak() : null;
}
