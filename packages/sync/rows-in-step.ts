/**
 * Derived rows written past the commands: when an update defines a figure anew, its leaves are counted from the records and
 * must reach the phones like any other change. So they get the next version of their scope, keep the set-hash in step and
 * leave tombstones (laws S2, S3), under clocks that the caller has locked (S10). Rows that are right already stay untouched.
 */
import type { AnyRow, Table } from '@yimi/kernel';
import { Fetched } from './fetched.ts';
import type { Clock, ServerTx } from './server-store.ts';
import { Workspace } from './workspace.ts';
import { writeSet } from './write-set.ts';

export interface WantedRow {
  readonly table: Table;
  readonly id: string;
  /** null: no such row. */
  readonly row: AnyRow | null;
}

/** @param locked clocks of all scopes that the rows lie in or leave; @returns how many rows were written */
export async function bringIntoStep(
  tx: ServerTx,
  locked: readonly Clock[],
  wanted: readonly WantedRow[],
): Promise<number> {
  const fetched = new Fetched(tx);
  await fetched.fetch(wanted, []);
  const top = new Workspace(fetched);
  let written = 0;
  for (const { table, id, row } of wanted) {
    const kept = fetched.stored(table.name, id)?.row ?? null;
    if (same(kept, row)) continue;
    written++;
    if (row === null) top.remove(table, id);
    else top.put(table, row);
  }
  if (written === 0) return 0;
  const set = writeSet(fetched, top, locked, [], []);
  if (set.unlocked.length > 0) throw new Error(`derived rows outside the locked scopes: ${set.unlocked.length}`);
  await tx.write(set.write);
  return written;
}

function same(one: AnyRow | null, other: AnyRow | null): boolean {
  if (one === null || other === null) return one === other;
  return Object.keys(other).every((column) => one[column] === other[column]);
}
