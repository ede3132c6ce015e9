/**
 * Hiding small counts (law A2): a count under five could point at a person, and so could one that follows by taking the
 * shown from the total. Cells are parts of one total; a cell may have several counts that are shown together (in time,
 * overdue), each of which sums to the total's own.
 */

/** 五人以下不显示: no count for a group under five. */
export const smallest = 5;

/**
 * True if a count of people that stands alone, in no sum with others, could point at one: one to four, or all of the whole
 * but one to four. None at all points at nobody.
 */
export function pointsAtSomebody(n: number, of?: number): boolean {
  const few = (count: number): boolean => count > 0 && count < smallest;
  return few(n) || (of !== undefined && few(of - n));
}

export interface Suppressed {
  readonly total: boolean;
  /** In step with the cells; true hides. */
  readonly cells: readonly boolean[];
}

/** @param cells each as its counts, all of one length */
export function suppress(cells: readonly (readonly number[])[]): Suppressed {
  const width = cells[0]?.length ?? 0;
  const sum = Array.from({ length: width }, (_, at) => cells.reduce((total, cell) => total + (cell[at] ?? 0), 0));
  const small = (counts: readonly number[]): boolean => counts.some((count) => count < smallest);
  if (cells.length === 0) return { total: true, cells: [] };
  if (small(sum)) return { total: true, cells: cells.map(() => true) };
  const hidden = cells.map(small);
  const order = cells
    .map((cell, at) => ({ at, size: Math.min(...cell) }))
    .sort((one, other) => one.size - other.size || one.at - other.at);
  for (const { at } of order) {
    if (!revealed(cells, hidden, width)) break;
    hidden[at] = true;
  }
  // With every cell hidden the total alone tells nothing about one of them, unless there is only one.
  return { total: revealed(cells, hidden, width), cells: hidden };
}

/** What the total less the shown cells gives away: one hidden cell alone, or hidden ones that are few together. */
function revealed(cells: readonly (readonly number[])[], hidden: readonly boolean[], width: number): boolean {
  const under = cells.filter((_, at) => hidden[at]);
  if (under.length === 0) return false;
  if (under.length === 1) return true;
  return Array.from({ length: width }, (_, at) => under.reduce((sum, cell) => sum + (cell[at] ?? 0), 0)).some(
    (sum) => sum < smallest,
  );
}
