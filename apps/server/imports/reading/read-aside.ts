/** Reads a file in a thread of its own, with a limit on memory and time: phones go on syncing while a large ledger is read. */
import { Worker } from 'node:worker_threads';
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import { damaged, tookTooLong, tooMuch } from '../problems.ts';
import type { Ledger } from './ledger.ts';
import { limits } from './ledger.ts';
import type { PackedLedger } from './packed-rows.ts';
import { unpacked } from './packed-rows.ts';

/** 200,000 rows take twelve seconds on two slow cores; what takes ten times that is built to. */
const longestMs = 120_000;
/** Megabytes: 200,000 rows of 15 columns need half of it. */
const mostMemory = 1024;

export function readAside(bytes: Uint8Array): Promise<Ledger | Problem> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./reading-child.ts', import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: mostMemory, maxYoungGenerationSizeMb: 24 },
    });
    const timer = setTimeout(() => finish(tookTooLong()), longestMs);
    const finish = (result: Ledger | Problem): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    // The thread is our own program: what it sends was made by `readLedger`.
    worker.once('message', (result: PackedLedger | Problem) => finish(isProblem(result) ? result : unpacked(result)));
    worker.once('error', (error) =>
      finish('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('rows', limits.rows) : damaged()),
    );
    worker.once('exit', () => finish(damaged()));
  });
}
