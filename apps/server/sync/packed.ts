/**
 * Packed bodies of push and pull: gzip of JSON, both ways. A phone that sends one is answered in kind; who sends JSON, as
 * phones of protocol 1 and tools do, gets JSON. An answer to a pull has two frames (`packages/protocol/packed.ts`).
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Catalogue } from '@yimi/kernel';
import type { PullResponse } from '@yimi/protocol';
import { joinFrames, packSegment } from '@yimi/protocol';
import { halvesOf } from '@yimi/sync';

export const packedType = 'application/gzip';

const squeeze = promisify(gzip);
const expand = promisify(gunzip);

/** @param most bytes that may come out: a few kilobytes can stand for gigabytes */
export async function unpackBody(body: Buffer, most: number): Promise<unknown> {
  return JSON.parse((await expand(body, { maxOutputLength: most })).toString('utf8'));
}

export function packBody(content: unknown): Promise<Buffer> {
  return squeeze(JSON.stringify(content));
}

/** @param protocol what the phone speaks */
export async function packAnswer(
  catalogue: Catalogue,
  { more, serverTime, ...segment }: PullResponse,
  protocol: number,
): Promise<Buffer> {
  const { people, history } = halvesOf(catalogue, segment);
  const first = packSegment({ ...segment, parts: [...people.parts], more, serverTime }, protocol);
  const second =
    history === null ? null : packSegment({ parts: [...history.parts], dropped: segment.dropped }, protocol);
  const frames = await Promise.all([packBody(first), second === null ? Buffer.alloc(0) : packBody(second)]);
  return Buffer.from(joinFrames(...frames).buffer);
}
