/** The loop with a clock that the test moves: no record may wait for the next minute because a round was under way. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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

it('sends what was recorded while a round was under way, though that round ends before the gathering time', async () => {
  let rounds = 0;
  const loop = new SyncLoop(
    {
      round: async () => {
        rounds += 1;
        await new Promise((resolve) => setTimeout(resolve, 200));
      },
      holds: () => false,
      now: () => Date.now(),
      random: () => 0,
      changed: () => {},
    },
    null,
  );
  loop.start();
  await vi.advanceTimersByTimeAsync(50 + 190);
  expect(rounds).toBe(1);
  // Its push has already left; 10 ms later the round ends, 40 ms before the record's own wake.
  loop.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rounds).toBe(2);
  loop.stop();
});
