/** What the database answers is parsed where it is read (house style, Edges). */
import type { RawBuilder } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';

export async function rowsOf<T>(trx: Trx, row: z.ZodType<T>, query: RawBuilder<unknown>): Promise<T[]> {
  return z.array(row).parse((await query.execute(trx)).rows);
}

export async function firstOf<T>(trx: Trx, row: z.ZodType<T>, query: RawBuilder<unknown>): Promise<T | null> {
  return (await rowsOf(trx, row, query))[0] ?? null;
}

/** How many rows a change touched. */
export async function touched(trx: Trx, query: RawBuilder<unknown>): Promise<number> {
  return Number((await query.execute(trx)).numAffectedRows ?? 0);
}
