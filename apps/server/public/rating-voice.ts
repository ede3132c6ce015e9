/**
 * What a resident says of an answer who would rather speak than read: a recording sent as a plain form sends a file, kept like any
 * other, and noted at the need until somebody at the desk has heard it.
 */
import { createHash } from 'node:crypto';
import { systemActor } from '@yimi/sync';
import { systemEnvelope } from '../engine.ts';
import { soundTypeOf } from '../files/index.ts';
import { Limits } from './limits.ts';
import type { PublicParts } from './parts.ts';

/** Two minutes of what telephones record. */
export const voiceLimit = 2 * 1024 * 1024;

/** The file of a form as browsers send it (RFC 7578); null: none, or nothing that can be read. */
async function fileIn(type: string, body: Buffer): Promise<Buffer | null> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = form.get('voice');
    return file instanceof Blob && file.size > 0 ? Buffer.from(await file.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** @returns whether it was taken, that it is no recording, or the seconds until another may be sent */
export async function takeVoice(
  { database, vault, push, pepper, now }: PublicParts,
  countyId: string,
  needId: string,
  sent: { readonly type: string; readonly body: unknown },
): Promise<'taken' | 'no-sound' | 'refused' | number> {
  const bytes = Buffer.isBuffer(sent.body) ? await fileIn(sent.type, sent.body) : null;
  const mime = bytes === null ? null : soundTypeOf(bytes);
  if (bytes === null || mime === null) return 'no-sound';
  const wait = await new Limits(database, pepper).count('voice', needId, now());
  if (wait > 0) return wait;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // Durable before it is named: what the page thanks for is there (law S1).
  const problem = await vault.keep(sha256, bytes, { countyId, userId: systemActor, kind: 'voice', mime });
  if (problem !== null) return 'no-sound';
  const outcome = await push(countyId, systemEnvelope('needs.leave-voice', { needId, sha256 }, now()));
  return outcome.status === 'accepted' ? 'taken' : 'refused';
}
