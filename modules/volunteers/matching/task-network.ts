/**
 * The whole of a week's needs and helpers as one network, and what an assignment in it is worth, in whole points: each
 * need met counts by urgency and fit; each further task of one helper costs more than the one before (nobody is worn
 * out); and of each village the first share of its needs counts extra (no village is left out). Gains shrink and costs
 * grow with each step, and each row of the linear program is either one need, one helper or a village that contains
 * needs: such a network has a best solution in whole numbers, so that no branching is needed. Everything is put in order
 * of ids first: the order in which needs and helpers come changes nothing.
 */
import type { Ask, Helper, Urgency } from './asks-and-helpers.ts';
import type { Choice } from './candidates.ts';

/** One possible task: which need, which helper (both by position), and its points before load and village. */
export interface Pair {
  readonly ask: number;
  readonly helper: number;
  readonly worth: number;
}

export interface TaskNetwork {
  readonly asks: readonly { readonly id: string; readonly village: number }[];
  readonly helpers: readonly { readonly id: string; readonly given: number; readonly places: number }[];
  /** `first`: how many of the village's needs count extra. */
  readonly villages: readonly { readonly id: string; readonly first: number }[];
  readonly pairs: readonly Pair[];
}

/** An urgent need counts four times an ordinary one: two levels of fit never outweigh it. */
const urgencyWorth: Record<Urgency, number> = { urgent: 4, soon: 2, ordinary: 1 };
/** To be met at all; above the dearest step of load, so that a place that is free is never kept back. */
const metWorth = 100;
/**
 * A helper's second task of the week costs 18, the third 36, up to 90 (below `metWorth`): more than living ten minutes
 * nearer brings an ordinary need, less than having served the person before.
 */
const loadStep = 18;
const dearestLoad = 90;
/** Half of each village's needs, rounded up, count extra: more than the best fit can bring to an ordinary need. */
const firstShare = 0.5;
export const firstShareWorth = 150;

/** What the helper's next task costs, having so many in the week. */
export function loadCost(having: number): number {
  return Math.min(loadStep * having, dearestLoad);
}

export function taskNetwork(asks: readonly Ask[], helpers: readonly Helper[], choices: readonly Choice[]): TaskNetwork {
  const orderedAsks = ordered(asks);
  const orderedHelpers = ordered(helpers);
  const villageIds = [...new Set(orderedAsks.map((ask) => ask.villageId))].sort();
  const villageAt = positions(villageIds);
  const helperAt = positions(orderedHelpers.map((helper) => helper.id));
  const choiceOf = new Map(choices.map((choice) => [choice.askId, choice]));
  const needs = villageIds.map(() => 0);
  const pairs: Pair[] = [];
  const known = orderedAsks.map((ask, at) => {
    const village = villageAt.get(ask.villageId) ?? 0;
    needs[village] = (needs[village] ?? 0) + 1;
    const found = choiceOf.get(ask.id)?.candidates ?? [];
    const mine = found.flatMap(({ helperId, fit }): Pair[] => {
      const helper = helperAt.get(helperId);
      return helper === undefined ? [] : [{ ask: at, helper, worth: urgencyWorth[ask.urgency] * (metWorth + fit) }];
    });
    pairs.push(...mine.sort((one, other) => one.helper - other.helper));
    return { id: ask.id, village };
  });
  return {
    asks: known,
    helpers: orderedHelpers.map(({ id, given, places }) => ({ id, given, places })),
    villages: villageIds.map((id, at) => ({ id, first: Math.ceil((needs[at] ?? 0) * firstShare) })),
    pairs,
  };
}

function ordered<Of extends { readonly id: string }>(all: readonly Of[]): Of[] {
  return [...all].sort((one, other) => (one.id < other.id ? -1 : 1));
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, at) => [id, at]));
}

/** How far an assignment has come while it grows, or is read over: who has how many, which village how many. */
export class Tally {
  readonly #network: TaskNetwork;
  readonly #met: Set<number> = new Set();
  readonly #taken: number[];
  readonly #villages: number[];

  constructor(network: TaskNetwork) {
    this.#network = network;
    this.#taken = network.helpers.map(() => 0);
    this.#villages = network.villages.map(() => 0);
  }

  /** What the pair would add now; null: the need is met already, or the helper has no place left. */
  gain({ ask, helper, worth }: Pair): number | null {
    const { given = 0, places = 0 } = this.#network.helpers[helper] ?? {};
    const having = given + (this.#taken[helper] ?? 0);
    if (this.#met.has(ask) || having >= places) return null;
    const village = this.#network.asks[ask]?.village ?? 0;
    const first = (this.#villages[village] ?? 0) < (this.#network.villages[village]?.first ?? 0);
    return worth - loadCost(having) + (first ? firstShareWorth : 0);
  }

  take({ ask, helper }: Pair): void {
    const village = this.#network.asks[ask]?.village ?? 0;
    this.#met.add(ask);
    this.#taken[helper] = (this.#taken[helper] ?? 0) + 1;
    this.#villages[village] = (this.#villages[village] ?? 0) + 1;
  }
}

/** What the chosen pairs (by position) are worth; null if they break a limit: a need met twice, a helper beyond places. */
export function worthOf(network: TaskNetwork, chosen: readonly number[]): number | null {
  const tally = new Tally(network);
  let worth = 0;
  for (const at of chosen) {
    const pair = network.pairs[at];
    const gain = pair === undefined ? null : tally.gain(pair);
    if (pair === undefined || gain === null) return null;
    tally.take(pair);
    worth += gain;
  }
  return worth;
}
