/** Pages of the records behind a number: from the last row's day and id on, so that none is repeated or skipped. */
import type { Query } from './figure-sql.ts';
import type { DayCursor } from './input.ts';

export const pageSize = 50;

export interface Page {
  readonly rows: readonly object[];
  readonly next: string | null;
}

export function pageOf(
  { text, values }: Query,
  day: string,
  cursor: DayCursor | undefined,
  order: 'desc' | 'asc',
): Query {
  const list = [...values];
  const after = order === 'desc' ? '<' : '>';
  const from =
    cursor === undefined
      ? ''
      : ` and (${day}, id) ${after} ($${list.push(cursor.day)}, $${list.push(cursor.id)}::uuid)`;
  return { text: `${text}${from} order by ${day} ${order}, id ${order} limit ${pageSize + 1}`, values: list };
}
