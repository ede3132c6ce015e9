/** Small counts stay hidden, and nothing that is shown gives them away (law A2). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallest, suppress } from './small-counts.ts';

describe('hiding small counts', () => {
  it('hides a second cell, lest the first follow from the total', () => {
    expect(suppress([[120], [3], [40]])).toEqual({ total: false, cells: [false, true, true] });
  });

  it('hides as many as it takes until the hidden ones are five together', () => {
    expect(suppress([[0], [1], [9], [50]])).toEqual({ total: false, cells: [true, true, true, false] });
  });

  it('hides everything where the total itself is small, and nothing where nothing is', () => {
    expect(suppress([[1], [2]])).toEqual({ total: true, cells: [true, true] });
    expect(suppress([[5], [6]])).toEqual({ total: false, cells: [false, false] });
    expect(suppress([])).toEqual({ total: true, cells: [] });
  });

  it('hides a cell whose other half is small: in time 98 of 100 tells that two are overdue', () => {
    expect(
      suppress([
        [98, 2],
        [50, 50],
        [20, 30],
      ]).cells,
    ).toEqual([true, false, true]);
  });

  it('never shows a count under five, nor one that follows from total less shown', () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (cells) => {
        const { total, cells: hidden } = suppress(cells);
        const under = cells.filter((_, at) => hidden[at] === true);
        for (const [at, counts] of cells.entries()) {
          if (hidden[at] === false) expect(Math.min(...counts)).toBeGreaterThanOrEqual(smallest);
        }
        if (total || under.length === 0) return;
        expect(under.length).toBeGreaterThan(1);
        for (const half of [0, 1] as const) {
          expect(under.reduce((sum, counts) => sum + counts[half], 0)).toBeGreaterThanOrEqual(smallest);
        }
      }),
    );
  });
});
