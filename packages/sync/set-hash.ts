/**
 * The incremental set-hash of law S3: the sum, in two lanes of 32 bits, of a mix of (row id, row version). Adding and
 * taking away are exact opposites, so a scope's hash is kept by deltas and equals the hash of a recount. It finds
 * divergence by accident, not by malice: a phone that lies about itself harms only itself.
 */
import { mix32 } from '@yimi/kernel';

export interface SetHash {
  a: number;
  b: number;
}

export function emptyHash(): SetHash {
  return { a: 0, b: 0 };
}

/** @param sign 1 to add the row, -1 to take it away */
export function shift(hash: SetHash, id: string, version: number, sign: 1 | -1): void {
  const key = `${id}@${version}`;
  hash.a = (hash.a + sign * mix32(key, 0x243f6a88)) >>> 0;
  hash.b = (hash.b + sign * mix32(key, 0x85a308d3)) >>> 0;
}

export function hashText(hash: SetHash): string {
  return hash.a.toString(16).padStart(8, '0') + hash.b.toString(16).padStart(8, '0');
}

/** All that a phone holds, in sixteen letters: equal on both sides when nothing is new (S3). */
export function digestOf(
  states: Iterable<{ scope: string; roleClass: string; version: number; hash: string }>,
  epoch: string,
): string {
  const digest = emptyHash();
  // A server back from a backup may stand at the same versions with other content.
  shift(digest, epoch, 0, 1);
  for (const { scope, roleClass, version, hash } of states) shift(digest, `${scope}/${roleClass}/${hash}`, version, 1);
  return hashText(digest);
}

export function parseHash(text: string): SetHash {
  return { a: Number.parseInt(text.slice(0, 8) || '0', 16), b: Number.parseInt(text.slice(8) || '0', 16) };
}
