/** How long the phone waits: between tries at the server, and between tries at the PIN. */
import { describe, expect, it } from 'vitest';
import { waitAfter } from './pin-lock.ts';
import { retryDelay } from './sync-loop.ts';

describe('waiting for the server', () => {
  it('begins at a second, doubles, ends at five minutes, and is spread over half of it', () => {
    expect([1, 2, 3, 4].map((failures) => retryDelay(failures, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(retryDelay(1, 0)).toBe(500);
    for (const failures of [9, 10, 50, 1000]) expect(retryDelay(failures, 1)).toBeLessThanOrEqual(300_000);
    expect(retryDelay(1000, 0)).toBe(150_000);
  });

  it('is never shorter than a full server asks for, and then spread over twice as long', () => {
    expect([0, 0.5].map((random) => retryDelay(1, random, 20))).toEqual([20_000, 30_000]);
    expect(retryDelay(9, 1, 3)).toBe(retryDelay(9, 1));
    expect(retryDelay(1, 1, 9_999_999)).toBe(300_000);
    expect(retryDelay(1, 1, 'soon')).toBe(1_000);
  });
});

describe('waiting after a wrong PIN', () => {
  it('forgives two slips, then asks for half a minute, doubling up to an hour', () => {
    expect([1, 2, 3, 4, 5].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 120_000]);
    expect(waitAfter(60)).toBe(3_600_000);
  });
});
