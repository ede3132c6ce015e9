/** The second tier is tested as the first: engines broken where only statements that interleave can show it. */
import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { breakCopy, patches } from './broken-copy.ts';

/** Each starts a throw-away cluster of its own; a first failure is enough, the story is the first tier's matter. */
const argv = ['--seed', '7', '--days', '48', '--shrink', '0', '--postgres'];

function simulate(main: string, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...argv], { cwd, maxBuffer: 64_000_000 }, (_, stdout, stderr) => {
      resolve(stdout.includes('FAILED') ? stdout : stdout + stderr);
    });
  });
}

describe('an engine that interleaving breaks is found', () => {
  it.each(patches('postgres'))('%s', { timeout: 300_000 }, async (patch) => {
    const copy = breakCopy(patch, 'postgres');
    try {
      const output = await simulate(copy.main, copy.folder);
      expect(output.slice(-3_000)).toMatch(/S\d /);
      expect(output).toMatch(/FAILED\. Again: npm run simulate -- --seed \d+ --days/);
    } finally {
      copy.remove();
    }
  });
});
