/**
 * Unsent work is also sealed to the server's public key, so that a phone that is locked, or whose right to sign in has
 * been revoked, can still hand it in without being able to read it (law S5). A box is an ephemeral P-256 public key
 * (65 bytes, uncompressed), a 12-byte IV and an AES-256-GCM ciphertext; the key is HKDF-SHA-256 of the ECDH secret with
 * the ephemeral key as salt. `apps/server/deposits/sealed-box.ts` opens it.
 */
import type { Bytes } from './bytes.ts';
import { joined, utf8 } from './bytes.ts';
import { encrypt } from './cipher.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

export async function sealTo(serverKey: JsonWebKey, value: unknown): Promise<Bytes> {
  // Rebuilt from the coordinates: a key's `use` or `key_ops` may forbid what we do with it.
  const { x = '', y = '' } = serverKey;
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const theirs = await crypto.subtle.importKey('jwk', jwk, curve, false, []);
  const ours = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey));
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const derive = { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info: utf8('yimi deposit') };
  const key = await crypto.subtle.deriveKey(derive, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  return joined(ephemeral, await encrypt(key, utf8(JSON.stringify(value)), null));
}
