/** A migrated database of one's own on the test cluster, with the program's own role. */

import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { migrate } from '../../apps/server/migrate.ts';
import { createTestDatabase } from '../../apps/server/postgres/test-database.ts';
import { Keyring } from '../../apps/server/store/keyring.ts';
import { PostgresStore } from '../../apps/server/store/postgres-store.ts';

/** Only within one throw-away cluster. */
const appPassword = 'only-for-tests';

export interface TestStore {
  readonly store: PostgresStore;
  readonly database: Database;
  /** The owner's connection, for what only a superuser can do: tampering, looking behind the fence. */
  readonly owner: { host: string; port: number; user: string; password: string; database: string };
  close(): Promise<void>;
}

export async function openTestStore(masterKey: Uint8Array): Promise<TestStore> {
  const url = process.env.YIMI_TEST_DATABASE;
  if (url === undefined) throw new Error('YIMI_TEST_DATABASE is set by scratch-setup.ts');
  const { config, drop } = await createTestDatabase(url);
  await migrate(config, appPassword);
  const database = new Database({ ...config, user: 'yimi_app', password: appPassword });
  const store = new PostgresStore(database, new Keyring(masterKey), catalogue);
  const close = async () => {
    await database.close();
    await drop();
  };
  return { store, database, owner: config, close };
}
