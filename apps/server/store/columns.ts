/** The one mapper between declared tables and SQL: camelCase to snake_case, types, and which columns are encrypted. */
import type { Column, Table } from '@yimi/kernel';

export interface SqlColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: string;
  readonly sealed: boolean;
  readonly match: string | null;
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function sqlColumn(name: string, column: Column<unknown>): SqlColumn {
  const sealed = column.mark === 'sealed';
  return {
    name,
    sql: snake(name),
    type: sealed ? 'bytea' : column.sql,
    sealed,
    match: column.match ? `${snake(name)}_match` : null,
  };
}

const cache = new WeakMap<Table, readonly SqlColumn[]>();

export function sqlColumns(table: Table): readonly SqlColumn[] {
  const known = cache.get(table);
  if (known !== undefined) return known;
  const made = Object.entries(table.columns).map(([name, column]) => sqlColumn(name, column));
  cache.set(table, made);
  return made;
}
