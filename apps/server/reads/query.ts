/** Runs a compiled query and parses what comes back: nothing of the database is believed unparsed. */
import { CompiledQuery } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { preparedText } from '../statements.ts';
import type { Query } from './figure-sql.ts';

export async function rowsOf<T>(trx: Trx, schema: z.ZodType<T>, { text, values, often = false }: Query): Promise<T[]> {
  const found = await trx.executeQuery(often ? preparedText(text, values) : CompiledQuery.raw(text, [...values]));
  return z.array(schema).parse(found.rows);
}

const Counted = z.object({ n: z.number() });

export async function countOf(trx: Trx, query: Query): Promise<number> {
  return (await rowsOf(trx, Counted, query))[0]?.n ?? 0;
}
