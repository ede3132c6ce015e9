/**
 * GET /api/hours: a month's service hours where the reader may read people: each volunteer's sum with the stretches it is added from
 * (law N1), what waits for a second person, each one's hours of all time, on which the stars depend, and points if the county gives any.
 */
import type { ServiceHours } from '@yimi/activities';
import { activities, hours, starsOf } from '@yimi/activities';
import { monthOf } from '@yimi/kernel';
import { choices, pointEntries, pointRules, standingOn } from '@yimi/points';
import * as z from 'zod';
import type { FiguresInput } from './dashboard.ts';
import { FiguresInput as Input, placeAsked } from './dashboard.ts';
import type { Query } from './figure-sql.ts';
import { spanOf } from './figure-sql.ts';
import { staffNamed } from './named-people.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

/** Stretches shown at once, what waits first; the register has them all. Sums are of all in any case. */
const mostShown = 2000;
const Sum = z.object({ id: z.string(), name: z.string(), room_id: z.string(), minutes: z.number() });
const Total = z.object({ id: z.string(), minutes: z.number() });
const Volunteer = z.object({ id: z.string(), name: z.string(), room_id: z.string() });

export const hoursRoute: Route<FiguresInput> = {
  method: 'GET',
  url: '/api/hours',
  input: Input,
  answer: async (input, context) => {
    const { reader, today } = context;
    const may = (rights: { people: boolean }): boolean => rights.people;
    if (!reader.anywhere(may)) return notForYou();
    const place = placeAsked(reader, input);
    if ('code' in place) return place;
    const month = input.month ?? monthOf(today);
    const { from, to } = spanOf(month);
    const rooms = reader.roomsWhere(may);
    const where = `(station_id = any($1::uuid[]) or room_id = any($2::uuid[])) and day between $3 and $4
      and ($5::uuid is null or station_id = $5::uuid or room_id = $5::uuid)`;
    const only = place.level === 'county' ? null : place.id;
    const query = { text: where, values: [reader.stationsWhere(may), rooms, from, to, only] };
    const order = ` order by (state = 'waiting') desc, day, from_at, id limit ${mostShown + 1}`;
    const found = await rowsWhere(context, hours, `${where}${order}`, query.values);
    const shown = found.slice(0, mostShown).sort((one, other) => one.fromAt - other.fromAt);
    return {
      ...{
        today,
        month,
        place,
        helpers: await helpersOf(context, query),
        volunteers: await volunteersOf(context, rooms),
      },
      pointsInUse: (await rowsWhere(context, pointRules, 'in_use', [])).length > 0,
      ...{ rows: await told(context, shown), more: found.length > mostShown },
    };
  },
};

/** Whose hours may be added: who is on the book, with an account or without, and volunteers in post who are not. */
async function volunteersOf({ trx }: ReadContext, rooms: readonly string[]): Promise<object[]> {
  const text = `select distinct on (id) id, name, room_id from (
      select id, name, room_id::text, 0 as rank from volunteers.profiles where state <> 'ended' and room_id = any($1::uuid[])
      union all select coalesce(user_id, id), min(name), min(room_id::text), 1 from network.staff
        where active and role = 'hamlet-volunteer' and room_id = any($1::uuid[]) group by 1
    ) as known order by id, rank`;
  const found = await rowsOf(trx, Volunteer, { text, values: [rooms] });
  return found
    .map(({ id, name, room_id: roomId }) => ({ id, name, roomId }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

async function helpersOf(context: ReadContext, { text: where, values }: Query): Promise<object[]> {
  const { trx } = context;
  const text = `select helper_id as id, (array_agg(helper_name order by day desc, id desc))[1] as name,
      (array_agg(room_id order by day desc, id desc))[1] as room_id, sum(minutes) as minutes
    from activities.hours where ${where} group by helper_id`;
  const sums = await rowsOf(trx, Sum, { text, values });
  // Of all stations: the stars are the person's own.
  const ofAll = {
    text: `select helper_id as id, sum(minutes) as minutes from activities.hours
      where helper_id = any($1::uuid[]) group by helper_id`,
    values: [sums.map(({ id }) => id)],
  };
  const totals = new Map((await rowsOf(trx, Total, ofAll)).map(({ id, minutes }) => [id, minutes] as const));
  const pointsOf = await pointsFor(
    context,
    sums.map(({ id }) => id),
  );
  return sums
    .map(({ room_id: roomId, ...one }) => ({
      ...{ ...one, roomId, total: totals.get(one.id) ?? 0, stars: starsOf(totals.get(one.id) ?? 0) },
      ...pointsOf(one.id),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Each helper's points, and whether they want any. */
async function pointsFor(context: ReadContext, ids: readonly string[]): Promise<(id: string) => object> {
  const given = await rowsWhere(context, pointEntries, 'helper_id = any($1::uuid[])', [ids]);
  const declining = await rowsWhere(context, choices, 'declined and helper_id = any($1::uuid[])', [ids]);
  const lots = Map.groupBy(given, (one) => one.helperId);
  const declined = new Set(declining.map((one) => one.helperId));
  return (id) => ({ standing: standingOn(lots.get(id) ?? [], context.today), declined: declined.has(id) });
}

async function told(context: ReadContext, found: readonly ServiceHours[]): Promise<object[]> {
  const held = [found.flatMap((row) => row.activityId ?? [])];
  const titles = new Map(
    (await rowsWhere(context, activities, 'id = any($1::uuid[])', held)).map((one) => [one.id, one.title]),
  );
  const staff = await staffNamed(
    context.trx,
    found.flatMap((row) => [row.addedBy, row.confirmedBy]),
  );
  return found.map((row) => ({
    ...row,
    title: titles.get(row.activityId ?? '') ?? null,
    addedByName: staff.get(row.addedBy)?.name ?? null,
    confirmedByName: staff.get(row.confirmedBy ?? '')?.name ?? null,
  }));
}
