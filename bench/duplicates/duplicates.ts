/**
 * How well people registered twice are found: 2,000 labelled pairs, half of them those the rule was tuned on, half held out
 * and made with other slips and with hard cases. Precision: of the pairs proposed, how many are one person. Recall: of the
 * pairs that are one person, how many were proposed.
 */
import type { Comparable } from '@yimi/people';
import { likeness, proposedFrom } from '@yimi/people';
import type { BenchRun, Figures } from '../main.ts';
import { hardCases, heldOutPairs } from './held-out-pairs.ts';
import { tuningPairs } from './tuning-pairs.ts';
import type { Pair } from './villagers.ts';

export interface Measured {
  readonly pairs: number;
  readonly precision: number;
  readonly recall: number;
  readonly hardNegatives: number;
  /** By kind: proposed of all. */
  readonly kinds: Readonly<Record<string, string>>;
}

function proposed(one: Comparable, other: Comparable): boolean {
  return likeness(one, other).score >= proposedFrom;
}

export function measure(pairs: readonly Pair[]): Measured {
  const judged = pairs.map((pair) => ({ ...pair, found: proposed(pair.one, pair.other) }));
  const right = judged.filter((one) => one.found && one.same).length;
  const kinds = Object.groupBy(judged, (one) => `${one.same ? 'one' : 'two'}: ${one.kind}`);
  return {
    pairs: pairs.length,
    precision: round(right / judged.filter((one) => one.found).length),
    recall: round(right / judged.filter((one) => one.same).length),
    hardNegatives: judged.filter((one) => !one.same && one.kind in hardCases).length,
    kinds: Object.fromEntries(
      Object.entries(kinds).map(([kind, all = []]) => [kind, `${all.filter((one) => one.found).length}/${all.length}`]),
    ),
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

export function run({ say }: BenchRun): Promise<Figures> {
  say('1,000 pairs the rule was tuned on, 1,000 held out');
  return Promise.resolve({ tuning: measure(tuningPairs(1_000)), heldOut: measure(heldOutPairs(1_000)) });
}
