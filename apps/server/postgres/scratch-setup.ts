// For `globalSetup` in Vitest's configuration: one throw-away cluster for a whole test run. Its owner's URL is in
// YIMI_TEST_DATABASE, from which test files make databases of their own by createTestDatabase. YIMI_TEST_POSTGRES=system
// runs the same tests on the system's PostgreSQL; a YIMI_TEST_DATABASE given from outside is used as it is.

import { isProblem } from './problem.ts';
import { startScratch, startSystemScratch } from './test-database.ts';

export async function setup(): Promise<() => Promise<void>> {
  if (process.env.YIMI_TEST_DATABASE !== undefined) return async () => undefined;
  const start = process.env.YIMI_TEST_POSTGRES === 'system' ? startSystemScratch : startScratch;
  const running = await start();
  if (isProblem(running)) throw new Error(`no PostgreSQL for the tests: ${JSON.stringify(running)}`);
  process.env.YIMI_TEST_DATABASE = running.adminUrl;
  return () => running.stop();
}
