/**
 * What stands in a link that rates one answer: which need, how often it had been reopened, and 96 bits that only this house can
 * make. Nobody keeps it (law Z2); once a need was reopened the links of the answer before are worth nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Rated {
  readonly needId: string;
  readonly reopened: number;
}

const macBytes = 12;
const bytesOfId = 16;

function headOf({ needId, reopened }: Rated): Buffer {
  const head = Buffer.alloc(bytesOfId + 2);
  head.write(needId.replaceAll('-', ''), 'hex');
  head.writeUInt16BE(Math.min(reopened, 0xffff), bytesOfId);
  return head;
}

const macOf = (pepper: Uint8Array, head: Buffer): Buffer =>
  createHmac('sha256', pepper).update('rating link/').update(head).digest().subarray(0, macBytes);

export function ratingToken(pepper: Uint8Array, rated: Rated): string {
  const head = headOf(rated);
  return Buffer.concat([head, macOf(pepper, head)]).toString('base64url');
}

/** null: not one of this house's. */
export function readRatingToken(pepper: Uint8Array, text: string): Rated | null {
  if (!/^[\w-]{40}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const head = bytes.subarray(0, bytesOfId + 2);
  if (!timingSafeEqual(bytes.subarray(bytesOfId + 2), macOf(pepper, head))) return null;
  const needId = head.toString('hex', 0, bytesOfId).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { needId, reopened: head.readUInt16BE(bytesOfId) };
}
