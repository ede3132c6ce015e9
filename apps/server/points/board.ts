/**
 * GET /api/points: merchants, and the vouchers of the reader's stations. A station reads its own merchants and the county's; the county
 * reads all merchants and no vouchers, for those tell whose they are. The address of a merchant's page goes to whoever keeps that
 * merchant alone. GET /api/points/helper: one helper's points, asked for when a voucher is made out; no list of all.
 */
import { hours } from '@yimi/activities';
import type { Post, Problem } from '@yimi/kernel';
import { Id } from '@yimi/kernel';
import { posts } from '@yimi/network';
import type { Merchant } from '@yimi/points';
import { choices, merchants, pointEntries, pointRules, standingOn, vouchers } from '@yimi/points';
import { profiles } from '@yimi/volunteers';
import * as z from 'zod';
import { notForYou, notFound } from '../reads/problems.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext, Route } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';

/** Vouchers shown, newest first, those that wait before all. */
const mostShown = 500;
const Codes = z.object({ code: z.string() });
const Named = z.object({ id: z.string(), name: z.string(), station_id: z.string() });

/** Whole stations: points are the station's, not a village's. */
export const stationsOf = ({ reader }: ReadContext): readonly string[] =>
  reader.stationsWhere((rights) => rights.people);

const held = ({ actor }: ReadContext, ...roles: readonly Post['role'][]): readonly Post[] =>
  actor.posts.filter((post) => roles.includes(post.role));

const ofCounty = (context: ReadContext): boolean =>
  context.actor.cityCode === null && held(context, 'county-officer', 'administrator').length > 0;

/** As the command `points.save-merchant` has it. */
export function keeps(context: ReadContext, { stationId }: Pick<Merchant, 'stationId'>): boolean {
  if (ofCounty(context)) return true;
  return stationId !== null && held(context, 'station-head').some((post) => post.stationId === stationId);
}

export const pointsRoute = (publicUrl: string): Route<object> => ({
  method: 'GET',
  url: '/api/points',
  input: z.strictObject({}),
  answer: async (_input, context) => {
    const { reader, today, trx } = context;
    const stations = stationsOf(context);
    if (stations.length === 0 && !ofCounty(context)) return notForYou();
    const where = '($1 or station_id is null or station_id = any($2::uuid[])) order by open desc, name, id';
    const shown = await rowsWhere(context, merchants, where, [ofCounty(context), stations]);
    const [county] = await rowsOf(trx, Codes, {
      text: 'select code from public.counties where id = $1::uuid',
      values: [reader.places.county.id],
    });
    const of = `station_id = any($1::uuid[]) order by (state = 'reserved') desc, recorded_at desc, id limit ${mostShown}`;
    const rows = await rowsWhere(context, vouchers, of, [stations]);
    const names = await namesOf(context, stations);
    const nameAt = (id: string | null): string | null =>
      id === null ? null : (reader.places.stations.get(id)?.name ?? '');
    return {
      ...{ today, inUse: (await rowsWhere(context, pointRules, 'in_use', [])).length > 0 },
      merchants: shown.map(({ token, recordedAt: _, ...one }) => ({
        ...{ ...one, stationName: nameAt(one.stationId), kept: keeps(context, one) },
        ...{ token: keeps(context, one) ? token : null },
        address: keeps(context, one) ? `${publicUrl}/v/${county?.code ?? ''}/${token}` : null,
      })),
      vouchers: rows.map(({ recordedAt: _, ...one }) => ({ ...one, helperName: names.get(one.helperId)?.name ?? '' })),
      stations: stations.map((id) => ({ id, name: nameAt(id) ?? '' })),
      keepsFor: keptPlaces(context, nameAt),
      helpers: [...names.values()].map(({ id, name, station_id: stationId }) => ({ id, name, stationId })),
    };
  },
});

/** For whom the reader may begin a merchant: null is the county. */
function keptPlaces(context: ReadContext, nameAt: (id: string | null) => string | null) {
  const all = [...context.reader.places.stations.keys()].filter((stationId) => keeps(context, { stationId }));
  const places = all.map((id) => ({ id, name: nameAt(id) ?? '' }));
  return ofCounty(context) ? [{ id: null, name: context.reader.places.county.name }, ...places] : places;
}

/** Who helps at these stations, by name: the book, those in post, and those whose hours lie there. */
async function namesOf({ trx }: ReadContext, stations: readonly string[]) {
  const text = `select distinct on (id) id, name, station_id from (
      select id, name, station_id::text, 0 as rank from volunteers.profiles where station_id = any($1::uuid[])
      union all select coalesce(user_id, id), min(name), min(station_id::text), 1 from network.staff
        where active and station_id = any($1::uuid[]) group by 1
      union all select helper_id, max(helper_name), min(station_id::text), 2 from activities.hours
        where station_id = any($1::uuid[]) group by 1
    ) as known order by id, rank`;
  const found = await rowsOf(trx, Named, { text, values: [stations] });
  const sorted = found.sort((one, other) => one.name.localeCompare(other.name, 'zh-CN'));
  return new Map(sorted.map((one) => [one.id, one] as const));
}

const HelperInput = z.strictObject({ helper: Id });

export const helperPointsRoute: Route<z.infer<typeof HelperInput>> = {
  method: 'GET',
  url: '/api/points/helper',
  input: HelperInput,
  answer: async ({ helper }, context): Promise<object | Problem> => {
    const stations = stationsOf(context);
    if (stations.length === 0) return notForYou();
    if (!(await servesThere(context, helper, stations))) return notFound();
    const entries = await rowsWhere(context, pointEntries, 'helper_id = $1::uuid', [helper]);
    const declined = await rowsWhere(context, choices, 'declined and helper_id = $1::uuid', [helper]);
    return { standing: standingOn(entries, context.today), declined: declined.length > 0 };
  },
};

/** Somebody of another station and nobody are one answer (law A5). */
async function servesThere(context: ReadContext, helper: string, stations: readonly string[]): Promise<boolean> {
  const of = [helper, stations];
  const booked = await rowsWhere(context, profiles, 'id = $1::uuid and station_id = any($2::uuid[])', of);
  if (booked.length > 0) return true;
  const inPost = await rowsWhere(context, posts, 'user_id = $1::uuid and station_id = any($2::uuid[])', of);
  if (inPost.length > 0) return true;
  return (
    (await rowsWhere(context, hours, 'helper_id = $1::uuid and station_id = any($2::uuid[]) limit 1', of)).length > 0
  );
}
