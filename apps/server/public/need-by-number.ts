/** The one need that an answer number opens: the row-level policy of the residents' role lets no other pass. */
import { createHash } from 'node:crypto';
import { needStates, readAnswerNumber } from '@yimi/needs';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';

const Need = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(needStates),
  receivedOn: z.string(),
  dueOn: z.string(),
  rating: z.number().nullable(),
});
export type NeedByNumber = z.infer<typeof Need>;

export const hashOfNumber = (number: string): string => createHash('sha256').update(number).digest('hex');

/** Found within the whole county: a resident need not know at which station's page they asked. */
export async function needByNumber(database: Database, countyId: string, typed: string): Promise<NeedByNumber | null> {
  const number = readAnswerNumber(typed);
  if (number === null) return null;
  const hash = hashOfNumber(number);
  const { rows } = await database.asResident(
    countyId,
    (trx) =>
      sql`select id, kind, state, received_on as "receivedOn", due_on as "dueOn", rating from needs.needs
        where number_hash = ${hash}`.execute(trx),
    hash,
  );
  return z.array(Need).parse(rows)[0] ?? null;
}
