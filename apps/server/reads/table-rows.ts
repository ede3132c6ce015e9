/** Rows of a declared table on the reading side, parsed by its own schema. */
import type { Table } from '@yimi/kernel';
import { erase } from '@yimi/sync';
import { readRows } from '../store/rows.ts';
import type { ReadContext } from './read-context.ts';

/** @param where SQL after `where`, its parameters from $1 */
export async function rowsWhere<Row extends { id: string }>(
  { trx, tx }: Pick<ReadContext, 'trx' | 'tx'>,
  table: Table<Row>,
  where: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await readRows(trx, tx.keys, erase(table), where, values)).map(({ row }) => table.schema.parse(row));
}
