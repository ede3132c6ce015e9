/** The thread that draws one paper: the server goes on answering meanwhile, and the font's memory goes with the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { drawCertificate, missingIn } from './draw.ts';
import { drawSlip } from './draw-slip.ts';
import type { Drawable } from './paper.ts';

// The thread is started by our own program with what `paperOf` was given.
const paper = workerData as Drawable;
const missing = 'slip' in paper ? [] : missingIn(paper.certificate.helperName);
const draw = () => ('slip' in paper ? drawSlip(paper.slip) : drawCertificate(paper));
parentPort?.postMessage(missing.length > 0 ? { missing } : { pdf: await draw() });
