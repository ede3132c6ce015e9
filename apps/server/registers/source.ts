/** What every register can be asked: how many, what is left out, sums, and rows from a cursor on. */
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import * as z from 'zod';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { sqlColumns } from '../store/columns.ts';
import type { Asked } from './asked.ts';
import type { Conditions, Cursor } from './conditions.ts';

/** A day is text `YYYY-MM-DD`, a choice its code; null is not there or not for this reader. */
export type CellValue = string | number | null;

export interface RegisterRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, CellValue>>;
  /** Why the figure leaves it out, or null. */
  readonly reason: string | null;
  /** The person whose page this reader may open, if any. */
  readonly clientId: string | null;
  /** The person's data were erased; the record stands (law A7). */
  readonly erased: boolean;
}

export interface RegisterPage {
  readonly rows: readonly RegisterRow[];
  readonly next: Cursor | null;
}

export interface Summary {
  /** Rows under these filters; without any it is the figure's number. */
  readonly total: number;
  readonly leftOut: readonly { readonly reason: string; readonly n: number }[];
  /** Sums of columns. */
  readonly sums: Readonly<Record<string, number>>;
  /** How the total divides, by a filter of the register: the parts add up to it. */
  readonly parts: readonly { readonly filter: string; readonly value: string; readonly n: number }[];
}

export interface RegisterSource {
  summary(context: ReadContext, asked: Asked): Promise<Summary>;
  page(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage>;
}

/** Only what was asked for leaves the server. */
export function only(asked: Asked, cells: Readonly<Record<string, CellValue>>): Record<string, CellValue> {
  return Object.fromEntries(asked.columns.map(({ key }) => [key, cells[key] ?? null]));
}

export function wants(asked: Asked, ...keys: readonly string[]): boolean {
  return asked.columns.some(({ key }) => keys.includes(key));
}

const Judged = z.looseObject({ n: z.number() });

/** Rows that a figure leaves out, by its own first reason: they are counted by the columns it judges by. */
export async function reasonsOf(
  { trx }: ReadContext,
  figure: Figure,
  where: Conditions,
): Promise<{ reason: string; n: number }[]> {
  const judged = sqlColumns(figure.source).filter(({ name }) => figure.where.some(({ column }) => column === name));
  if (judged.length === 0) return [];
  const list = judged.map(({ sql }) => sql).join(', ');
  const query = where.query(`select ${list}, count(*) as n from ${figure.source.name}`, ` group by ${list}`);
  const sums = new Map<string, number>();
  for (const row of await rowsOf(trx, Judged, query)) {
    const values = Object.fromEntries(judged.map(({ name, sql }) => [name, row[sql]]));
    const reason = reasonLeftOut(figure, { id: '', ...values });
    if (reason !== null) sums.set(reason, (sums.get(reason) ?? 0) + row.n);
  }
  return [...sums].map(([reason, n]) => ({ reason, n })).sort((one, other) => other.n - one.n);
}
