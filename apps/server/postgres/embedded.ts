// The supervisor: PostgreSQL as a part of the program, for a station's laptop as for a county's server. A start takes the
// folder's lock, stops what an earlier run left, makes the cluster if there is none, starts it and waits for an
// answer. While it runs, an end that nobody asked for is followed by a new start, a little later each time; if it keeps
// ending, `exited` says so and the server decides. The order at the end matters: PostgreSQL is gone before the
// lock is, so that no second Node finds a folder free whose cluster still writes.

import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { embeddedInstallation, type Installation, runnableBy } from './binaries.ts';
import { type Cluster, prepare } from './cluster.ts';
import { type Connection, derivedPassword, ownerRole, toUrl, withClient } from './connection.ts';
import { acquire } from './folder-lock.ts';
import { placeFor } from './place.ts';
import { addressFor, clearAddress, halt, launch, type Postmaster, stopOrphans } from './postmaster.ts';
import { isProblem, type Log, type Problem, refuse } from './problem.ts';

export type Exit = { readonly reason: 'stopped' } | { readonly reason: 'failed'; readonly problem: Problem };

export type Running = {
  /** The owner's connection, a superuser: for migrations only, never for requests (A1). */
  readonly adminUrl: string;
  readonly admin: Connection;
  /** As `SHOW server_version` tells it. */
  readonly version: string;
  /** The folder in which cluster and logs really are. */
  readonly place: string;
  /** Of the postmaster; another one after a restart. */
  readonly pid: number;
  /** Settles when PostgreSQL is gone for good. It never rejects. */
  readonly exited: Promise<Exit>;
  /** Another role's connection. Without a password it is the one derived for that role: give the role this one. */
  connection(user: string, password?: string, database?: string): Connection;
  stop(): Promise<void>;
};

/** Five ends within ten minutes are no accident; waits of 0.25 to 4 s let a full disk or memory recover. */
const restarts = { most: 5, withinMs: 10 * 60_000, firstWaitMs: 250 };

/** `folder` is the program's data folder. The caller must call `stop()` on SIGTERM and SIGINT: Node ends on them without
 *  a word to anybody, and PostgreSQL would stay behind until the next start. */
export async function startEmbedded(options: { folder: string; log: Log }): Promise<Running | Problem> {
  const installation = embeddedInstallation();
  if (isProblem(installation)) return installation;
  return startFrom(installation, { ...options, durability: 'durable' });
}

type Options = {
  readonly folder: string;
  readonly log: Log;
  readonly durability: Cluster['durability'];
};

/** The same with any installation. 'scratch' is for tests: it may lose everything at a power cut. */
export async function startFrom(installation: Installation, options: Options): Promise<Running | Problem> {
  const { log, durability } = options;
  const folder = resolve(options.folder);
  const begun = performance.now();
  try {
    const place = await placeFor(folder, log);
    if (isProblem(place)) return place;
    const binaries = await runnableBy(place.account, installation, log);
    if (isProblem(binaries)) return binaries;
    const lock = await acquire(place.path, folder);
    if (isProblem(lock)) return lock;
    const cluster = { place: place.path, account: place.account, binaries, durability, log };
    const running = await startCluster(cluster, lock.release, place.settle).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
    if (isProblem(running)) await lock.release();
    else
      log('PostgreSQL answers', {
        version: running.version,
        pid: running.pid,
        ms: Math.round(performance.now() - begun),
      });
    return running;
  } catch (error) {
    return fromSystem(error, folder);
  }
}

/** A full disk or a folder without permission is a state of the machine to tell of, no bug. All else is thrown on. */
function fromSystem(error: unknown, folder: string): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
  const path = error instanceof Error && 'path' in error ? String(error.path) : folder;
  return refuse('unavailable', 'server.data-folder-unusable', { folder, path, error: code });
}

