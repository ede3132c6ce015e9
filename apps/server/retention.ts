/**
 * 保存期限: what is past the county's periods goes, once a day, by commands of the server with derived ids (laws C1, S10).
 * Each kind is one question to the database, asked here for the count that a person sees before they set a period, and
 * for the rows that the day's run then takes. A rule that was changed today is first followed tomorrow.
 */
import type { Day } from '@yimi/kernel';
import { addDays, dayOf, derivedId, startOfDay } from '@yimi/kernel';
import { voiceDays } from '@yimi/needs';
import type { RetentionKind } from '@yimi/network';
import { retentionKinds, retentionRuleId } from '@yimi/network';
import type { Envelope } from '@yimi/protocol';
import type { ServerEngine } from '@yimi/sync';
import { systemActor } from '@yimi/sync';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';
import type { FileVault } from './files/index.ts';

export interface RetentionParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly vault: FileVault;
  readonly now: () => number;
}

export const Periods = z.object({
  goneYears: z.number().nullable(),
  findingsYears: z.number().nullable(),
  settledMonths: z.number().nullable(),
  leaversMonths: z.number().nullable(),
});
export type Periods = z.infer<typeof Periods>;
/** Per kind, the day before which it is past its time; null where the county keeps it. */
export type Limits = Readonly<Record<RetentionKind, Day | null>>;

/** The same day so many months ago; the last of its month where that has no such day. */
function monthsBefore(today: Day, months: number): Day {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last)))
    .toISOString()
    .slice(0, 10);
}

export function limitsOf(periods: Periods, today: Day): Limits {
  const before = (n: number | null, months: number) => (n === null ? null : monthsBefore(today, n * months));
  return {
    gone: before(periods.goneYears, 12),
    findings: before(periods.findingsYears, 12),
    settled: before(periods.settledMonths, 1),
    leavers: before(periods.leaversMonths, 1),
  };
}

interface Taking {
  /** Whose time is over, as `select id`. */
  readonly past: (before: Day) => RawBuilder<unknown>;
  readonly chunk: number;
  readonly commands: (ids: string[], before: Day) => Envelope[];
}

/** Somebody gone whom a visit still names since then is not yet past it. An erasure is a command for each, so that the audit names each. */
const gone: Taking = {
  past: (before) => sql`select d.id from people.departures d join people.clients c on c.id = d.id
    where d.since < ${before} and c.state in ('died', 'moved-away')
      and not exists (select from services.visits v where v.client_id = d.id and v.occurred_on >= ${before})`,
  chunk: 20,
  commands: (ids, before) =>
    ids.map((clientId) =>
      systemEnvelope('people.erase-departed', { clientId, before }, 0, derivedId(clientId, `departed/${before}`)),
    ),
};

const findings: Taking = {
  past: (before) => sql`select v.id from services.visits v where v.occurred_on < ${before}
    and (v.findings is not null or v.question is not null or v.answer is not null
      or exists (select from services.evidence e where e.visit_id = v.id and not e.withheld))`,
  chunk: 100,
  commands: (visitIds, before) => [one('services.forget-findings', { visitIds, before }, visitIds, before)],
};

/** Who asked and is nobody's client has no file whose time could end: the county's period for words ends theirs. */
const askers: Taking = {
  past: (before) => sql`select id from needs.needs where client_id is null and received_on < ${before}
    and (coalesce(words, note, crisis_note) is not null
      or coalesce(asker_name, asker_phone, proxy_name, public_words) is not null)`,
  chunk: 200,
  commands: (needIds, before) => [one('needs.forget-askers', { needIds, before }, needIds, before)],
};

/** What residents said of an answer goes when nobody has heard it for so long, whatever the county's periods. */
const voices: Taking = {
  past: (before) => sql`select id from needs.needs where voice is not null and answered_on < ${before}`,
  chunk: 200,
  commands: (needIds, before) => [one('needs.forget-voices', { needIds, before }, needIds, before)],
};

