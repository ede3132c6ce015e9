/**
 * A station found by its public address, and what anybody may know of it. All of it is read as the role that sees nothing
 * else; a page that is not open, an unknown station and an unknown county are one answer (law A5).
 */
import { dayOf } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { pointsAtSomebody } from '../reads/small-counts.ts';

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

/** null: too few to be shown. */
export interface PublicNumber {
  readonly key: 'visits';
  readonly n: number | null;
}

const Sum = z.object({ n: z.number() });

/** What the station did since New Year, in numbers that point at nobody (law A2). */
export async function numbersOf(trx: Trx, stationId: string, now: number): Promise<PublicNumber[]> {
  const year = dayOf(now).slice(0, 4);
  const { rows } = await sql`select coalesce(sum(n), 0)::int as n from figures.rollups
    where figure = 'services.visits' and station_id = ${stationId} and period >= ${`${year}-01`} and period <= ${`${year}-12`}`.execute(
    trx,
  );
  const { n } = Sum.parse(rows[0]);
  return [{ key: 'visits', n: pointsAtSomebody(n) ? null : n }];
}
