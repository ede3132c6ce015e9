/**
 * Import: a messy ledger of 100,000 people, read, understood, checked row by row and looked up against the county (who is
 * there already, who stands in the file twice), as the wizard's preview does; then imported for good by the server's job,
 * each row a command: authorised, its duplicates looked for, counted, audited. The program runs in a process of its own,
 * whose memory is the peak that the system itself noted; the database is beside it and not in it.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRun, Figures } from '../main.ts';
import { measureDirectus } from '../peers/directus.ts';
import type { Told } from './house.ts';
import { messyLedger, villageNames } from './ledger.ts';

const rows = Number(process.env.YIMI_ROWS ?? 100_000);
/** Imported for good: enough for a steady pace. */
const taken = Number(process.env.YIMI_TAKEN ?? 10_000);

/** The ledgers are made here: a server is sent them, and does not carry what it costs to invent 100,000 people. */
export async function run({ say, peers }: BenchRun): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-ledgers-'));
  try {
    await writeFile(join(folder, 'large.csv'), messyLedger(rows, villageNames));
    await writeFile(join(folder, 'small.csv'), messyLedger(taken, villageNames));
    const ours = { rows, taken, ...(await imported(folder, say)) };
    return peers ? { ...ours, directus: await measureDirectus(rows, { say }) } : ours;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function imported(folder: string, say: BenchRun['say']): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'house.ts'), [folder, String(rows), String(taken)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let figures: Figures | null = null;
    // What it says was made by `house.ts`, our own program.
    child.on('message', (told: Told) => {
      if ('figures' in told) figures = told.figures;
      else say(told.say);
    });
    child.once('exit', (code) =>
      figures === null ? reject(new Error(`the import's process ended with ${code}`)) : resolve(figures),
    );
  });
}
