/**
 * The power is cut under a server at work, data folder and files folder on one disk: nothing is flushed, the processes
 * are gone, the disk is mounted again and the program started on what survived. Everything that was acknowledged must be
 * there (law S1), also what was acknowledged in the instants around the cut.
 */
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processesOf } from '../../apps/server/postgres/postmaster.ts';
import { clearAway, freePort, RunningHouse } from '../e2e/running-house.ts';
import { furnish } from '../e2e/small-house.ts';
import { Dice, seedOf } from '../simulation/dice.ts';
import { Hand, type Rounds } from './hand.ts';
import { LoopDisk } from './loop-disk.ts';

/** A fresh cluster with its journal, and photos of some hundred rounds. */
const diskMegabytes = 3_000;
const workMs = [300, 2_500] as const;
/** People go on for a moment: a server that answers from memory after its disk has gone is found by this. */
const afterCutMs = 150;

export interface PowerReport {
  readonly seed: number;
  readonly cuts: number;
  readonly visits: number;
  readonly photos: number;
  readonly lost: readonly string[];
  readonly proved: boolean;
  readonly seconds: number;
}

/** @returns whether a cut takes what was not synced and leaves what was: without this the rounds would prove nothing */
export async function cutIsReal(): Promise<boolean> {
  const disk = await LoopDisk.make(16);
  try {
    await mkdir(join(disk.path, 'folder'));
    for (const name of ['synced', 'not-synced']) {
      const file = await open(join(disk.path, 'folder', name), 'w');
      await file.writeFile('somebody wrote this');
      if (name === 'synced') await file.sync();
      await file.close();
    }
    disk.cutPower();
    await disk.unmount();
    disk.mount();
    const kept = await readFile(join(disk.path, 'folder', 'synced'), 'utf8');
    const gone = await stat(join(disk.path, 'folder', 'not-synced')).then(
      ({ size }) => size === 0,
      () => true,
    );
    return kept === 'somebody wrote this' && gone;
  } finally {
    await disk.throwAway();
  }
}

export async function powerCuts({ rounds, seed, tell }: Rounds): Promise<PowerReport> {
  const begun = performance.now();
  const dice = new Dice(seedOf(seed, 'power'));
  const disk = await LoopDisk.make(diskMegabytes);
  const data = join(disk.path, 'data');
  let house: RunningHouse | null = null;
  try {
    await furnish(data);
    const port = String(await freePort());
    house = await RunningHouse.start(data, '--port', port);
    const hands = await Hand.crew(house.origin, ['wei', 'lan'], seed);
    const lost: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await workAndCut(house, hands, disk, dice.between(...workMs));
      house = await RunningHouse.start(data, '--port', port);
      for (const hand of hands) lost.push(...(await hand.missing()));
      tell(
        `cut ${round} of ${rounds}: ${sumOf(hands).visits} visits and ${sumOf(hands).photos} photos acknowledged, ${lost.length} lost`,
      );
    }
    for (const hand of hands) lost.push(...(await hand.missingAnew()));
    const proved = Object.values(house.verify()).every(Boolean);
    return {
      seed,
      cuts: rounds,
      ...sumOf(hands),
      lost,
      proved,
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await clearAway(house, data, true);
    await disk.throwAway();
  }
}

function sumOf(hands: readonly Hand[]): { visits: number; photos: number } {
  const sums = hands.map((hand) => hand.acknowledged);
  return {
    visits: sums.reduce((sum, one) => sum + one.visits, 0),
    photos: sums.reduce((sum, one) => sum + one.photos, 0),
  };
}

async function workAndCut(house: RunningHouse, hands: readonly Hand[], disk: LoopDisk, ms: number): Promise<void> {
  const over = new AbortController();
  const working = hands.map((hand) => hand.work(over.signal));
  await pause(ms);
  disk.cutPower();
  await pause(afterCutMs);
  over.abort();
  const left = await processesOf(join(house.data, 'postgres'));
  for (const { pid } of left) killIfThere(pid);
  await house.kill();
  await Promise.all(working);
  await disk.unmount();
  disk.mount();
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
