/**
 * The primary dies under load: two hands at work over HTTP through HAProxy and two servers, and the node that is primary
 * loses its PostgreSQL, or everything, by SIGKILL. Measured is from the kill until a batch with a photo is acknowledged
 * again; then everything acknowledged is asked for. The dead node comes back as a standby before the next round.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from '../cluster/cluster.ts';
import { furnish } from '../e2e/small-house.ts';
import { Dice, seedOf } from '../simulation/dice.ts';
import { Hand, type Rounds } from './hand.ts';

/** Batches under way, some hundreds acknowledged. */
const workMs = [1500, 4000] as const;
/** Past any fail-over: then it is none. */
const giveUpMs = 90_000;

export interface FailoverReport {
  readonly seed: number;
  readonly kills: readonly {
    readonly what: 'postgres' | 'machine';
    readonly from: string;
    readonly to: string;
    readonly writingAgainSeconds: number;
  }[];
  readonly visits: number;
  readonly photos: number;
  /** In words; empty when nothing that was promised is missing. */
  readonly lost: readonly string[];
  readonly proved: boolean;
  readonly seconds: number;
}

export async function failovers({ rounds, seed, tell }: Rounds): Promise<FailoverReport> {
  const begun = performance.now();
  const dice = new Dice(seedOf(seed, 'failover'));
  const data = await mkdtemp(join(tmpdir(), 'yimi-failover-'));
  const kills: FailoverReport['kills'][number][] = [];
  const lost: string[] = [];
  const cluster = await Cluster.start(tell);
  try {
    await furnish(data, cluster.databaseUrl);
    await cluster.startServers(data);
    const hands = await Hand.crew(cluster.origin, ['lan', 'shi'], seed);
    for (let round = 1; round <= rounds; round += 1) {
      const what = round % 2 === 1 ? 'machine' : 'postgres';
      const over = new AbortController();
      const working = hands.map((hand) => hand.work(over.signal));
      await pause(dice.between(...workMs));
      const from = await cluster.primary();
      const at = performance.now();
      await cluster.kill(from, what === 'machine');
      over.abort();
      await Promise.all(working);
      const writingAgainSeconds = (await untilTaken(hands[0], at)) / 1000;
      for (const hand of hands) lost.push(...(await hand.missing()));
      kills.push({ what, from, to: await cluster.primary(), writingAgainSeconds });
      tell(`round ${round} of ${rounds}: ${JSON.stringify(kills.at(-1))}, ${lost.length} lost`);
      if (what === 'machine') await cluster.startAgain(from);
      await cluster.untilSynchronous();
    }
    for (const hand of hands) lost.push(...(await hand.missingAnew()));
    const { audit, rollups, hashes, journal } = cluster.server.verify();
    const sum = (of: 'visits' | 'photos') => hands.reduce((total, hand) => total + hand.acknowledged[of], 0);
    return {
      ...{ seed, kills, lost, visits: sum('visits'), photos: sum('photos') },
      proved: audit && rollups && hashes && journal,
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await cluster.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** @returns milliseconds from the blow until a batch is acknowledged */
async function untilTaken(hand: Hand | undefined, at: number): Promise<number> {
  for (;;) {
    const passed = performance.now() - at;
    if (passed > giveUpMs) throw new Error('nobody writes again');
    if ((await hand?.toldNow()) === 'taken') return performance.now() - at;
    await pause(100);
  }
}
