/**
 * Opens what a phone sealed to the server (law S5). A box is an ephemeral P-256 public key (65 bytes, uncompressed), a
 * 12-byte IV and an AES-256-GCM ciphertext with its 16-byte tag; the key is HKDF-SHA-256 of the ECDH secret with the
 * ephemeral key as salt. Whatever does not open or is not of the agreed shape is refused: anybody may send bytes here.
 */

import type { KeyObject } from 'node:crypto';
import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { Id, problem } from '@yimi/kernel';
import { Envelope } from '@yimi/protocol';
import * as z from 'zod';

const publicKeyBytes = 65;
const ivBytes = 12;
const tagBytes = 16;

export const DepositedEntry = z.strictObject({ userId: Id, countyId: Id, envelope: Envelope });
export type DepositedEntry = z.infer<typeof DepositedEntry>;

/** The key of a deposited file; the file itself comes as IV and AES-256-GCM ciphertext under `key` (32 bytes, base64). */
export const DepositedFile = z.strictObject({
  userId: Id,
  countyId: Id,
  file: z.strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    kind: z.enum(['photo', 'voice', 'file']),
    mime: z.string().max(60),
    bytes: z.int().min(1),
    key: z.base64().length(44),
  }),
});
export type DepositedFile = z.infer<typeof DepositedFile>;

/** @param keys whose public halves it may have been sealed to */
export function openDeposit(box: Uint8Array, ...keys: readonly KeyObject[]): DepositedEntry | Problem {
  return parsed(box, keys, DepositedEntry);
}

export function openDepositedFileKey(box: Uint8Array, ...keys: readonly KeyObject[]): DepositedFile | Problem {
  return parsed(box, keys, DepositedFile);
}

/** @param body IV and ciphertext, as posted @returns the file's bytes; whether they hash to `sha256` is for the caller */
export function openDepositedFile(body: Uint8Array, file: DepositedFile['file']): Buffer | Problem {
  return decipher(Buffer.from(file.key, 'base64'), body) ?? notOpened();
}

function parsed<T>(box: Uint8Array, keys: readonly KeyObject[], schema: z.ZodType<T>): T | Problem {
  const plain = keys.map((key) => openBox(box, key)).find((one) => one !== null);
  if (plain === undefined) return notOpened();
  try {
    const value = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)));
    return value.success ? value.data : problem('invalid', 'deposits.wrong-shape');
  } catch {
    return problem('invalid', 'deposits.wrong-shape');
  }
}

function notOpened(): Problem {
  return problem('invalid', 'deposits.does-not-open');
}

function openBox(box: Uint8Array, privateKey: KeyObject): Buffer | null {
  const ephemeral = box.subarray(0, publicKeyBytes);
  // 4 marks an uncompressed point (SEC 1, section 2.3.3).
  if (ephemeral.length !== publicKeyBytes || ephemeral[0] !== 4) return null;
  try {
    const x = Buffer.from(ephemeral.subarray(1, 33)).toString('base64url');
    const y = Buffer.from(ephemeral.subarray(33)).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const secret = diffieHellman({ privateKey, publicKey });
    const key = hkdfSync('sha256', secret, ephemeral, 'yimi deposit', 32);
    return decipher(new Uint8Array(key), box.subarray(publicKeyBytes));
  } catch {
    // A point that is not on the curve throws in createPublicKey.
    return null;
  }
}

function decipher(key: Uint8Array, ivAndSealed: Uint8Array): Buffer | null {
  if (key.length !== 32 || ivAndSealed.length < ivBytes + tagBytes) return null;
  try {
    const opener = createDecipheriv('aes-256-gcm', key, ivAndSealed.subarray(0, ivBytes));
    opener.setAuthTag(ivAndSealed.subarray(-tagBytes));
    return Buffer.concat([opener.update(ivAndSealed.subarray(ivBytes, -tagBytes)), opener.final()]);
  } catch {
    return null;
  }
}
