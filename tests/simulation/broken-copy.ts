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
export const patchFolder = join(here, 'broken');

/** What the simulator loads, and no more. */
const copied = [
  'packages/kernel',
  'packages/protocol',
  'packages/sync',
  'modules/network',
  'modules/people',
  'modules/services',
  'apps/catalogue.ts',
  'apps/server/engine.ts',
  'tests/simulation',
];
const linked = ['zod'];

export interface BrokenCopy {
  readonly folder: string;
  readonly main: string;
  remove(): void;
}

export function patches(): string[] {
  return readdirSync(patchFolder)
    .filter((name) => name.endsWith('.patch'))
    .sort();
}

export function breakCopy(patch: string): BrokenCopy {
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
    for (const name of linked) symlinkSync(join(root, 'node_modules', name), join(installed, name));
    applyPatch(folder, readFileSync(join(patchFolder, patch), 'utf8'));
    return { folder, main: join(folder, 'tests', 'simulation', 'main.ts'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function isSource(path: string): boolean {
  return !path.includes('node_modules') && !path.endsWith('.test.ts');
}
