// A cluster as processes: started, watched until it answers, stopped; and what an earlier Node left behind. PostgreSQL
// is our direct child, so its end is noticed at once, but in a session of its own, so that Ctrl-C in the
// terminal reaches only Node, which then stops it in order. A Node killed by -9 leaves PostgreSQL running: the
// next start stops that orphan and starts afresh (adopting it would leave a server whose end nobody notices). No process
// is signalled on the word of a pid file alone; it must carry the cluster's tag or sit in its directory.

import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, readdir, readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canEnter, cleanEnvironment, ownDirectory, run } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { type Address, type Cluster, logFolderIn, serverArguments, tagOf } from './cluster.ts';
import { type Connection, withClient } from './connection.ts';
import { clusterIn, exists } from './place.ts';
import { isProblem, type Log, type Problem, refuse } from './problem.ts';

export type Ending = { readonly code: number | null; readonly signal: string | null };
export type Postmaster = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ending>;
  readonly version: string;
};

/** Recovery after a power cut replays up to max_wal_size on a slow disk; giving up early would begin it all again. */
const readyWithinMs = 15 * 60_000;
/** A fast stop writes out what is in memory. If the disk is too slow for that, an immediate stop loses nothing. */
const fastStopMs = 30_000;
const immediateStopMs = 10_000;
/** Bytes of a socket's path, the end zero not counted: 107 on Linux, 103 on macOS. */
const socketPathBytes = process.platform === 'darwin' ? 103 : 107;

export async function launch(cluster: Cluster, connection: Connection): Promise<Postmaster | Problem> {
  await clearStaleSocket(connection);
  const report = join(logFolderIn(cluster.place), 'startup.log');
  const output = await open(report, 'w', 0o600);
  const identity = cluster.account.identity;
  if (identity !== null) await chown(report, identity.uid, identity.gid);
  const child = spawn(program(cluster.binaries.bin, 'postgres'), await serverArguments(cluster, connection), {
    ...(identity ?? {}),
    cwd: cluster.place,
    env: cleanEnvironment(),
    detached: process.platform !== 'win32',
    // A file, no pipe: an orphan must not be tied to a reader that is gone.
    stdio: ['ignore', output.fd, output.fd],
    windowsHide: true,
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.on('error', () => resolve({ code: null, signal: null }));
  });
  await output.close();
  const version = await untilAnswering(cluster, connection, child, ended);
  if (!isProblem(version)) return { child, pid: child.pid ?? 0, ended, version };
  await halt(cluster, { child, pid: child.pid ?? 0, ended });
  return { ...version, details: { ...version.details, output: await lastWords(cluster.place) } };
}

/** The socket's own lock file names a pid, too. Where nobody reaps orphans (a container without an init) that pid
 *  stays a zombie for ever and PostgreSQL takes it for a living server. Ours is the lock that counts. */
async function clearStaleSocket({ host, port }: Address): Promise<void> {
  if (!host.startsWith('/')) return;
  for (const end of ['', '.lock']) await rm(join(host, `.s.PGSQL.${port}${end}`), { force: true });
}

/** Why it did not start: before the log collector runs it is in startup.log, afterwards in the day's file. */
async function lastWords(place: string): Promise<string> {
  const folder = logFolderIn(place);
  const files = (await readdir(folder)).map(async (name) => {
    const path = join(folder, name);
    return { text: await readFile(path, 'utf8'), changed: (await stat(path)).mtimeMs };
  });
  const newest = (await Promise.all(files)).sort((a, b) => b.changed - a.changed).slice(0, 2);
  return newest.map(({ text }) => text.slice(-800)).join('\n');
}

async function untilAnswering(
  cluster: Cluster,
  connection: Connection,
  child: ChildProcess,
  ended: Promise<Ending>,
): Promise<string | Problem> {
  const begun = performance.now();
  let over: Ending | null = null;
  void ended.then((ending) => {
    over = ending;
  });
  for (let told = 0; performance.now() - begun < readyWithinMs; ) {
    if (over !== null) return refuse('unavailable', 'server.postgres-not-started', { folder: cluster.place });
    const file = await readPidFile(cluster.place);
    if (file?.pid === child.pid && file?.status === 'ready') return ask(cluster, connection);
    const seconds = Math.floor((performance.now() - begun) / 10_000) * 10;
    if (seconds > told) cluster.log('PostgreSQL is still starting; after a power cut it recovers first', { seconds });
    told = Math.max(told, seconds);
    await pause(20);
  }
  return refuse('unavailable', 'server.postgres-not-started', {
    folder: cluster.place,
    waitedMs: readyWithinMs,
  });
}

