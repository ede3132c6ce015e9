/** Where rows lie now: what an undoing holds still while it looks whether anybody has built on them (law S10). */
import type { ScopeKey, Table } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';

const Scopes = z.array(z.object({ scope: z.string() }));

export async function scopesOfRows(
  trx: Trx,
  tables: readonly Pick<Table, 'name'>[],
  ids: readonly string[],
): Promise<ScopeKey[]> {
  const scopes = new Set<ScopeKey>();
  for (const { name } of tables) {
    const found = await sql`select distinct scope from ${sql.table(name)} where id = any(${ids}::uuid[])`.execute(trx);
    for (const { scope } of Scopes.parse(found.rows)) scopes.add(scope);
  }
  return [...scopes];
}
