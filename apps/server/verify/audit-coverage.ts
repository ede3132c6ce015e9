/**
 * The end of a chain has nothing after it that would miss it: whoever removes the last links with their entries leaves a
 * chain that is whole. What commands did stands in their receipts as well, and the id of an entry follows from its
 * receipt, so every receipt is asked for its entry.
 */
import { derivedId } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';

const pageSize = 20_000;

const Receipt = z.object({ id: z.string(), status: z.string(), recorded_at: z.number() });

export async function coverageFaults(trx: Trx): Promise<string[]> {
  const faults: string[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const found =
      await sql`select id, status, recorded_at from engine.receipts where id > ${after}::uuid order by id limit ${pageSize}`.execute(
        trx,
      );
    const receipts = z.array(Receipt).parse(found.rows);
    const last = receipts.at(-1);
    if (last === undefined) return faults;
    after = last.id;
    const wanted = new Map(
      receipts.map((one) => [derivedId(one.id, `audit/${one.status}/${one.recorded_at}`), one.id]),
    );
    const missing = await sql`select w.id from unnest(${[...wanted.keys()]}::uuid[]) as w(id)
      where not exists (select from engine.audit a where a.id = w.id) limit 20`.execute(trx);
    for (const { id } of z.array(z.object({ id: z.string() })).parse(missing.rows)) {
      faults.push(`command ${wanted.get(id) ?? ''} has no audit entry`);
    }
    if (faults.length >= 20) return faults;
  }
}
