/**
 * What must stay secret, in files of the data folder that only the program's user may read, never in the database or the
 * repository (law A3): the master key, the pepper of passwords, the private key of deposits (law S5). Made at the first
 * start; losing the folder `keys` means losing everything sealed, so back it up apart from the database.
 */

import type { KeyObject, JsonWebKey as NodeJsonWebKey } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

export interface Secrets {
  readonly masterKey: Buffer;
  readonly pepper: Buffer;
  readonly depositPrivate: KeyObject;
  readonly depositPublicJwk: NodeJsonWebKey;
}

const File = z.object({ masterKey: z.string(), pepper: z.string(), depositPrivatePem: z.string() });

export async function openSecrets(folder: string): Promise<Secrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'secrets.json');
  const text = (await readIfThere(path)) ?? (await make(folder, path));
  const { masterKey, pepper, depositPrivatePem } = File.parse(JSON.parse(text));
  const depositPrivate = createPrivateKey(depositPrivatePem);
  return {
    masterKey: Buffer.from(masterKey, 'base64'),
    pepper: Buffer.from(pepper, 'base64'),
    depositPrivate,
    depositPublicJwk: createPublicKey(depositPrivate).export({ format: 'jwk' }),
  };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** On disk, whole, before the first thing is encrypted with it: a power cut between the two would lose that thing. */
async function make(folder: string, path: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = JSON.stringify({
    masterKey: randomBytes(32).toString('base64'),
    pepper: randomBytes(32).toString('base64'),
    depositPrivatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  });
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
  return text;
}
