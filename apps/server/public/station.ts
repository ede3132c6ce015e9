/**
 * A station found by its public address, and what anybody may know of it. All of it is read as the role that sees nothing
 * else; a page that is not open, an unknown station and an unknown county are one answer (law A5).
 */
import { dayOf } from '@yimi/kernel';
import { needStates } from '@yimi/needs';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { pointsAtSomebody, smallest, suppress } from '../reads/small-counts.ts';

/** As they stand in the address: the county's code, the page's own part. */
export const PublicAddress = z.object({
  county: z.string().regex(/^\d{6}$/),
  slug: z.string().regex(/^[a-z0-9-]{1,40}$/),
});

const Found = z.object({
  id: z.string(),
  name: z.string(),
  intro: z.string(),
  address: z.string(),
  hours: z.string(),
  phone: z.string().nullable(),
});

export interface PublicStation extends z.infer<typeof Found> {
  readonly countyId: string;
  /** `/s/459926/gulouping` */
  readonly path: string;
}

const Ids = z.array(z.object({ id: z.string() }));

export async function stationAt(database: Database, asked: unknown): Promise<PublicStation | null> {
  const address = PublicAddress.safeParse(asked);
  if (!address.success) return null;
  const { county, slug } = address.data;
  const counties = await database.lookUp((trx) =>
    sql`select id from public.counties where code = ${county} order by created_at, id`.execute(trx),
  );
  for (const { id: countyId } of Ids.parse(counties.rows)) {
    const { rows } = await database.asResident(countyId, (trx) =>
      sql`select s.id, s.name, p.intro, p.address, p.hours, coalesce(p.phone, s.phone) as phone
        from network.public_pages p join network.stations s on s.county_id = p.county_id and s.id = p.id
        where p.slug = ${slug} and s.state = 'open'`.execute(trx),
    );
    const [found] = z.array(Found).parse(rows);
    if (found !== undefined) return { ...found, countyId, path: `/s/${county}/${slug}` };
  }
  return null;
}

const Rooms = z.array(z.object({ id: z.string(), name: z.string() }));
export type PublicRoom = z.infer<typeof Rooms>[number];

export async function roomsOf(trx: Trx, stationId: string): Promise<PublicRoom[]> {
  const { rows } = await sql`select id, name from network.rooms where station_id = ${stationId} and merged_into is null
    order by name, id`.execute(trx);
  return Rooms.parse(rows);
}

/** null: too few to be shown. */
export interface PublicNumber {
  readonly key: 'visits' | 'needs' | 'answered' | 'unmet';
  readonly n: number | null;
}

const Sums = z.object({ visits: z.number(), answered: z.number(), unmet: z.number(), open: z.number() });

/** What the station did since New Year, in numbers that point at nobody (law A2). */
export async function numbersOf(trx: Trx, stationId: string, now: number): Promise<PublicNumber[]> {
  const year = dayOf(now).slice(0, 4);
  // The state stands third in the dimensions of needs (`needs.needs`).
  const { rows } = await sql`select
      coalesce(sum(n) filter (where figure = 'services.visits'), 0)::int as visits,
      coalesce(sum(n) filter (where figure = 'needs.needs' and dims::jsonb->>2 in ('answered', 'closed')), 0)::int as answered,
      coalesce(sum(n) filter (where figure = 'needs.needs' and dims::jsonb->>2 = 'unmet'), 0)::int as unmet,
      coalesce(sum(n) filter (where figure = 'needs.needs' and dims::jsonb->>2 in ('received', 'triaged', 'answering')), 0)::int as open
    from figures.rollups where station_id = ${stationId} and period >= ${`${year}-01`} and period <= ${`${year}-12`}`.execute(
    trx,
  );
  const { visits, answered, unmet, open } = Sums.parse(rows[0]);
  const { total, cells } = suppress([[answered], [unmet], [open]]);
  return [
    { key: 'visits', n: pointsAtSomebody(visits) ? null : visits },
    { key: 'needs', n: total ? null : answered + unmet + open },
    { key: 'answered', n: cells[0] === true ? null : answered },
    { key: 'unmet', n: cells[1] === true ? null : unmet },
  ];
}

const Shown = z.object({
  kind: z.string().nullable(),
  state: z.enum(needStates),
  words: z.string(),
  month: z.string(),
});
export type ShownNeed = z.infer<typeof Shown>;

/** Long enough to show that something becomes of what is asked; older ones give way. */
const mostShown = 12;

/**
 * What a person has put into other words and published. No village is named, and a kind of which fewer than five were asked
 * at this station is not named either (law A2).
 */
export async function shownOf(trx: Trx, stationId: string): Promise<ShownNeed[]> {
  const { rows } = await sql`select case when coalesce(k.n, 0) >= ${smallest} then d.kind end as kind, d.state,
      d.public_words as words, left(d.received_on, 7) as month
    from needs.needs d left join (select dims::jsonb->>1 as kind, sum(n) as n from figures.rollups
      where figure = 'needs.needs' and station_id = ${stationId} group by 1) k on k.kind = d.kind
    where d.station_id = ${stationId} and d.state not in ('merged', 'withdrawn')
    order by d.received_on desc, d.id limit ${mostShown}`.execute(trx);
  return z.array(Shown).parse(rows);
}

const Open = z.object({ id: z.string(), title: z.string(), lead: z.string() });
export type OpenQuestionnaire = z.infer<typeof Open>;

/** The questionnaires that residents may fill in themselves; the role sees no other. A page is no archive: the newest. */
export async function questionnairesOf(trx: Trx, stationId: string): Promise<OpenQuestionnaire[]> {
  const { rows } = await sql`select id, title, lead from forms.forms where station_id = ${stationId}
    order by id desc limit ${mostShown}`.execute(trx);
  return z.array(Open).parse(rows);
}
