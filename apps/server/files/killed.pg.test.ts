/** Law S1 for files: what was acknowledged is there after `kill -9`, and what was half sent is gone on with. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { isProblem } from '@yimi/kernel';
import { afterAll, expect, it } from 'vitest';
import { openCellar } from '../house.ts';
import { stopOrphans } from '../postgres/postmaster.ts';
import { counties, trialFolder } from '../trial-house.ts';
import { jpeg, Sender, sha256Of } from './trial-files.ts';

let folder = '';
let child: ChildProcess | null = null;
afterAll(async () => {
  child?.kill('SIGKILL');
  await stopOrphans(join(folder, 'postgres'), () => undefined, null);
  await rm(folder, { recursive: true, force: true });
});

it('S1: an acknowledged file is there, whole, after the server was killed by -9 right after its answer', async () => {
  folder = await trialFolder();
  const script = join(import.meta.dirname, 'trial-server.ts');
  // Vitest's own hooks would follow the child by NODE_OPTIONS.
  const options = { stdio: ['ignore', 'pipe', 'inherit'] as const, env: { PATH: process.env.PATH } };
  const server = spawn(process.execPath, [script, folder], { ...options, stdio: [...options.stdio] });
  child = server;
  const line = await new Promise<string>((resolve) => createInterface({ input: server.stdout }).once('line', resolve));
  const { address, cookie } = JSON.parse(line);
  const sender = new Sender(address, cookie);
  const whole = jpeg(700_000);
  const half = jpeg(500_000);
  const begun = await sender.begin(half.length, { sha256: sha256Of(half), mime: 'image/jpeg', kind: 'photo' });
  const path = String(begun.headers.location);
  expect((await sender.patch(path, 0, half.subarray(0, 200_000))).status).toBe(204);
  expect((await sender.send(whole)).status).toBe(204);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;

  const cellar = await openCellar({ data: folder, databaseUrl: null }, () => undefined);
  if (isProblem(cellar)) throw new Error(JSON.stringify(cellar));
  try {
    const found = await cellar.vault.find(counties.here, sha256Of(whole));
    if (found === null) throw new Error('the row of the acknowledged file is lost');
    expect(found).toMatchObject({ mime: 'image/jpeg', bytes: whole.length });
    expect(sha256Of(await buffer(await found.open()))).toBe(sha256Of(whole));
    const part = await readFile(join(cellar.vault.arriving, 'tus', path.split('/').at(-1) ?? ''));
    expect(part.equals(half.subarray(0, 200_000))).toBe(true);
  } finally {
    await cellar.close();
  }
});
