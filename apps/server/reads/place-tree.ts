/** GET /api/places and /api/staff: the network as the reader may see it, who works where, and what stands vacant. */
import type { Day } from '@yimi/kernel';
import { roles } from '@yimi/kernel';
import { dueDays, lastVisitDays } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { daysSince } from './dashboard.ts';
import { histogram } from './figure-sql.ts';
import type { Village } from './measures.ts';
import { villages } from './measures.ts';
import type { Room, Station } from './places-of-county.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';

const StaffRow = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  station_id: z.string(),
  room_id: z.string().nullable(),
  role: z.enum(roles),
  active: z.boolean(),
  post_id: z.string().nullable(),
  last_seen_at: z.number().nullable(),
});
type StaffRow = z.infer<typeof StaffRow>;

const Days = z.object({
  station_id: z.string(),
  room_id: z.string(),
  dims: z.string(),
  before: z.number(),
  since: z.number(),
  latest: z.string().nullable(),
});

const Nothing = z.object({});

export const placesRoute: Route<object> = {
  method: 'GET',
  url: '/api/places',
  input: Nothing,
  answer: async (_, context) => {
    const { reader, trx } = context;
    if (!reader.anywhere((rights) => rights.places)) return notForYou();
    const staff = await staffOf(context);
    const served = await servedVillages(context);
    const agencies = await agenciesOf(trx, context.today);
    const stations = [...reader.places.stations.values()].flatMap(
      (station) => stationNode(context, station, staff, served, agencies) ?? [],
    );
    const wide = reader.of('county', reader.places.county.id).places;
    return { county: reader.places.county, stations, agencies: wide ? await allAgencies(trx) : [] };
  },
};

async function servedVillages({ trx, today }: ReadContext): Promise<Map<string, Village>> {
  const at = { level: 'county' } as const;
  return villages(
    await rowsOf(trx, Days, histogram(dueDays, at, today)),
    await rowsOf(trx, Days, histogram(lastVisitDays, at, today)),
    today,
  );
}

function stationNode(
  context: ReadContext,
  station: Station,
  staff: readonly StaffRow[],
  served: ReadonlyMap<string, Village>,
  agencies: ReadonlyMap<string, string>,
): object | null {
  const { reader } = context;
  const whole = reader.of('station', station.id).places;
  const rooms = [...reader.places.rooms.values()].filter(
    (room) => room.stationId === station.id && room.mergedInto === null && reader.atRoom(room.id).places,
  );
  if (!whole && rooms.length === 0) return null;
  const own = whole ? staff.filter((one) => one.station_id === station.id && one.room_id === null && one.active) : [];
  const { id, name, code, state, phone } = station;
  return {
    ...{ id, name, code, state, phone },
    agencyName: whole && reader.of('station', id).staff ? (agencies.get(id) ?? null) : null,
    staff: own.map((one) => staffNode(reader, one)),
    vacant: state === 'open' && whole && !own.some((one) => one.role === 'station-head') ? ['station-head'] : [],
    rooms: rooms.map((room) => roomNode(context, room, staff, served.get(room.id))),
  };
}

function roomNode(
  { reader, today }: ReadContext,
  room: Room,
  staff: readonly StaffRow[],
  village: Village | undefined,
): object {
  const own = staff.filter((one) => one.room_id === room.id && one.active);
  const { id, name, code, minutesAway } = room;
  const counted = reader.atRoom(id).figures;
  const lastVisitOn = village?.lastVisitOn ?? null;
  return {
    ...{ id, name, code, minutesAway },
    clients: counted ? (village?.clients ?? 0) : null,
    lastVisitOn: counted ? lastVisitOn : null,
    daysSince: counted ? daysSince(lastVisitOn, today) : null,
    unvisited: counted ? (village?.unvisited ?? false) : null,
    staff: own.map((one) => staffNode(reader, one)),
    vacant: own.some((one) => one.role === 'village-worker') ? [] : ['village-worker'],
  };
}

function staffNode(
  reader: ReadContext['reader'],
  { id, name, phone, role, station_id, room_id, post_id, last_seen_at }: StaffRow,
) {
  // When somebody's phone was last heard of helps whoever looks after the phones; nobody else is to watch it.
  const oversees = reader.of('station', station_id).audit !== 'none';
  return {
    userId: id,
    postId: post_id,
    name,
    role,
    roomId: room_id,
    phone,
    lastSeenAt: oversees ? last_seen_at : null,
  };
}

/** Whoever the reader may know by name; an open post beside the person, for whoever may end it. */
async function staffOf({ trx, reader, today }: ReadContext): Promise<StaffRow[]> {
  const found = await sql`select s.id, s.name, s.phone, s.station_id, s.room_id, s.role, s.active,
      (select p.id from network.posts p where p.county_id = s.county_id and p.user_id = s.id and p.role = s.role
        and (p.to_day is null or p.to_day >= ${today}) order by p.from_day desc, p.id limit 1) as post_id,
      (select max(l.last_seen_at) from login.sessions l where l.user_id = s.id and l.ended_at is null) as last_seen_at
    from network.staff s order by s.station_id, s.role, s.id`.execute(trx);
  return z
    .array(StaffRow)
    .parse(found.rows)
    .filter((one) => mayName(reader, one));
}

function mayName(reader: ReadContext['reader'], { station_id, room_id }: StaffRow): boolean {
  return room_id === null
    ? reader.of('station', station_id).staff
    : reader.at({ stationId: station_id, roomId: room_id }).staff;
}

async function agenciesOf(trx: Trx, today: Day): Promise<Map<string, string>> {
  const found = await sql`select c.station_id, a.name from network.contracts c
      join network.agencies a on a.county_id = c.county_id and a.id = c.agency_id
    where c.from_day <= ${today} and (c.to_day is null or ${today} <= c.to_day)`.execute(trx);
  return new Map(
    z
      .array(z.object({ station_id: z.string(), name: z.string() }))
      .parse(found.rows)
      .map((row) => [row.station_id, row.name]),
  );
}

async function allAgencies(trx: Trx): Promise<{ id: string; name: string }[]> {
  const found = await sql`select id, name from network.agencies order by name, id`.execute(trx);
  return z.array(z.object({ id: z.string(), name: z.string() })).parse(found.rows);
}

export const staffRoute: Route<object> = {
  method: 'GET',
  url: '/api/staff',
  input: Nothing,
  answer: async (_, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.staff)) return notForYou();
    const { stations, rooms } = reader.places;
    const rows = (await staffOf(context)).map((one) => ({
      ...staffNode(reader, one),
      active: one.active,
      stationId: one.station_id,
      stationName: stations.get(one.station_id)?.name ?? '',
      roomName: rooms.get(one.room_id ?? '')?.name ?? null,
    }));
    return { rows };
  },
};
