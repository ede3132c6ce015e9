/**
 * From a failing run to the shortest story that still fails for the same reason: first whole phones are left out, then
 * whole kinds of happenings, then halves and ever smaller pieces of what is left. Each happening has a seed of its own,
 * so what stays does what it did. The budget counts happenings run, not seconds: the same seed gives the same story.
 */
import type { Failure } from './log.ts';
import type { Happening, Stretch } from './plan.ts';
import type { Ground, World } from './world.ts';
import { runWorld } from './world.ts';

/** What a run costs beside its happenings: setting up the county, the quiet periods. */
const costOfARun = 250;

export interface Story {
  readonly failure: Failure;
  readonly lines: readonly string[];
  readonly happenings: number;
}

export class Shrinker {
  readonly #seed: number;
  readonly #makeGround: () => Ground | Promise<Ground>;
  readonly #law: string;
  #budget: number;
  #best: readonly Stretch[];

  constructor(seed: number, stretches: readonly Stretch[], law: string, makeGround: () => Ground | Promise<Ground>, budget: number) {
    this.#seed = seed;
    this.#best = stretches;
    this.#law = law;
    this.#makeGround = makeGround;
    this.#budget = budget;
  }

  #run(stretches: readonly Stretch[], keepLines: boolean): Promise<World> {
    return runWorld({ seed: this.#seed, stretches, keepLines, makeGround: this.#makeGround });
  }

  async #try(stretches: readonly Stretch[]): Promise<boolean> {
    const cost = costOfARun + count(stretches);
    if (cost > this.#budget || count(stretches) === count(this.#best)) return false;
    this.#budget -= cost;
    const world = await this.#run(stretches, false);
    if (!world.log.failures.some(({ law }) => law === this.#law)) return false;
    this.#best = stretches;
    return true;
  }

  async shrink(): Promise<Story> {
    await this.#leaveOutBy((one) => one.phone ?? 'office');
    await this.#leaveOutBy((one) => one.kind);
    for (let pieces = 2; pieces <= count(this.#best); ) {
      const before = count(this.#best);
      await this.#leaveOutPieces(pieces);
      if (count(this.#best) === before && pieces >= before) break;
      pieces = count(this.#best) < before ? Math.max(2, Math.floor(pieces / 2)) : pieces * 2;
      if (this.#budget < costOfARun * 2) break;
    }
    const world = await this.#run(this.#best, true);
    const failure = world.log.failures.find(({ law }) => law === this.#law) ?? world.log.failures[0];
    if (failure === undefined) throw new Error('the shortest story does not fail: the run is not deterministic');
    return { failure, lines: world.log.lines, happenings: count(this.#best) };
  }

  async #leaveOutBy(group: (one: Happening) => string | number): Promise<void> {
    const groups = new Set(this.#best.flatMap(({ happenings }) => happenings.map(group)));
    for (const out of groups) await this.#try(without(this.#best, (one) => group(one) === out));
  }

  async #leaveOutPieces(pieces: number): Promise<void> {
    const all = this.#best.flatMap(({ happenings }) => happenings);
    const size = Math.max(1, Math.ceil(all.length / pieces));
    // From the end: what came last before the failure is least often its cause.
    for (let to = all.length; to > 0; to -= size) {
      const out = new Set(all.slice(Math.max(0, to - size), to).map((one) => one.n));
      await this.#try(without(this.#best, (one) => out.has(one.n)));
    }
  }
}

function count(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { happenings }) => sum + happenings.length, 0);
}

function without(stretches: readonly Stretch[], out: (one: Happening) => boolean): Stretch[] {
  const left = stretches.map(({ until, happenings }) => ({ until, happenings: happenings.filter((one) => !out(one)) }));
  // A quiet period after nothing is told only at the end.
  return left.filter(({ happenings }) => happenings.length > 0);
}
