/**
 * The county's places, read once per request: fifteen stations and some hundred villages, never more than a county has.
 * Names, and the tree that reach and drill-down go by.
 */
import type { Day } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { Query } from './figure-sql.ts';
import { rowsOf } from './query.ts';

const StationRow = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  state: z.enum(['open', 'planned']),
  phone: z.string().nullable(),
});
const RoomRow = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  station_id: z.string(),
  minutes_away: z.number().nullable(),
  merged_into: z.string().nullable(),
  split_from: z.string().nullable(),
  former_names: z.array(z.object({ name: z.string(), lastDay: z.string() })),
});
export type Station = z.infer<typeof StationRow>;

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly stationId: string;
  readonly minutesAway: number | null;
  readonly mergedInto: string | null;
  readonly splitFrom: string | null;
  readonly formerNames: readonly { name: string; lastDay: string }[];
}

export interface CountyPlaces {
  readonly county: { readonly id: string; readonly name: string };
  readonly stations: ReadonlyMap<string, Station>;
  readonly rooms: ReadonlyMap<string, Room>;
}

const NamedAndMarked = z.object({ name: z.string(), mark: z.string().nullable() });
/** Every change of a station or village moves the clock of the county's own scope, whose hash tells two restored pasts apart. */
const markText = `select c.name, k.version || k.hashes::text as mark from public.counties c
  left join engine.clocks k on k.county_id = c.id and k.scope = $2 where c.id = $1`;
const roomsText = `select id, name, code, station_id, minutes_away, merged_into, split_from, former_names from network.rooms
  order by code, id`;

type Tree = Omit<CountyPlaces, 'county'>;

/**
 * The places last read, by county. What is kept is used only where the same snapshot says that nothing has changed since, so
 * nobody ever sees a village that has been merged, or misses one: it spares the reading, and not the looking.
 */
export class PlacesShelf {
  readonly #kept = new Map<string, { readonly mark: string; readonly tree: Tree }>();
  readonly #most: number;

  /** @param most counties of which the places are kept; the one that was asked for longest ago goes first */
  constructor(most = 40) {
    this.#most = most;
  }

  find(countyId: string, mark: string): Tree | null {
    const found = this.#kept.get(countyId);
    return found?.mark === mark ? found.tree : null;
  }

  keep(countyId: string, mark: string, tree: Tree): void {
    this.#kept.delete(countyId);
    this.#kept.set(countyId, { mark, tree });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** @param shelf null: read anew each time */
export async function placesOfCounty(trx: Trx, countyId: string, shelf: PlacesShelf | null): Promise<CountyPlaces> {
  const marked = { text: markText, values: [countyId, scopes.county], often: true };
  const [found] = await rowsOf(trx, NamedAndMarked, marked);
  const county = { id: countyId, name: found?.name ?? '' };
  const mark = found?.mark ?? null;
  const known = mark === null ? null : (shelf?.find(countyId, mark) ?? null);
  const tree = known ?? (await treeOf(trx));
  if (mark !== null && known === null) shelf?.keep(countyId, mark, tree);
  return { county, ...tree };
}

async function treeOf(trx: Trx): Promise<Tree> {
  const often = (text: string): Query => ({ text, values: [], often: true });
  const [stations, rooms] = await Promise.all([
    rowsOf(trx, StationRow, often('select id, name, code, state, phone from network.stations order by code, id')),
    rowsOf(trx, RoomRow, often(roomsText)),
  ]);
  return {
    stations: new Map(stations.map((row) => [row.id, row])),
    rooms: new Map(rooms.map((row) => [row.id, roomOf(row)])),
  };
}

/** Of a reader of areas, who sees nothing below a county. */
export const noPlaces = (countyId: string): CountyPlaces => ({
  county: { id: countyId, name: '' },
  stations: new Map(),
  rooms: new Map(),
});

function roomOf({
  station_id,
  minutes_away,
  merged_into,
  split_from,
  former_names,
  ...row
}: z.infer<typeof RoomRow>): Room {
  const changes = { mergedInto: merged_into, splitFrom: split_from, formerNames: former_names };
  return { ...row, ...changes, stationId: station_id, minutesAway: minutes_away };
}

export interface CityCounty {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

/** `counties` holds no client data and is open to all; its rows' data are not (law A1). */
export async function countiesOfCity(trx: Trx, cityCode: string): Promise<CityCounty[]> {
  const found =
    await sql`select id, name, code from public.counties where city_code = ${cityCode} order by code, id`.execute(trx);
  return z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })).parse(found.rows);
}

/** The stations of the agency's contracts that run on that day. */
export async function contractedStations(trx: Trx, agencyId: string, day: Day): Promise<string[]> {
  const found = await sql`select station_id from network.contracts
    where agency_id = ${agencyId} and from_day <= ${day} and (to_day is null or ${day} <= to_day)`.execute(trx);
  return z
    .array(z.object({ station_id: z.string() }))
    .parse(found.rows)
    .map((row) => row.station_id);
}
