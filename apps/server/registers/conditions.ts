/** Conditions put together from several sources, each of which numbered its parameters from one. */
import type { Query } from '../reads/figure-sql.ts';

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

/** A value's place in a list that has an order of its own: risk, or villages by their code. */
export function placeIn(
  conditions: Conditions,
  column: string,
  list: readonly string[],
  type: 'text' | 'uuid',
): string {
  return `coalesce(array_position(${conditions.value(list)}::${type}[], ${column}), 0)`;
}
