/**
 * Names for things that never change. Commands and rows carry client-made UUIDv7 (RFC 9562, section 5.7: 48 bits of
 * Unix milliseconds, then random), so a phone can name a row before any server has seen it (law C1). Ids that
 * follow from another (rollup rows, chunks of a large operation) are *derived*: the same on every machine.
 */
import * as z from 'zod/mini';

export const Id = z.uuid();

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function format(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += hex[bytes[i] ?? 0];
  }
  return text;
}

/** @param now milliseconds since 1970, @param random ten random bytes or more */
export function uuidv7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let ms = Math.max(0, Math.floor(now));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return format(bytes);
}

/** Two-lane 32-bit mixing of a text (MurmurHash3's finaliser constants); not secret, only well spread. */
export function mix32(text: string, seed: number): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x85ebca6b);
    h = (h << 13) | (h >>> 19);
    h = Math.imul(h, 0xc2b2ae35);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The id that `parent` and `label` always give (version 8, RFC 9562, section 5.8). */
export function derivedId(parent: string, label: string): string {
  const text = `${parent}\u0000${label}`;
  const bytes = new Uint8Array(16);
  for (let lane = 0; lane < 4; lane++) {
    new DataView(bytes.buffer).setUint32(lane * 4, mix32(text, 0x9e3779b9 + lane * 0x7f4a7c15));
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return format(bytes);
}
