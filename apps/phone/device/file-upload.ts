/** One file over tus 1.0: resumed where it was cut off, as long as the server remembers the address it gave. */

import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import { WireProblem } from '@yimi/protocol';
import { fromWire, noConnection, serverNotReady, signedOut } from './problems.ts';
import type { FileRow } from './stored.ts';

/** A chunk is what a cut can cost: 256 KiB is half a minute on a poor line. */
const chunkSize = 256 * 1024;

export interface UploadParts {
  readonly userId: string;
  /** Asked before each request: whether the session is still this person's. */
  readonly allowed: () => Promise<Problem | undefined>;
  /** Kept at once, so that the upload goes on there after a restart. */
  readonly addressed: (url: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/** @returns undefined once the server has every byte */
export async function uploadFile(file: FileRow, bytes: Blob, parts: UploadParts): Promise<Problem | undefined> {
  const { Upload } = await import('tus-js-client');
  let refusal: Problem | undefined;
  return new Promise((resolve) => {
    const upload = new Upload(bytes, {
      endpoint: '/api/files',
      uploadUrl: file.uploadUrl,
      chunkSize,
      metadata: { sha256: file.sha256, mime: file.mime, kind: file.kind },
      headers: { 'x-yimi': '1', 'x-yimi-user': parts.userId },
      // Ours is the one back-off; and tus's own memory in localStorage would outlive the vault.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: async () => {
        refusal = await parts.allowed();
        if (refusal !== undefined) throw new Error(refusal.code);
      },
      onUploadUrlAvailable: () => {
        if (upload.url !== null && upload.url !== file.uploadUrl) void parts.addressed(upload.url);
      },
      onSuccess: () => resolve(undefined),
      onError: (error) =>
        resolve(refusal ?? problemOf('originalResponse' in error ? (error.originalResponse ?? undefined) : undefined)),
    });
    parts.signal.addEventListener('abort', () => {
      void upload.abort();
      resolve(noConnection());
    });
    upload.start();
  });
}

/** The server's own word, if it gave one; a hotel's sign-in page gives none. */
function problemOf(answer: { getStatus(): number; getBody(): string } | undefined): Problem {
  const status = answer?.getStatus() ?? 0;
  if (answer === undefined || status === 0) return noConnection();
  if (status === 401) return signedOut();
  try {
    const said = WireProblem.safeParse(JSON.parse(answer.getBody()));
    if (said.success) return fromWire(said.data);
  } catch {
    // No JSON: somebody else answered.
  }
  return serverNotReady(status);
}

/** Whether trying the next file makes sense: this one was refused, the line is alive. */
export function isOfThisFile(problem: Problem | undefined): boolean {
  if (!isProblem(problem)) return false;
  if (problem.code === 'device.server-not-ready') return Number(problem.details.status) < 500;
  return problem.code.startsWith('files.') && problem.kind !== 'unavailable';
}

/** The same bytes would be refused again, however often they are sent: the person is told what to do instead. */
const forGood = new Set([
  'files.hash-differs',
  'files.has-location',
  'files.not-what-it-says',
  'files.too-large',
  'files.too-many-pixels',
]);
export function cannotSucceed(problem: Problem | undefined): boolean {
  return problem !== undefined && forGood.has(problem.code);
}
