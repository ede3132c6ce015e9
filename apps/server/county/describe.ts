/** Which tables a county's data lies in and what each column is: read off the declarations, so that no list grows stale. */
import type { Column, Table } from '@yimi/kernel';
import { catalogue } from '../../catalogue.ts';
import { sqlColumns } from '../store/columns.ts';

export interface ColumnNote {
  readonly name: string;
  readonly type: string;
  readonly mark: Column<unknown>['mark'];
}

/** Derived figures can be counted again from the records, and are not a county's data. */
const derived = ['figures.rollups', 'figures.day_histogram'];

export function tablesOfCounty(): Table[] {
  return [...catalogue.tables.values()].filter((table) => !derived.includes(table.name));
}

export function columnsOf(table: Table): ColumnNote[] {
  const types = new Map(sqlColumns(table).map((column) => [column.name, column]));
  const own = Object.entries(table.columns).map(([name, { mark, sql }]) => ({
    name,
    type: types.get(name)?.sealed === true ? 'text' : sql,
    mark,
  }));
  return [{ name: 'id', type: 'uuid', mark: 'plain' }, ...own];
}
