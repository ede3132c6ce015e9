/**
 * Keys (laws A3, A7). One master key lies outside the database; it wraps a key for each person, under which everything
 * sealed about that person is encrypted with AES-256-GCM. Destroying the person's key erases what it encrypted, in
 * rows, receipts, audit and back-ups alike. What is about no person goes under the county's own key.
 */

import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** iv, tag, ciphertext. @param place binds the ciphertext to its row and column, so that it cannot be moved elsewhere */
export function encrypt(key: KeyObject, text: string, place: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

export function decrypt(key: KeyObject, box: Uint8Array, place: string): string {
  const bytes = Buffer.from(box);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}

export class Keyring {
  /** As key objects: made once, where a cipher would make one from bytes each time. */
  readonly #master: KeyObject;
  /** Keys of matching, by county: derived once, for an import asks a hundred thousand times. */
  readonly #matching = new Map<string, Buffer>();

  /** @param master 32 bytes */
  constructor(master: Uint8Array) {
    if (master.length !== 32) throw new Error('the master key has 32 bytes');
    this.#master = createSecretKey(master);
  }

  newKey(): Buffer {
    return randomBytes(32);
  }

  wrap(key: Uint8Array, countyId: string, subject: string): Buffer {
    return encrypt(this.#master, Buffer.from(key).toString('base64'), `${countyId}/${subject}`);
  }

  unwrap(wrapped: Uint8Array, countyId: string, subject: string): KeyObject {
    return createSecretKey(Buffer.from(decrypt(this.#master, wrapped, `${countyId}/${subject}`), 'base64'));
  }

  /** Exact match of a sealed value within one county (law A3). */
  match(countyId: string, value: string): Buffer {
    const known = this.#matching.get(countyId);
    const countyKey = known ?? createHmac('sha256', this.#master).update(`match/${countyId}`).digest();
    if (known === undefined) this.#matching.set(countyId, countyKey);
    return createHmac('sha256', countyKey).update(value).digest();
  }
}
