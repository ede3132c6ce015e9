/**
 * The day of a meal round: its sheets are made by themselves for today and tomorrow, one that is not reported by its minute
 * alerts (DOMAIN.md 7, Safety), and one whose day is over leaves the phone. Two processes that do it at once do no harm.
 */
import { addDays, dayOf, startOfDay } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';

export interface MealJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** As many as the commands take. */
const chunk = 100;
const Ids = z.array(z.object({ id: z.string() }));
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** Today as well: a round that was set up this morning is delivered this noon. After its minute it would only be late. */
async function layOutDay(parts: MealJobParts, countyId: string, day: string, beforeMinute: number): Promise<void> {
  const weekday = JSON.stringify([weekdayOf(day)]);
  const found = await parts.database.inCounty(countyId, (trx) =>
    sql`select r.id from meals.rounds r where not r.ended and r.weekdays @> ${weekday}::jsonb
      and r.due_minute > ${beforeMinute}
      and not exists (select from meals.sheets s where s.county_id = r.county_id and s.round_id = r.id and s.day = ${day})
      order by r.id`.execute(trx),
  );
  for (const { id: roundId } of Ids.parse(found.rows)) {
    const envelope = systemEnvelope('meals.lay-out', { roundId, day }, parts.now());
    await pushAsSystem(parts.engine, countyId, envelope);
  }
}

/** @param which what of `meals.sheets s` the command is for */
async function sheetsOf(parts: MealJobParts, countyId: string, name: string, which: ReturnType<typeof sql>) {
  const found = await parts.database.inCounty(countyId, (trx) =>
    sql`select s.id from meals.sheets s where ${which} order by s.day, s.id limit ${sql.lit(chunk)}`.execute(trx),
  );
  const sheetIds = Ids.parse(found.rows).map(({ id }) => id);
  if (sheetIds.length === 0) return;
  await pushAsSystem(parts.engine, countyId, systemEnvelope(name, { sheetIds }, parts.now()));
}

export async function mealRounds(parts: MealJobParts, countyId: string): Promise<void> {
  const now = parts.now();
  const today = dayOf(now);
  const minute = Math.floor((now - startOfDay(today)) / 60_000);
  await layOutDay(parts, countyId, today, minute);
  await layOutDay(parts, countyId, addDays(today, 1), -1);
  await sheetsOf(
    parts,
    countyId,
    'meals.alert',
    sql`s.reported_at is null and s.alerted_at is null and (s.day < ${today} or (s.day = ${today} and s.due_minute < ${minute}))`,
  );
  await sheetsOf(
    parts,
    countyId,
    'meals.put-away',
    sql`exists (select from meals.own_sheets o where o.county_id = s.county_id and o.id = s.id and o.day < ${today})`,
  );
}
