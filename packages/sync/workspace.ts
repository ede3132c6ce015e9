/**
 * The store that a command sees (law C2). A workspace is a layer of changes over a source; a command runs in a layer of
 * its own, which is merged when it is accepted and dropped when it is refused, so a refusal writes nothing (C4). A row
 * that the source has not fetched is a `Miss`: the caller fetches and starts the command anew.
 */
import type { AnyRow, Missing, ScopeKey, Table, Tx } from '@yimi/kernel';

export interface StoredRow {
  readonly table: string;
  readonly row: AnyRow;
  readonly scope: ScopeKey;
  readonly version: number;
}

export interface ListKey {
  readonly table: Table;
  readonly column: string;
  readonly value: string;
  readonly within: ScopeKey;
}

/** What lies under a workspace. `unknown`: not fetched yet. */
export interface Source {
  row(table: Table, id: string, within: ScopeKey | undefined): AnyRow | Missing | 'unknown';
  list(key: ListKey): readonly AnyRow[] | 'not-held' | 'unknown';
}

/** Thrown, but no error: as an Error it would cost a stack trace each, and a batch throws thousands. */
export class Miss {
  readonly rows: readonly { table: Table; id: string }[];
  readonly lists: readonly ListKey[];
  constructor(rows: readonly { table: Table; id: string }[], lists: readonly ListKey[]) {
    this.rows = rows;
    this.lists = lists;
  }
}

export interface Change {
  readonly table: Table;
  readonly id: string;
  /** The row as it is now; null when it was removed. */
  readonly after: AnyRow | null;
}

/** Earnest: what is put is parsed. Tried: only what is asked for matters, and the result is thrown away. */
type Purpose = 'earnest' | 'tried';

export class Workspace implements Tx {
  readonly #source: Source;
  readonly #purpose: Purpose;
  /** By table, then id: a text made of both for every look would cost more than the rest of a command. */
  readonly #changes = new Map<string, Map<string, Change>>();
  /** Rows read through to the source by this layer while it takes note: the phone derives `dependsOn` from them. */
  #reads: Set<string> | null = null;

  constructor(source: Source, purpose: Purpose = 'earnest') {
    this.#source = source;
    this.#purpose = purpose;
  }

  get changes(): Iterable<Change> {
    return [...this.#changes.values()].flatMap((ofTable) => [...ofTable.values()]);
  }

  changesOf(table: string): Iterable<Change> {
    return this.#changes.get(table)?.values() ?? [];
  }

  change(table: string, id: string): Change | undefined {
    return this.#changes.get(table)?.get(id);
  }

  /** A layer above this one. */
  fork(purpose: Purpose = 'earnest'): Workspace {
    const source: Source = {
      row: (table, id, within) => this.#lookup(table, id, within),
      list: (key) => this.#list(key),
    };
    return new Workspace(source, purpose);
  }

  /** Takes over what the layer above changed; a phone keeps only what lies in scopes it holds. */
  merge(layer: Workspace, keep: (change: Change) => boolean = () => true): void {
    for (const change of layer.changes) if (keep(change)) this.#set(change);
  }

  /** What `work` reads through to the source, as `table/id`. */
  readsOf<T>(work: () => T): { done: T; reads: ReadonlySet<string> } {
    const reads = new Set<string>();
    this.#reads = reads;
    try {
      return { done: work(), reads };
    } finally {
      this.#reads = null;
    }
  }

  #set(change: Change): void {
    const ofTable = this.#changes.get(change.table.name);
    if (ofTable === undefined) this.#changes.set(change.table.name, new Map([[change.id, change]]));
    else ofTable.set(change.id, change);
  }

  #lookup(table: Table, id: string, within: ScopeKey | undefined): AnyRow | Missing | 'unknown' {
    const change = this.change(table.name, id);
    if (change !== undefined) return change.after ?? 'absent';
    this.#reads?.add(`${table.name}/${id}`);
    return this.#source.row(table, id, within);
  }

  #list(key: ListKey): readonly AnyRow[] | 'not-held' | 'unknown' {
    const under = this.#source.list(key);
    if (under === 'not-held' || under === 'unknown') return under;
    const rows = new Map(under.map((row) => [row.id, row]));
    for (const { table, id, after } of this.changesOf(key.table.name)) {
      const belongs = after !== null && after[key.column] === key.value && table.scope(after) === key.within;
      if (belongs) rows.set(id, after);
      else rows.delete(id);
    }
    return [...rows.values()].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  }

  get<Row extends { id: string }>(table: Table<Row>, id: string, within?: ScopeKey): Row | Missing {
    const found = this.#lookup(erase(table), id, within);
    if (found === 'unknown') throw new Miss([{ table: erase(table), id }], []);
    return found as Row | Missing;
  }

  list<Row extends { id: string }>(
    table: Table<Row>,
    by: { column: keyof Row & string; value: string },
    within: ScopeKey,
  ): readonly Row[] | 'not-held' {
    const key = { table: erase(table), column: by.column, value: by.value, within };
    const found = this.#list(key);
    if (found === 'unknown') throw new Miss([], [key]);
    return found as unknown as readonly Row[] | 'not-held';
  }

  put<Row extends { id: string }>(table: Table<Row>, row: NoInfer<Row>): void {
    const of = erase(table);
    // Parsed here so that a wrong row is found where it is made, and not on the wire a week later.
    const after = this.#purpose === 'tried' ? (row as AnyRow) : of.schema.parse(row);
    this.#set({ table: of, id: row.id, after });
  }

  remove<Row extends { id: string }>(table: Table<Row>, id: string): void {
    this.#set({ table: erase(table), id, after: null });
  }
}

/** Rows of any table pass through here; each was parsed by its own table's schema. */
export function erase<Row extends { id: string }>(table: Table<Row>): Table {
  return table as unknown as Table;
}
