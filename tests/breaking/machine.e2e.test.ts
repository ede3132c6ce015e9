/** A disk that fills up and a clock that is set, under a server at work. The disk needs root on Linux; elsewhere it is said. */
import { describe, expect, it } from 'vitest';
import { whyNoLoopDisk } from './loop-disk.ts';
import { fullDisk, jumpingClock } from './machine.ts';

const seed = Number(process.env.YIMI_SEED ?? 20260301);
const why = await whyNoLoopDisk();
if (why !== null) process.stderr.write(`the full disk is left out: ${why}\n`);

describe.skipIf(why !== null)('a disk that fills up to the last block', () => {
  it('is told as a Problem with the time to come again, and once there is room nothing acknowledged is missing', async () => {
    const report = await fullDisk(seed);
    expect(report).toMatchObject({ lost: [], proved: true });
    expect(report.visits).toBeGreaterThan(6);
    expect(
      report.told.some((one) => /^server\.(disk-full|database-away)$/.test(one)),
      report.told.join(),
    ).toBe(true);
    expect(report.told).not.toContain('server.fault');
  }, 300_000);
});

describe('a server whose clock is set forward, back and right again', () => {
  it('loses nothing, counts nothing twice, and proves its data', async () => {
    const report = await jumpingClock(seed);
    expect(report).toMatchObject({ lost: [], proved: true });
    expect(report.visits).toBeGreaterThan(6);
    expect(report.told).toContain('taken');
    expect(report.told).not.toContain('server.fault');
  }, 300_000);
});
