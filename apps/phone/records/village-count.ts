/** A village's figure from its synced rollups; what this phone has pending is already in them as a prediction (law N5). */
import type { Rollup } from '@yimi/kernel';

export function villageCount(rows: readonly Rollup[], figure: string, roomId: string | null, month: string): number {
  return rows.reduce(
    (sum, row) =>
      row.figure === figure && row.period === month && (roomId === null || row.roomId === roomId) ? sum + row.n : sum,
    0,
  );
}
