/** Papers are drawn one after the other, each in a thread of its own: a house prints a handful a day. */
import { Worker } from 'node:worker_threads';
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import type { Paper } from './draw.ts';
import type { Slip } from './draw-slip.ts';

export type Drawable = Paper | { readonly slip: Slip };

/** Two seconds do; on a machine that does ten other things, twenty. */
const mostMs = 60_000;

const lettersMissing = (letters: readonly string[]) =>
  problem('conflict', 'activities.certificate-letters-missing', { letters: letters.join(' ') }, 'body.certificateId');

type Drawn = { readonly pdf: Uint8Array } | { readonly missing: readonly string[] };

let last: Promise<unknown> = Promise.resolve();

/** @returns the file, or why there can be none */
export async function paperOf(paper: Drawable): Promise<Uint8Array | Problem> {
  const mine = last.then(() => drawnApart(paper));
  last = mine.catch(() => undefined);
  const drawn = await mine;
  return 'pdf' in drawn ? drawn.pdf : lettersMissing(drawn.missing);
}

function drawnApart(paper: Drawable): Promise<Drawn> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./paper-child.ts', import.meta.url), { workerData: paper });
    const timer = setTimeout(() => fail(new Error('a paper took too long')), mostMs);
    const settle = (): void => {
      clearTimeout(timer);
      void worker.terminate();
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    worker.once('message', (drawn: Drawn) => {
      settle();
      resolve(drawn);
    });
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('a paper was not drawn')));
  });
}
