/**
 * GET /api/hours: a month's service hours where the reader may read people: each volunteer's sum with the stretches it is added from
 * (law N1), what waits for a second person, and each one's hours of all time, on which the stars depend.
 */
import type { ServiceHours } from '@yimi/activities';
import { activities, hours, starsOf } from '@yimi/activities';
import { monthOf } from '@yimi/kernel';
import * as z from 'zod';
import type { FiguresInput } from './dashboard.ts';
import { FiguresInput as Input, placeAsked } from './dashboard.ts';
import { spanOf } from './figure-sql.ts';
import { staffNamed } from './named-people.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const mostShown = 2000;
const Total = z.object({ id: z.string(), minutes: z.number() });
const Volunteer = z.object({ id: z.string(), name: z.string(), room_id: z.string() });

export const hoursRoute: Route<FiguresInput> = {
  method: 'GET',
  url: '/api/hours',
  input: Input,
  answer: async (input, context) => {
    const { reader, trx, today } = context;
    const may = (rights: { people: boolean }): boolean => rights.people;
    if (!reader.anywhere(may)) return notForYou();
    const place = placeAsked(reader, input);
    if ('code' in place) return place;
    const month = input.month ?? monthOf(today);
    const { from, to } = spanOf(month);
    const stations = reader.stationsWhere(may);
    const rooms = reader.roomsWhere(may);
    const where = `(station_id = any($1::uuid[]) or room_id = any($2::uuid[])) and day between $3 and $4
      and ($5::uuid is null or station_id = $5::uuid or room_id = $5::uuid) order by day, from_at, id limit ${mostShown}`;
    const only = place.level === 'county' ? null : place.id;
    const found = await rowsWhere(context, hours, where, [stations, rooms, from, to, only]);
    const text = `select coalesce(user_id, id) as id, min(name) as name, min(room_id::text) as room_id from network.staff
      where active and role = 'hamlet-volunteer' and room_id = any($1::uuid[]) group by 1 order by 2 limit 2000`;
    const volunteers = await rowsOf(trx, Volunteer, { text, values: [rooms] });
    return {
      ...{ today, month, place, helpers: await helpersOf(context, found) },
      rows: await told(context, found),
      volunteers: volunteers.map(({ id, name, room_id: roomId }) => ({ id, name, roomId })),
    };
  },
};

type Found = readonly ServiceHours[];

async function helpersOf({ trx }: ReadContext, found: Found): Promise<object[]> {
  const ids = [...new Set(found.map((row) => row.helperId))];
  // Of all stations: the stars are the person's own.
  const text = `select helper_id as id, sum(minutes) as minutes from activities.hours
    where helper_id = any($1::uuid[]) group by helper_id`;
  const totals = new Map(
    (await rowsOf(trx, Total, { text, values: [ids] })).map(({ id, minutes }) => [id, minutes] as const),
  );
  return ids
    .map((id) => {
      const own = found.filter((row) => row.helperId === id);
      const total = totals.get(id) ?? 0;
      const minutes = own.reduce((sum, row) => sum + row.minutes, 0);
      return { id, name: own.at(-1)?.helperName ?? '', minutes, total, stars: starsOf(total) };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

async function told(context: ReadContext, found: Found): Promise<object[]> {
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
