/**
 * The rows of each table as they were last asked for, kept while nothing has changed them: who looks at five thousand people
 * at every change of the phone is given the same list, and need not look.
 */
import type { AnyRow } from '@yimi/kernel';
import type { Confirmed } from './confirmed.ts';
import type { Workspace } from './workspace.ts';

export class RowLists {
  readonly #asked = new Map<string, { turn: string; rows: readonly AnyRow[] }>();

  /** @param laid changes whenever anything is laid over the confirmed rows */
  rows(table: string, confirmed: Confirmed, overlay: Workspace, laid: string): readonly AnyRow[] {
    const changes = [...overlay.changesOf(table)];
    const turn = `${confirmed.turnOf(table)}/${changes.length === 0 ? '' : laid}`;
    const known = this.#asked.get(table);
    if (known?.turn === turn) return known.rows;
    const rows = new Map<string, AnyRow>();
    for (const { row } of confirmed.rowsOf(table)) rows.set(row.id, row);
    for (const change of changes) {
      if (change.after === null) rows.delete(change.id);
      else rows.set(change.id, change.after);
    }
    const list = [...rows.values()];
    this.#asked.set(table, { turn, rows: list });
    return list;
  }
}
