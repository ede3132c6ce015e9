/** The rows a phone holds as the server confirmed them, in memory, by scope, with the set-hash kept in step (law S3). */
import type { AnyRow, Catalogue, Missing, Module, RoleClass, ScopeKey, Table } from '@yimi/kernel';
import { valuesBefore } from '@yimi/kernel';
import type { ScopePart, TablePart } from '@yimi/protocol';
import { isHistory } from './halves.ts';
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
  /** Its history is still to come (S7): what is not here of it proves nothing, and the hash is not the whole's. */
  rest: boolean;
  readonly hash: SetHash;
  /** The life of the server's data that this was read in; null: before the server told one. */
  epoch: string | null;
}

/** Rows after which whoever reads history in lets the screen have its turn: some milliseconds on a slow phone. */
const rowsAtOnce = 250;

export class Confirmed implements Source {
  readonly #catalogue: Catalogue;
  readonly #tables = new Map<string, Map<string, Held>>();
  /** By table, column, value; made when first asked for, let go when the table changes. */
  readonly #indexes = new Map<string, Map<string, Map<unknown, Held[]>>>();
  readonly #turns = new Map<string, number>();
  readonly scopes = new Map<ScopeKey, ScopeState>();
  epoch: string | null = null;
  /** Set while history that lies on the disk has not been read in. */
  historyUnread = false;

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
    const found = this.#index(key.table.name, key.column).get(key.value) ?? [];
    return found.flatMap(({ row, scope }) => (scope === key.within ? [row] : []));
  }

  #index(table: string, column: string): Map<unknown, Held[]> {
    const ofTable = this.#indexes.get(table) ?? new Map<string, Map<unknown, Held[]>>();
    this.#indexes.set(table, ofTable);
    const known = ofTable.get(column);
    if (known !== undefined) return known;
    const index = new Map<unknown, Held[]>();
    for (const held of this.#tables.get(table)?.values() ?? []) {
      const of = index.get(held.row[column]);
      if (of === undefined) index.set(held.row[column], [held]);
      else of.push(held);
    }
    ofTable.set(column, index);
    return index;
  }

  rowsOf(table: string): Iterable<Held> {
    return this.#tables.get(table)?.values() ?? [];
  }

  /** A number that changes whenever a row of the table does. */
  turnOf(table: string): number {
    return this.#turns.get(table) ?? 0;
  }

  #turn(table: string): void {
    this.#turns.set(table, this.turnOf(table) + 1);
    this.#indexes.delete(table);
  }

  get isWhole(): boolean {
    return !this.historyUnread && this.scopes.size > 0 && [...this.scopes.values()].every((state) => !state.rest);
  }

  /** Law C6: only a scope that this class receives of that table, and that has come whole, can prove absence. */
  #holdsWhole(table: Table, scope: ScopeKey): boolean {
    const state = this.scopes.get(scope);
    if (state === undefined || !table.seenBy.includes(state.roleClass)) return false;
    return !(table.history && (state.rest || this.historyUnread));
  }

  /** Tables of modules that came after their rows (ADR 30): these lie here as they came, but for columns added since. */
  learn(tables: readonly Table[]): void {
    for (const table of tables) {
      const before = valuesBefore(table);
      const rows = this.#tables.get(table.name) ?? new Map<string, Held>();
      for (const [id, held] of rows) {
        const row: Record<string, unknown> = { ...held.row };
        for (const [column, value] of before) row[column] ??= value;
        rows.set(id, { ...held, row: Object.assign(row, { id }) });
      }
      this.#turn(table.name);
    }
  }

  /** @returns scopes whose hash is not the one the server states. */
  apply(segment: Segment): ScopeKey[] {
    if (segment.epoch !== undefined) this.#meet(segment.epoch);
    for (const scope of segment.dropped) this.#drop(scope);
    for (const part of segment.parts) this.#applyPart(part);
    // Compared at the end: a row that moves between two parts leaves the one before it enters the other.
    return segment.parts
      .filter((part) => part.rest !== true && this.#hashOf(part.scope) !== part.hash)
      .map((part) => part.scope);
  }

  /**
   * Reads history in that was kept apart, when scopes and people stand already: its rows come, go and make room as they did
   * when it was heard, and the hashes, being sums, arrive where they were. Pauses after each yield are the caller's.
   */
  *applyHistory(segment: Segment): Generator<void> {
    for (const scope of segment.dropped) this.#dropHistory(scope);
    for (const { scope, reset, gone, tables } of segment.parts) {
      if (reset) this.#dropHistory(scope);
      for (const { table, id } of gone) this.#remove(table, id, scope);
      for (const table of tables) yield* this.#applyTable(table, scope);
    }
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
    this.#dropRows(scope, () => true);
  }

  #dropHistory(scope: ScopeKey): void {
    this.#dropRows(scope, (table) => isHistory(this.#catalogue, table));
  }

  #dropRows(scope: ScopeKey, of: (table: string) => boolean): void {
    for (const [table, rows] of this.#tables) {
      if (!of(table)) continue;
      for (const [id, held] of rows) if (held.scope === scope) this.#take(rows, id, null);
      this.#turn(table);
    }
  }

  #hashOf(scope: ScopeKey): string {
    return hashText(this.scopes.get(scope)?.hash ?? emptyHash());
  }

  #applyPart(part: ScopePart): void {
    if (part.reset) this.#drop(part.scope);
    const { scope, roleClass, version } = part;
    const fresh = { scope, roleClass, version: 0, rest: false, hash: emptyHash(), epoch: null };
    const state: ScopeState = this.scopes.get(scope) ?? fresh;
    this.scopes.set(scope, state);
    for (const { table, id } of part.gone) this.#remove(table, id, scope);
    for (const table of part.tables) for (const _ of this.#applyTable(table, scope));
    state.version = version;
    state.epoch = this.epoch;
    state.rest = part.rest === true;
  }

  *#applyTable(part: TablePart, scope: ScopeKey): Generator<void> {
    // A table unknown to this program came from a newer server, or its module is on its way: kept as it is, for the hash.
    const table = this.#catalogue.tables.get(part.table);
    const before = table === undefined ? [] : valuesBefore(table);
    const rows = this.#tables.get(part.table) ?? new Map<string, Held>();
    this.#tables.set(part.table, rows);
    this.#turn(part.table);
    for (const [index, values] of part.rows.entries()) {
      const row: Record<string, unknown> = {};
      for (const [at, column] of part.columns.entries()) row[column] = values[at];
      for (const [column, value] of before) row[column] ??= value;
      const id = String(row.id);
      const version = part.versions[index] ?? 0;
      this.#take(rows, id, null);
      rows.set(id, { row: Object.assign(row, { id }), scope, version });
      this.#shift(scope, id, version, 1);
      if (index % rowsAtOnce === rowsAtOnce - 1) {
        yield;
        this.#turn(part.table);
      }
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
    if (rows === undefined) return;
    this.#take(rows, id, scope);
    this.#turn(table);
  }

  #shift(scope: ScopeKey, id: string, version: number, sign: 1 | -1): void {
    const state = this.scopes.get(scope);
    if (state !== undefined) shift(state.hash, id, version, sign);
  }

  /** Everything held but history, as one segment: what folding the log writes. */
  people(): Segment {
    const segment = { parts: this.#partsOf((table) => !isHistory(this.#catalogue, table)), dropped: [] };
    return this.epoch === null ? segment : { ...segment, epoch: this.epoch };
  }

  /** History, a segment a scope, so that none of them is much to pack at once. */
  history(): Segment[] {
    const parts = this.#partsOf((table) => isHistory(this.#catalogue, table));
    return parts.filter((part) => part.tables.length > 0).map((part) => ({ parts: [part], dropped: [] }));
  }

  #partsOf(of: (table: string) => boolean): ScopePart[] {
    const tables = new Map<ScopeKey, TablePart[]>([...this.scopes.keys()].map((scope) => [scope, []]));
    for (const [name, rows] of this.#tables) {
      if (!of(name)) continue;
      const byScope = new Map<ScopeKey, Held[]>();
      for (const held of rows.values()) {
        const of = byScope.get(held.scope);
        if (of === undefined) byScope.set(held.scope, [held]);
        else of.push(held);
      }
      for (const [scope, held] of byScope) tables.get(scope)?.push(tablePart(name, held));
    }
    return [...this.scopes.values()].map(({ scope, roleClass, version, rest, hash }) => {
      const part = { scope, roleClass, reset: true, version, hash: hashText(hash) };
      return { ...part, tables: tables.get(scope) ?? [], gone: [], ...(rest ? { rest } : {}) };
    });
  }
}

/** @returns whether any of the modules was not known yet */
export function takeIn(catalogue: Catalogue, confirmed: Confirmed, modules: readonly Module[]): boolean {
  const fresh = modules.filter(({ name }) => catalogue.modules.every((known) => known.name !== name));
  for (const module of fresh) catalogue.add(module);
  confirmed.learn(fresh.flatMap(({ tables }) => tables));
  return fresh.length > 0;
}

function tablePart(table: string, held: readonly Held[]): TablePart {
  const columns = [...new Set(held.flatMap((one) => Object.keys(one.row)))];
  return {
    table,
    columns,
    rows: held.map((one) => columns.map((column) => one.row[column])),
    versions: held.map((one) => one.version),
  };
}
