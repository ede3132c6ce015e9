/** The county as a ledger's reader needs it: villages within reach of the station that is imported for, staff, what headings meant before. */

import { roles } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { Choices, TargetName } from './choices.ts';
import { contractOfStation } from './contract.ts';
import type { Ledger } from './reading/ledger.ts';
import type { Setting } from './target.ts';
import type { Memory } from './understanding/propose.ts';

const Rooms = z.array(z.object({ id: z.string(), name: z.string(), station_id: z.string() }));
const Stations = z.array(z.object({ id: z.string(), name: z.string(), code: z.string() }));
const StaffRows = z.array(
  z.object({
    id: z.string(),
    user_id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    role: z.enum(roles),
    station_id: z.string(),
    room_id: z.string().nullable(),
    active: z.boolean(),
  }),
);
const Headings = z.array(z.object({ owner_id: z.string(), heading: z.string(), field: z.string().nullable() }));

export interface Places {
  readonly villages: Setting['villages'];
  readonly stations: Setting['stations'];
}

export async function placesFor(trx: Trx, stationId: string | null): Promise<Places> {
  const rooms = await sql`select id, name, station_id from network.rooms where merged_into is null
    and (${stationId}::uuid is null or station_id = ${stationId}::uuid) order by code, id`.execute(trx);
  const stations = await sql`select id, name, code from network.stations order by code, id`.execute(trx);
  return {
    villages: Rooms.parse(rooms.rows).map((room) => ({ id: room.id, name: room.name, stationId: room.station_id })),
    stations: Stations.parse(stations.rows),
  };
}

export interface Asked {
  readonly countyId: string;
  readonly stationId: string | null;
  readonly userId: string;
  readonly today: string;
  readonly since: number;
}

export async function settingOf(trx: Trx, asked: Asked, ledger: Ledger, choices: Choices): Promise<Setting> {
  const { stationId } = asked;
  const staff = await sql`select id, coalesce(user_id, id) as user_id, name, phone, role, station_id, room_id, active
    from network.staff where ${stationId}::uuid is null or station_id = ${stationId}::uuid
    order by active desc, id`.execute(trx);
  const desk = await sql`select 1 from network.posts where user_id = ${asked.userId}
    and role in ('administrator', 'county-officer') and from_day <= ${asked.today}
    and (to_day is null or to_day >= ${asked.today}) limit 1`.execute(trx);
  return {
    ...asked,
    ...(await placesFor(trx, stationId)),
    staff: StaffRows.parse(staff.rows).map(({ id, user_id, station_id, room_id, ...rest }) => ({
      ...rest,
      postId: id,
      userId: user_id,
      stationId: station_id,
      roomId: room_id,
    })),
    fromDesk: desk.rows.length > 0,
    date1904: ledger.format.kind === 'xlsx' && ledger.format.date1904,
    choices,
  };
}

/** The agency's memory where one runs the station, else the station's own. */
export async function memoryOf(
  trx: Trx,
  target: TargetName,
  stationId: string | null,
  today: string,
): Promise<{ owner: string | null; memory: Memory }> {
  if (stationId === null) return { owner: null, memory: new Map() };
  const agencyId = await contractOfStation(trx, stationId, today);
  const found = await sql`select owner_id, heading, field from network.headings
    where target = ${target} and owner_id = any(${[stationId, agencyId].filter((id) => id !== null)}::uuid[])
    order by owner_id = ${stationId}`.execute(trx);
  const rows = Headings.parse(found.rows);
  return { owner: agencyId ?? stationId, memory: new Map(rows.map(({ heading, field }) => [heading, field])) };
}