/** Whoever came to an activity without being anybody's client or volunteer, likewise. */
const comers: Taking = {
  past: (
    before,
  ) => sql`select id from activities.entries where client_id is null and helper_id is null and day < ${before}
    and (coalesce(name, phone) is not null or rating_words is not null)`,
  chunk: 200,
  commands: (entryIds, before) => [one('activities.forget-names', { entryIds, before }, entryIds, before)],
};

/** Pictures of activities, likewise: whoever stands in one is named nowhere. */
const activityPhotos: Taking = {
  past: (before) => sql`select id from activities.photos where day < ${before}`,
  chunk: 200,
  commands: (photoIds, before) => [one('activities.forget-photos', { photoIds, before }, photoIds, before)],
};

/** What was written on questionnaires names nobody, and may tell of somebody all the same. */
const writtenAnswers: Taking = {
  past: (before) => sql`select id from forms.answers where written is not null and answered_on < ${before}`,
  chunk: 200,
  commands: (answerIds, before) => [one('forms.forget-words', { answerIds, before }, answerIds, before)],
};

const settled: Taking = {
  past: (before) => sql`select id from people.conflicts where state <> 'open' and recorded_at < ${startOfDay(before)}
    and (earlier is not null or later is not null)`,
  chunk: 200,
  commands: (conflictIds, day) => {
    const before = startOfDay(day);
    return [one('people.forget-settled', { conflictIds, before }, conflictIds, day)];
  },
};

const leavers: Taking = {
  past: (before) => sql`select id from network.staff where to_day < ${before} and phone is not null`,
  chunk: 200,
  commands: (postIds, before) => [one('network.forget-leavers', { postIds, before }, postIds, before)],
};

const taking: Readonly<Record<RetentionKind, readonly Taking[]>> = {
  ...{
    gone: [gone],
    findings: [findings, askers, comers, activityPhotos, writtenAnswers],
    settled: [settled],
    leavers: [leavers],
  },
};

const Counted = z.array(z.object({ n: z.number() }));
const Ids = z.array(z.object({ id: z.string() }));

/** How much is past its time: what a run of that day would take. */
export async function countPast(trx: Trx, limits: Limits): Promise<Record<RetentionKind, number>> {
  const counts = { gone: 0, findings: 0, settled: 0, leavers: 0 };
  for (const kind of retentionKinds) {
    const before = limits[kind];
    if (before === null) continue;
    for (const { past } of taking[kind]) {
      const found = await sql`select count(*)::int as n from (${past(before)}) due`.execute(trx);
      counts[kind] += Counted.parse(found.rows)[0]?.n ?? 0;
    }
  }
  return counts;
}

/** Its first row and how many name it: what is sent twice is the very same command (law C3). */
function one(name: string, input: object, ids: readonly string[], before: Day): Envelope {
  return systemEnvelope(name, input, 0, derivedId(ids[0] ?? '', `${name}/${before}/${ids.at(-1)}/${ids.length}`));
}

async function takeAll(
  parts: RetentionParts,
  countyId: string,
  { past, chunk, commands }: Taking,
  before: Day,
): Promise<number> {
  for (let taken = 0, last = ''; ; ) {
    const found = await parts.database.inCounty(countyId, (trx) =>
      sql`${past(before)} order by 1 limit ${chunk}`.execute(trx),
    );
    const ids = Ids.parse(found.rows).map(({ id }) => id);
    // Whoever is still the first after having been taken stops nobody's database: the next day tries again.
    if (ids.length === 0 || ids[0] === last) return taken;
    last = ids[0] ?? '';
    const outcomes = await parts.engine.push({ countyId, userId: systemActor }, commands(ids, before));
    if (outcomes.some(({ status }) => status !== 'accepted')) return taken;
    taken += ids.length;
  }
}