async function startCluster(
  cluster: Cluster,
  release: () => Promise<void>,
  settle: () => Promise<void>,
): Promise<Running | Problem> {
  const orphan = await stopOrphans(cluster.place, cluster.log, cluster.binaries);
  if (isProblem(orphan)) return orphan;
  const password = await prepare(cluster);
  if (isProblem(password)) return password;
  await settle();
  const address = await addressFor(cluster);
  if (isProblem(address)) return address;
  const admin: Connection = { ...address, user: ownerRole, password, database: 'postgres' };
  const first = await launch(cluster, admin);
  if (isProblem(first)) return first;
  return supervise(cluster, admin, first, async () => {
    await clearAddress(address);
    await release();
  });
}

function supervise(cluster: Cluster, admin: Connection, first: Postmaster, clearUp: () => Promise<void>): Running {
  const stopping = new AbortController();
  let current = first;
  // process.exit() somewhere must not leave an orphan; there is no time to wait for its end, the next start sees to it.
  const onExit = (): void => {
    current.child.kill('SIGINT');
  };
  process.once('exit', onExit);

  const watch = async (): Promise<Exit> => {
    const ends: number[] = [];
    for (;;) {
      const ending = await current.ended;
      if (stopping.signal.aborted) return { reason: 'stopped' };
      cluster.log('PostgreSQL ended by itself', {
        pid: current.pid,
        code: ending.code,
        signal: ending.signal,
      });
      const next = await relaunch(cluster, admin, ends, stopping.signal);
      if (next === null) return { reason: 'stopped' };
      if (isProblem(next)) return { reason: 'failed', problem: next };
      current = next;
      // Asked to stop while it was starting: the one who asked could not reach this one.
      if (stopping.signal.aborted) await halt(cluster, current);
    }
  };
  const exited = watch()
    .catch((error: unknown): Exit => ({ reason: 'failed', problem: unexpected(error) }))
    .then(async (exit) => {
      process.off('exit', onExit);
      await clearUp();
      return exit;
    });

  return {
    adminUrl: toUrl(admin),
    admin,
    version: first.version,
    place: cluster.place,
    get pid() {
      return current.pid;
    },
    exited,
    connection: (user, password, database) => connectionOf(admin, user, password, database),
    async stop() {
      stopping.abort();
      await halt(cluster, current);
      await exited;
    },
  };
}

function connectionOf(admin: Connection, user: string, password?: string, database?: string): Connection {
  const known = user === admin.user ? admin.password : derivedPassword(admin.password, user);
  return { ...admin, user, password: password ?? known, database: database ?? admin.database };
}

function unexpected(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return refuse('unavailable', 'server.postgres-supervision', { message });
}

/** The next server after an end; null if a stop was asked for meanwhile. `ends` holds the times of earlier ends. */
async function relaunch(
  cluster: Cluster,
  admin: Connection,
  ends: number[],
  stopping: AbortSignal,
): Promise<Postmaster | Problem | null> {
  for (;;) {
    const now = performance.now();
    ends.push(now);
    const recent = ends.filter((end) => now - end < restarts.withinMs).length;
    if (recent > restarts.most) {
      return refuse('unavailable', 'server.postgres-keeps-ending', { folder: cluster.place, ends: recent });
    }
    const waitMs = restarts.firstWaitMs * 2 ** (recent - 1);
    cluster.log('PostgreSQL is started again', { attempt: recent, waitMs });
    await pause(waitMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return null;
    // A killed head leaves children that end a moment later; the new one must not meet them.
    const orphan = await stopOrphans(cluster.place, cluster.log, cluster.binaries);
    const next = isProblem(orphan) ? orphan : await launch(cluster, admin);
    if (!isProblem(next)) return next;
    cluster.log('PostgreSQL could not be started again', { code: next.code, ...next.details });
  }
}

/** Makes the database if it is not there; answers the owner's connection to it. */
export async function ensureDatabase(running: Running, name: string): Promise<Connection> {
  await withClient(running.admin, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
  return running.connection(running.admin.user, undefined, name);
}
