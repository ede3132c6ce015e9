/**
 * Builds phone and console, when their sources have changed since the last time, and compresses what was built, so that
 * the server sends files as they lie. Runs when the program is installed, and at a start that finds newer sources; both
 * apps are built side by side.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { ZlibOptions } from 'node:zlib';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const apps = ['phone', 'console'] as const;
const shared = [
  'packages',
  'modules',
  'apps/wording',
  'apps/catalogue.ts',
  'apps/later-modules.ts',
  'apps/phone-catalogue.ts',
  'package-lock.json',
];
const compressible = /\.(js|css|html|svg|json|webmanifest|txt)$/;

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function sourcesUnder(path: string): Promise<string[]> {
  const files = await filesUnder(path);
  return files.filter((file) => !/node_modules|[/\\]dist[/\\]|\.test\.ts$/.test(relative(root, file))).sort();
}

async function fingerprint(app: string): Promise<string> {
  const hash = createHash('sha256');
  for (const place of [...shared, `apps/${app}`]) {
    for (const file of await sourcesUnder(join(root, place)))
      hash.update(relative(root, file)).update(await readFile(file));
  }
  return hash.digest('hex');
}

function vite(app: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      join(root, 'apps', app, 'vite.config.ts'),
      '--logLevel',
      'warn',
    ];
    const child = spawn(process.execPath, args, {
      cwd: join(root, 'apps', app),
      stdio: ['ignore', 'inherit', 'inherit'],
      // Whatever the shell or a test runner says: with another word here Vue's development half is built in.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`building ${app} ended with ${code}`))));
  });
}

/** Beside each file what the server sends in its place. */
export async function compress(folder: string): Promise<void> {
  // Once a build, for every phone: the best there is.
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const file of (await filesUnder(folder)).filter((name) => compressible.test(name))) {
    const bytes = await readFile(file);
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
    await writeFile(`${file}.gz`, await smallestGzip(bytes));
  }
}

const packed = promisify<Uint8Array, ZlibOptions, Buffer>(gzip);

/** How much memory the packer is given decides where its blocks end; which of these packs best depends on the file. */
async function smallestGzip(bytes: Uint8Array): Promise<Buffer> {
  const tried = await Promise.all([6, 7, 8].map((memLevel) => packed(bytes, { level: 9, memLevel })));
  return tried.reduce((best, one) => (one.length < best.length ? one : best));
}

async function buildOne(app: string): Promise<boolean> {
  const dist = join(root, 'apps', app, 'dist');
  const stamp = join(dist, '.built');
  const now = await fingerprint(app);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === now) return false;
  await vite(app);
  await compress(dist);
  await writeFile(stamp, now);
  return true;
}

/** @returns the apps that had to be built */
export async function buildApps(): Promise<string[]> {
  const built = await Promise.all(apps.map(async (app) => ((await buildOne(app)) ? [app] : [])));
  return built.flat();
}

if (import.meta.main) {
  const built = await buildApps();
  process.stderr.write(built.length === 0 ? 'phone and console are up to date\n' : `built ${built.join(' and ')}\n`);
}
