/**
 * The network as a linear program, column by column, for the solver. Rows: each need at most once; each helper's tasks
 * at most their free steps plus the steps of load that are paid for; each village's first share, or else what is missing
 * of it at its price. A pair has no upper bound of its own: its need's row bounds it, and an explicit bound makes the
 * solver six times slower (0.25 s against 1.5 s for 2,000 needs).
 */
import type { TaskNetwork } from './task-network.ts';
import { firstShareWorth, loadCost } from './task-network.ts';

export interface LinearProgram {
  readonly colCost: Float64Array;
  readonly colUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Compressed columns: entries of column c are those from `starts[c]` to before `starts[c + 1]`. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** To be made as large as possible; the first columns are the network's pairs, in order. */
export function linearProgram(network: TaskNetwork): LinearProgram {
  const costs: number[] = [];
  const uppers: number[] = [];
  const starts: number[] = [0];
  const indices: number[] = [];
  const values: number[] = [];
  const helperRow = network.asks.length;
  const villageRow = helperRow + network.helpers.length;
  const rows = villageRow + network.villages.length;
  const column = (cost: number, upper: number, entries: readonly (readonly [row: number, value: number])[]): void => {
    costs.push(cost);
    uppers.push(upper);
    for (const [row, value] of entries) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  };
  const rowLower = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const rowUpper = new Float64Array(rows).fill(1);
  for (const { ask, helper, worth } of network.pairs) {
    const village = network.asks[ask]?.village ?? 0;
    column(worth, Number.POSITIVE_INFINITY, [
      [ask, 1],
      [helperRow + helper, 1],
      [villageRow + village, 1],
    ]);
  }
  network.helpers.forEach(({ given, places }, at) => {
    let free = 0;
    for (let having = given; having < places; having++) {
      const cost = loadCost(having);
      if (cost === 0) free += 1;
      else column(-cost, 1, [[helperRow + at, -1]]);
    }
    rowUpper[helperRow + at] = free;
  });
  network.villages.forEach(({ first }, at) => {
    rowLower[villageRow + at] = first;
    rowUpper[villageRow + at] = Number.POSITIVE_INFINITY;
    column(-firstShareWorth, Number.POSITIVE_INFINITY, [[villageRow + at, 1]]);
  });
  return {
    colCost: Float64Array.from(costs),
    colUpper: Float64Array.from(uppers),
    rowLower,
    rowUpper,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}
