/** Mandatory reports that police or authority do not know of in time (DOMAIN.md 7) alert by themselves. Two processes at once do no harm. */
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';

export interface ProtectionJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** As many as the command takes. */
const chunk = 100;
const Ids = z.array(z.object({ id: z.string() }));

export async function alertLateReports({ database, engine, now }: ProtectionJobParts, countyId: string): Promise<void> {
  const at = now();
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id from protection.reports where state = 'open' and passed_on_at is null and alerted_at is null
      and pass_on_by < ${at} order by pass_on_by, id limit ${sql.lit(chunk)}`.execute(trx),
  );
  const reportIds = Ids.parse(found.rows).map(({ id }) => id);
  if (reportIds.length > 0) await pushAsSystem(engine, countyId, systemEnvelope('protection.alert', { reportIds }, at));
}
