/** What an administrator calls a county, a station, a village or an agency, found by that name. */
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import { listCounties } from '../accounts/index.ts';
import type { Database } from '../database.ts';

const noSuch = (field: string) => problem('not-found', 'admin.no-such-place', { option: field }, field);
const several = (field: string) => problem('conflict', 'admin.several-places', { option: field }, field);

function only<T>(found: readonly T[], field: string): T | Problem {
  const [first, second] = found;
  if (first === undefined) return noSuch(field);
  return second === undefined ? first : several(field);
}

export type County = Awaited<ReturnType<typeof listCounties>>[number];

/** @param typed code or name; the only county when nothing was typed */
export async function countyNamed(database: Database, typed: string | undefined): Promise<County | Problem> {
  const all = await listCounties({ database });
  return only(
    all.filter((one) => typed === undefined || one.code === typed || one.name === typed),
    'county',
  );
}

const Stations = z.array(z.object({ id: z.string(), name: z.string() }));
const Rooms = z.array(z.object({ id: z.string(), name: z.string(), station_id: z.string() }));

export interface Named {
  readonly station?: string | undefined;
  readonly room?: string | undefined;
  readonly agency?: string | undefined;
}

export interface Found {
  readonly stationId: string | null;
  readonly roomId: string | null;
  readonly agencyId: string | null;
}

/** 古宜镇 is understood as 古宜镇社工站; a village gives its station by itself. */
export async function placesNamed(database: Database, countyId: string, named: Named): Promise<Found | Problem> {
  const read = async (query: ReturnType<typeof sql>) =>
    (await database.inCounty(countyId, (trx) => query.execute(trx))).rows;
  const found: { stationId: string | null; roomId: string | null; agencyId: string | null } = {
    stationId: null,
    roomId: null,
    agencyId: null,
  };
  if (named.station !== undefined) {
    const rows = await read(
      sql`select id, name from network.stations where name in (${named.station}, ${`${named.station}社工站`})`,
    );
    const station = only(Stations.parse(rows), 'station');
    if (isProblem(station)) return station;
    found.stationId = station.id;
  }
  if (named.room !== undefined) {
    const rows = await read(
      sql`select id, name, station_id from network.rooms where name = ${named.room} and merged_into is null
        and (${found.stationId}::uuid is null or station_id = ${found.stationId}::uuid)`,
    );
    const room = only(Rooms.parse(rows), 'room');
    if (isProblem(room)) return room;
    found.roomId = room.id;
    found.stationId = room.station_id;
  }
  if (named.agency !== undefined) {
    const agency = only(
      Stations.parse(await read(sql`select id, name from network.agencies where name = ${named.agency}`)),
      'agency',
    );
    if (isProblem(agency)) return agency;
    found.agencyId = agency.id;
  }
  return found;
}
