/**
 * Power and network come back in a valley: all phones knock at one instant, each with work recorded meanwhile. Measured is
 * what they are told and how long it takes until everything is counted, once with a healthy server, once with its database killed in
 * the middle, once with a disk on which every sync takes a quarter of a second. docs/load.md tells what came of it.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { processesOf } from '../../apps/server/postgres/postmaster.ts';
import { HttpPhone } from '../e2e/http-phone.ts';
import { clearAway, newDataFolder, RunningHouse } from '../e2e/running-house.ts';
import { password } from '../e2e/small-house.ts';
import { furnishValley, Tally, ValleyPhone } from './valley.ts';

const signInsAtOnce = 8;
const memoryLookMs = 100;
/** Into the wave, when the database is killed. */
const killAfterMs = 700;
const slowSyncMicroseconds = 250_000;

export const waves = ['healthy', 'database killed', 'slow disk'] as const;
export type Wave = (typeof waves)[number];

export interface WaveReport {
  readonly wave: Wave;
  readonly answered: number;
  readonly p50: number;
  readonly p99: number;
  readonly mostAtOnce: number;
  readonly turnedAway: Readonly<Record<string, number>>;
  readonly triesOfTheUnluckiest: number;
  /** Until half of the phones, and until the last, had nothing left to send. */
  readonly halfSeconds: number;
  readonly allSeconds: number;
  readonly serverMegabytes: { readonly before: number; readonly most: number };
}

export interface LoadReport {
  readonly phones: number;
  readonly visitsEach: number;
  readonly waves: readonly WaveReport[];
  /** What this machine could not do. */
  readonly leftOut: readonly string[];
  readonly sent: number;
  readonly counted: number;
  readonly proved: boolean;
}

export interface LoadOptions {
  readonly phones: number;
  readonly visitsEach: number;
  readonly waves: readonly Wave[];
  readonly tell: (text: string) => void;
}

export async function loadWaves({ phones: count, visitsEach, waves: asked, tell }: LoadOptions): Promise<LoadReport> {
  const data = await newDataFolder();
  let house: RunningHouse | null = null;
  try {
    await furnishValley(data, count);
    house = await RunningHouse.start(data);
    const tally = { now: new Tally() };
    const phones: ValleyPhone[] = [];
    for (let at = 0; at < count; at += signInsAtOnce) {
      const { origin } = house;
      const some = Array.from({ length: Math.min(signInsAtOnce, count - at) }, (_, n) =>
        ValleyPhone.signIn(origin, at + n, tally),
      );
      phones.push(...(await Promise.all(some)));
    }
    tell(`${count} phones are signed in and hold what is theirs`);
    const leftOut = asked.includes('slow disk') && !canSlowDown() ? ['slow disk: there is no strace here'] : [];
    const done: WaveReport[] = [];
    for (const wave of asked.filter((one) => one !== 'slow disk' || leftOut.length === 0)) {
      for (const phone of phones) await phone.recordOffline(visitsEach);
      tally.now = new Tally();
      done.push(await waveOf(wave, house, phones, tally.now));
      tell(JSON.stringify(done.at(-1)));
    }
    const counted = await countedVisits(house.origin);
    const proved = Object.values(house.verify()).every(Boolean);
    return { phones: count, visitsEach, waves: done, leftOut, sent: count * visitsEach * done.length, counted, proved };
  } finally {
    await clearAway(house, data);
  }
}

async function waveOf(
  wave: Wave,
  house: RunningHouse,
  phones: readonly ValleyPhone[],
  tally: Tally,
): Promise<WaveReport> {
  const slow = wave === 'slow disk' ? await slowDisk(house.data) : null;
  const memory = new Memory(house.pid);
  const before = await memory.look();
  for (const phone of phones) phone.tries = 0;
  const begun = performance.now();
  // At one instant: the three seconds over which the app spreads the return of the network are left out.
  const returning = phones.map((phone) => phone.untilSent());
  const killing = wave === 'database killed' ? pause(killAfterMs).then(() => killPostgres(house.data)) : null;
  const ended = (await Promise.all(returning)).toSorted((one, other) => one - other);
  await killing;
  const most = await memory.end();
  slow?.kill('SIGTERM');
  const secondsTo = (share: number) => Math.round((ended[Math.ceil(ended.length * share) - 1] ?? begun) - begun) / 1000;
  return {
    wave,
    answered: tally.latencies.length,
    p50: tally.percentile(0.5),
    p99: tally.percentile(0.99),
    mostAtOnce: tally.most,
    turnedAway: tally.turnedAway,
    triesOfTheUnluckiest: Math.max(...phones.map((phone) => phone.tries)),
    halfSeconds: secondsTo(0.5),
    allSeconds: secondsTo(1),
    serverMegabytes: { before, most },
  };
}

async function killPostgres(data: string): Promise<void> {
  const note = await readFile(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  process.kill(Number(note.split('\n')[0]), 'SIGKILL');
}

function canSlowDown(): boolean {
  return spawnSync('strace', ['-V']).status === 0;
}

/** Every sync of the database waits, as on a worn card: strace holds the processes up, in place of a disk that does. */
async function slowDisk(data: string): Promise<ChildProcess> {
  const pids = (await processesOf(join(data, 'postgres'))).flatMap(({ pid }) => ['-p', String(pid)]);
  const delay = `inject=fsync,fdatasync:delay_exit=${slowSyncMicroseconds}`;
  const child = spawn('strace', ['-f', '-q', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', delay, ...pids], {
    stdio: 'ignore',
  });
  await pause(500);
  return child;
}

/** Resident memory of the server's Node. */
class Memory {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => void this.look(), memoryLookMs);
  }

  async look(): Promise<number> {
    const status = await readFile(`/proc/${this.#pid}/status`, 'utf8').catch(() => '');
    const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    this.#most = Math.max(this.#most, megabytes);
    return megabytes;
  }

  async end(): Promise<number> {
    clearInterval(this.#timer);
    await this.look();
    return this.#most;
  }
}

const Figures = z.object({ tiles: z.array(z.object({ figure: z.string(), value: z.nullable(z.number()) })) });

/** As the county's officer reads it. */
async function countedVisits(origin: string): Promise<number> {
  const officer = await HttpPhone.signIn(origin, 'officer', password);
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const answer = await fetch(`${origin}/api/figures?month=${month}`, { headers: { cookie: officer.cookie } });
  const { tiles } = Figures.parse(await answer.json());
  return tiles.find(({ figure }) => figure === 'services.visits')?.value ?? -1;
}
