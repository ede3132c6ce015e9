/**
 * A Chromium and fonts that show Chinese, for the browser tests: those of the machine, else Debian's packages. A test
 * that has no browser fails; it is never left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function find(): string | null {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

function hasChineseFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

/** @returns the path of a Chromium; installs Debian's where there is none and the machine allows it */
export function ensureBrowser(): string {
  if (find() === null || !hasChineseFont()) {
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const run = (...args: string[]) => {
      const [command, ...rest] = [...asRoot, ...args];
      if (command !== undefined)
        spawnSync(command, rest, {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        });
    };
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig');
  }
  const found = find();
  if (found === null) throw new Error('no Chromium: install the packages chromium and fonts-noto-cjk, or set CHROMIUM');
  return found;
}

/** How the tests start it: headless, as root too, without looking for the outside. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
