/** Rows that a transaction has fetched: the source under the server's workspace. What it has not looked for is `unknown`. */
import type { AnyRow, Missing, Table } from '@yimi/kernel';
import type { ServerTx } from './server-store.ts';
import type { ListKey, Source, StoredRow } from './workspace.ts';

export class Fetched implements Source {
  readonly #tx: Pick<ServerTx, 'rows' | 'list'>;
  readonly #rows = new Map<string, StoredRow | null>();
  readonly #lists = new Map<string, readonly string[]>();

  constructor(tx: Pick<ServerTx, 'rows' | 'list'>) {
    this.#tx = tx;
  }

  async fetch(keys: readonly { table: Table; id: string }[], lists: readonly ListKey[]): Promise<void> {
    const open = keys.filter(({ table, id }) => !this.#rows.has(`${table.name}/${id}`));
    if (open.length > 0) {
      for (const { table, id } of open) this.#rows.set(`${table.name}/${id}`, null);
      for (const stored of await this.#tx.rows(open)) this.#rows.set(`${stored.table}/${stored.row.id}`, stored);
    }
    for (const key of lists) {
      const found = await this.#tx.list(key);
      for (const stored of found) this.#rows.set(`${stored.table}/${stored.row.id}`, stored);
      this.#lists.set(
        listName(key),
        found.map((stored) => stored.row.id),
      );
    }
  }

  /** The row as it lies in the store, for version and scope; undefined if it has not been looked for. */
  stored(table: string, id: string): StoredRow | null | undefined {
    return this.#rows.get(`${table}/${id}`);
  }

  row(table: Table, id: string): AnyRow | Missing | 'unknown' {
    const stored = this.#rows.get(`${table.name}/${id}`);
    if (stored === undefined) return 'unknown';
    return stored === null ? 'absent' : stored.row;
  }

  list(key: ListKey): readonly AnyRow[] | 'unknown' {
    const ids = this.#lists.get(listName(key));
    if (ids === undefined) return 'unknown';
    return ids.flatMap((id) => this.#rows.get(`${key.table.name}/${id}`)?.row ?? []);
  }
}

function listName(key: ListKey): string {
  return `${key.table.name}/${key.column}/${key.value}/${key.within}`;
}
