/** A short run of the simulator with a fixed seed: nothing lost, nothing diverged, no number wrong; twice the same trace. */
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

describe('the simulator', () => {
  it('finds nothing lost, diverged or miscounted in 240 device-days (C1–C7, S1–S10, N1–N6)', {
    timeout: 300_000,
  }, async () => {
    const result = await simulate({ seed: 20260310, deviceDays: 240 });
    expect(result.failures).toEqual([]);
    expect(result.deviceDays).toBeGreaterThanOrEqual(240);
    expect(result.commandsADay).toBeGreaterThanOrEqual(20);
    expect(result.unseen).toEqual([]);
  });

  it('tells the same story of the same seed, and another of another', { timeout: 120_000 }, async () => {
    const once = await simulate({ seed: 3, deviceDays: 24 });
    const again = await simulate({ seed: 3, deviceDays: 24 });
    const other = await simulate({ seed: 4, deviceDays: 24 });
    expect(again).toEqual(once);
    expect(other.trace).not.toBe(once.trace);
  });
});
