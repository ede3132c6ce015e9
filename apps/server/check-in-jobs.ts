/**
 * Checking in by a code: each activity whose day is near gets its secret, drawn here because no command draws anything (law C1),
 * and what is past leaves the phones. Two processes that do it at once do no harm: the first secret stands.
 */
import { randomBytes } from 'node:crypto';
import { daysAhead, daysProven, daysShown } from '@yimi/activities';
import { addDays, dayOf } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';

export interface CheckInJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** As many as the command takes. */
const chunk = 100;
const Ids = z.array(z.object({ id: z.string() }));

async function idsOf(parts: CheckInJobParts, countyId: string, which: ReturnType<typeof sql>): Promise<string[]> {
  const found = await parts.database.inCounty(countyId, (trx) =>
    sql`${which} order by 1 limit ${sql.lit(chunk)}`.execute(trx),
  );
  return Ids.parse(found.rows).map(({ id }) => id);
}

async function give(parts: CheckInJobParts, countyId: string, name: string, input: object): Promise<void> {
  await pushAsSystem(parts.engine, countyId, systemEnvelope(name, input, parts.now()));
}

export async function checkInCodes(parts: CheckInJobParts, countyId: string): Promise<void> {
  const today = dayOf(parts.now());
  const near = await idsOf(
    parts,
    countyId,
    sql`select a.id from activities.activities a
      where a.state in ('open', 'held') and a.day between ${today} and ${addDays(today, daysAhead)}
      and not exists (select from activities.codes c where c.county_id = a.county_id and c.id = a.id)`,
  );
  for (const activityId of near) {
    const secret = randomBytes(32).toString('hex');
    await give(parts, countyId, 'activities.lay-out-code', { activityId, secret });
  }
  const codeIds = await idsOf(
    parts,
    countyId,
    sql`select o.id from activities.own_codes o where o.day < ${today}
      union select c.id from activities.codes c where c.day < ${addDays(today, -daysProven)}`,
  );
  const partIds = await idsOf(
    parts,
    countyId,
    sql`select p.id from activities.own_parts p where p.day < ${addDays(today, -daysShown)}`,
  );
  if (codeIds.length + partIds.length > 0)
    await give(parts, countyId, 'activities.put-away-codes', { codeIds, partIds });
}
