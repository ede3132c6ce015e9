// What the supervisor's tests share: temporary folders that PostgreSQL's account can pass through, servers that are
// stopped whatever a test does, and a Node of its own that owns a server and can be killed.

import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { type Connection, fromUrl, withClient } from './connection.ts';
import { type Running, startEmbedded } from './embedded.ts';
import { stopOrphans } from './postmaster.ts';
import { isProblem, type Log, type Problem } from './problem.ts';

const cleanings: (() => Promise<void>)[] = [];

export function afterwards(clean: () => Promise<void>): void {
  cleanings.unshift(clean);
}

/** For afterEach. Newest first: a server is stopped before its folder goes. */
export async function cleanAll(): Promise<void> {
  for (const clean of cleanings.splice(0)) await clean();
}

export async function trialFolder(parent = tmpdir(), mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(parent, 'yimi-trial-'));
  await chmod(folder, mode);
  afterwards(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export type Line = { readonly message: string; readonly details: Problem['details'] };

export function recorder(): { readonly lines: readonly Line[]; readonly log: Log } {
  const lines: Line[] = [];
  return { lines, log: (message, details = {}) => lines.push({ message, details }) };
}

export async function started(folder: string, log: Log = () => undefined): Promise<Running> {
  return keep(await startEmbedded({ folder, log }));
}

/** Fails the test if the start was refused, and stops the server after it. */
export function keep(running: Running | Problem): Running {
  if (isProblem(running)) throw new Error(`refused: ${JSON.stringify(running)}`);
  afterwards(() => running.stop());
  return running;
}

export function rows(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly pg.QueryResultRow[]> {
  return withClient(connection, async (client) => (await client.query(sql, [...values])).rows);
}

export type OwnerProcess = {
  readonly nodePid: number;
  readonly postgresPid: number;
  readonly admin: Connection;
  /** Ends the owning Node by -9, or lets it call process.exit. */
  end(how: 'killed' | 'exit'): Promise<void>;
};

/** A second Node that starts the folder's server and waits. `as`: the user it runs under, for tests run by root. */
export async function ownerProcess(
  folder: string,
  as: { uid: number; gid: number } | null = null,
): Promise<OwnerProcess | Problem> {
  const script = fileURLToPath(new URL('./trial-owner.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder], {
    ...(as ?? {}),
    stdio: ['pipe', 'pipe', 'inherit'],
    // Vitest's own hooks would follow the child by NODE_OPTIONS.
    env: { PATH: process.env.PATH },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const line = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  const told: { pid?: number; adminUrl?: string; problem?: Problem } = JSON.parse(line);
  if (told.problem !== undefined) return told.problem;
  const end = async (how: 'killed' | 'exit'): Promise<void> => {
    if (how === 'killed') child.kill('SIGKILL');
    else child.stdin.end();
    await ended;
  };
  afterwards(async () => {
    child.kill('SIGKILL');
    await ended;
    await stopOrphans(join(folder, 'postgres'), () => undefined, null);
  });
  return {
    nodePid: child.pid ?? 0,
    postgresPid: told.pid ?? 0,
    admin: fromUrl(told.adminUrl ?? ''),
    end,
  };
}
