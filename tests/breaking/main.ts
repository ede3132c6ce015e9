/**
 * The verb: `npm run nightly -- [PART …] [--seed N] [--rounds N] [--cuts N] [--kills N] [--phones N] [--requests N] [--days N] [--json]`. Attacks the program for longer
 * than CI does; without a part all of them, one after another. Progress goes to stderr, with `--json` the last line is one
 * JSON object. Exits 1 when anything acknowledged was lost or any proof fails.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whyNoCluster } from '../cluster/cluster.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { openFuzz } from '../fuzz/open-fuzz.ts';
import { crashRounds } from './crash.ts';
import { failovers } from './failover.ts';
import { loadWaves, waves } from './load.ts';
import { whyNoLoopDisk } from './loop-disk.ts';
import { fullDisk, jumpingClock } from './machine.ts';
import { againstObjects } from './objects.ts';
import { cutIsReal, powerCuts } from './power.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    kills: { type: 'string', default: '6' },
    cuts: { type: 'string', default: '60' },
    requests: { type: 'string', default: '1000000' },
    phones: { type: 'string', default: '300' },
    days: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});

function wholeNumber(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 1) throw new Error(`--${name} is a whole number from 1, not ${text}`);
  return n;
}

const tell = (text: string) => process.stderr.write(`${text}\n`);
/** Another night, another story; the seed is told, and repeats it. */
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : wholeNumber(values.seed, 'seed');

interface Told {
  readonly good: boolean;
  readonly [name: string]: unknown;
}

async function crash(): Promise<Told> {
  const report = await crashRounds({ rounds: wholeNumber(values.rounds, 'rounds'), seed, tell });
  return { good: report.lost.length === 0 && report.proved && report.complaints.length === 0, ...report };
}

/** Where the machine has no such disk it is said, and is no failure: nothing was tried. */
async function power(): Promise<Told> {
  const why = await whyNoLoopDisk();
  if (why !== null) return { good: true, leftOut: why };
  const real = await cutIsReal();
  const report = await powerCuts({ rounds: wholeNumber(values.cuts, 'cuts'), seed, tell });
  return { good: real && report.lost.length === 0 && report.proved, real, ...report };
}

/** A full disk, where the machine has one to fill, and a clock that jumps. */
async function machine(): Promise<Told> {
  const why = await whyNoLoopDisk();
  const disk = why === null ? await fullDisk(seed) : null;
  const clock = await jumpingClock(seed);
  const good = [disk, clock].every((one) => one === null || (one.lost.length === 0 && one.proved));
  return { good, disk: disk ?? why, clock };
}

/** Past this, whoever waits at a phone has given up. */
const writingAgainWithinSeconds = 15;

/** The primary of a cluster dies under load; said, and no failure, where Debian's packages for one are not there. */
async function failover(): Promise<Told> {
  const why = whyNoCluster();
  if (why !== null) return { good: true, leftOut: why };
  const report = await failovers({ rounds: wholeNumber(values.kills, 'kills'), seed, tell });
  const slowest = Math.max(...report.kills.map(({ writingAgainSeconds }) => writingAgainSeconds));
  return { good: report.lost.length === 0 && report.proved && slowest < writingAgainWithinSeconds, slowest, ...report };
}

/** The contract of kept files against an S3-compatible server, which npm installs into a temporary folder. */
const objects = (): Promise<Told> => againstObjects();

async function load(): Promise<Told> {
  const report = await loadWaves({ phones: wholeNumber(values.phones, 'phones'), visitsEach: 20, waves, tell });
  return { good: report.proved && report.counted === report.sent, ...report };
}

/** More than this, measured after collecting, is a heap that grows: CI's shorter run has the same limit. */
const heapMayGrow = 1.5;

async function requests(): Promise<Told> {
  const { house, sources } = await openFuzz();
  try {
    const report = await fuzz({ house, sources, requests: wholeNumber(values.requests, 'requests'), seed, tell });
    const { warm, end } = report.heapMegabytes;
    return { good: report.faults.length === 0 && end / warm < heapMayGrow, ...report };
  } finally {
    await house.close();
  }
}

/** The simulator in a process of its own: it ends with one JSON object, and with 1 when a law was broken. */
async function simulate(): Promise<Told> {
  const main = join(import.meta.dirname, '..', 'simulation', 'main.ts');
  const days = String(wholeNumber(values.days, 'days'));
  const done = spawnSync(process.execPath, [main, '--seed', String(seed), '--days', days, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const last = done.stdout.trim().split('\n').at(-1) ?? '{}';
  return { ...JSON.parse(last), good: done.status === 0 };
}

const parts: Readonly<Record<string, () => Promise<Told>>> = {
  crash,
  power,
  machine,
  failover,
  objects,
  load,
  fuzz: requests,
  simulate,
};

async function main(): Promise<void> {
  const asked = positionals.length === 0 ? Object.keys(parts) : positionals;
  const told: Record<string, Told> = {};
  tell(`seed ${seed}`);
  for (const name of asked) {
    const part = parts[name];
    if (part === undefined) throw new Error(`there is no part ${name}; there are ${Object.keys(parts).join(', ')}`);
    tell(`— ${name}`);
    told[name] = await part();
    tell(`${told[name].good ? 'good' : 'BAD '}  ${name} ${JSON.stringify(told[name])}`);
  }
  const good = Object.values(told).every((one) => one.good);
  if (values.json) process.stdout.write(`${JSON.stringify({ seed, good, ...told })}\n`);
  process.exitCode = good ? 0 : 1;
}

await main();
