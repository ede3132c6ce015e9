// Databases for tests: a throw-away cluster (one a test run, made in about a second, without fsync) of the embedded
// PostgreSQL or of the system's, and a fresh database in it for each test file. Both kinds start through the supervisor, so the
// contract suite runs on servers that differ in nothing but their programs. A test run that was killed leaves its
// cluster behind; the next one finds it by its lock, whose owner is dead, and sweeps it up.

import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedInstallation, type Installation, systemInstallation } from './binaries.ts';
import { type Connection, fromUrl, withClient } from './connection.ts';
import { type Running, startFrom } from './embedded.ts';
import { abandoned } from './folder-lock.ts';
import { stopOrphans } from './postmaster.ts';
import { isProblem, type Log, type Problem } from './problem.ts';

const scratchPrefix = 'yimi-scratch-';
const silent: Log = () => undefined;

/** A cluster in a temporary folder; `stop` removes it with all it holds. */
export async function startScratch(log: Log = silent): Promise<Running | Problem> {
  return scratchFrom(embeddedInstallation(), log);
}

/** The same with the newest system PostgreSQL (15 or newer); `server.postgres-system-missing` where there is none. */
export async function startSystemScratch(log: Log = silent): Promise<Running | Problem> {
  return scratchFrom(await systemInstallation(), log);
}

async function scratchFrom(installation: Installation | Problem, log: Log): Promise<Running | Problem> {
  if (isProblem(installation)) return installation;
  await sweep(log);
  const folder = await mkdtemp(join(tmpdir(), scratchPrefix));
  // mkdtemp makes 0700; under root PostgreSQL's own account has to pass through.
  await chmod(folder, 0o711);
  const running = await startFrom(installation, { folder, log, durability: 'scratch' });
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    // Where the temporary folder itself is closed to the account, the place is elsewhere.
    if (!isProblem(running)) await rm(running.place, { recursive: true, force: true });
  };
  if (isProblem(running)) {
    await remove();
    return running;
  }
  // Written out, for a spread would freeze `pid`.
  return {
    adminUrl: running.adminUrl,
    admin: running.admin,
    version: running.version,
    place: running.place,
    exited: running.exited,
    connection: running.connection,
    get pid() {
      return running.pid;
    },
    async stop() {
      await running.stop();
      await remove();
    },
  };
}

async function sweep(log: Log): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(scratchPrefix)) continue;
    const folder = join(tmpdir(), name);
    const place = join(folder, 'postgres');
    if (!(await abandoned(place))) continue;
    await stopOrphans(place, log, null);
    // Another user's is theirs to remove.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

export type TestDatabase = { readonly config: Connection; drop(): Promise<void> };

/** A fresh database with a name of its own. `template`: a migrated database to copy, which nobody may be
 *  connected to; copying takes a tenth of the time of migrating. */
export async function createTestDatabase(admin: Connection | string, template?: string): Promise<TestDatabase> {
  const owner = typeof admin === 'string' ? fromUrl(admin) : admin;
  const name = `yimi_test_${randomBytes(6).toString('hex')}`;
  await withClient(owner, async (client) => {
    const source = template === undefined ? '' : ` TEMPLATE ${client.escapeIdentifier(template)}`;
    await client.query(`CREATE DATABASE ${name}${source}`);
  });
  return {
    config: { ...owner, database: name },
    // FORCE: a test that failed may have left connections open.
    drop: () =>
      withClient(owner, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}
