/** Statements that were sent together: what is told of a failure is its reason, not what followed from it. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Database } from './database.ts';
import { createTestDatabase } from './postgres/test-database.ts';

it('the first failure is what everybody behind it hears of, so that it is begun again or told rightly', async () => {
  const url = process.env.YIMI_TEST_DATABASE;
  if (url === undefined) throw new Error('YIMI_TEST_DATABASE is set by scratch-setup.ts');
  const { config, drop } = await createTestDatabase(url);
  const database = new Database(config);
  const codes = await database
    .outsideCounties(async (trx) => {
      const sent = [sql`select 1 / 0`, sql`select 1`, sql`select 2`].map((one) => one.execute(trx));
      const answers = await Promise.allSettled(sent);
      throw new Error(answers.map((one) => (one.status === 'rejected' ? one.reason.code : 'done')).join(' '));
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : ''));
  expect(codes).toBe('22012 22012 22012');
  await database.close();
  await drop();
});
