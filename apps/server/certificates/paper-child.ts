/** The thread that draws one paper: the server goes on answering meanwhile, and the font's memory goes with the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Paper } from './draw.ts';
import { drawCertificate, missingIn } from './draw.ts';

// The thread is started by our own program with what `paperOf` was given.
const paper = workerData as Paper;
const missing = missingIn(paper.certificate.helperName);
parentPort?.postMessage(missing.length > 0 ? { missing } : { pdf: await drawCertificate(paper) });
