/** A kept file on its way to a browser: by ranges as players ask for it, looked at in place or saved, and never run. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOutside } from './problems.ts';
import type { KeptFile } from './vault.ts';

/** Shown where they stand; everything else is only ever saved by the person who asked for it. */
const shownInPlace = /^(image|audio)\//;

export async function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  file: KeptFile & { name: string | null; etag: string },
): Promise<FastifyReply> {
  reply.header('content-type', file.mime);
  reply.header('content-disposition', dispositionOf(file));
  // Asked for anew each time: consent may have been taken back since.
  reply.header('cache-control', 'private, no-cache').header('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  reply.header('content-security-policy', "default-src 'none'; sandbox");
  reply.header('accept-ranges', 'bytes');
  const range = rangeOf(request.headers.range, file.bytes);
  if (range === null) return reply.header('content-length', file.bytes).send(await file.open());
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${file.bytes}`).type('application/json');
    return reply.code(416).send(rangeOutside(file.bytes));
  }
  reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  return reply.header('content-length', range.end - range.start + 1).send(await file.open(range));
}

/** The name as RFC 8187 writes what is not ASCII; the plain one is for programs that cannot read it. */
function dispositionOf({ mime, name }: { mime: string; name: string | null }): string {
  if (shownInPlace.test(mime)) return 'inline; filename="evidence"';
  const encoded = encodeURIComponent(name ?? 'evidence').replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="evidence"; filename*=UTF-8''${encoded}`;
}

/** One range, as players ask for it (RFC 9110, 14.1.2); several at once are answered with the whole. */
function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start > end || start >= bytes ? 'unsatisfiable' : { start, end };
}
