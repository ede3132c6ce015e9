/** Passwords without a database: the rules, the stored form, and that checking costs the same work for nobody at all. */

import { scrypt } from 'node:crypto';
import { isProblem } from '@yimi/kernel';
import { describe, expect, it, vi } from 'vitest';
import { identifierOf, loginOf, phoneOf } from './login-names.ts';
import { hashPassword, houseCost, passwordProblem, verifyPassword } from './passwords.ts';
import { newCode, plainCode } from './secrets.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return { ...real, scrypt: vi.fn(real.scrypt) };
});

const pepper = Buffer.alloc(32, 1);
const salt = (n: number) => Buffer.alloc(16, n);
const cheap = { log: 10, r: 8, p: 1 };

async function hashed(password: string, n = 1): Promise<string> {
  const hash = await hashPassword(password, pepper, salt(n), cheap);
  if (isProblem(hash)) throw new Error(hash.code);
  return hash;
}

describe('a password', () => {
  it('is found right again, whichever way its characters were composed, and only with the same pepper', async () => {
    const hash = await hashed('Größe im Dorf');
    expect(await verifyPassword('Größe im Dorf'.normalize('NFD'), hash, [pepper])).toBe(true);
    expect(await verifyPassword('Größe im dorf', hash, [pepper])).toBe(false);
    expect(await verifyPassword('Größe im Dorf', hash, [Buffer.alloc(32, 2)])).toBe(false);
  });

  it('is stored with its own salt and the parameters of its work', async () => {
    expect(await hashed('风雨桥上走一走', 1)).toMatch(/^scrypt\$10\$8\$1\$/);
    expect(await hashed('风雨桥上走一走', 1)).not.toBe(await hashed('风雨桥上走一走', 2));
    expect(houseCost.log).toBeGreaterThanOrEqual(15);
  });

  it('is checked with the same work where there is no account, and is wrong there', async () => {
    const hash = await hashPassword('风雨桥上走一走', pepper, salt(3));
    if (isProblem(hash)) throw new Error(hash.code);
    // The work itself is compared, not its time: on a busy machine a clock would say anything.
    const workOf = async (stored: string | null): Promise<unknown[]> => {
      vi.mocked(scrypt).mockClear();
      expect(await verifyPassword('falsch', stored, [pepper])).toBe(false);
      return vi
        .mocked(scrypt)
        .mock.calls.map(([secret, salted, length, options]) => [
          Buffer.isBuffer(secret) && secret.length,
          Buffer.isBuffer(salted) && salted.length,
          length,
          options,
        ]);
    };
    const known = await workOf(hash);
    expect(known).toEqual([[32, 16, 32, { N: 32_768, r: 8, p: 3, maxmem: 67_108_864 }]]);
    expect(await workOf(null)).toEqual(known);
    expect(await workOf('not a hash')).toEqual(known);
  });

  it('that is nobody’s is never right, not even one that hashes to zeros', async () => {
    expect(await verifyPassword('', null, [pepper], cheap)).toBe(false);
    expect(await verifyPassword('x', 'scrypt$10$8$1$broken', [pepper], cheap)).toBe(false);
  });

  it('has eight characters, is not among those tried first, and is not the name itself', () => {
    expect(passwordProblem('1234567', 'wei', null)?.code).toBe('auth.password-too-short');
    expect(passwordProblem('😀😀😀😀', 'wei', null)?.code).toBe('auth.password-too-short');
    expect(passwordProblem('x'.repeat(201), 'wei', null)?.code).toBe('auth.password-too-long');
    expect(passwordProblem('Passw0rd', 'wei', null)?.code).toBe('auth.password-too-weak');
    expect(passwordProblem('１２３４５６７８', 'wei', null)?.code).toBe('auth.password-too-weak');
    expect(passwordProblem('八八八八八八八八', 'wei', null)?.code).toBe('auth.password-too-weak');
    expect(passwordProblem('WeiXiaomei', 'weixiaomei', null)?.code).toBe('auth.password-is-login');
    expect(passwordProblem('13907730001', 'wei', '13907730001')?.code).toBe('auth.password-is-login');
    expect(passwordProblem('木桥村的风雨桥头', 'wei', null)).toBeNull();
  });
});

describe('a name to sign in with', () => {
  it('is a user name or a phone number, and never both', () => {
    expect(loginOf(' 韦小妹 ')).toBe('韦小妹');
    expect(loginOf('Wei.XM')).toBe('wei.xm');
    expect(loginOf('139wei')).toMatchObject({ code: 'auth.wrong-login-name' });
    expect(loginOf('<script>')).toMatchObject({ code: 'auth.wrong-login-name' });
    expect(phoneOf('+86 139-0773-0001')).toBe('13907730001');
    expect(phoneOf('0772 3821234')).toBe('07723821234');
    expect(phoneOf('12345')).toMatchObject({ code: 'auth.wrong-phone' });
    expect(identifierOf('0086 13907730001')).toBe('13907730001');
  });
});

describe('an enrolment code', () => {
  it('has twelve letters in three groups, 60 bits, and is understood however a person types it', () => {
    const bytes = (length: number) => Uint8Array.from({ length }, (_, n) => n * 21);
    expect(newCode(bytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(plainCode(' oi1l-abcd efgh ')).toBe('0111ABCDEFGH');
  });
});
