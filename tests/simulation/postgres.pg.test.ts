/** The second tier: the same stories on PostgreSQL, each SQL statement a step of the scheduler over several connections. */
import { afterAll, describe, expect, it } from 'vitest';
import { postgresGrounds } from './postgres-ground.ts';
import { simulate } from './simulate.ts';

const grounds = postgresGrounds(process.env.YIMI_TEST_DATABASE ?? 'postgres://set-by-scratch-setup');
afterAll(() => grounds.close());

describe('the simulator on PostgreSQL', () => {
  it('finds nothing lost, diverged or miscounted when statements of several connections interleave (S4, S10)', {
    timeout: 300_000,
  }, async () => {
    const result = await simulate({ seed: 20260310, deviceDays: 48, makeGround: grounds.make, shrinkBudget: 0 });
    expect(result.failures).toEqual([]);
    expect(result.deviceDays).toBeGreaterThanOrEqual(48);
    expect(result.commandsADay).toBeGreaterThanOrEqual(20);
  });
});
