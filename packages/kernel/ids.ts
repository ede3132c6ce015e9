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

/** One step of mixing a text, unit by unit (MurmurHash3's finaliser constants). */
function stir(h: number, unit: number): number {
  const once = Math.imul(h ^ unit, 0x85ebca6b);
  return Math.imul((once << 13) | (once >>> 19), 0xc2b2ae35);
}

function settle(h: number): number {
  const once = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** 32 bits mixed from a text; not secret, only well spread. */
export function mix32(text: string, seed: number): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i++) h = stir(h, text.charCodeAt(i));
  return settle(h);
}

const lane = (at: number): number => (0x9e3779b9 + at * 0x7f4a7c15) | 0;

/** The id that `parent` and `label` always give (version 8, RFC 9562, section 5.8). */
export function derivedId(parent: string, label: string): string {
  const text = `${parent}\u0000${label}`;
  // Four lanes in one pass: each count that a record moves is named by such an id, and they depend on nothing of each other.
  let [a, b, c, d] = [lane(0), lane(1), lane(2), lane(3)];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = stir(a, unit);
    b = stir(b, unit);
    c = stir(c, unit);
    d = stir(d, unit);
  }
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, settle(a));
  view.setUint32(4, settle(b));
  view.setUint32(8, settle(c));
  view.setUint32(12, settle(d));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return format(bytes);
}
