/**
 * `pdftotext` of poppler, for the tests that read our papers with another program than the one that made them: that of the
 * machine, else Debian's package. A test that has none fails; it is never left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [process.env.PDFTOTEXT, '/usr/bin/pdftotext', '/usr/local/bin/pdftotext', '/opt/homebrew/bin/pdftotext'];
const find = (): string | undefined => places.find((place) => place !== undefined && existsSync(place));

/** @returns the path of pdftotext; installs Debian's where there is none and the machine allows it */
export function ensurePdfText(): string {
  if (find() === undefined) {
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'poppler-utils'],
    ]) {
      const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args];
      spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env });
    }
  }
  const found = find();
  if (found === undefined) throw new Error('no pdftotext: install the package poppler-utils, or set PDFTOTEXT');
  return found;
}
