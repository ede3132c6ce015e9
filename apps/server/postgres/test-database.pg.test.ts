// The throw-away clusters on which all other tests stand, of the embedded PostgreSQL and of the system's.

import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { systemInstallation } from './binaries.ts';
import { fromUrl } from './connection.ts';
import { startOf } from './folder-lock.ts';
import { processesOf } from './postmaster.ts';
import { isProblem } from './problem.ts';
import { createTestDatabase, startScratch, startSystemScratch } from './test-database.ts';
import { cleanAll, keep, ownerProcess, rows } from './trial.ts';

afterEach(cleanAll, 60_000);

const noSystem = isProblem(await systemInstallation());

const kinds = [
  { name: 'the embedded PostgreSQL', start: startScratch, skip: false },
  // Needs a server under /usr/lib/postgresql or YIMI_SYSTEM_POSTGRES.
  { name: 'the system’s PostgreSQL', start: startSystemScratch, skip: noSystem },
];

for (const { name, start, skip } of kinds) {
  it.skipIf(skip)(
    `${name} gives fresh databases that know nothing of each other, and goes without a trace`,
    async () => {
      const scratch = keep(await start());
      const one = await createTestDatabase(scratch.admin);
      const two = await createTestDatabase(scratch.adminUrl);
      expect(one.config.database).not.toBe(two.config.database);
      await rows(one.config, 'CREATE TABLE t (n int)');
      await expect(rows(two.config, 'TABLE t')).rejects.toThrow('does not exist');
      await one.drop();
      await two.drop();
      const left = await rows(scratch.admin, "SELECT datname FROM pg_database WHERE datname LIKE 'yimi_test_%'");
      expect(left).toEqual([]);
      await scratch.stop();
      await expect(lstat(dirname(scratch.place))).rejects.toThrow('ENOENT');
    },
  );

  it.skipIf(skip)(`${name} sorts by bytes and lowers by Unicode`, async () => {
    const scratch = keep(await start());
    const sql = "SELECT string_agg(lower(x), '' ORDER BY x) AS s FROM unnest(ARRAY['一','b','É','a','B','安']) x";
    expect(await rows(scratch.admin, sql)).toEqual([{ s: 'babé一安' }]);
  });
}

it('a template is copied with its content', async () => {
  const scratch = keep(await startScratch());
  const template = await createTestDatabase(scratch.admin);
  await rows(template.config, 'CREATE TABLE t AS SELECT 9 AS n');
  const copy = await createTestDatabase(scratch.admin, template.config.database);
  expect(await rows(copy.config, 'TABLE t')).toEqual([{ n: 9 }]);
});

it('the URL of a scratch holds all that its fields hold', async () => {
  const scratch = keep(await startScratch());
  expect(fromUrl(scratch.adminUrl)).toEqual(scratch.admin);
  expect((await processesOf(scratch.place)).length).toBeGreaterThan(1);
});

it('what a killed test run left is swept up by the next', async () => {
  const folder = join(tmpdir(), `yimi-scratch-${randomUUID()}`);
  await mkdir(folder);
  await chmod(folder, 0o711);
  const killed = await ownerProcess(folder);
  if (isProblem(killed)) throw new Error(JSON.stringify(killed));
  await killed.end('killed');
  keep(await startScratch());
  await expect(lstat(folder)).rejects.toThrow('ENOENT');
  expect(await startOf(killed.postgresPid)).toBeNull();
});
