/**
 * LibreOffice, for the tests that open our spreadsheets as a county's desk would: that of the machine, else Debian's
 * package. A test that has none fails; it is never left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const places = [
  process.env.SOFFICE,
  '/usr/bin/soffice',
  '/usr/bin/libreoffice',
  '/opt/libreoffice/program/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
];

function find(): string | null {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/** @returns the path of LibreOffice; installs Debian's where there is none and the machine allows it */
export function ensureOffice(): string {
  if (find() === null) {
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'libreoffice-calc-nogui', 'fonts-noto-cjk'],
    ]) {
      const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args];
      spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env });
    }
  }
  const found = find();
  if (found === null) throw new Error('no LibreOffice: install the package libreoffice-calc-nogui, or set SOFFICE');
  return found;
}

/**
 * Opens a file and writes it in other forms.
 * @param to LibreOffice's own name of the form: `pdf`, `html`
 * @returns the names of the files made, in `folder`
 */
export function convert(file: string, to: string, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const profile = pathToFileURL(join(folder, 'profile')).href;
  const done = spawnSync(
    ensureOffice(),
    [`-env:UserInstallation=${profile}`, '--headless', '--norestore', '--convert-to', to, '--outdir', folder, file],
    { encoding: 'utf8', timeout: 170_000 },
  );
  if (done.status !== 0) throw new Error(`LibreOffice: ${done.stderr}`);
  return readdirSync(folder).filter((name) => name !== 'profile');
}
