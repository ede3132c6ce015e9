/**
 * The sign that a form was given out by this house, to whom and when, kept by nobody (law Z2). Its id becomes the command's,
 * so that a form sent twice makes one need (law C3); a form that comes back within a breath, or after a day, is shown
 * once more. That is what holds off programs where no script may ask for work.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Id, uuidv7 } from '@yimi/kernel';

export interface AskToken {
  readonly commandId: string;
  readonly issuedAt: number;
}

/** Nobody reads the form and answers it within this time. */
const breathMs = 2_000;
const dayMs = 86_400_000;

function signature(pepper: Uint8Array, stationId: string, { commandId, issuedAt }: AskToken): string {
  return createHmac('sha256', pepper).update(`public form/${stationId}/${commandId}/${issuedAt}`).digest('base64url');
}

export function giveOut(pepper: Uint8Array, stationId: string, now: number, random: Uint8Array): string {
  const token = { commandId: uuidv7(now, random), issuedAt: now };
  return `${token.commandId}.${token.issuedAt}.${signature(pepper, stationId, token)}`;
}

export function tokenIn(
  pepper: Uint8Array,
  stationId: string,
  text: string,
  now: number,
): AskToken | 'stale' | 'early' {
  const [commandId = '', issued = '', mac = ''] = text.split('.');
  const token = { commandId, issuedAt: Number(issued) };
  const wanted = Buffer.from(signature(pepper, stationId, token));
  const given = Buffer.from(mac);
  // Not ours, or of another station: shown anew with a sign of its own, and nothing typed is lost.
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'stale';
  if (!Id.safeParse(commandId).success || !Number.isSafeInteger(token.issuedAt)) return 'stale';
  if (now - token.issuedAt > dayMs) return 'stale';
  return now - token.issuedAt < breathMs ? 'early' : token;
}
