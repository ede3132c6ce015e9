/**
 * What a machine does to a server at work: its disk fills up, its clock is set. People are told, nothing that was
 * acknowledged is lost, and once the cause is gone all goes on.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processesOf } from '../../apps/server/postgres/postmaster.ts';
import { clearAway, freePort, newDataFolder, RunningHouse } from '../e2e/running-house.ts';
import { furnish } from '../e2e/small-house.ts';
import { Hand } from './hand.ts';
import { LoopDisk } from './loop-disk.ts';

/** A cluster with its first journal takes about 150 MB; the rest is filled by the test. */
const diskMegabytes = 400;
const pieceBytes = 1024 * 1024;
const workMs = 1_500;
const fullForMs = 4_000;
const hour = 3_600_000;
/** Set forward by a tired hand, back over midnight, to another month and right again. */
const jumps = [2 * hour, -3 * hour, 20 * 24 * hour, -40 * 24 * hour, 0] as const;

export interface MachineReport {
  readonly visits: number;
  readonly photos: number;
  /** What people were told while it lasted, by the code of the Problem or the word for a line that broke. */
  readonly told: readonly string[];
  readonly lost: readonly string[];
  readonly proved: boolean;
}

interface Scene {
  house: RunningHouse;
  readonly hands: readonly Hand[];
}

const handsAt = (house: RunningHouse, seed: number) => Hand.crew(house.origin, ['wei', 'lan'], seed);

async function workFor(hands: readonly Hand[], ms: number): Promise<void> {
  const over = new AbortController();
  const working = hands.map((hand) => hand.work(over.signal));
  await pause(ms);
  over.abort();
  await Promise.all(working);
}

async function reportOf({ house, hands }: Scene, told: readonly string[], lost: string[]): Promise<MachineReport> {
  for (const hand of hands) lost.push(...(await hand.missing()), ...(await hand.missingAnew()));
  const sums = hands.map((hand) => hand.acknowledged);
  const sum = (of: 'visits' | 'photos') => sums.reduce((all, one) => all + one[of], 0);
  const proved = Object.values(house.verify()).every(Boolean);
  return { visits: sum('visits'), photos: sum('photos'), told, lost, proved };
}

export async function fullDisk(seed: number): Promise<MachineReport> {
  const disk = await LoopDisk.make(diskMegabytes);
  const data = join(disk.path, 'data');
  let house: RunningHouse | null = null;
  try {
    await furnish(data);
    const port = String(await freePort());
    house = await RunningHouse.start(data, '--port', port);
    const hands = await handsAt(house, seed);
    await workFor(hands, workMs);
    const filling = fill(disk);
    await workFor(hands, workMs);
    await filling;
    const until = Date.now() + fullForMs;
    const told = new Set<string>();
    while (Date.now() < until) {
      for (const hand of hands) told.add(await hand.toldNow());
      await pause(200);
    }
    await rm(join(disk.path, 'ballast'));
    // A database that cannot even start has ended the program: systemd starts it again, and here the test does.
    if (!(await house.answers())) {
      await house.stop();
      house = await RunningHouse.start(data, '--port', port);
    }
    return await reportOf({ house, hands }, [...told], []);
  } finally {
    await clearAway(house, data, true);
    for (const { pid } of await processesOf(join(data, 'postgres')).catch(() => [])) process.kill(pid, 'SIGKILL');
    await disk.throwAway();
  }
}

/** To the last block, as a log that nobody rotates does. */
async function fill(disk: LoopDisk): Promise<void> {
  const piece = Buffer.alloc(pieceBytes, 1);
  try {
    for (;;) await writeFile(join(disk.path, 'ballast'), piece, { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

export async function jumpingClock(seed: number): Promise<MachineReport> {
  const data = await newDataFolder();
  const clock = join(data, 'clock-of-the-test');
  let house: RunningHouse | null = null;
  const before = process.env.NODE_OPTIONS;
  try {
    await furnish(data);
    process.env.YIMI_TRIAL_CLOCK = clock;
    process.env.NODE_OPTIONS = `--import ${join(import.meta.dirname, 'jumping-clock.ts')}`;
    house = await RunningHouse.start(data);
    const hands = await handsAt(house, seed);
    const told = new Set<string>();
    for (const off of jumps) {
      const working = workFor(hands, workMs);
      await pause(workMs / 3);
      await writeFile(`${clock}.new`, String(off));
      await rename(`${clock}.new`, clock);
      await working;
      for (const hand of hands) told.add(await hand.toldNow());
    }
    delete process.env.NODE_OPTIONS;
    return await reportOf({ house, hands }, [...told], []);
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
    delete process.env.YIMI_TRIAL_CLOCK;
    await clearAway(house, data);
  }
}
