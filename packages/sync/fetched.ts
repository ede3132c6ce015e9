/** Rows that a transaction has fetched: the source under the server's workspace. What it has not looked for is `unknown`. */
import type { AnyRow, Missing, Table } from '@yimi/kernel';
import type { ServerTx } from './server-store.ts';
import type { ListKey, Source, StoredRow } from './workspace.ts';

export class Fetched implements Source {
  readonly #tx: Pick<ServerTx, 'rows' | 'lists'>;
  /** By table, then id; null: looked for and not there. */
  readonly #rows = new Map<string, Map<string, StoredRow | null>>();
  readonly #lists = new Map<string, readonly string[]>();
  /** While somebody tries out: what was asked for and is not here. */
  #wanted: { rows: { table: Table; id: string }[]; lists: ListKey[] } | null = null;

  constructor(tx: Pick<ServerTx, 'rows' | 'lists'>) {
    this.#tx = tx;
  }

  async fetch(keys: readonly { table: Table; id: string }[], lists: readonly ListKey[]): Promise<void> {
    const open: { table: Table; id: string }[] = [];
    for (const key of keys) {
      if (this.stored(key.table.name, key.id) !== undefined) continue;
      this.#of(key.table.name).set(key.id, null);
      open.push(key);
    }
    const unread = new Map(lists.map((key) => [listName(key), key]));
    for (const name of this.#lists.keys()) unread.delete(name);
    const [rows, found] = await Promise.all([
      open.length === 0 ? [] : this.#tx.rows(open),
      unread.size === 0 ? [] : this.#tx.lists([...unread.values()]),
    ]);
    for (const stored of rows) this.#keep(stored);
    for (const [at, name] of [...unread.keys()].entries()) {
      const listed = found[at] ?? [];
      for (const stored of listed) this.#keep(stored);
      this.#lists.set(
        name,
        listed.map((stored) => stored.row.id),
      );
    }
  }

  #of(table: string): Map<string, StoredRow | null> {
    const rows = this.#rows.get(table) ?? new Map<string, StoredRow | null>();
    this.#rows.set(table, rows);
    return rows;
  }

  #keep(stored: StoredRow): void {
    this.#of(stored.table).set(stored.row.id, stored);
  }

  /**
   * Runs `attempt` with nothing unknown: what has not been fetched seems absent, and is told afterwards. One attempt so
   * finds out nearly all that a command will ask for, where each Miss would tell of one row. Its result is worth nothing.
   */
  wantedBy(attempt: () => unknown): { rows: readonly { table: Table; id: string }[]; lists: readonly ListKey[] } {
    const wanted = { rows: [], lists: [] };
    this.#wanted = wanted;
    try {
      attempt();
    } catch {
      // Whatever goes wrong here goes wrong again when the command runs in earnest, and is told of there.
    } finally {
      this.#wanted = null;
    }
    return wanted;
  }

  #wants(key: { table: Table; id: string }): 'absent' | 'unknown' {
    this.#wanted?.rows.push(key);
    return this.#wanted === null ? 'unknown' : 'absent';
  }

  /** The row as it lies in the store, for version and scope; undefined if it has not been looked for. */
  stored(table: string, id: string): StoredRow | null | undefined {
    return this.#rows.get(table)?.get(id);
  }

  row(table: Table, id: string): AnyRow | Missing | 'unknown' {
    const stored = this.stored(table.name, id);
    if (stored === undefined) return this.#wants({ table, id });
    return stored === null ? 'absent' : stored.row;
  }

  list(key: ListKey): readonly AnyRow[] | 'unknown' {
    const ids = this.#lists.get(listName(key));
    if (ids === undefined) {
      this.#wanted?.lists.push(key);
      return this.#wanted === null ? 'unknown' : [];
    }
    return ids.flatMap((id) => this.stored(key.table.name, id)?.row ?? []);
  }
}

function listName(key: ListKey): string {
  return `${key.table.name}/${key.column}/${key.value}/${key.within}`;
}
