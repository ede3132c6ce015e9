/**
 * The simulator is tested by engines broken on purpose: patches to a copy of the shipped files. Each must be found, with
 * the seed and a story short enough to read; a patch that no longer applies fails as well.
 */
import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { breakCopy, patches } from './broken-copy.ts';

/** Few enough to wait for; enough for each of the patches to be met. */
const argv = ['--seed', '7', '--days', '144', '--shrink', '90000'];
/** A story that is longer is not one. */
const longestStory = 60;

function simulate(main: string, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...argv], { cwd, maxBuffer: 64_000_000 }, (_, stdout, stderr) => {
      resolve(stdout.includes('FAILED') ? stdout : stdout + stderr);
    });
  });
}

describe.concurrent('a broken engine is found', () => {
  it.each(patches('memory'))('%s', { timeout: 300_000 }, async (patch) => {
    const copy = breakCopy(patch, 'memory');
    try {
      const output = await simulate(copy.main, copy.folder);
      expect(output.slice(-3_000)).toMatch(/The shortest story|CHECK/);
      expect(output).toMatch(/FAILED\. Again: npm run simulate -- --seed \d+ --days/);
      const happenings = Number(/The shortest story \((\d+) happenings\)/.exec(output)?.[1]);
      expect(happenings).toBeGreaterThan(0);
      expect(happenings).toBeLessThanOrEqual(longestStory);
      expect(output).toMatch(/day \d+ .*CHECK: /);
    } finally {
      copy.remove();
    }
  });
});

describe('the patches', () => {
  it('are at least eight, and cover what the issue names', () => {
    const names = patches('memory');
    expect(names.length).toBeGreaterThanOrEqual(8);
    const named = ['lost-outbox-entry', 'double-execution', 'version-gap', 'skipped-tombstone', 'wrong-merge'];
    for (const name of [...named, 'swallowed-refusal', 'wrong-rollup-delta', 'leaked-row', 'leaked-column']) {
      expect(
        names.some((one) => one.startsWith(name)),
        name,
      ).toBe(true);
    }
  });
});
