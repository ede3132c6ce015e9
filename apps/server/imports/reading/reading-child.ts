/** The thread in which a file is read: a hostile one fills this memory and this time, and not the server's. */
import { parentPort, workerData } from 'node:worker_threads';
import { isProblem } from '@yimi/kernel';
import { buffersOf, packed } from './packed-rows.ts';
import { readLedger } from './read-ledger.ts';

// What was handed over is a plain array of bytes; the thread's starter alone sends it.
const bytes: unknown = workerData;
if (bytes instanceof Uint8Array) {
  const read = await readLedger(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (isProblem(read)) parentPort?.postMessage(read);
  else {
    const ledger = packed(read);
    parentPort?.postMessage(ledger, buffersOf(ledger));
  }
}
