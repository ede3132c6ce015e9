/**
 * One-time codes by time (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 seconds, six digits, which every authenticator app
 * understands. A code of the step before or after is taken too, for clocks differ; that it is taken once only is the
 * database's part (second-factor.ts).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const stepMs = 30_000;
const digits = 6;
/** RFC 4226, 4: at least 128 bits, 160 recommended. */
export const secretBytes = 20;
/** RFC 4648. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function stepAt(now: number): number {
  return Math.floor(now / stepMs);
}

export function codeOf(secret: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/** The step whose code this is, newest first; null if it is none of the three. */
export function stepOf(secret: Uint8Array, typed: string, now: number): number | null {
  const code = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const here = stepAt(now);
  for (const step of [here + 1, here, here - 1]) {
    if (timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code))) return step;
  }
  return null;
}

export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)] ?? '').join('');
}

/** What the QR picture says (the key URI format that authenticator apps share). */
export function keyUri(secret: Uint8Array, login: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}
