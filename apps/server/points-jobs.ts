/** Vouchers that nobody took in return their points once merchants had their days of grace. Two processes at once do no harm. */
import { addDays, dayOf } from '@yimi/kernel';
import { graceDays } from '@yimi/points';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';

export interface PointsJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** As many as the command takes. */
const chunk = 100;
const Ids = z.array(z.object({ id: z.string() }));

export async function returnLapsed({ database, engine, now }: PointsJobParts, countyId: string): Promise<void> {
  const at = now();
  const last = addDays(dayOf(at), -graceDays);
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id from points.vouchers where state = 'reserved' and last_day < ${last}
      order by last_day, id limit ${sql.lit(chunk)}`.execute(trx),
  );
  const voucherIds = Ids.parse(found.rows).map(({ id }) => id);
  if (voucherIds.length === 0) return;
  await pushAsSystem(engine, countyId, systemEnvelope('points.return-vouchers', { voucherIds }, at));
}
