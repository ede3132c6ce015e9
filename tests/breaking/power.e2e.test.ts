/** Law S1 against a power cut, where the machine allows a disk whose power can be cut (root on Linux); elsewhere it is said. */
import { describe, expect, it } from 'vitest';
import { whyNoLoopDisk } from './loop-disk.ts';
import { cutIsReal, powerCuts } from './power.ts';

const cuts = 4;
const why = await whyNoLoopDisk();
if (why !== null) process.stderr.write(`power cuts are left out: ${why}\n`);

describe.skipIf(why !== null)('a power cut', () => {
  it('takes what was not synced from the disk of this test, and leaves what was', async () => {
    expect(await cutIsReal()).toBe(true);
  });

  it('takes no command and no photo that was acknowledged', async () => {
    const seed = Number(process.env.YIMI_SEED ?? 20260301);
    process.stderr.write(`power cuts: seed ${seed}\n`);
    const report = await powerCuts({ rounds: cuts, seed, tell: (text) => process.stderr.write(`    ${text}\n`) });
    expect(report).toMatchObject({ lost: [], proved: true });
    expect(report.visits).toBeGreaterThan(cuts * 3);
    expect(report.photos).toBeGreaterThan(0);
  }, 600_000);
});
