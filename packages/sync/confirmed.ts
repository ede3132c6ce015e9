/** The rows a phone holds as the server confirmed them, in memory, by scope, with the set-hash kept in step (law S3). */
import type { AnyRow, Catalogue, Missing, RoleClass, ScopeKey, Table } from '@yimi/kernel';
import { valuesBefore } from '@yimi/kernel';
import type { ScopePart, TablePart } from '@yimi/protocol';
import type { Segment } from './persistence.ts';
import type { SetHash } from './set-hash.ts';
import { emptyHash, hashText, shift } from './set-hash.ts';
import type { ListKey, Source } from './workspace.ts';

interface Held {
  readonly row: AnyRow;
  readonly scope: ScopeKey;
  readonly version: number;
}

export interface ScopeState {
  readonly scope: ScopeKey;
  readonly roleClass: RoleClass;
  version: number;
  readonly hash: SetHash;
  /** The life of the server's data that this was read in; null: before the server told one. */
  epoch: string | null;
}

export class Confirmed implements Source {
  readonly #catalogue: Catalogue;
  readonly #tables = new Map<string, Map<string, Held>>();
  readonly scopes = new Map<ScopeKey, ScopeState>();
  epoch: string | null = null;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  row(table: Table, id: string, within: ScopeKey | undefined): AnyRow | Missing {
    const held = this.#tables.get(table.name)?.get(id);
    if (held !== undefined) return held.row;
    return within !== undefined && this.#holdsWhole(table, within) ? 'absent' : 'not-held';
  }

  /** @param key `table/id` */
  holds(key: string): boolean {
    const slash = key.indexOf('/');
    return this.#tables.get(key.slice(0, slash))?.has(key.slice(slash + 1)) ?? false;
  }

  list(key: ListKey): readonly AnyRow[] | 'not-held' {
    if (!this.#holdsWhole(key.table, key.within)) return 'not-held';
    return this.rowsOf(key.table.name).flatMap(({ row, scope }) =>
      scope === key.within && row[key.column] === key.value ? [row] : [],
    );
  }

  rowsOf(table: string): Held[] {
    return [...(this.#tables.get(table)?.values() ?? [])];
  }

  /** Law C6: only a scope that this class receives of that table can prove absence. */
  #holdsWhole(table: Table, scope: ScopeKey): boolean {
    const state = this.scopes.get(scope);
    return state !== undefined && table.seenBy.includes(state.roleClass);
  }

  /** @returns scopes whose hash is not the one the server states. */
  apply(segment: Segment): ScopeKey[] {
    if (segment.epoch !== undefined) this.#meet(segment.epoch);
    for (const scope of segment.dropped) this.#drop(scope);
    for (const part of segment.parts) this.#applyPart(part);
    // Compared at the end: a row that moves between two parts leaves the one before it enters the other.
    return segment.parts.filter((part) => this.#hashOf(part.scope) !== part.hash).map((part) => part.scope);
  }

  /** The first epoch that is told is that of what is held already. */
  #meet(epoch: string): void {
    if (this.epoch === null) for (const state of this.scopes.values()) state.epoch = epoch;
    this.epoch = epoch;
  }

  /** Nothing is left to be asked for: what the server said nothing of is as it was. */
  settle(): void {
    for (const state of this.scopes.values()) state.epoch = this.epoch;
  }

  /** False while scopes of an earlier epoch wait to be read anew; they are shown until then. */
  get settled(): boolean {
    return [...this.scopes.values()].every((state) => state.epoch === this.epoch);
  }

  #drop(scope: ScopeKey): void {
    this.scopes.delete(scope);
    for (const rows of this.#tables.values()) {
      for (const [id, held] of rows) if (held.scope === scope) rows.delete(id);
    }
  }

  #hashOf(scope: ScopeKey): string {
    return hashText(this.scopes.get(scope)?.hash ?? emptyHash());
  }

  #applyPart(part: ScopePart): void {
    if (part.reset) this.#drop(part.scope);
    const { scope, roleClass, version } = part;
    const state = this.scopes.get(scope) ?? { scope, roleClass, version: 0, hash: emptyHash(), epoch: null };
    this.scopes.set(scope, state);
    for (const { table, id } of part.gone) this.#remove(table, id, scope);
    for (const table of part.tables) this.#applyTable(table, scope);
    state.version = version;
    state.epoch = this.epoch;
  }

  #applyTable(part: TablePart, scope: ScopeKey): void {
    // Unknown to this program, a table came from a newer server: kept as it is, for the hash and for the app's update.
    const table = this.#catalogue.tables.get(part.table);
    const before = table === undefined ? [] : valuesBefore(table);
    const rows = this.#tables.get(part.table) ?? new Map<string, Held>();
    this.#tables.set(part.table, rows);
    for (const [index, values] of part.rows.entries()) {
      const row: Record<string, unknown> = {};
      for (const [at, column] of part.columns.entries()) row[column] = values[at];
      for (const [column, value] of before) row[column] ??= value;
      const id = String(row.id);
      const version = part.versions[index] ?? 0;
      this.#take(rows, id, null);
      rows.set(id, { row: Object.assign(row, { id }), scope, version });
      this.#shift(scope, id, version, 1);
    }
  }

  /** Takes a row out, wherever it lay: a row that moved may arrive in its new scope before its tombstone in the old. */
  #take(rows: Map<string, Held>, id: string, onlyIn: ScopeKey | null): void {
    const old = rows.get(id);
    if (old === undefined || (onlyIn !== null && old.scope !== onlyIn)) return;
    this.#shift(old.scope, id, old.version, -1);
    rows.delete(id);
  }

  #remove(table: string, id: string, scope: ScopeKey): void {
    const rows = this.#tables.get(table);
    if (rows !== undefined) this.#take(rows, id, scope);
  }

  #shift(scope: ScopeKey, id: string, version: number, sign: 1 | -1): void {
    const state = this.scopes.get(scope);
    if (state !== undefined) shift(state.hash, id, version, sign);
  }

  /** Everything held, as one segment: what folding the log writes. */
  snapshot(): Segment {
    const parts = [...this.scopes.values()].map((state) => this.#partOf(state));
    return this.epoch === null ? { parts, dropped: [] } : { parts, dropped: [], epoch: this.epoch };
  }

  #partOf(state: ScopeState): ScopePart {
    const tables: TablePart[] = [];
    for (const [name, rows] of this.#tables) {
      const held = [...rows.values()].filter((one) => one.scope === state.scope);
      const columns = [...new Set(held.flatMap((one) => Object.keys(one.row)))];
      if (held.length === 0) continue;
      tables.push({
        table: name,
        columns,
        rows: held.map((one) => columns.map((column) => one.row[column])),
        versions: held.map((one) => one.version),
      });
    }
    const { scope, roleClass, version, hash } = state;
    return { scope, roleClass, reset: true, version, hash: hashText(hash), tables, gone: [] };
  }
}
