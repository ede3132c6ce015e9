// The supervisor as the server meets it: starting, refusing, surviving what ends a Node or a PostgreSQL. Every test
// runs real servers in folders of its own and leaves no process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { ensureDatabase, startEmbedded } from './embedded.ts';
import { startOf } from './folder-lock.ts';
import { processesOf, stopOrphans } from './postmaster.ts';
import { isProblem } from './problem.ts';
import { afterwards, cleanAll, ownerProcess, recorder, rows, started, trialFolder } from './trial.ts';

const silent = () => undefined;

afterEach(cleanAll, 60_000);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400 && !(await condition()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function orphaned(folder: string) {
  const owner = await ownerProcess(folder);
  if (isProblem(owner)) throw new Error(JSON.stringify(owner));
  return owner;
}

describe('a start', () => {
  it('answers, sorts by bytes, knows Unicode case, is durable and listens on no network', async () => {
    const running = await started(await trialFolder());
    const sorted = await rows(
      running.admin,
      "SELECT string_agg(x, '' ORDER BY x) AS s FROM unnest(ARRAY['一','b','É','a','B','安']) x",
    );
    expect(sorted).toEqual([{ s: 'BabÉ一安' }]);
    expect(await rows(running.admin, "SELECT lower('É') AS low")).toEqual([{ low: 'é' }]);
    const settings = await rows(
      running.admin,
      `SELECT name, setting FROM pg_settings WHERE name = ANY($1) ORDER BY name`,
      [
        [
          'fsync',
          'full_page_writes',
          'synchronous_commit',
          'data_checksums',
          'listen_addresses',
          'TimeZone',
          'server_encoding',
        ],
      ],
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
      TimeZone: 'UTC',
    });
    expect(running.version).toMatch(/^18\./);
  });

  it('works in a folder with Chinese characters, blanks and a comma, by fields and by URL', async () => {
    const running = await started(join(await trialFolder(), '数据 夹, "二"'));
    const client = new pg.Client({ connectionString: running.adminUrl });
    await client.connect();
    const answer = await client.query('SELECT current_user AS me');
    await client.end();
    expect(answer.rows).toEqual([{ me: 'yimi_owner' }]);
    expect(await rows(running.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('puts the socket into a short folder if the path is too long for one, and removes it', async () => {
    const running = await started(join(await trialFolder(), 'x'.repeat(100)));
    expect(running.admin.host.length).toBeLessThan(90);
    expect((await lstat(running.admin.host)).mode & 0o777).toBe(0o700);
    expect(await rows(running.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await running.stop();
    await expect(lstat(running.admin.host)).rejects.toThrow('ENOENT');
  });

  it('is refused while another start holds the folder, and says who', async () => {
    const folder = await trialFolder();
    const running = await started(folder);
    expect(await startEmbedded({ folder, log: silent })).toEqual({
      problem: true,
      kind: 'conflict',
      code: 'server.data-folder-in-use',
      details: { folder, pid: process.pid },
    });
    const other = await ownerProcess(folder);
    expect(other).toMatchObject({ code: 'server.data-folder-in-use', details: { pid: process.pid } });
    expect(await rows(running.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is won by exactly one of several at once', async () => {
    const folder = await trialFolder();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => startEmbedded({ folder, log: silent })));
    const won = outcomes.flatMap((outcome) => (isProblem(outcome) ? [] : [outcome]));
    for (const running of won) afterwards(() => running.stop());
    expect(won).toHaveLength(1);
  });

  it('is refused if the cluster is of another major version', async () => {
    const folder = await trialFolder();
    const running = await started(folder);
    await running.stop();
    await writeFile(join(running.place, 'cluster', 'PG_VERSION'), '17\n');
    const refused = await startEmbedded({ folder, log: silent });
    expect(refused).toMatchObject({ code: 'server.postgres-version', details: { made: '17' } });
  });

  it('tells of a folder that cannot be made instead of throwing', async () => {
    const file = join(await trialFolder(), 'a-file');
    await writeFile(file, '');
    const refused = await startEmbedded({ folder: join(file, 'data'), log: silent });
    expect(refused).toMatchObject({ kind: 'unavailable', code: 'server.data-folder-unusable' });
  });

  it('starts anew after one that was cut off within initdb', async () => {
    const folder = await trialFolder();
    const running = await started(folder);
    await running.stop();
    // What a cut leaves: the draft, and no cluster.
    await cp(join(running.place, 'cluster'), join(running.place, 'cluster.new'), { recursive: true });
    await rm(join(running.place, 'cluster'), { recursive: true });
    const again = await started(folder);
    expect(await rows(again.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('data', () => {
  it('survives a stop and a start, and stop leaves no process, lock or socket', async () => {
    const folder = await trialFolder();
    const first = await started(folder);
    const database = await ensureDatabase(first, 'yimi');
    expect(await ensureDatabase(first, 'yimi')).toEqual(database);
    await rows(database, "CREATE TABLE t AS SELECT '安庆' AS place");
    await first.stop();
    expect(await first.exited).toEqual({ reason: 'stopped' });
    expect(await processesOf(first.place)).toEqual([]);
    expect((await readdir(first.place)).sort()).toEqual(['cluster', 'log', 'password', 'run']);
    expect(await readdir(join(first.place, 'run'))).toEqual([]);
    const second = await started(folder);
    expect(await rows(second.connection('yimi_owner', undefined, 'yimi'), 'TABLE t')).toEqual([{ place: '安庆' }]);
  });

  it('that was acknowledged survives kill -9 of Node; the orphan is stopped', async () => {
    const folder = await trialFolder();
    const owner = await orphaned(folder);
    await rows(owner.admin, 'CREATE TABLE t AS SELECT 42 AS n');
    await owner.end('killed');
    expect(await startOf(owner.postgresPid)).not.toBeNull();
    const { log, lines } = recorder();
    const running = await started(folder, log);
    expect(await rows(running.admin, 'TABLE t')).toEqual([{ n: 42 }]);
    expect(await startOf(owner.postgresPid)).toBeNull();
    expect(lines.map((line) => line.message)).toContain('PostgreSQL left by an earlier run is being stopped');
  });

  it('that was acknowledged survives kill -9 of Node and of PostgreSQL together', async () => {
    const folder = await trialFolder();
    const owner = await orphaned(folder);
    await rows(owner.admin, 'CREATE TABLE t AS SELECT 43 AS n');
    await owner.end('killed');
    process.kill(owner.postgresPid, 'SIGKILL');
    const running = await started(folder);
    expect(await rows(running.admin, 'TABLE t')).toEqual([{ n: 43 }]);
  });

  it('is reached although the orphan does not react at all', async () => {
    const folder = await trialFolder();
    const owner = await orphaned(folder);
    await rows(owner.admin, 'CREATE TABLE t AS SELECT 44 AS n');
    await owner.end('killed');
    process.kill(owner.postgresPid, 'SIGSTOP');
    expect(await stopOrphans(join(folder, 'postgres'), silent, null, [200, 200])).toBeNull();
    const running = await started(folder);
    expect(await rows(running.admin, 'TABLE t')).toEqual([{ n: 44 }]);
  });

  it('of a copied folder is a cluster of its own: both run at once', async () => {
    const folder = await trialFolder();
    const first = await started(folder);
    await rows(first.admin, 'CREATE TABLE t AS SELECT 1 AS n');
    await first.stop();
    const copy = join(await trialFolder(), 'copy');
    await once(spawn('cp', ['-a', folder, copy]), 'exit');
    const original = await started(folder);
    const copied = await started(copy);
    await rows(copied.admin, 'UPDATE t SET n = 2');
    expect(await rows(original.admin, 'TABLE t')).toEqual([{ n: 1 }]);
  });
});

describe('an end', () => {
  it('by process.exit of Node takes PostgreSQL along', async () => {
    const owner = await orphaned(await trialFolder());
    await owner.end('exit');
    await until(async () => (await startOf(owner.postgresPid)) === null);
    expect(await startOf(owner.postgresPid)).toBeNull();
  });

  it('of PostgreSQL that nobody asked for is followed by a restart', async () => {
    const { log, lines } = recorder();
    const running = await started(await trialFolder(), log);
    await rows(running.admin, 'CREATE TABLE t AS SELECT 7 AS n');
    const before = running.pid;
    process.kill(before, 'SIGKILL');
    await until(async () => running.pid !== before);
    expect(running.pid).not.toBe(before);
    expect(await rows(running.admin, 'TABLE t')).toEqual([{ n: 7 }]);
    expect(lines.map((line) => line.message)).toContain('PostgreSQL ended by itself');
    await running.stop();
    expect(await processesOf(running.place)).toEqual([]);
    // A restart beside other work takes as long as it takes.
  }, 40_000);

  it('that repeats is given up after some tries, and told', async () => {
    const running = await started(await trialFolder());
    await rm(join(running.place, 'cluster', 'global', 'pg_control'));
    process.kill(running.pid, 'SIGKILL');
    const exit = await running.exited;
    expect(exit).toMatchObject({ reason: 'failed', problem: { code: 'server.postgres-keeps-ending' } });
    expect(await processesOf(running.place)).toEqual([]);
    expect((await readdir(running.place)).filter((name) => name.startsWith('owner'))).toEqual([]);
  }, 40_000);

  it('can be asked for while a restart is waiting', async () => {
    const { log, lines } = recorder();
    const running = await started(await trialFolder(), log);
    process.kill(running.pid, 'SIGKILL');
    await until(async () => lines.some((line) => line.message === 'PostgreSQL is started again'));
    await running.stop();
    expect(await running.exited).toEqual({ reason: 'stopped' });
    expect(await processesOf(running.place)).toEqual([]);
  });
});

it('pids in files of a dead server that other programs of the account have by now do not hinder a start', async () => {
  const folder = await trialFolder();
  const first = await started(folder);
  await first.stop();
  const owner = await lstat(join(first.place, 'cluster'));
  const identity = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
  const stranger = spawn('sleep', ['60'], { ...identity, cwd: '/' });
  afterwards(async () => {
    stranger.kill('SIGKILL');
  });
  const left = [stranger.pid, join(first.place, 'cluster'), '0', '5432', '', '', '', 'ready', ''].join('\n');
  await writeFile(join(first.place, 'cluster', 'postmaster.pid'), left);
  await writeFile(join(first.place, 'run', '.s.PGSQL.5432.lock'), left);
  const second = await started(folder);
  expect(await rows(second.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode).toBeNull();
  expect(stranger.signalCode).toBeNull();
});

it('the program’s role logs in by its derived password, owns nothing and cannot become the owner', async () => {
  const running = await started(await trialFolder());
  const role = running.connection('yimi_app');
  await rows(running.admin, `CREATE ROLE yimi_app LOGIN PASSWORD '${role.password}'`);
  expect(role.password).not.toBe(running.admin.password);
  expect(await rows(role, 'SELECT usesuper FROM pg_user WHERE usename = current_user')).toEqual([{ usesuper: false }]);
  await expect(rows(role, 'SET ROLE yimi_owner')).rejects.toThrow('permission denied');
  const guess = { ...running.admin, password: 'guess' };
  await expect(rows(guess, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

it('no value that a person typed reaches the log files', async () => {
  const running = await started(await trialFolder());
  await rows(running.admin, 'CREATE TABLE people (id text PRIMARY KEY, born date)');
  await rows(running.admin, "INSERT INTO people VALUES ('张三秘密', NULL)");
  const failing: readonly (readonly [string, readonly unknown[]])[] = [
    ['INSERT INTO people VALUES ($1, NULL)', ['张三秘密']],
    ['INSERT INTO people VALUES ($1, $2)', ['x', '张三秘密']],
    ["SELECT '张三秘密'::int", []],
    ["DO $$ BEGIN RAISE WARNING '张三秘密'; END $$", []],
  ];
  for (const [sql, values] of failing) await rows(running.admin, sql, values).catch(() => undefined);
  await running.stop();
  const folder = join(running.place, 'log');
  const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  const text = (await Promise.all(files)).join('\n');
  expect(text).toContain('database system is ready');
  expect(text).not.toContain('秘密');
});
