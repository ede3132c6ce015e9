/** What `docs/deploy.md` tells an IT office to do exists, and the tools that will read the files in `deploy/` take them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, describe, expect, it } from 'vitest';
import { verbs } from '../../apps/server/admin/verbs.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'deploy');
const guide = await readFile(join(root, 'docs/deploy.md'), 'utf8');
const files = await readdir(folder);
const made: string[] = [];
afterAll(async () => {
  for (const one of made) await rm(one, { recursive: true, force: true });
});

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
async function newFolder(): Promise<string> {
  const one = await mkdtemp(join(tmpdir(), 'yimi-deploy-'));
  made.push(one);
  return one;
}

describe('the guide', () => {
  it('names every file of deploy/, and none that is not there', () => {
    const named = new Set([...guide.matchAll(/deploy\/([\w.-]+\w)/g)].map(([, name = '']) => name));
    const globs = ['yimi-backup', 'yimi-verify'];
    for (const file of files) {
      const covered = named.has(file) || globs.some((glob) => file.startsWith(`${glob}.`) && named.has(glob));
      expect(covered, `${file} is not in the guide`).toBe(true);
    }
    for (const name of named) {
      const there = files.includes(name) || (globs.includes(name) && files.some((file) => file.startsWith(`${name}.`)));
      expect(there || name === 'deploy.test.ts', `${name} is not in deploy/`).toBe(true);
    }
  });

  it('uses verbs and options that there are', () => {
    const lines = [...guide.matchAll(/yimi-admin ([a-z-]+)([^\n]*)/g)];
    expect(lines.length).toBeGreaterThan(4);
    for (const [, verb = '', rest = ''] of lines) {
      const known = verbs[verb];
      expect(known, verb).toBeDefined();
      for (const [, option = ''] of rest.matchAll(/--([a-z-]+)/g))
        expect([...(known?.options ?? []), 'data'], `${verb} --${option}`).toContain(option);
    }
  });

  it('installs by the Node that the program runs on', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const [major] = String(Reflect.get(manifest.dependencies, 'node')).split('.');
    expect([...guide.matchAll(/node@(\d+)/g)].map(([, named]) => named)).toEqual([major]);
  });

  it('never lets npm work as the program’s user: it would leave a folder where a backup is to be brought back', async () => {
    const said = [guide, ...(await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8'))))];
    for (const text of said) expect(text).not.toMatch(/(runuser|sudo|su) [^\n]*\bnpm\b/);
  });

  it('lets the verb of administration start a file that there is, and give on what it is told', async () => {
    const place = await newFolder();
    const text = await readFile(join(folder, 'yimi-admin'), 'utf8');
    const [, script = ''] = /node (apps[^ ]+)/.exec(text) ?? [];
    expect(existsSync(join(root, script)), script).toBe(true);
    await writeFile(join(place, 'yimi.env'), '# the address\nYIMI_PUBLIC_URL=https://yimi.example.cn\n');
    // Where runuser would change the user, its words are only shown.
    const shown = text
      .replace('runuser -u yimi --', 'printf "%s\\n"')
      .replaceAll('/opt/yimi', root)
      .replaceAll('/etc/yimi.env', join(place, 'yimi.env'));
    const done = spawnSync('sh', ['-c', shown, 'yimi-admin', 'restore', '/a folder'], { encoding: 'utf8' });
    expect([done.status, done.stderr]).toEqual([0, '']);
    const words = done.stdout.trim().split('\n');
    expect(words).toContain('YIMI_PUBLIC_URL=https://yimi.example.cn');
    expect(words.slice(-2)).toEqual(['restore', '/a folder']);
  });

  it('puts the units and the verb of a version in place with it: at the installation, at an update and on the way back', () => {
    const section = (from: string, to: string) => guide.slice(guide.indexOf(from), guide.indexOf(to));
    const [update = '', back = ''] = section('## Update, and back', '## A county to another').split(
      '**Back to the old',
    );
    for (const place of [section('## Install', '## Backups'), update, back]) {
      for (const file of files.filter((name) => /^yimi.*\.(service|timer)$/.test(name)))
        expect(place, file).toMatch(
          new RegExp(`cp .*deploy/${file.replace(/^(yimi-\w+)\..*/, '$1')}.* /etc/systemd/system/`),
        );
      expect(place).toContain('install -m 0755 deploy/yimi-admin /usr/local/sbin/');
      expect(place).toContain('systemctl daemon-reload');
    }
  });

  it('lets nightly work fall into the night of China, whatever clock the machine has', async () => {
    const timers = files.filter((name) => name.endsWith('.timer'));
    expect(timers).toHaveLength(2);
    for (const name of timers)
      expect(await readFile(join(folder, name), 'utf8')).toMatch(
        /^OnCalendar=\*-\*-\* 0[1-4]:\d\d:00 Asia\/Shanghai$/m,
      );
  });

  it('lets no unit keep a right of root’s, or write anywhere but where the house and its backups lie', async () => {
    for (const name of files.filter((one) => one.endsWith('.service'))) {
      const text = await readFile(join(folder, name), 'utf8');
      const said = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
      expect([name, said('User'), said('CapabilityBoundingSet'), said('ProtectSystem')]).toEqual([
        name,
        'yimi',
        '',
        'strict',
      ]);
      expect([name, said('NoNewPrivileges'), said('PrivateTmp'), said('ProtectHome')]).toEqual([
        name,
        'yes',
        'yes',
        'yes',
      ]);
      const written = (said('ReadWritePaths') ?? '').split(' ').filter((path) => path !== '');
      expect(['/var/lib/yimi', '/var/backups/yimi']).toEqual(expect.arrayContaining(written));
    }
  });

  it('lets units start files that there are, with verbs that there are', async () => {
    for (const file of files.filter((name) => name.endsWith('.service'))) {
      const start = /^ExecStart=(.+)$/m.exec(await readFile(join(folder, file), 'utf8'))?.[1] ?? '';
      const [node = '', script = '', verb = ''] = start.split(' ');
      expect(existsSync(node.replace('/opt/yimi', root)), node).toBe(true);
      expect(existsSync(join(root, script)), script).toBe(true);
      if (!script.endsWith('admin.ts')) continue;
      for (const [, option = ''] of start.matchAll(/--([a-z-]+)/g)) expect(verbs[verb]?.options).toContain(option);
    }
  });
});

describe('the files', () => {
  it.runIf(has('systemd-analyze'))('pass systemd-analyze verify', async () => {
    const place = await newFolder();
    const units = files.filter((name) => /\.(service|timer)$/.test(name));
    for (const name of units) {
      const text = await readFile(join(folder, name), 'utf8');
      // Where the program is here, so that what is checked is the unit and not whether this machine has /opt/yimi.
      await writeFile(join(place, name), text.replaceAll('/opt/yimi', root));
    }
    const done = spawnSync('systemd-analyze', ['verify', ...units.map((name) => join(place, name))], {
      encoding: 'utf8',
    });
    const about = done.stderr.split('\n').filter((line) => line.includes('yimi'));
    expect([done.status, about]).toEqual([0, []]);
  });

  it.runIf(has('nginx'))('are taken by nginx', async () => {
    const place = await newFolder();
    const pair = await generate([{ name: 'commonName', value: 'yimi.example.cn' }]);
    await writeFile(join(place, 'fullchain.pem'), pair.cert);
    await writeFile(join(place, 'key.pem'), pair.private);
    const site = (await readFile(join(folder, 'nginx.conf'), 'utf8')).replaceAll('/etc/ssl/yimi', place);
    await writeFile(join(place, 'nginx.conf'), `pid ${place}/pid;\nevents {}\nhttp {\n${site}}\n`);
    const done = spawnSync('nginx', ['-t', '-c', join(place, 'nginx.conf'), '-e', join(place, 'error.log')], {
      encoding: 'utf8',
    });
    expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('test is successful')]);
  });

  it.runIf(has('haproxy'))('are taken by HAProxy', () => {
    const done = spawnSync('haproxy', ['-c', '-f', join(folder, 'haproxy.cfg')], { encoding: 'utf8' });
    expect([done.status, done.stdout + done.stderr]).toEqual([0, expect.stringContaining('valid')]);
  });

  it.runIf(has('caddy'))('are taken by Caddy', () => {
    const done = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], {
      encoding: 'utf8',
    });
    // Debian 12's Caddy says so on the one stream, later ones on the other.
    const said = done.stdout + done.stderr;
    expect([done.status, said]).toEqual([0, expect.stringContaining('Valid configuration')]);
  });
});
