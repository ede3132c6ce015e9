/**
 * The quick assignment: always the pair that adds most now. A gain only ever shrinks as others are taken, so pairs lie
 * in one list per gain, highest first; a pair met too high goes to the list of what it is worth by then. It stands in
 * when the solver fails or takes too long, and is what the best assignment is compared with.
 */
import type { TaskNetwork } from './task-network.ts';
import { firstShareWorth, Tally } from './task-network.ts';

/** Positions of the chosen pairs. */
export function greedyAssignment(network: TaskNetwork): number[] {
  const byGain: number[][] = [];
  const lay = (gain: number, at: number): void => {
    const there = byGain[gain];
    if (there === undefined) byGain[gain] = [at];
    else there.push(at);
  };
  network.pairs.forEach((pair, at) => {
    lay(pair.worth + firstShareWorth, at);
  });
  const tally = new Tally(network);
  const chosen: number[] = [];
  for (let gain = byGain.length - 1; gain > 0; gain--) {
    for (const at of byGain[gain] ?? []) {
      const pair = network.pairs[at];
      const now = pair === undefined ? null : tally.gain(pair);
      if (pair === undefined || now === null || now <= 0) continue;
      if (now < gain) {
        lay(now, at);
        continue;
      }
      tally.take(pair);
      chosen.push(at);
    }
  }
  return chosen.sort((one, other) => one - other);
}
