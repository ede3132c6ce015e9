/**
 * Keys (laws A3, A7). One master key lies outside the database; it wraps a key for each person, under which everything
 * sealed about that person is encrypted with AES-256-GCM. Destroying the person's key erases what it encrypted, in
 * rows, receipts, audit and back-ups alike. What is about no person goes under the county's own key. The master key has
 * versions, and is replaced without stopping (keys/rotate.ts); people's own keys stay, for the audit is sealed with them.
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
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  // GCM gives all by `update`; `final` only checks. A ledger of many megabytes is not copied once more.
  const text = decipher.update(bytes.subarray(ivBytes + tagBytes));
  decipher.final();
  return text.toString('utf8');
}

/** A master key by its number; the newest wraps and matches, older ones still open. */
export interface MasterKey {
  readonly version: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export class Keyring {
  /** As key objects: made once, where a cipher would make one from bytes each time. */
  readonly #masters = new Map<number, KeyObject>();
  /** Keys of matching, by version and county: derived once, for an import asks a hundred thousand times. */
  readonly #matching = new Map<string, Buffer>();
  readonly #reread: () => readonly MasterKey[];

  /** @param reread the keys as they lie there now, asked when the database names a version that is not known here */
  constructor(keys: Uint8Array | readonly MasterKey[], reread: () => readonly MasterKey[] = () => []) {
    this.#take(keys instanceof Uint8Array ? [{ version: 1, key: keys }] : keys);
    this.#reread = reread;
  }

  #take(keys: readonly MasterKey[]): void {
    for (const { version, key } of keys) {
      if (key.length !== 32) throw new Error('a master key has 32 bytes');
      if (!this.#masters.has(version)) this.#masters.set(version, createSecretKey(key));
    }
  }

  /** A version that another process made while this one ran is fetched from where keys lie. */
  know(version: number): void {
    if (!this.#masters.has(version)) this.#take(this.#reread());
  }

  #master(version: number): KeyObject {
    this.know(version);
    const key = this.#masters.get(version);
    if (key === undefined) throw new Error(`master key ${version} is missing from the folder of keys`);
    return key;
  }

  newKey(): Buffer {
    return randomBytes(32);
  }

  wrap(version: number, key: Uint8Array, countyId: string, subject: string): Buffer {
    return encrypt(this.#master(version), Buffer.from(key).toString('base64'), `${countyId}/${subject}`);
  }

  unwrap(version: number, wrapped: Uint8Array, countyId: string, subject: string): KeyObject {
    return createSecretKey(this.#unwrapped(version, wrapped, countyId, subject));
  }

  rewrap(from: number, to: number, wrapped: Uint8Array, countyId: string, subject: string): Buffer {
    return this.wrap(to, this.#unwrapped(from, wrapped, countyId, subject), countyId, subject);
  }

  #unwrapped(version: number, wrapped: Uint8Array, countyId: string, subject: string): Buffer {
    return Buffer.from(decrypt(this.#master(version), wrapped, `${countyId}/${subject}`), 'base64');
  }

  /** Exact match of a sealed value within one county (law A3); the version stands before all but the first's. */
  match(version: number, countyId: string, value: string): Buffer {
    const name = `${version}/${countyId}`;
    const known = this.#matching.get(name);
    const countyKey = known ?? createHmac('sha256', this.#master(version)).update(`match/${countyId}`).digest();
    if (known === undefined) this.#matching.set(name, countyKey);
    const digest = createHmac('sha256', countyKey).update(value).digest();
    return version === 1 ? digest : Buffer.concat([versionBytes(version), digest]);
  }
}

export function versionBytes(version: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(version);
  return bytes;
}
