// Who PostgreSQL runs as, and what that account cannot reach: started by root, by somebody else, with
// the project or the data under a closed home. Only root can stand these cases up, so they are skipped for others.

import { chown, cp, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRoot, run } from './account.ts';
import { embeddedInstallation, openPlace } from './binaries.ts';
import { startEmbedded, startFrom } from './embedded.ts';
import { isProblem } from './problem.ts';
import { afterwards, cleanAll, keep, ownerProcess, recorder, rows, started, trialFolder } from './trial.ts';

const silent = () => undefined;

const openPlaces = (): Promise<string[]> => readdir(openPlace).catch((): string[] => []);

async function uidOf(pid: number): Promise<number> {
  return (await lstat(`/proc/${pid}`)).uid;
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const uid = await run('id', ['-u', 'nobody'], null);
  const gid = await run('id', ['-g', 'nobody'], null);
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

// Needs root: to start as root, to close a home to others, and to become another user.
describe.skipIf(!isRoot())('started by root', () => {
  // What these tests put under /var/lib/yimi goes with them; what was there stays.
  beforeEach(async () => {
    const before = await openPlaces();
    afterwards(async () => {
      const after = await openPlaces();
      for (const name of after.filter((one) => !before.includes(one))) {
        await rm(join(openPlace, name), { recursive: true, force: true });
      }
    });
  });
  afterEach(cleanAll, 60_000);

  it('PostgreSQL runs as an account of its own, which alone can read the cluster', async () => {
    const running = await started(await trialFolder());
    const uid = await uidOf(running.pid);
    expect(uid).not.toBe(0);
    expect(String(uid)).toBe((await run('id', ['-u', 'yimi-postgres'], null)).output);
    expect((await lstat(join(running.place, 'cluster'))).mode & 0o777).toBe(0o700);
    expect((await lstat(join(running.place, 'password'))).mode & 0o777).toBe(0o600);
    expect((await lstat(running.admin.host)).mode & 0o777).toBe(0o700);
  });

  it('PostgreSQL gets none of Node’s environment, which holds keys', async () => {
    process.env.YIMI_TRIAL_KEY = 'secret';
    afterwards(async () => {
      delete process.env.YIMI_TRIAL_KEY;
    });
    const running = await started(await trialFolder());
    expect(await readFile(`/proc/${running.pid}/environ`, 'utf8')).not.toContain('YIMI_TRIAL_KEY');
  });

  it('programs under a 0700 home, installed with umask 077, are used from a copy', async () => {
    const installation = embeddedInstallation();
    if (isProblem(installation)) throw new Error(JSON.stringify(installation));
    const home = await trialFolder(homedir(), 0o700);
    const tree = join(home, 'native');
    await cp(installation.tree ?? '', tree, { recursive: true, verbatimSymlinks: true });
    await run('chmod', ['-R', 'go=', tree], null);
    const { log, lines } = recorder();
    const closed = { bin: join(tree, 'bin'), tree };
    const options = { folder: await trialFolder(), log, durability: 'durable' } as const;
    const first = keep(await startFrom(closed, options));
    expect(await rows(first.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(lines.map((line) => line.message)).toContain(
      'PostgreSQL programs are used from a copy its account can reach',
    );
    await first.stop();
    const copies = (await readdir(openPlace)).filter((name) => name.startsWith('bin-'));
    keep(await startFrom(closed, options));
    expect((await readdir(openPlace)).filter((name) => name.startsWith('bin-'))).toEqual(copies);
  });

  it('data under a 0700 home lies elsewhere, a note in the folder says where, and it survives', async () => {
    const folder = join(await trialFolder(homedir(), 0o700), 'data');
    const first = await started(folder);
    expect(first.place).toMatch(/^\/var\/lib\/yimi\/data-/);
    await rows(first.admin, 'CREATE TABLE t AS SELECT 5 AS n');
    expect(await readFile(join(folder, 'postgres-is-elsewhere.txt'), 'utf8')).toContain(
      `place: ${first.place}\nstate: ready`,
    );
    expect(await startEmbedded({ folder, log: silent })).toMatchObject({ code: 'server.data-folder-in-use' });
    await first.stop();
    const second = await started(folder);
    expect(await rows(second.admin, 'TABLE t')).toEqual([{ n: 5 }]);
  });

  it('data kept elsewhere that is gone is told, and no empty cluster takes its place', async () => {
    const folder = join(await trialFolder(homedir(), 0o700), 'data');
    const running = await started(folder);
    await running.stop();
    await rm(running.place, { recursive: true });
    expect(await startEmbedded({ folder, log: silent })).toMatchObject({
      code: 'server.postgres-data-missing',
    });
  });

  it('a cluster made by another user is run as that user, who can go on with it afterwards', async () => {
    const user = await nobody();
    const folder = join(await trialFolder(), 'data');
    await mkdir(folder);
    await chown(folder, user.uid, user.gid);

    const theirs = await ownerProcess(folder, user);
    if (isProblem(theirs)) throw new Error(JSON.stringify(theirs));
    expect(await uidOf(theirs.postgresPid)).toBe(user.uid);
    await rows(theirs.admin, 'CREATE TABLE t AS SELECT 6 AS n');
    await theirs.end('killed');

    const byRoot = await started(folder);
    expect(await uidOf(byRoot.pid)).toBe(user.uid);
    expect(await rows(byRoot.admin, 'TABLE t')).toEqual([{ n: 6 }]);
    await byRoot.stop();

    const again = await ownerProcess(folder, user);
    if (isProblem(again)) throw new Error(JSON.stringify(again));
    expect(await rows(again.admin, 'TABLE t')).toEqual([{ n: 6 }]);
    await again.end('exit');
  });

  it('a cluster that root brought back from a copy, now owned by root, runs as the account again', async () => {
    const folder = await trialFolder();
    const first = await started(folder);
    await rows(first.admin, 'CREATE TABLE t AS SELECT 8 AS n');
    await first.stop();
    await run('chown', ['-R', '0:0', first.place], null);
    const second = await started(folder);
    expect(await rows(second.admin, 'TABLE t')).toEqual([{ n: 8 }]);
    expect(await uidOf(second.pid)).not.toBe(0);
  });

  it('a cluster made by root’s account is refused to another user, with the reason', async () => {
    const folder = await trialFolder();
    const running = await started(folder);
    await running.stop();
    const refused = await ownerProcess(folder, await nobody());
    expect(refused).toMatchObject({ code: 'server.postgres-folder-owner' });
  });

  it('a user without an entry in the password file is told so by initdb’s own words', async () => {
    const folder = join(await trialFolder(), 'data');
    await mkdir(folder);
    await chown(folder, 54_321, 54_321);
    const refused = await ownerProcess(folder, { uid: 54_321, gid: 54_321 });
    expect(refused).toMatchObject({ code: 'server.postgres-initdb' });
    expect(JSON.stringify(refused)).toContain('user does not exist');
  });
});
