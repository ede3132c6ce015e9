/**
 * What takes minutes to lay out and seconds to measure is laid out once. `YIMI_BENCH_KEPT=folder` keeps the data folder of
 * a furnished house there, by the bench's name, and measures on a copy of it; the next run finds it and only measures.
 * Without it everything is made anew and thrown away.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TrialHouse } from '../apps/server/trial-house.ts';
import { openTrialHouse, reopenTrialHouse, trialFolder } from '../apps/server/trial-house.ts';

const run = promisify(execFile);

/** Whole, with owners and modes: PostgreSQL's files belong to an account of its own. */
const copy = (from: string, to: string) => run('cp', ['-a', from, to]);

/** A data folder that belongs to the caller, furnished by `lay` now or at an earlier run. */
export async function furnishedFolder(
  name: string,
  lay: (house: TrialHouse) => Promise<void>,
  say: (line: string) => void,
): Promise<string> {
  const shelf = process.env.YIMI_BENCH_KEPT ?? null;
  const kept = shelf === null ? null : join(shelf, name);
  const folder = await trialFolder();
  if (kept === null || !existsSync(kept)) {
    const house = await openTrialHouse(folder);
    try {
      await lay(house);
    } catch (error) {
      await house.close();
      throw error;
    }
    await house.stop();
    if (shelf === null || kept === null) return folder;
    await mkdir(shelf, { recursive: true });
    await chmod(shelf, 0o711);
    await copy(folder, `${kept}.part`);
    await rename(`${kept}.part`, kept);
    return folder;
  }
  say(`furnished before: ${kept}`);
  await rm(folder, { recursive: true });
  await copy(kept, folder);
  return folder;
}

/** The same with all routes, open. */
export async function furnishedHouse(...how: Parameters<typeof furnishedFolder>): Promise<TrialHouse> {
  return reopenTrialHouse(await furnishedFolder(...how));
}
