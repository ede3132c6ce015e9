/**
 * Crash rounds: people at work over HTTP and a volunteer's phone in real Chromium, and at a moment that the dice choose
 * Node, PostgreSQL, the browser or several of them end by SIGKILL. What is dead is started again on the same folder, and
 * everything acknowledged is asked for. A round has one start at the most, so that hundreds fit into a night.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpPhone } from '../e2e/http-phone.ts';
import { clearAway, freePort, newDataFolder, RunningHouse } from '../e2e/running-house.ts';
import { furnish, password } from '../e2e/small-house.ts';
import { Dice, seedOf } from '../simulation/dice.ts';
import { Hand, type Rounds } from './hand.ts';
import { PocketPhone } from './pocket-phone.ts';

const blows = {
  node: ['node'],
  postgres: ['postgres'],
  browser: ['browser'],
  'node and postgres': ['node', 'postgres'],
  'all at once': ['node', 'postgres', 'browser'],
} as const;
export type Blow = keyof typeof blows;
const allBlows = ['node', 'postgres', 'browser', 'node and postgres', 'all at once'] as const;
/** After each kind has come once. The browser's rounds take longest. */
const weights: Record<Blow, number> = {
  ...{ node: 40, postgres: 25, browser: 12 },
  ...{ 'node and postgres': 15, 'all at once': 8 },
};
/** Work before the blow: from the first push under way to some dozens of batches and a few visits on the phone. */
const workMs = { hands: [60, 900], phone: [400, 7_000] } as const;
/** `verify` starts a process of its own; this often besides the last round. */
const roundsPerProof = 10;

export interface CrashReport {
  readonly seed: number;
  readonly rounds: number;
  readonly blows: Readonly<Record<Blow, number>>;
  readonly visits: number;
  readonly photos: number;
  readonly savedOnPhone: number;
  readonly formsKept: number;
  /** In words; empty when nothing that was promised is missing. */
  readonly lost: readonly string[];
  readonly proved: boolean;
  readonly complaints: readonly string[];
  readonly seconds: number;
}

export async function crashRounds({ rounds, seed, tell }: Rounds): Promise<CrashReport> {
  const begun = performance.now();
  const data = await newDataFolder();
  await furnish(data);
  const scene = await Scene.open(data, seed);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const blow = allBlows[round - 1] ?? scene.dice.weighted(weights);
      const at = performance.now();
      await scene.round(blow);
      if (round % roundsPerProof === 0 || round === rounds) scene.prove();
      tell(`round ${round} of ${rounds}, ${blow}: ${scene.said()}, ${((performance.now() - at) / 1000).toFixed(1)} s`);
    }
    await scene.askAnew();
    return { seed, rounds, ...scene.report(), seconds: Math.round((performance.now() - begun) / 1000) };
  } finally {
    await scene.close();
  }
}

class Scene {
  readonly dice: Dice;
  readonly #data: string;
  readonly #port: number;
  readonly #hands: Hand[] = [];
  readonly #struck: Record<Blow, number> = {
    node: 0,
    postgres: 0,
    browser: 0,
    'node and postgres': 0,
    'all at once': 0,
  };
  readonly #lost: string[] = [];
  #proved = true;
  #house: RunningHouse;
  #phone: PocketPhone | null = null;

  private constructor(data: string, port: number, seed: number, house: RunningHouse) {
    this.#data = data;
    this.#port = port;
    this.dice = new Dice(seedOf(seed, 'crash'));
    this.#house = house;
  }

  static async open(data: string, seed: number): Promise<Scene> {
    // One port for all starts: the browser keeps what it has by the address.
    const port = await freePort();
    const scene = new Scene(data, port, seed, await RunningHouse.start(data, '--port', String(port)));
    try {
      scene.#hands.push(...(await Hand.crew(scene.#house.origin, ['lan', 'shi'], seed)));
      scene.#phone = await PocketPhone.signedIn(scene.#house.origin, new Dice(seedOf(seed, 'phone')));
      return scene;
    } catch (error) {
      await scene.close();
      throw error;
    }
  }

  async round(blow: Blow): Promise<void> {
    this.#struck[blow] += 1;
    const what: readonly string[] = blows[blow];
    const phone = what.includes('browser') ? this.#phone : null;
    const over = new AbortController();
    const working = [...this.#hands.map((hand) => hand.work(over.signal)), phone?.work(over.signal)];
    const [least, most] = phone === null ? workMs.hands : workMs.phone;
    await pause(this.dice.between(least, most));
    over.abort();
    await Promise.all([
      what.includes('postgres') ? this.#killPostgres() : null,
      what.includes('node') ? this.#house.kill() : null,
      phone?.kill(),
    ]);
    await Promise.all(working);
    if (what.includes('node')) this.#house = await this.#start();
    for (const hand of this.#hands) this.#lost.push(...(await hand.missing()));
    if (phone === null) return;
    const station = await (await HttpPhone.signIn(this.#house.origin, 'lan', password)).fresh();
    this.#lost.push(...(await phone.missing(station)));
  }

  #start(): Promise<RunningHouse> {
    return RunningHouse.start(this.#data, '--port', String(this.#port));
  }

  async #killPostgres(): Promise<void> {
    const note = await readFile(join(this.#data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
    process.kill(Number(note.split('\n')[0]), 'SIGKILL');
  }

  prove(): void {
    const { audit, rollups, hashes, journal } = this.#house.verify();
    this.#proved &&= audit && rollups && hashes && journal;
  }

  async askAnew(): Promise<void> {
    for (const hand of this.#hands) this.#lost.push(...(await hand.missingAnew()));
  }

  said(): string {
    const { visits, photos, savedOnPhone, lost } = this.report();
    return `${visits} visits and ${photos} photos acknowledged, ${savedOnPhone} saved on the phone, ${lost.length} lost`;
  }

  report() {
    const sums = this.#hands.map((hand) => hand.acknowledged);
    return {
      blows: this.#struck,
      visits: sums.reduce((sum, one) => sum + one.visits, 0),
      photos: sums.reduce((sum, one) => sum + one.photos, 0),
      savedOnPhone: this.#phone?.saved ?? 0,
      formsKept: this.#phone?.formsKept ?? 0,
      lost: this.#lost,
      proved: this.#proved,
      complaints: this.#phone?.complaints ?? [],
    };
  }

  async close(): Promise<void> {
    await this.#phone?.throwAway();
    await clearAway(this.#house, this.#data);
  }
}
