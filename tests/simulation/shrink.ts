/**
 * From a failing run to the shortest story that still fails for the same reason: first the phones that the failure names
 * are tried alone, then one phone after the other, then whole kinds of happenings are left out, then ever smaller pieces.
 * Each happening has a seed of its own, so what stays does what it did. The budget counts happenings run, not seconds:
 * the same seed gives the same story.
 */
import type { Failure } from './log.ts';
import type { Happening, Stretch } from './plan.ts';
import type { Ground, World } from './world.ts';
import { runWorld } from './world.ts';

/** What a run costs beside its happenings, in happenings: setting up the county, the quiet periods. */
const costOfARun = 40;

export interface Story {
  readonly failure: Failure;
  readonly lines: readonly string[];
  readonly happenings: number;
}

export interface ShrinkOptions {
  readonly seed: number;
  readonly stretches: readonly Stretch[];
  readonly law: string;
  /** Phones that the failure has to do with, as far as its words tell: nearest first, then wider circles. */
  readonly suspects: readonly (readonly number[])[];
  readonly makeGround: () => Ground | Promise<Ground>;
  readonly budget: number;
}

export class Shrinker {
  readonly #options: ShrinkOptions;
  #budget: number;
  #best: readonly Stretch[];

  constructor(options: ShrinkOptions) {
    this.#options = options;
    this.#best = options.stretches;
    this.#budget = options.budget;
  }

  #run(stretches: readonly Stretch[], keepLines: boolean): Promise<World> {
    const { seed, makeGround } = this.#options;
    return runWorld({ seed, stretches, keepLines, makeGround });
  }

  #fails(world: World): boolean {
    return world.log.failures.some(({ law }) => law === this.#options.law);
  }

  async #try(stretches: readonly Stretch[]): Promise<boolean> {
    const cost = costOfARun + count(stretches);
    if (cost > this.#budget || count(stretches) === count(this.#best) || count(stretches) === 0) return false;
    this.#budget -= cost;
    if (!this.#fails(await this.#run(stretches, false))) return false;
    this.#best = stretches;
    return true;
  }

  async shrink(): Promise<Story> {
    await this.#fewPhones();
    await this.#leaveOutBy((one) => one.phone ?? 'office');
    await this.#leaveOutBy((one) => one.kind);
    for (let pieces = 2; ; pieces *= 2) {
      const before = count(this.#best);
      await this.#leaveOutPieces(Math.min(pieces, before));
      const still = count(this.#best) === before;
      if ((still && pieces >= before) || this.#budget < costOfARun) break;
    }
    const world = await this.#run(this.#best, true);
    const failure = world.log.failures.find(({ law }) => law === this.#options.law);
    if (failure === undefined) throw new Error('the shortest story does not fail: the run is not deterministic');
    return { failure, lines: world.log.lines, happenings: count(this.#best) };
  }

  /** Most failures need one or two phones: the ones it names, or one by itself, with or without the office. */
  async #fewPhones(): Promise<void> {
    const { suspects, stretches } = this.#options;
    const all = [...new Set(stretches.flatMap(({ happenings }) => happenings.map((one) => one.phone)))];
    const alone = all.filter((phone) => phone !== null).map((phone) => [phone]);
    for (const few of [...suspects, ...alone]) {
      const only = (one: Happening): boolean => one.phone !== null && !few.includes(one.phone);
      if (few.length === 0) continue;
      if (await this.#try(without(stretches, (one) => only(one) || one.phone === null))) return;
      if (await this.#try(without(stretches, only))) return;
    }
  }

  async #leaveOutBy(group: (one: Happening) => string | number): Promise<void> {
    const groups = new Set(this.#best.flatMap(({ happenings }) => happenings.map(group)));
    for (const out of groups) await this.#try(without(this.#best, (one) => group(one) === out));
  }

  async #leaveOutPieces(pieces: number): Promise<void> {
    const all = this.#best.flatMap(({ happenings }) => happenings);
    const size = Math.max(1, Math.floor(all.length / pieces));
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
