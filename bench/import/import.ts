/**
 * Import: a messy ledger of 100,000 people, read, understood, checked row by row and looked up against the county (who is
 * there already, who stands in the file twice), as the wizard's preview does; then imported for good by the server's job,
 * each row a command: authorised, its duplicates looked for, counted, audited. The program runs in a process of its own,
 * whose memory is the peak that the system itself noted; the database is beside it and not in it.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { BenchRun, Figures } from '../main.ts';
import type { Told } from './house.ts';

export function run({ say }: BenchRun): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'house.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
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
