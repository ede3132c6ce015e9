/**
 * `npm test`: everything that CI runs. Checks, builds, the test suites, then 2,000 device-days of the simulator. Ends
 * with the line `N passed, N failed`, or with `, N skipped` behind it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApps } from '../apps/build.ts';
import { ensureBrowser } from './browser.ts';
import { OUTCOME_FILE, type Outcome } from './outcome.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'yimi-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

function step(name: string, command: string, args: string[], more: Record<string, string> = {}): boolean {
  const begun = performance.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: ensureBrowser(), ...more },
  });
  const good = done.status === 0;
  process.stderr.write(`${good ? 'good' : 'BAD '}  ${name}, ${Math.round((performance.now() - begun) / 1000)} s\n`);
  return good;
}

function single(name: string, args: string[]): void {
  if (step(name, process.execPath, args)) sum.passed += 1;
  else {
    sum.failed += 1;
    failures.push(name);
  }
}

function suites(): void {
  const file = join(folder, 'outcome.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=default', `--reporter=${join(import.meta.dirname, 'outcome.ts')}`];
  const good = step('test suites', process.execPath, args, { [OUTCOME_FILE]: file });
  const outcome: Outcome = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0, failures: ['the test suites did not come to their end'] };
  sum.passed += outcome.passed;
  sum.failed += outcome.failed;
  sum.skipped += outcome.skipped;
  failures.push(...outcome.failures);
  if (!good && outcome.failed === 0) {
    sum.failed += 1;
    failures.push('the test suites ended badly, though no test failed');
  }
}

try {
  single('checks', ['scripts/check.ts']);
  await buildApps();
  suites();
  single('simulator, 2,000 device-days', [
    'tests/simulation/main.ts',
    '--seed',
    '20260301',
    '--days',
    '2000',
    '--json',
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// Told once more at the end: of an output of ten thousand lines the end is what is read, and often all that is kept.
for (const failure of failures) process.stdout.write(`\nfailed: ${failure}\n`);
process.stdout.write(
  `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`,
);
process.exitCode = sum.failed === 0 ? 0 : 1;
