/**
 * After an update: needs from before phones carried any are laid out for them (ADR 30), once a county, by system commands like
 * any other change. A restart or a second process lays out what is still missing.
 */
import { needRuleId, openStates } from '@yimi/needs';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';

export interface NeedsJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** As many as the command takes. */
const chunk = 300;
const job = 'lay-out-needs/1';
const toDo = [...openStates, 'answered', 'unmet'];
const Ids = z.array(z.object({ id: z.string() }));

async function isDone(trx: Trx): Promise<boolean> {
  const mark = await sql`select 1 from engine.job_marks where job = ${job} and key = ${needRuleId}`.execute(trx);
  return mark.rows.length > 0;
}

/** Needs of which a copy is missing that somebody should hold. */
async function missing(trx: Trx, after: string): Promise<string[]> {
  const found = await sql`select n.id from needs.needs n
    left join needs.village_needs v on v.county_id = n.county_id and v.id = n.id
    left join needs.own_needs o on o.county_id = n.county_id and o.id = n.id
    where n.id > ${after}::uuid and ((v.id is null and not n.sensitive and n.state = any(${toDo}::text[])) or (o.id is null and n.author_id is not null))
    order by n.id limit ${sql.lit(chunk)}`.execute(trx);
  return Ids.parse(found.rows).map(({ id }) => id);
}

export async function layOutNeeds({ database, engine, now }: NeedsJobParts, countyId: string): Promise<void> {
  if (await database.inCounty(countyId, isDone)) return;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const from = after;
    const needIds = await database.inCounty(countyId, (trx) => missing(trx, from));
    after = needIds.at(-1) ?? after;
    const envelope = systemEnvelope('needs.lay-out', { needIds, rule: needIds.length < chunk }, now());
    const outcome = await pushAsSystem(engine, countyId, envelope);
    // Told of by the next round, which begins where this one stopped.
    if (outcome.status !== 'accepted') return;
    if (needIds.length < chunk) break;
  }
  await database.inCounty(countyId, (trx) =>
    sql`insert into engine.job_marks (job, key, version) values (${job}, ${needRuleId}, 1) on conflict do nothing`.execute(
      trx,
    ),
  );
}
