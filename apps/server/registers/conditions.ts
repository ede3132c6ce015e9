/** Conditions put together from several sources, each of which numbered its parameters from one. */
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { Query } from '../reads/figure-sql.ts';
import { rowsOf } from '../reads/query.ts';

export class Conditions {
  readonly values: unknown[] = [];
  readonly #parts: string[] = [];

  /** The name under which a value travels. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  add(text: string): this {
    this.#parts.push(`(${text})`);
    return this;
  }

  /** The text of a query whose parameters follow those that are here already. */
  taken({ text, values }: Query): string {
    const before = this.values.length;
    this.values.push(...values);
    return text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`);
  }

  query(select: string, rest = ''): Query {
    return { text: `${select} where ${this.text()}${rest}`, values: this.values };
  }

  text(): string {
    return this.#parts.length === 0 ? 'true' : this.#parts.join(' and ');
  }
}

/** What rows are ordered by: an expression on the source, of a type that a cursor can carry. */
export interface Order {
  readonly sql: string;
  readonly type: 'text' | 'integer';
  readonly direction: 'asc' | 'desc';
}

export type CursorKey = string | number;

export interface Cursor {
  readonly key: CursorKey;
  readonly id: string;
}

/**
 * From a row on, without counting what lies before it (no offset): a page neither repeats nor skips a row that was there
 * throughout, whatever arrives meanwhile.
 */
export function page(conditions: Conditions, order: Order, cursor: Cursor | null, size: number): string {
  const { sql, type, direction } = order;
  if (cursor !== null) {
    const key = conditions.value(type === 'integer' ? Number(cursor.key) : String(cursor.key));
    const id = conditions.value(cursor.id);
    conditions.add(`(${sql}, id) ${direction === 'asc' ? '>' : '<'} (${key}::${type}, ${id}::uuid)`);
  }
  return ` order by ${sql} ${direction}, id ${direction} limit ${size + 1}`;
}

const Key = z.object({ key: z.union([z.string(), z.number()]) });

/** The page that is shown of what `page` found, and where the next one begins: by the very expression that orders. */
export async function cut<Row extends { readonly id: string }>(
  trx: Trx,
  table: string,
  orderOf: (conditions: Conditions) => Order,
  found: readonly Row[],
  size: number,
): Promise<{ shown: readonly Row[]; next: Cursor | null }> {
  const shown = found.slice(0, size);
  const last = found.length > size ? shown.at(-1) : undefined;
  if (last === undefined) return { shown, next: null };
  const one = new Conditions();
  const { sql } = orderOf(one);
  one.add(`id = ${one.value(last.id)}::uuid`);
  const [row] = await rowsOf(trx, Key, one.query(`select ${sql} as key from ${table}`));
  return { shown, next: { key: row?.key ?? '', id: last.id } };
}

/** A value's place in a list that has an order of its own: risk, or villages by their code. */
export function placeIn(
  conditions: Conditions,
  column: string,
  list: readonly string[],
  type: 'text' | 'uuid',
): string {
  return `coalesce(array_position(${conditions.value(list)}::${type}[], ${column}), 0)`;
}
