/** The simulator is tested by engines broken on purpose: each must be found, with the seed and a story short enough to read. */
import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { breakCopy, patches } from './broken-copy.ts';

interface Found {
  readonly code: number;
  readonly output: string;
}

function simulate(main: string, cwd: string): Promise<Found> {
  const argv = [main, '--seed', '7', '--days', '144', '--shrink', '25000', '--json'];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd, maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + (error === null ? '' : stderr) });
    });
  });
}

describe.concurrent('a broken engine is found', () => {
  it.each(patches())('%s', { timeout: 120_000 }, async (patch) => {
    const copy = breakCopy(patch);
    try {
      const { code, output } = await simulate(copy.main, copy.folder);
      expect(code, output.slice(-2_000)).toBe(1);
      expect(output).toMatch(/Again: npm run simulate -- --seed \d+/);
      const happenings = Number(/The shortest story \((\d+) happenings\)/.exec(output)?.[1]);
      expect(happenings).toBeGreaterThan(0);
      expect(happenings).toBeLessThan(40);
    } finally {
      copy.remove();
    }
  });
});

describe('the patches', () => {
  it('are at least eight', () => {
    expect(patches().length).toBeGreaterThanOrEqual(8);
  });
});
