/** The standard's own examples, and the edges of a code's time. */
import { describe, expect, it } from 'vitest';
import { base32, codeOf, keyUri, stepAt, stepMs, stepOf } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('a code by time', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at second %i is that of RFC 6238, appendix B', (second, code) => {
    expect(codeOf(secret, stepAt(second * 1000), 8)).toBe(code);
  });

  it('is that of RFC 4226, appendix D, for its counters', () => {
    const codes = [0, 1, 2, 3, 4].map((step) => codeOf(secret, step));
    expect(codes).toEqual(['755224', '287082', '359152', '969429', '338314']);
  });

  it('is known within a step before and after, and no further', () => {
    const now = 1_700_000_000_000;
    const code = codeOf(secret, stepAt(now));
    expect(stepOf(secret, code, now)).toBe(stepAt(now));
    expect(stepOf(secret, code, now + stepMs)).toBe(stepAt(now));
    expect(stepOf(secret, code, now - stepMs)).toBe(stepAt(now));
    expect(stepOf(secret, code, now + 2 * stepMs)).toBeNull();
    expect(stepOf(secret, code, now - 2 * stepMs)).toBeNull();
  });

  it('may be typed with a blank in the middle and with full-width digits, and nothing else', () => {
    const now = 59_000;
    expect(stepOf(secret, '287 082', now)).toBe(1);
    expect(stepOf(secret, '２８７０８２', now)).toBe(1);
    for (const wrong of ['', '28708', '2870822', 'abcdef', '287083']) expect(stepOf(secret, wrong, now)).toBeNull();
  });

  it('goes into the QR picture as authenticator apps read it', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(keyUri(secret, 'wu', '清岭县 Yimi')).toBe(
      'otpauth://totp/%E6%B8%85%E5%B2%AD%E5%8E%BF%20Yimi:wu?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%B8%85%E5%B2%AD%E5%8E%BF%20Yimi&algorithm=SHA1&digits=6&period=30',
    );
  });
});
