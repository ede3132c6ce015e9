/** GET /api/places and /api/staff: the network as the reader may see it, who works where, and what stands vacant. */
import type { Day } from '@yimi/kernel';
import { Id } from '@yimi/kernel';
import { founders, registrationLevels } from '@yimi/network';
import { dueDays, lastVisitDays } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { daysSince } from './dashboard.ts';
import { HistogramRow, histogram } from './figure-sql.ts';
import type { Village } from './measures.ts';
import { villages } from './measures.ts';
import type { ModelsOfCounty } from './network-facts.ts';
import { contradictionsFor, modelsOf, officesOf } from './network-facts.ts';
import type { Room, Station } from './places-of-county.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import type { StaffRow } from './staff-list.ts';
import { everybody, isThere, mayName, staffNode, staffOf, worksToday } from './staff-list.ts';

const Nothing = z.object({});

export const placesRoute: Route<object> = {
  method: 'GET',
  url: '/api/places',
  input: Nothing,
  answer: async (_, context) => {
    const { reader, trx } = context;
    if (!reader.anywhere((rights) => rights.places)) return notForYou();
    const all = await everybody(context);
    const staff = all.filter((one) => mayName(reader, one));
    const served = await servedVillages(context);
    const agencies = await agenciesOf(trx, context.today);
    const liveRooms = [...reader.places.rooms.values()].filter((room) => room.mergedInto === null);
    const models = await modelsOf(context, (id) => liveRooms.filter((room) => room.stationId === id).length);
    const stations = [...reader.places.stations.values()].flatMap(
      (station) => stationNode(context, station, { all, served, agencies, models }) ?? [],
    );
    const wide = reader.of('county', reader.places.county.id).places;
    return {
      county: reader.places.county,
      stations,
      agencies: wide ? await allAgencies(trx) : [],
      offices: await officesOf(context),
      models: wide ? models.models : [],
      contradictions: reader.anywhere((rights) => rights.staff) ? await contradictionsFor(context, staff) : [],
    };
  },
};

async function servedVillages({ trx, today }: ReadContext): Promise<Map<string, Village>> {
  const at = { level: 'county' } as const;
  return villages(
    await rowsOf(trx, HistogramRow, histogram(dueDays, at, today)),
    await rowsOf(trx, HistogramRow, histogram(lastVisitDays, at, today)),
    today,
  );
}

interface Beside {
  /** Everybody, also whom the reader may not name: how many there are is no secret, and unknown is not vacant. */
  readonly all: readonly StaffRow[];
  readonly served: ReadonlyMap<string, Village>;
  readonly agencies: ReadonlyMap<string, string>;
  readonly models: ModelsOfCounty;
}

function stationNode(context: ReadContext, station: Station, { all, served, agencies, models }: Beside): object | null {
  const { reader, today } = context;
  const whole = reader.of('station', station.id).places;
  const rooms = [...reader.places.rooms.values()].filter(
    (room) => room.stationId === station.id && room.mergedInto === null && reader.atRoom(room.id).places,
  );
  if (!whole && rooms.length === 0) return null;
  const own = whole
    ? all.filter((one) => one.station_id === station.id && one.room_id === null && isThere(one, today))
    : [];
  const { id, name, code, state, phone } = station;
  return {
    ...{ id, name, code, state, phone },
    model: whole ? models.of(id) : null,
    agencyName: whole ? (agencies.get(id) ?? null) : null,
    staff: own.filter((one) => mayName(reader, one)).map((one) => staffNode(reader, one, today)),
    workers: new Set(own.filter((one) => isWorker(one) && worksToday(one, today)).map((one) => one.user_id)).size,
    vacant:
      state === 'open' && whole && !own.some((one) => one.role === 'station-head' && worksToday(one, today))
        ? ['station-head']
        : [],
    rooms: rooms.map((room) => roomNode(context, room, all, served.get(room.id))),
  };
}

const isWorker = ({ role }: StaffRow): boolean => role === 'station-worker' || role === 'station-head';

function roomNode(
  { reader, today }: ReadContext,
  room: Room,
  all: readonly StaffRow[],
  village: Village | undefined,
): object {
  const own = all.filter((one) => one.room_id === room.id && isThere(one, today));
  const { id, name, code, minutesAway } = room;
  const counted = reader.atRoom(id).figures;
  const lastVisitOn = village?.lastVisitOn ?? null;
  return {
    ...{ id, name, code, minutesAway },
    formerNames: room.formerNames,
    splitFrom: reader.places.rooms.get(room.splitFrom ?? '')?.name ?? null,
    mergedFrom: [...reader.places.rooms.values()].filter((one) => one.mergedInto === id).map((one) => one.name),
    clients: counted ? (village?.clients ?? 0) : null,
    lastVisitOn: counted ? lastVisitOn : null,
    daysSince: counted ? daysSince(lastVisitOn, today) : null,
    unvisited: counted ? (village?.unvisited ?? false) : null,
    staff: own.filter((one) => mayName(reader, one)).map((one) => staffNode(reader, one, today)),
    volunteers: own.filter((one) => one.role === 'hamlet-volunteer' && worksToday(one, today)).length,
    vacant: own.some((one) => one.role === 'village-worker' && worksToday(one, today)) ? [] : ['village-worker'],
  };
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

const AgencyRow = z.object({
  id: z.string(),
  name: z.string(),
  founder: z.enum(founders).nullable(),
  registered_at: z.enum(registrationLevels).nullable(),
  incubator: z.string(),
});

async function allAgencies(trx: Trx): Promise<object[]> {
  const found =
    await sql`select id, name, founder, registered_at, incubator from network.agencies order by name, id`.execute(trx);
  return z
    .array(AgencyRow)
    .parse(found.rows)
    .map(({ registered_at, ...row }) => ({ ...row, registeredAt: registered_at }));
}

const OfPerson = z.object({ user: z.optional(Id) });

export const staffRoute: Route<z.infer<typeof OfPerson>> = {
  method: 'GET',
  url: '/api/staff',
  input: OfPerson,
  answer: async ({ user }, context) => {
    const { reader, today } = context;
    if (!reader.anywhere((rights) => rights.staff)) return notForYou();
    const { stations, rooms } = reader.places;
    const asked = (await staffOf(context)).filter((one) => user === undefined || one.user_id === user);
    const rows = asked.map((one) => ({
      ...staffNode(reader, one, today),
      ...{ fromDay: one.from_day, toDay: one.to_day },
      active: worksToday(one, today),
      stationId: one.station_id,
      stationName: stations.get(one.station_id)?.name ?? '',
      roomName: rooms.get(one.room_id ?? '')?.name ?? null,
    }));
    return { rows };
  },
};
