/**
 * `npm test`: everything that CI runs. Checks, builds, the test suites, then 2,000 device-days of the simulator. Ends
 * with the line `N passed, N failed`, or with `, N skipped` behind it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApps } from '../apps/build.ts';
import { ensureBrowser } from './browser.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'yimi-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };

function step(name: string, command: string, args: string[]): boolean {
  const begun = performance.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: ensureBrowser() },
  });
  const good = done.status === 0;
  process.stderr.write(`${good ? 'good' : 'BAD '}  ${name}, ${Math.round((performance.now() - begun) / 1000)} s\n`);
  return good;
}

function single(name: string, args: string[]): void {
  if (step(name, process.execPath, args)) sum.passed += 1;
  else sum.failed += 1;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
}

function suites(): void {
  const file = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const good = step('test suites', process.execPath, [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ]);
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  sum.passed += report.numPassedTests;
  sum.failed += report.numFailedTests;
  sum.skipped += report.numPendingTests + report.numTodoTests;
  // A suite that could not even be loaded has no failed test to its name.
  if (!good && report.numFailedTests === 0) sum.failed += Math.max(1, report.numFailedTestSuites);
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
process.stdout.write(
  `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`,
);
process.exitCode = sum.failed === 0 ? 0 : 1;
