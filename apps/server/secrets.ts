/**
 * What must stay secret, in files of the data folder that only the program's user may read, never in the database or the
 * repository (law A3): the master key, the pepper of passwords, the private key of deposits (law S5). Made at the first
 * start; losing the folder `keys` means losing everything sealed, so back it up apart from the database.
 */

import type { KeyObject, JsonWebKey as NodeJsonWebKey } from 'node:crypto';
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { MasterKey } from './store/keyring.ts';

/** What passwords, codes and deposits were made under, as it is kept: base64, and PKCS 8 of a P-256 key. */
export interface KeptSecret {
  readonly pepper: string;
  readonly depositPrivatePem: string;
}

/** One that is not the house's own any more, or never was. */
export interface FormerSecret {
  readonly pepper: Buffer;
  readonly depositPrivate: KeyObject;
}

export interface Secrets {
  /** In order; the last is the newest. */
  readonly masterKeys: readonly MasterKey[];
  /** What lies in the file by now: another process may have added a key, or taken an old one away. */
  readonly rereadKeys: () => readonly MasterKey[];
  /** On disk, whole, before it resolves. */
  readonly keepKeys: (keys: readonly MasterKey[]) => Promise<void>;
  readonly pepper: Buffer;
  readonly depositPrivate: KeyObject;
  readonly depositPublicJwk: NodeJsonWebKey;
  /** Of houses whose counties moved here: what was made there still opens. Another process may add one at any time. */
  readonly former: () => readonly FormerSecret[];
  readonly keepFormer: (secret: KeptSecret) => Promise<void>;
  /** To be handed to a house that takes a county over: the own one first. */
  readonly all: () => readonly [KeptSecret, ...KeptSecret[]];
}

/** Names a pepper where something says under which it was made; tells nothing of it. */
export function pepperName(pepper: Uint8Array): string {
  return createHmac('sha256', pepper).update('name').digest('base64url').slice(0, 12);
}

const Kept = z.object({ version: z.number().int().min(1), key: z.string() });
/** `masterKey` is the first; once it has been replaced, all that are in use stand in `masterKeys`. */
const File = z.object({
  masterKey: z.string().optional(),
  masterKeys: z.array(Kept).optional(),
  pepper: z.string(),
  depositPrivatePem: z.string(),
  former: z.array(z.object({ pepper: z.string(), depositPrivatePem: z.string() })).optional(),
});

function keysIn({ masterKey, masterKeys }: z.infer<typeof File>): MasterKey[] {
  const kept = masterKeys ?? (masterKey === undefined ? [] : [{ version: 1, key: masterKey }]);
  return kept.map(({ version, key }) => ({ version, key: Buffer.from(key, 'base64') }));
}

export async function openSecrets(folder: string): Promise<Secrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'secrets.json');
  const text = (await readIfThere(path)) ?? (await make(folder, path));
  const file = File.parse(JSON.parse(text));
  const { pepper, depositPrivatePem } = file;
  const depositPrivate = createPrivateKey(depositPrivatePem);
  return {
    masterKeys: keysIn(file),
    rereadKeys: () => keysIn(lying(path)),
    keepKeys: (keys) => {
      const masterKeys = keys.map(({ version, key }) => ({ version, key: Buffer.from(key).toString('base64') }));
      const { masterKey: _, ...others } = lying(path);
      return putDown(folder, path, JSON.stringify({ ...others, masterKeys }));
    },
    former: formerIn(path),
    keepFormer: (secret) => {
      const now = lying(path);
      const former = now.former ?? [];
      const known = [now, ...former].some((one) => one.pepper === secret.pepper);
      return known ? Promise.resolve() : putDown(folder, path, JSON.stringify({ ...now, former: [...former, secret] }));
    },
    all: () => [{ pepper, depositPrivatePem }, ...(lying(path).former ?? [])],
    pepper: Buffer.from(pepper, 'base64'),
    depositPrivate,
    depositPublicJwk: createPublicKey(depositPrivate).export({ format: 'jwk' }),
  };
}

const lying = (path: string) => File.parse(JSON.parse(readFileSync(path, 'utf8')));

/** Read again when the file has changed: a look at its time costs microseconds, and only sign-ins and deposits ask. */
function formerIn(path: string): () => readonly FormerSecret[] {
  let known: { readonly at: number; readonly former: readonly FormerSecret[] } | null = null;
  return () => {
    const at = statSync(path).mtimeMs;
    if (known?.at === at) return known.former;
    const former = (lying(path).former ?? []).map((one) => ({
      pepper: Buffer.from(one.pepper, 'base64'),
      depositPrivate: createPrivateKey(one.depositPrivatePem),
    }));
    known = { at, former };
    return former;
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
  await putDown(folder, path, text);
  return text;
}

async function putDown(folder: string, path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
}
