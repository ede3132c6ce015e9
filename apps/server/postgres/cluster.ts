// A cluster on disk: made once by initdb, then only configured. It is made beside its final name and renamed when
// it is whole, so that a cut during the first start leaves nothing that looks like a cluster. Settings come in two
// kinds. Laws (durability, no network, no personal data in logs) are on the command line of every start, where
// no edited file overrides them. Sizes are written once to postgresql.conf, where an operator may change them.

import { createHash, randomBytes } from 'node:crypto';
import { appendFile, chown, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, ownDirectory, run } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { ownerRole } from './connection.ts';
import { clusterIn, exists, syncDirectory } from './place.ts';
import { isProblem, type Log, type Problem, refuse } from './problem.ts';

export type Cluster = {
  readonly place: string;
  readonly account: Account;
  readonly binaries: Binaries;
  /** 'scratch' gives up durability for speed: tests only. */
  readonly durability: 'durable' | 'scratch';
  readonly log: Log;
};

export const logFolderIn = (place: string): string => join(place, 'log');
const passwordIn = (place: string): string => join(place, 'password');

/** Makes the cluster if there is none, checks it if there is; answers the owner's password. */
export async function prepare(cluster: Cluster): Promise<string | Problem> {
  const logs = await ownDirectory(logFolderIn(cluster.place), cluster.account);
  if (isProblem(logs)) return logs;
  if (!(await exists(clusterIn(cluster.place)))) return initialise(cluster);
  await handOver(cluster);

  const made = (await readFile(join(clusterIn(cluster.place), 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (made !== String(cluster.binaries.major)) {
    const details = { folder: cluster.place, made, programs: cluster.binaries.version };
    return refuse('invalid', 'server.postgres-version', details);
  }
  const password = (await readFile(passwordIn(cluster.place), 'utf8').catch(() => '')).trim();
  if (password === '') {
    return refuse('unavailable', 'server.postgres-password-missing', { file: passwordIn(cluster.place) });
  }
  return password;
}

/** A cluster that root brought back from a copy belongs to root, as whom PostgreSQL does not run. */
async function handOver({ place, account }: Cluster): Promise<void> {
  if (account.identity === null || (await stat(clusterIn(place))).uid !== 0) return;
  const owner = `${account.identity.uid}:${account.identity.gid}`;
  await run('chown', ['-R', '-h', owner, clusterIn(place), passwordIn(place), logFolderIn(place)], null);
}

async function initialise(cluster: Cluster): Promise<string | Problem> {
  const { place, account, binaries, durability, log } = cluster;
  const started = performance.now();
  const draft = `${clusterIn(place)}.new`;
  await rm(draft, { recursive: true, force: true });
  const owned = await ownDirectory(draft, account);
  if (isProblem(owned)) return owned;
  const password = randomBytes(24).toString('base64url');
  await writePassword(passwordIn(place), password, account);

  const args = ['-D', draft, '-U', ownerRole, `--pwfile=${passwordIn(place)}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--data-checksums', '--no-instructions', ...localeOptions(binaries.major));
  if (durability === 'scratch') args.push('--no-sync');
  const { code, output } = await run(program(binaries.bin, 'initdb'), args, account);
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    return refuse('unavailable', 'server.postgres-initdb', {
      account: account.name,
      output: output.slice(-1500),
    });
  }
  await appendFile(join(draft, 'postgresql.conf'), sizesFile());
  const conf = await open(join(draft, 'postgresql.conf'), 'r+');
  await conf.sync();
  await conf.close();
  await rename(draft, clusterIn(place));
  await syncDirectory(place);
  log('PostgreSQL cluster made', {
    place,
    account: account.name,
    ms: Math.round(performance.now() - started),
  });
  return password;
}

async function writePassword(path: string, password: string, account: Account): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(`${password}\n`);
  await file.sync();
  await file.close();
  if (account.identity !== null) await chown(path, account.identity.uid, account.identity.gid);
}

/** Sorting by bytes, equal on every machine and never changed by an update of the system's libraries; upper and
 *  lower case by Unicode. The built-in provider exists from 17; before, C sorts the same and libc knows the case. */
function localeOptions(major: number): readonly string[] {
  if (major >= 17) return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return ['--locale=C', process.platform === 'linux' ? '--lc-ctype=C.UTF-8' : '--lc-ctype=C'];
}

/** For two cores and little memory. One process pool uses a dozen connections; 60 leaves room for tools and tests. */
function sizesFile(): string {
  const sizes = {
    max_connections: '60',
    shared_buffers: '128MB',
    effective_cache_size: '512MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    // A quarter of an hour between checkpoints wears cheap disks less; half a gigabyte bounds recovery and disk use.
    checkpoint_timeout: '15min',
    max_wal_size: '512MB',
    autovacuum_max_workers: '2',
    // The second core belongs to Node; compiling queries costs more than it gives at this size.
    max_parallel_workers_per_gather: '1',
    jit: 'off',
    // Days are counted in the county's zone, which every command passes in (N1); the database has none of its own.
    timezone: "'UTC'",
    log_timezone: "'UTC'",
  };
  const lines = Object.entries(sizes).map(([name, value]) => `${name} = ${value}`);
  return ['', '# Yimi: sizes for a small machine; change them to fit yours.', ...lines, ''].join('\n');
}

export type Address = { readonly host: string; readonly port: number };

/** The laws, as arguments of the server program. */
export async function serverArguments(cluster: Cluster, address: Address): Promise<readonly string[]> {
  const onSocket = address.host.startsWith('/');
  // The setting is a list: quoted, so that a comma or blank in the path is no separator.
  const socketFolder = `"${address.host.replaceAll('"', '""')}"`;
  const laws = {
    cluster_name: await tagOf(cluster.place),
    port: String(address.port),
    listen_addresses: onSocket ? '' : address.host,
    unix_socket_directories: onSocket ? socketFolder : '',
    unix_socket_permissions: '0700',
    ...durabilityLaws(cluster.durability),
    ...logLaws(cluster.place),
  };
  const settings = Object.entries(laws).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', clusterIn(cluster.place), ...settings];
}

function durabilityLaws(durability: Cluster['durability']): Record<string, string> {
  if (durability === 'scratch') return { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
  const on = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };
  // macOS: a plain fsync stops at the drive's cache, which a power cut empties (S1).
  return process.platform === 'darwin' ? { ...on, wal_sync_method: 'fsync_writethrough' } : on;
}

/** Errors carry values people typed ("invalid input syntax …: 张三"), and so do their details and statements. They go
 *  to the caller, who knows what to hide; the file gets what concerns the server as a whole: level LOG and above. */
function logLaws(place: string): Record<string, string> {
  return {
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_min_duration_sample: '-1',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_destination: 'stderr',
    logging_collector: 'on',
    log_directory: logFolderIn(place),
    // A file a weekday, emptied when its day comes round: a week is kept, without anybody clearing up.
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_file_mode: '0600',
    log_line_prefix: '%m [%p] ',
  };
}

/** A mark in the command line of every process of the cluster, by which an orphan is found. From the inode, so that a
 *  moved cluster keeps it and a copied one, whose processes are none of ours, does not. */
export async function tagOf(place: string): Promise<string> {
  const { dev, ino } = await stat(clusterIn(place), { bigint: true });
  return `yimi-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 20)}`;
}
