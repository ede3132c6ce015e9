/**
 * The embedded PostgreSQL belongs to one Node at a time; verbs such as `verify` and `admin` find in the data folder how to
 * reach it beside the server. The sign holds the owner's address, so only the program's user may read it.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Connection } from './postgres/connection.ts';
import { toUrl } from './postgres/connection.ts';

const Sign = z.object({ pid: z.int(), url: z.string() });

const signIn = (data: string) => join(data, 'keys', 'running.json');

export async function putUpSign(data: string, owner: Connection): Promise<{ takeDown(): Promise<void> }> {
  await writeFile(signIn(data), JSON.stringify({ pid: process.pid, url: toUrl(owner) }), { mode: 0o600 });
  return { takeDown: () => rm(signIn(data), { force: true }) };
}

/** The owner's address of a server that runs on this data folder, or null. A sign whose process is gone says nothing. */
export async function runningServer(data: string): Promise<string | null> {
  const sign = await readFile(signIn(data), 'utf8').then(
    (text) => Sign.parse(JSON.parse(text)),
    () => null,
  );
  if (sign === null) return null;
  try {
    process.kill(sign.pid, 0);
    return sign.url;
  } catch {
    return null;
  }
}