async function ask(cluster: Cluster, connection: Connection): Promise<string | Problem> {
  try {
    return await withClient(connection, async (client) => {
      const answer = await client.query<{ server_version: string }>('SHOW server_version');
      return answer.rows[0]?.server_version ?? cluster.binaries.version;
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return refuse('unavailable', 'server.postgres-not-answering', { folder: cluster.place, message });
  }
}

/** Where the cluster listens: a socket only its account and root can open; on Windows a free port of the loopback. */
export async function addressFor(cluster: Cluster): Promise<Address | Problem> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await freePort() };
  const port = 5432;
  const short = await tagOf(cluster.place);
  const places = [join(cluster.place, 'run'), join(tmpdir(), short), join('/tmp', short)];
  for (const host of places) {
    if (Buffer.byteLength(join(host, `.s.PGSQL.${port}`)) > socketPathBytes) continue;
    if (isProblem(await ownDirectory(host, cluster.account))) continue;
    if (await canEnter(cluster.account, host)) return { host, port };
    await rm(host, { recursive: true, force: true });
  }
  return refuse('unavailable', 'server.postgres-socket', { tried: places.join(' ') });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Stops our own child: fast, then immediate, then by force. Data is safe in each case, only the next start slower. */
export async function halt(cluster: Cluster, running: Omit<Postmaster, 'version'>): Promise<void> {
  const { child, pid, ended } = running;
  const steps = [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
  ] as const;
  for (const [signal, ms] of steps) {
    if (process.platform === 'win32') {
      // Windows has no signals; PostgreSQL listens on a pipe there, which pg_ctl writes to.
      await run(program(cluster.binaries.bin, 'pg_ctl'), ['kill', signal.slice(3), String(pid)], null);
      // Through the child, which knows that it has ended: by then its pid may be another program's.
    } else child.kill(signal);
    if (await settles(ended, ms)) return;
    cluster.log('PostgreSQL did not stop in time', { pid, signal, ms });
  }
  child.kill('SIGKILL');
  await ended;
}

async function settles(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(ms, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return settled;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between finding it and telling it, which is what was wanted.
  }
}

/** To be called under the lock only: then whatever runs on this cluster has no Node any more. `patience` is how long
 *  each step waits, in milliseconds; other values are for tests. */
export async function stopOrphans(
  place: string,
  log: Log,
  binaries: Binaries | null,
  patience: readonly [fast: number, immediate: number] = [fastStopMs, immediateStopMs],
): Promise<null | Problem> {
  if (!(await exists(clusterIn(place)))) return null;
  if (process.platform === 'win32') {
    if (binaries !== null && (await exists(join(clusterIn(place), 'postmaster.pid')))) {
      const stop = ['stop', '-D', clusterIn(place), '-m', 'fast', '-w', '-t', '30'];
      await run(program(binaries.bin, 'pg_ctl'), stop, null);
    }
    return null;
  }
  const steps = [
    ['SIGINT', patience[0]],
    ['SIGQUIT', patience[1]],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, ms] of steps) {
    const found = await processesOf(place);
    if (found.length === 0) break;
    const heads = found.filter((one) => one.isHead);
    log('PostgreSQL left by an earlier run is being stopped', { processes: found.length, signal });
    // The head ends its own in order. Without a head (it was killed) they end by themselves, or are told to.
    for (const one of signal === 'SIGINT' ? heads : found) kill(one.pid, signal);
    await untilGone(place, heads.length === 0 && signal === 'SIGINT' ? 3_000 : ms);
  }
  const left = await processesOf(place);
  if (left.length > 0) {
    return refuse('unavailable', 'server.postgres-orphan', { folder: place, pid: left[0]?.pid ?? null });
  }
  // Nobody runs here, so a pid file is stale. PostgreSQL would clear it itself unless its pid is in use again by the
  // same account, as is usual in containers; then it would refuse to start.
  await rm(join(clusterIn(place), 'postmaster.pid'), { force: true });
  return null;
}

async function untilGone(place: string, ms: number): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(30)) {
    if ((await processesOf(place)).length === 0) return;
  }
}

type Found = { readonly pid: number; readonly isHead: boolean };

/** All processes that work on this cluster, of whichever account. Not for Windows. */
export async function processesOf(place: string): Promise<readonly Found[]> {
  const tag = await tagOf(place);
  const noted = (await readPidFile(place))?.pid;
  const found: Found[] = [];
  for (const { pid, command } of await processList()) {
    // Children are titled "postgres: <tag>: …"; a head has the tag among its arguments.
    const isHead = /(^|\/)postgres -D /.test(command) && command.includes(`cluster_name=${tag}`);
    if (isHead || command.startsWith(`postgres: ${tag}:`)) found.push({ pid, isHead });
    else if (pid === noted && (await sitsIn(pid, place))) found.push({ pid, isHead: true });
  }
  return found;
}

async function processList(): Promise<readonly { pid: number; command: string }[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), command: command.replaceAll('\0', ' ') };
    });
    return Promise.all(lines);
  }
  const { output } = await run('ps', ['-axww', '-o', 'pid=,command='], null);
  return output.split('\n').map((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command: command ?? '' };
  });
}

/** An untagged server somebody started by hand, found by its working directory, which is always the cluster. */
async function sitsIn(pid: number, place: string): Promise<boolean> {
  const directory = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return directory !== null && directory === (await realpath(clusterIn(place)));
}

/** Line 1 of postmaster.pid is the pid, line 8 the state (pidfile.h). */
async function readPidFile(place: string): Promise<{ pid: number; status: string } | null> {
  const text = await readFile(join(clusterIn(place), 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() };
}

/** A socket folder outside the place is cleared away with the run that made it. */
export async function clearAddress(address: Address): Promise<void> {
  if (!basename(address.host).startsWith('yimi-')) return;
  await rm(address.host, { recursive: true, force: true });
}