/** Who died or moved away is noted with the day, and struck again who came back: their file's time runs from there. */
async function noteDepartures({ database, engine }: RetentionParts, countyId: string, day: Day): Promise<void> {
  for (let last = ''; ; ) {
    const found = await database.inCounty(countyId, (trx) =>
      sql`select c.id from people.clients c left join people.departures d on d.id = c.id
        where (c.state in ('died', 'moved-away')) is distinct from (d.id is not null) order by c.id limit 200`.execute(
        trx,
      ),
    );
    const clientIds = Ids.parse(found.rows).map(({ id }) => id);
    if (clientIds.length === 0 || clientIds[0] === last) return;
    last = clientIds[0] ?? '';
    await pushAsSystem(engine, countyId, one('people.note-departures', { clientIds, day }, clientIds, day));
  }
}

/** A year: nobody signs in with one that has ended, and the log of acts says who came when. */
const sessionsKeptMs = 365 * 86_400_000;

async function forgetSessions({ database, now }: RetentionParts, countyId: string): Promise<void> {
  const before = now() - sessionsKeptMs;
  await database.inCounty(countyId, async (trx) => {
    await sql`delete from login.sessions where county_id = ${countyId} and coalesce(ended_at, expires_at) < ${before}`.execute(
      trx,
    );
    await sql`delete from login.enrolments where county_id = ${countyId} and expires_at < ${before}`.execute(trx);
  });
}

const Marked = z.array(z.object({ version: z.number() }));
const Rule = z.array(
  z.object({
    gone_years: z.number().nullable(),
    findings_years: z.number().nullable(),
    settled_months: z.number().nullable(),
    leavers_months: z.number().nullable(),
  }),
);

/** Null where the county has set none. */
export async function periodsOf(trx: Trx): Promise<Periods | null> {
  const found =
    await sql`select gone_years, findings_years, settled_months, leavers_months from network.retention_rules`.execute(
      trx,
    );
  const [rule] = Rule.parse(found.rows);
  if (rule === undefined) return null;
  return {
    goneYears: rule.gone_years,
    findingsYears: rule.findings_years,
    settledMonths: rule.settled_months,
    leaversMonths: rule.leavers_months,
  };
}

/** The day's run, at its first call of that day. */
export async function keepPeriods(parts: RetentionParts, countyId: string): Promise<void> {
  const { database, engine, vault, now } = parts;
  const today = dayOf(now());
  const dayNumber = Math.floor(startOfDay(today) / 86_400_000);
  const { periods, done } = await database.inCounty(countyId, async (trx) => {
    const marks =
      await sql`select version from engine.job_marks where job = 'retention' and key = ${retentionRuleId}`.execute(trx);
    return { periods: await periodsOf(trx), done: (Marked.parse(marks.rows)[0]?.version ?? 0) >= dayNumber };
  });
  if (done) return;
  await noteDepartures(parts, countyId, today);
  await forgetSessions(parts, countyId);
  await takeAll(parts, countyId, voices, addDays(today, -voiceDays));
  const counts = { gone: 0, findings: 0, settled: 0, leavers: 0 };
  const limits = periods === null ? null : limitsOf(periods, today);
  for (const kind of retentionKinds) {
    const before = limits?.[kind] ?? null;
    if (before === null) continue;
    for (const each of taking[kind]) counts[kind] += await takeAll(parts, countyId, each, before);
  }
  const files = await vault.clear(countyId, limits?.findings ?? null);
  const run = derivedId(retentionRuleId, `${countyId}/${today}`);
  await pushAsSystem(
    engine,
    countyId,
    systemEnvelope('network.note-retention-run', { day: today, ...counts, files }, 0, run),
  );
  await database.inCounty(countyId, (trx) =>
    sql`insert into engine.job_marks (job, key, version) values ('retention', ${retentionRuleId}, ${dayNumber})
      on conflict (county_id, job, key) do update set version = excluded.version`.execute(trx),
  );
}
