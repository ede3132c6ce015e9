/**
 * What a run of the suites came to, written for `npm test`: how many passed, and each failure with its reason, so that
 * the end of a long output says what failed. Also what vitest's own JSON leaves out: a file that could not be
 * loaded, and an error that no test caught.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** Of each failure: the file, the sentence, and what was said. */
  failures: string[];
}

/** Where the outcome is written, told by the environment because vitest loads a reporter by its file's name alone. */
export const OUTCOME_FILE = 'YIMI_OUTCOME';

const clipped = (text: string) => text.split('\n').slice(0, 14).join('\n');

function failuresOf(file: TestModule): string[] {
  const name = relative(process.cwd(), file.moduleId);
  const lines = file.errors().map((error) => `${name}\n${clipped(error.stack ?? error.message)}`);
  for (const suite of file.children.allSuites())
    for (const error of suite.errors())
      lines.push(`${name} > ${suite.fullName}\n${clipped(error.stack ?? error.message)}`);
  for (const test of file.children.allTests('failed')) lines.push(`${name} > ${test.fullName}\n${reasons(test)}`);
  return lines;
}

function reasons(test: TestCase): string {
  return (test.result().errors ?? []).map((error) => clipped(error.stack ?? error.message)).join('\n');
}

export default class OutcomeReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (files, unhandled) => {
    const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
    for (const file of files) {
      for (const test of file.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed') outcome[state] += 1;
        else outcome.skipped += 1;
      }
      outcome.failures.push(...failuresOf(file));
    }
    for (const error of unhandled) outcome.failures.push(`nobody caught\n${clipped(error.stack ?? error.message)}`);
    outcome.failed = Math.max(outcome.failed, outcome.failures.length);
    const to = process.env[OUTCOME_FILE];
    if (to !== undefined) writeFileSync(to, JSON.stringify(outcome));
  };
}
