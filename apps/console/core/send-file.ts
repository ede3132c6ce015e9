/**
 * A file from the desk to the server, by the same way as a phone's (tus 1.0): made small and stripped of what the camera wrote
 * into it, named by its hash, taken up again where a cut left it.
 */
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import type { PhotoSize } from '@yimi/ui/draw-photo.ts';
import { drawPhoto } from '@yimi/ui/draw-photo.ts';
import * as z from 'zod/mini';
import { ProblemBody } from '../api.ts';

export interface SentFile {
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
}

/** Half a megabyte is what a cut can cost on an office's line. */
const chunkSize = 512 * 1024;
const pauses = [0, 1_000, 3_000];

export async function sendPhoto(photo: Blob, size: PhotoSize): Promise<SentFile | Problem> {
  const drawn = await drawPhoto(photo, size);
  return drawn === null ? problem('invalid', 'files.not-what-it-says') : sendFile(drawn, 'photo', 'image/jpeg');
}

export async function sendFile(
  file: Blob,
  kind: 'photo' | 'voice' | 'file',
  mime: string,
): Promise<SentFile | Problem> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { Upload } = await import('tus-js-client');
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: '/api/files',
      chunkSize,
      retryDelays: pauses,
      metadata: { sha256, mime, kind },
      headers: { 'x-yimi': '1' },
      storeFingerprintForResuming: false,
      onSuccess: () => resolve({ sha256, mime, bytes: file.size }),
      onError: (error) =>
        resolve(problemIn('originalResponse' in error ? error.originalResponse?.getBody() : undefined)),
    });
    upload.start();
  });
}

function problemIn(body: string | undefined): Problem {
  try {
    const said = z.safeParse(ProblemBody, JSON.parse(body ?? ''));
    if (said.success) return problem(said.data.kind, said.data.code, said.data.details);
  } catch {
    // No JSON: nobody of ours answered.
  }
  return problem('unavailable', 'console.no-connection');
}
