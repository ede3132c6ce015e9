/**
 * The shelf's contract, a backup of what lies there and a county's move from one bucket to another, against an S3-compatible server
 * that is not ours: s3rver from npm, in a temporary folder and a process of its own, ended and thrown away afterwards. It is no
 * dependency of the project: it is old, and only a sparring partner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../e2e/running-house.ts';

const root = join(import.meta.dirname, '../..');
const partner = 's3rver@3.7.1';

/** Its own keys, which it has for everybody. */
const keys = { YIMI_S3_KEY: 'S3RVER', YIMI_S3_SECRET: 'S3RVER' };

export async function againstObjects(): Promise<{
  readonly good: boolean;
  readonly partner: string;
  readonly said: string;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-objects-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    const got = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', partner], { cwd: folder });
    if (got.status !== 0) return { good: false, partner, said: String(got.stderr) };
    const port = await freePort();
    const args = [
      '-d',
      join(folder, 'kept'),
      '-a',
      '127.0.0.1',
      '-p',
      String(port),
      '-s',
      // The last two for a county that moves from one to another.
      ...['yimi', 'yimi-old', 'yimi-next'].flatMap((bucket) => ['--configure-bucket', bucket]),
    ];
    const server = spawn(process.execPath, [join(folder, 'node_modules/s3rver/bin/s3rver.js'), ...args], {
      stdio: 'ignore',
    });
    try {
      await untilThere(port);
      const env = {
        ...process.env,
        ...keys,
        YIMI_S3_BUCKET: `http://127.0.0.1:${port}/yimi`,
        YIMI_S3_REGION: 'us-east-1',
      };
      const files = [
        'apps/server/files/shelf.test.ts',
        'apps/server/backup/backup.pg.test.ts',
        'apps/server/move/bucket.pg.test.ts',
      ];
      const asked = ['vitest', 'run', '--project', 'pure', '--project', 'postgres', ...files];
      const done = spawnSync('npx', asked, { cwd: root, env, encoding: 'utf8' });
      return { good: done.status === 0, partner, said: done.stdout.trim().split('\n').slice(-4).join(' ') };
    } finally {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilThere(port: number): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
    if ((await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) !== null) return;
  }
  throw new Error('the S3-compatible server did not start');
}
