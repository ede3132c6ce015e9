/** The loop with a clock that the test moves: no record may wait for the next minute because a round was under way. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noConnection, Refused } from './problems.ts';
import { SyncLoop } from './sync-loop.ts';

class Deaf {
  static readonly CLOSED = 2;
  static readonly OPEN = 1;
  readyState = 0;
  addEventListener(): void {}
  close(): void {}
}

beforeEach(() => {
  vi.useFakeTimers();
  const page = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', { ...page, visibilityState: 'visible' });
  vi.stubGlobal('EventSource', Deaf);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function loopOver(round: () => Promise<void>): SyncLoop {
  const parts = { holds: () => false, now: () => Date.now(), random: () => 0, changed: () => {} };
  return new SyncLoop({ ...parts, round }, null);
}

it('sends what was recorded while a round was under way, though that round ends before the gathering time', async () => {
  let rounds = 0;
  const loop = loopOver(async () => {
    rounds += 1;
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(50 + 190);
  expect(rounds).toBe(1);
  // Its push has already left; 10 ms later the round ends, 40 ms before the record's own wake.
  loop.recorded();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rounds).toBe(2);
  loop.stop();
});

it('does not try for each record of a day without a network, and tries soon after the last all the same', async () => {
  let away = true;
  let rounds = 0;
  const loop = loopOver(async () => {
    rounds += 1;
    if (away) throw new Refused(noConnection());
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(600_000);
  const before = rounds;
  // A record a second for a minute: every try would send all of them.
  for (let record = 0; record < 60; record++) {
    loop.recorded();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(rounds - before).toBeLessThanOrEqual(12);
  away = false;
  loop.recorded();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(loop.state.problem).toBeNull();
  loop.stop();
});
