/**
 * Sums above the county (laws N2, N4): commands leave steps, of which one statement makes sums every few seconds. Whoever
 * reads adds the steps that are left, so that folding late costs time and never truth. Of several processes one folds and
 * the others pass by.
 */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';

/** The area in which all others lie. */
export const country = '000000';

/** Lets this transaction see the cities of a province, or the provinces of the country. */
export async function nameArea(trx: Trx, code: string): Promise<void> {
  await sql`select set_config('yimi.area', ${code}, true)`.execute(trx);
}

const Lock = z.tuple([z.object({ mine: z.boolean() })]);

export async function foldAreas(database: Pick<Database, 'outsideCounties'>): Promise<void> {
  await database.outsideCounties(async (trx) => {
    await nameArea(trx, country);
    const lock = await sql`select pg_try_advisory_xact_lock(hashtext('figures.area_sums')) as mine`.execute(trx);
    if (!Lock.parse(lock.rows)[0].mine) return;
    await sql`with taken as (delete from figures.area_steps returning city, figure, period, dims, n),
      summed as (
        select g.parent, g.area, t.figure, t.period, t.dims, sum(t.n) as n
        from taken t cross join lateral (
          values (figures.province_of(t.city), t.city), (${country}, figures.province_of(t.city))) as g(parent, area)
        group by 1, 2, 3, 4, 5 having sum(t.n) <> 0)
      insert into figures.area_sums as s (parent, area, figure, period, dims, n)
        select parent, area, figure, period, dims, n from summed
        on conflict (parent, figure, period, dims, area) do update set n = s.n + excluded.n`.execute(trx);
  });
}

const Sum = z.object({ area: z.string(), figure: z.string(), n: z.number() });

/** What provinces and cities say, against the leaves of all counties, in one snapshot (law N2). */
export async function areaFaults(database: Database): Promise<string[]> {
  const nowhere = '00000000-0000-0000-0000-000000000000';
  return database.snapshotOf(nowhere, async (trx) => {
    const counties = await sql`select id from public.counties`.execute(trx);
    const counted = new Map<string, number>();
    const add = (area: string, figure: string, n: number) =>
      counted.set(`${area} ${figure}`, (counted.get(`${area} ${figure}`) ?? 0) + n);
    for (const { id } of z.array(z.object({ id: z.string() })).parse(counties.rows)) {
      await sql`select set_config('yimi.county', ${id}, true)`.execute(trx);
      const found = await sql`select k.city_code as area, r.figure || ' ' || r.period as figure, sum(r.n)::bigint as n
        from (select county_id, figure, period, dims, n from figures.rollups
          union all select county_id, figure, period, dims, n from figures.day_histogram) r
          join public.counties k on k.id = r.county_id
        where figures.above_county(r.figure, r.dims) group by 1, 2`.execute(trx);
      for (const { area, figure, n } of z.array(Sum).parse(found.rows)) {
        add(area, figure, n);
        add(`${area.slice(0, 2)}0000`, figure, n);
      }
    }
    await nameArea(trx, country);
    const kept = await sql`select area, figure || ' ' || period as figure, sum(n)::bigint as n from (
        select area, figure, period, n from figures.area_sums
        union all select city, figure, period, n from figures.area_steps
        union all select figures.province_of(city), figure, period, n from figures.area_steps) s
      group by 1, 2`.execute(trx);
    return differences(z.array(Sum).parse(kept.rows), counted);
  });
}

function differences(kept: readonly z.infer<typeof Sum>[], counted: Map<string, number>): string[] {
  const said = new Map(kept.map(({ area, figure, n }) => [`${area} ${figure}`, n]));
  return [...new Set([...said.keys(), ...counted.keys()])].flatMap((key) => {
    const [one, other] = [said.get(key) ?? 0, counted.get(key) ?? 0];
    return one === other ? [] : [`${key}: kept ${one}, counted ${other}`];
  });
}
