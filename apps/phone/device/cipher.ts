/**
 * What lies on the phone lies encrypted (law A3): AES-256-GCM, a fresh 96-bit IV before each ciphertext. `place` is bound
 * in as additional data, so that a record moved to another place of the store does not open there.
 */
import type { Bytes } from './bytes.ts';
import { fromUtf8, joined, randomBytes, utf8 } from './bytes.ts';

const ivBytes = 12;

/** @param place which record of which table this is; null only where another reader must open it without knowing */
export async function encrypt(key: CryptoKey, plain: Bytes, place: string | null): Promise<Bytes> {
  const iv = randomBytes(ivBytes);
  const sealed = await crypto.subtle.encrypt(parameters(iv, place), key, plain);
  return joined(iv, new Uint8Array(sealed));
}

/** @returns null if the key is another one or the bytes were changed */
export async function decrypt(key: CryptoKey, box: Bytes, place: string | null): Promise<Bytes | null> {
  try {
    const plain = await crypto.subtle.decrypt(parameters(box.slice(0, ivBytes), place), key, box.slice(ivBytes));
    return new Uint8Array(plain);
  } catch {
    return null;
  }
}

function parameters(iv: Bytes, place: string | null): AesGcmParams {
  return place === null ? { name: 'AES-GCM', iv } : { name: 'AES-GCM', iv, additionalData: utf8(place) };
}

export function aesKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function encryptJson(key: CryptoKey, value: unknown, place: string): Promise<Bytes> {
  return encrypt(key, utf8(JSON.stringify(value)), place);
}

/** @returns undefined if it does not open or is no JSON */
export async function decryptJson(key: CryptoKey, box: Bytes, place: string): Promise<unknown> {
  const plain = await decrypt(key, box, place);
  if (plain === null) return undefined;
  try {
    return JSON.parse(fromUtf8(plain));
  } catch {
    return undefined;
  }
}

async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream): Promise<Bytes> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

export function gzip(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new CompressionStream('gzip'));
}

export function gunzip(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new DecompressionStream('gzip'));
}
