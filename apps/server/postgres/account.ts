// PostgreSQL refuses to run as root, and a county's first server is often started as root. So a root start runs
// PostgreSQL under a system account of its own; any other start runs it as whoever started Node. Whether that account
// gets at a file is asked by doing it under the account, never worked out from mode bits: ACLs, root-squashed mounts
// and 0700 homes all answer truly. An existing cluster is always run by the account that owns it, so one
// mistaken `sudo npm start` changes no owner and locks nobody out.

import { spawn } from 'node:child_process';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Problem, refuse } from './problem.ts';

export const accountName = 'yimi-postgres';

/** `identity` is null where PostgreSQL runs as the user that Node runs as. */
export type Account = {
  readonly name: string;
  readonly identity: { readonly uid: number; readonly gid: number } | null;
};

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The few variables PostgreSQL needs. The rest of Node's environment holds keys and PG* overrides: it stays out. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const passed = ['SystemRoot', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA'];
  const kept = passed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const path = process.env.PATH ?? ['/usr/bin', '/bin'].join(delimiter);
  // LC_ALL: macOS' locale lookup starts threads, which the postmaster refuses; English messages besides.
  return { ...Object.fromEntries(kept), PATH: path, LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a program to its end under the account. `code` is null if it could not be started or was killed. */
export function run(
  program: string,
  args: readonly string[],
  account: Account | null,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(account?.identity ?? {}),
      cwd: process.platform === 'win32' ? undefined : '/',
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });
}

/** Which account runs a cluster. `cluster` is its data directory if there is one already. */
export async function accountFor(cluster: string | null): Promise<Account | Problem> {
  const owner = cluster === null ? null : await lstat(cluster);
  if (!isRoot()) {
    const self = process.getuid?.();
    if (owner === null || self === undefined || owner.uid === self) return { name: 'self', identity: null };
    return refuse('invalid', 'server.postgres-folder-owner', { folder: cluster, owner: owner.uid, self });
  }
  if (owner !== null && owner.uid !== 0) {
    return { name: `uid ${owner.uid}`, identity: { uid: owner.uid, gid: owner.gid } };
  }
  return systemAccount();
}

async function systemAccount(): Promise<Account | Problem> {
  // Several tries: of two first starts at once, one finds the password file locked by the other.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const found = await lookUp(accountName);
    if (found !== null) return found;
    await createAccount();
    const created = await lookUp(accountName);
    if (created !== null) return created;
    await pause(200);
  }
  // Any account will do but a bare number: initdb insists on an entry in the password file (the server does not).
  return (await lookUp('nobody')) ?? refuse('unavailable', 'server.postgres-no-account', { account: accountName });
}

async function lookUp(name: string): Promise<Account | null> {
  const uid = await run('id', ['-u', name], null);
  const gid = await run('id', ['-g', name], null);
  if (uid.code !== 0 || gid.code !== 0) return null;
  return { name, identity: { uid: Number(uid.output), gid: Number(gid.output) } };
}

async function createAccount(): Promise<void> {
  const useradd = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const made = await run('useradd', [...useradd, '--shell', '/usr/sbin/nologin', accountName], null);
  if (made.code === 0) return;
  // BusyBox (Alpine and small images) has no useradd.
  await run('addgroup', ['-S', accountName], null);
  await run('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', '-G', accountName, accountName], null);
}

/** Whether the account can enter a directory, found out by entering it. */
export async function canEnter(account: Account, directory: string): Promise<boolean> {
  if (account.identity === null) return true;
  return (await run('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], account)).code === 0;
}

/** Makes a directory that belongs to the account; says so where somebody else's already lies there. */
export async function ownDirectory(path: string, account: Account): Promise<null | Problem> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  const uid = account.identity?.uid ?? process.getuid?.() ?? found.uid;
  const maker = process.getuid?.() ?? found.uid;
  // A link, or a directory of a third user: on a shared /tmp that is somebody's trap, so it is not taken over.
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== maker)) {
    return refuse('invalid', 'server.postgres-folder-owner', { folder: path, owner: found.uid, self: uid });
  }
  if (account.identity !== null) await chown(path, account.identity.uid, account.identity.gid);
  await chmod(path, 0o700);
  return null;
}
