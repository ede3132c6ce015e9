/** The thread in which HiGHS solves one linear program; WebAssembly blocks its thread until it is done. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LinearProgram } from '@yimi/volunteers';
import load from 'highs';

/** HiGHS's number for a solution that is proven best. */
const optimal = 7;

// The thread is started by our own program with what `linearProgram` made.
const { program, seconds } = workerData as { program: LinearProgram; seconds: number };
const numCols = program.colCost.length;
const numRows = program.rowLower.length;
const highs = await load();
const model = highs.createModel({
  sense: highs.constants.objectiveSense.maximize,
  numCols,
  numRows,
  colCost: program.colCost,
  colLower: new Float64Array(numCols),
  colUpper: program.colUpper,
  rowLower: program.rowLower,
  rowUpper: program.rowUpper,
  matrix: {
    format: 'csc',
    numRows,
    numCols,
    starts: program.starts,
    indices: program.indices,
    values: program.values,
  },
});
model.options.set('output_flag', false);
model.options.set('time_limit', seconds);
// Presolve takes longer than it saves here: nearly every row is needed as it is.
model.options.set('presolve', 'off');
model.run();
const solved = model.getModelStatus() === optimal;
parentPort?.postMessage(solved ? model.getSolution().colValue : null);
model.dispose();
