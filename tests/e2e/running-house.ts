/**
 * The program as people start it: a Node of its own on a data folder and a free port. It can be ended in order, killed
 * like by a power cut, and started again on the same folder; whatever a test does, no process and no folder stays.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { stopOrphans } from '../../apps/server/postgres/postmaster.ts';

const root = join(import.meta.dirname, '../..');
/** Tests start the program again and again: what Node has made of its sources lies here. */
const compiled = join(tmpdir(), 'yimi-e2e-compiled');
/** A first start makes a year of a county and builds both apps; the rest is room for a machine that does other things too. */
const startWithinMs = 600_000;
/** Jobs end their round, PostgreSQL writes its checkpoint. */
const stopWithinMs = 60_000;

const Verdict = z.object({ audit: z.boolean(), rollups: z.boolean(), hashes: z.boolean(), journal: z.boolean() });
type Verdict = z.infer<typeof Verdict>;
type Environment = Readonly<Record<string, string>>;

/** PostgreSQL's own account must be able to pass through. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-e2e-'));
  await chmod(folder, 0o711);
  return folder;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export class RunningHouse {
  readonly data: string;
  readonly origin: string;
  /** From the start of Node until the addresses stand on the screen. */
  readonly readySeconds: number;
  /** What it printed until then. */
  readonly said: string;
  readonly #child: ChildProcess;
  readonly #environment: Environment;

  private constructor(
    data: string,
    origin: string,
    readySeconds: number,
    said: string,
    child: ChildProcess,
    environment: Environment,
  ) {
    this.data = data;
    this.origin = origin;
    this.readySeconds = readySeconds;
    this.said = said;
    this.#child = child;
    this.#environment = environment;
  }

  static start(data: string, ...flags: string[]): Promise<RunningHouse> {
    return RunningHouse.startWith(data, {}, ...flags);
  }

  /** @param environment what is told to the program besides: a database elsewhere, an address in front */
  static async startWith(data: string, environment: Environment, ...flags: string[]): Promise<RunningHouse> {
    const port = await freePort();
    const begun = performance.now();
    const child = spawn(process.execPath, ['apps/server/main.ts', '--data', data, '--port', String(port), ...flags], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...environment },
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`not ready in time:\n${said}`)), startWithinMs);
      const hear = (part: Buffer): void => {
        said += part.toString('utf8');
        if (!said.includes('Ready in')) return;
        clearTimeout(limit);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
    }).catch((error: unknown) => {
      child.kill('SIGTERM');
      throw error;
    });
    // As people read it off the screen: with `--lan` it is this machine's address, over TLS.
    const origin = /(https?:\/\/\S+)\/phone\//.exec(said)?.[1] ?? `http://localhost:${port}`;
    return new RunningHouse(data, origin, (performance.now() - begun) / 1000, said, child, environment);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #gone(): Promise<void> {
    if (!this.#ended) await once(this.#child, 'exit');
  }

  /** What Ctrl+C does. @returns whether it ended by itself */
  async stop(): Promise<boolean> {
    if (this.#ended) return true;
    this.#child.kill('SIGTERM');
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs);
    await this.#gone();
    clearTimeout(limit);
    return this.#child.signalCode !== 'SIGKILL';
  }

  /** Whether it serves, its database behind it, within half a minute. */
  async answers(): Promise<boolean> {
    for (const until = Date.now() + 30_000; Date.now() < until && !this.#ended; await pause(200)) {
      // Nobody is signed in by this; to say so the database must be asked.
      const said = await fetch(`${this.origin}/api/session`, { headers: { cookie: 'yimi_session=nobody' } }).catch(
        () => null,
      );
      if (said?.status === 401) return true;
    }
    return false;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone();
  }

  /** Waits until the program has ended by itself, as it does when its database is gone. */
  async untilGone(): Promise<void> {
    await this.#gone();
  }

  /** `npm run verify -- --json`, beside the running server. */
  verify(): Verdict {
    const args = ['apps/server/verify-verb.ts', '--json', '--data', this.data];
    const env = { ...process.env, ...this.#environment };
    const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
    const last = done.stdout.trim().split('\n').at(-1) ?? '';
    if (done.stderr !== '') process.stderr.write(done.stderr);
    return Verdict.parse(JSON.parse(last));
  }
}

/** For the end of a test that may have left the folder's PostgreSQL without its Node. */
export async function clearAway(house: RunningHouse | null, data: string, keepFolder = false): Promise<void> {
  await house?.stop();
  await stopOrphans(join(data, 'postgres'), () => undefined, null);
  if (!keepFolder) await rm(data, { recursive: true, force: true });
}

/** `npm run admin -- …` on the folder. @returns what it printed; a verb that fails is a test that fails */
export function runAdmin(data: string, ...words: string[]): string {
  const args = ['apps/server/admin.ts', ...words, '--data', data];
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`admin ${words[0]} ended with ${done.status}: ${done.stderr}`);
  return done.stdout;
}
