/**
 * The best assignment of a week: greedy at once, then the solver in a thread of its own within a time limit, so that
 * requests go on being answered. What the solver says is believed only as far as it can be checked: it must be whole,
 * break no limit and be worth no less than greedy; else greedy stands and the result says why.
 */
import { Worker } from 'node:worker_threads';
import type { TaskNetwork } from '@yimi/volunteers';
import { greedyAssignment, linearProgram, worthOf } from '@yimi/volunteers';

export interface Assignment {
  /** Positions of the chosen pairs of the network, ascending. */
  readonly chosen: readonly number[];
  readonly worth: number;
  /** What greedy is worth: the difference is shown. */
  readonly greedyWorth: number;
  /** Why greedy stands in; null: this is the proven best. */
  readonly greedyBecause: 'solver-failed' | 'out-of-time' | 'busy' | null;
}

/** A week of the largest county takes under one; past ten somebody at a desk has lost patience. */
const longestSeconds = 10;
/** Starting the thread and its WebAssembly, beyond the solver's own limit. */
const startSeconds = 5;
/** Each takes a core: desks that ask all at once get the quick one, and may ask again. */
const mostAtOnce = 2;
let running = 0;

export async function bestAssignment(network: TaskNetwork, seconds = longestSeconds): Promise<Assignment> {
  const greedy = greedyAssignment(network);
  const greedyWorth = worthOf(network, greedy);
  if (greedyWorth === null) throw new Error('the greedy assignment breaks a limit');
  const standIn = { chosen: greedy, worth: greedyWorth, greedyWorth };
  if (network.pairs.length === 0) return { ...standIn, greedyBecause: null };
  if (running >= mostAtOnce) return { ...standIn, greedyBecause: 'busy' };
  running += 1;
  const values = await solvedApart(network, seconds).finally(() => {
    running -= 1;
  });
  if (values === 'out-of-time') return { ...standIn, greedyBecause: 'out-of-time' };
  const chosen = values === null ? null : wholePairs(network, values);
  const worth = chosen === null ? null : worthOf(network, chosen);
  if (chosen === null || worth === null || worth < greedyWorth) return { ...standIn, greedyBecause: 'solver-failed' };
  return { chosen, worth, greedyWorth, greedyBecause: null };
}

/** Which pairs the solver chose; null if it chose parts of any. */
function wholePairs(network: TaskNetwork, values: Float64Array): number[] | null {
  const chosen: number[] = [];
  for (let at = 0; at < network.pairs.length; at++) {
    const value = values[at] ?? Number.NaN;
    // The solver's own tolerance is 1e-7.
    if (!(Math.abs(value - Math.round(value)) < 1e-6)) return null;
    if (value > 0.5) chosen.push(at);
  }
  return chosen;
}

function solvedApart(network: TaskNetwork, seconds: number): Promise<Float64Array | 'out-of-time' | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./solver-child.ts', import.meta.url), {
      workerData: { program: linearProgram(network), seconds },
    });
    const timer = setTimeout(() => finish('out-of-time'), (seconds + (seconds > 0 ? startSeconds : 0)) * 1000);
    const finish = (result: Float64Array | 'out-of-time' | null): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    // The thread is our own program: an array, or null if HiGHS proved nothing within its time.
    worker.once('message', (result: Float64Array | null) => finish(result ?? 'out-of-time'));
    worker.once('error', () => finish(null));
    worker.once('exit', () => finish(null));
  });
}
