/**
 * A week of a large county: 2,000 needs × 2,000 helpers, 20 candidates each, with languages, wishes who comes, ways,
 * free time, load and villages in it. `ratio_to_optimum`: the assignment's worth by that of an independent solver on the
 * same network; `greedy_ratio`: greedy's by the same; `seconds`: from needs and helpers to the checked assignment, the
 * start of the solver's thread included, the median of five weeks. Aims: 1.0 and under 1 s.
 */
import type { TaskNetwork } from '@yimi/volunteers';
import { choicesFor, greedyAssignment, taskNetwork, worthOf } from '@yimi/volunteers';
import { bestAssignment } from '../../apps/server/matching/best-assignment.ts';
import type { BenchRun, Figures } from '../main.ts';
import { optimumByFlow } from './min-cost-flow.ts';
import { inventedWeek } from './week.ts';

const size = { asks: 2_000, helpers: 2_000, villages: 170 };
const candidatesEach = 20;
const seeds = [1, 2, 3, 4, 5] as const;

export async function run({ say }: BenchRun): Promise<Figures> {
  const weeks = [];
  for (const seed of seeds) {
    const week = inventedWeek(seed, size);
    const began = performance.now();
    const choices = choicesFor(week.asks, week.helpers, week.minutesBetween, candidatesEach);
    const found = performance.now();
    const network = taskNetwork(week.asks, week.helpers, choices);
    const best = await bestAssignment(network);
    const ended = performance.now();
    const optimum = optimumByFlow(network);
    say(`week ${seed}: ${best.worth} of ${optimum} in ${Math.round(ended - began)} ms`);
    weeks.push({
      ratio: best.worth / optimum,
      greedyRatio: best.greedyWorth / optimum,
      seconds: (ended - began) / 1000,
      candidateSeconds: (found - began) / 1000,
      pairs: network.pairs.length,
      met: best.chosen.length,
      withCandidates: choices.filter((choice) => choice.candidates.length > 0).length,
      emptyVillages: villagesLeftOut(network, best.chosen),
      emptyVillagesGreedy: villagesLeftOut(network, greedyAssignment(network)),
      checked: worthOf(network, best.chosen) === best.worth && best.greedyBecause === null,
    });
  }
  return {
    ratio_to_optimum: Math.min(...weeks.map((week) => week.ratio)),
    seconds: round(median(weeks.map((week) => week.seconds)), 3),
    greedy_ratio: round(median(weeks.map((week) => week.greedyRatio)), 4),
    candidates_seconds: round(median(weeks.map((week) => week.candidateSeconds)), 3),
    slowest_seconds: round(Math.max(...weeks.map((week) => week.seconds)), 3),
    candidates_per_need: round(median(weeks.map((week) => week.pairs / size.asks)), 1),
    needs_with_candidates: median(weeks.map((week) => week.withCandidates)),
    needs_met: median(weeks.map((week) => week.met)),
    villages_left_out: median(weeks.map((week) => week.emptyVillages)),
    villages_left_out_greedy: median(weeks.map((week) => week.emptyVillagesGreedy)),
    checked: weeks.every((week) => week.checked),
  };
}

/** Villages with candidates for some need of theirs, and none of their needs met. */
function villagesLeftOut(network: TaskNetwork, chosen: readonly number[]): number {
  const villageOf = (at: number): number => network.asks[network.pairs[at]?.ask ?? -1]?.village ?? -1;
  const able = new Set(network.pairs.map((_, at) => villageOf(at)));
  for (const at of chosen) able.delete(villageOf(at));
  return able.size;
}

function median(of: readonly number[]): number {
  return [...of].sort((one, other) => one - other)[Math.floor(of.length / 2)] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
