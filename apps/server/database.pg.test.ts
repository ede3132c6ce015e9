/** The way to the database lets go of what it holds when it is closed. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Database } from './database.ts';
import { createTestDatabase } from './postgres/test-database.ts';

it('closed, it keeps no connection: a verb ends with its last word, and PostgreSQL waits for nobody', async () => {
  const url = process.env.YIMI_TEST_DATABASE;
  if (url === undefined) throw new Error('YIMI_TEST_DATABASE is set by scratch-setup.ts');
  const { config, drop } = await createTestDatabase(url);
  const database = new Database(config);
  await database.lookUp((trx) => sql`select 1`.execute(trx));
  await database.close();
  expect([database.pool.totalCount, database.pool.ended]).toEqual([0, true]);
  await drop();
});
