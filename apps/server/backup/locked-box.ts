/**
 * What leaves the machine in a backup is encrypted, for it holds everybody's data and the house's own keys. A box is a stream
 * of frames, each AES-256-GCM with its number, so that a frame that was changed, moved, repeated or cut off is found. The
 * key of a run is drawn at random and kept beside the boxes, locked by a passphrase (scrypt) or by a public key (RSA-OAEP
 * with SHA-256): with the latter the machine that makes backups cannot read them.
 */
import type { KeyObject } from 'node:crypto';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { Transform } from 'node:stream';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import * as z from 'zod';

/** Frames of a megabyte: little memory, and 28 bytes of overhead do not count. */
const frameBytes = 1024 * 1024;
const tagBytes = 16;
/** A frame's head: its length, and whether it is the last. */
const headBytes = 5;

/** 2^16 · 8 · 128 bytes: 64 MB and about a fifth of a second for each guess. */
const cost = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const shortestPassphrase = 12;

export type Lock = { readonly passphrase: string } | { readonly publicKey: KeyObject };
export type Opener = { readonly passphrase: string } | { readonly privateKey: KeyObject };

export const LockedKey = z.discriminatedUnion('by', [
  z.object({ by: z.literal('passphrase'), salt: z.base64(), box: z.base64() }),
  z.object({ by: z.literal('public-key'), box: z.base64() }),
]);
export type LockedKey = z.infer<typeof LockedKey>;

export const wrongKey = (): Problem => problem('invalid', 'admin.backup-wrong-key', {});

export function passphraseLock(passphrase: string): { passphrase: string } | Problem {
  if (passphrase.length >= shortestPassphrase) return { passphrase };
  return problem('invalid', 'admin.backup-passphrase-short', { least: shortestPassphrase }, 'passphrase');
}

export function publicKeyLock(pem: string): { publicKey: KeyObject } | Problem {
  const key = readKey(() => createPublicKey(pem));
  return isProblem(key) ? key : { publicKey: key };
}

export function privateKeyOpener(pem: string): { privateKey: KeyObject } | Problem {
  const key = readKey(() => createPrivateKey(pem));
  return isProblem(key) ? key : { privateKey: key };
}

function readKey(read: () => KeyObject): KeyObject | Problem {
  try {
    const key = read();
    // 3072 bits: as strong as AES-128 (NIST SP 800-57, table 2).
    const strong = key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072;
    return strong ? key : problem('invalid', 'admin.backup-key-file', {}, 'key');
  } catch {
    return problem('invalid', 'admin.backup-key-file', {}, 'key');
  }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };

export function lockKey(key: Buffer, lock: Lock): LockedKey {
  if ('publicKey' in lock) {
    return { by: 'public-key', box: publicEncrypt({ key: lock.publicKey, ...oaep }, key).toString('base64') };
  }
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', scryptSync(lock.passphrase.normalize('NFKC'), salt, 32, cost), iv);
  const box = Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { by: 'passphrase', salt: salt.toString('base64'), box: box.toString('base64') };
}

export function openKey(locked: LockedKey, opener: Opener): Buffer | Problem {
  const box = Buffer.from(locked.box, 'base64');
  try {
    if (locked.by === 'public-key') {
      return 'privateKey' in opener ? privateDecrypt({ key: opener.privateKey, ...oaep }, box) : wrongKey();
    }
    if (!('passphrase' in opener)) return wrongKey();
    const secret = scryptSync(opener.passphrase.normalize('NFKC'), Buffer.from(locked.salt, 'base64'), 32, cost);
    const decipher = createDecipheriv('aes-256-gcm', secret, box.subarray(0, 12));
    decipher.setAuthTag(box.subarray(-tagBytes));
    return Buffer.concat([decipher.update(box.subarray(12, -tagBytes)), decipher.final()]);
  } catch {
    return wrongKey();
  }
}

function nonceOf(n: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(n), 4);
  return nonce;
}

/** Each box has a key of its own, so that its frames may simply be numbered. */
function keyOfBox(runKey: Buffer, place: string): Buffer {
  return Buffer.from(hkdfSync('sha256', runKey, '', place, 32));
}

/** @param place names what the box holds, so that one box cannot stand in for another. */
export function sealing(runKey: Buffer, place: string): Transform {
  const key = keyOfBox(runKey, place);
  let waiting: Buffer[] = [];
  let held = 0;
  let n = 0;
  const frame = (content: Buffer, last: boolean): Buffer => {
    const head = Buffer.alloc(headBytes);
    head.writeUInt32BE(content.length);
    head[4] = last ? 1 : 0;
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(n++)).setAAD(Buffer.concat([head, Buffer.from(place)]));
    return Buffer.concat([head, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting.push(chunk);
      held += chunk.length;
      if (held > frameBytes) {
        let all = Buffer.concat(waiting);
        for (; all.length > frameBytes; all = all.subarray(frameBytes))
          this.push(frame(all.subarray(0, frameBytes), false));
        waiting = [all];
        held = all.length;
      }
      done();
    },
    flush(done) {
      this.push(frame(Buffer.concat(waiting), true));
      done();
    },
  });
}

export class DamagedBox extends Error {}

/** Ends with `DamagedBox` where a frame is not what was sealed, or the last one is missing. */
export function opening(runKey: Buffer, place: string): Transform {
  const key = keyOfBox(runKey, place);
  let rest: Buffer = Buffer.alloc(0);
  let n = 0;
  let ended = false;
  const next = (): Buffer | null => {
    if (rest.length < headBytes) return null;
    const length = rest.readUInt32BE(0);
    const end = headBytes + length + tagBytes;
    if (ended || length > frameBytes) throw new DamagedBox('frame');
    if (rest.length < end) return null;
    const head = rest.subarray(0, headBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(n++)).setAAD(
      Buffer.concat([head, Buffer.from(place)]),
    );
    decipher.setAuthTag(rest.subarray(end - tagBytes, end));
    const content = decipher.update(rest.subarray(headBytes, end - tagBytes));
    try {
      decipher.final();
    } catch {
      throw new DamagedBox('frame');
    }
    ended = head[4] === 1;
    rest = rest.subarray(end);
    return content;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, chunk]);
      try {
        for (let content = next(); content !== null; content = next()) this.push(content);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new DamagedBox('frame'));
      }
    },
    flush(done) {
      done(ended && rest.length === 0 ? null : new DamagedBox('cut off'));
    },
  });
}
