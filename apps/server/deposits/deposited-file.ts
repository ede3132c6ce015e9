/** Files that come sealed: opened, checked against their hash, and handed to where all files are kept (laws S5, S6). */

import { createHash } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { Id, isProblem } from '@yimi/kernel';
import * as z from 'zod';
import { depositKeysOf } from '../accounts/secrets.ts';
import { provenBy } from './depositor.ts';
import type { DepositParts } from './parts.ts';
import { passOn } from './passed-on.ts';
import { notOwnDevice, otherCounty, wrongHash, wrongHeader } from './problems.ts';
import { openDepositedFile, openDepositedFileKey } from './sealed-box.ts';

/** A photo as the phone sends it is under 1 MB, a voice note under 5; this leaves room for both. */
export const largestFile = 25 * 1024 * 1024;

const Headers = z.object({
  'x-device-id': Id,
  'x-deposit-token': z.string().min(1).max(100),
  'x-sealed-key': z.string().min(1).max(4000),
  'x-sha256': z.string().regex(/^[0-9a-f]{64}$/),
  'x-yimi-passed-on': z.optional(z.string()),
});

const KeptThere = z.object({ kept: z.string() });

export async function takeFile(
  parts: DepositParts,
  headers: unknown,
  body: Uint8Array,
): Promise<{ kept: string } | Problem> {
  const parsed = Headers.safeParse(headers);
  if (!parsed.success) return wrongHeader(String(parsed.error.issues[0]?.path[0] ?? 'headers'));
  const sent = parsed.data;
  const proven = await provenBy(parts, sent['x-device-id'], sent['x-deposit-token']);
  if (isProblem(proven)) return proven;
  const { 'x-yimi-passed-on': again, ...named } = sent;
  const elsewhere = await passOn(parts, proven.county_id, {
    ...{ path: '/api/deposit/files', headers: { ...named, 'content-type': 'application/octet-stream' } },
    ...{ body: new Uint8Array(body), answer: KeptThere, again: again !== undefined },
  });
  if (elsewhere !== null) return elsewhere;
  const sealed = openDepositedFileKey(Buffer.from(sent['x-sealed-key'], 'base64'), ...depositKeysOf(parts.keys));
  if (isProblem(sealed)) return sealed;
  const { userId, countyId, file } = sealed;
  if (proven.user_id !== userId) return notOwnDevice();
  if (proven.county_id !== countyId) return otherCounty();
  const bytes = openDepositedFile(body, file);
  if (isProblem(bytes)) return bytes;
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== file.sha256 || found !== sent['x-sha256']) return wrongHash();
  const refused = await parts.files.keep(found, bytes, { countyId, userId, kind: file.kind, mime: file.mime });
  return refused ?? { kept: found };
}
