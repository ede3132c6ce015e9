/**
 * The reader of a request: each active post with its line of the rights table and the places it covers. A question is
 * always "what may they read *here*", and a place out of reach answers as one that does not exist (law A5).
 */
import type { Day, Post, Role } from '@yimi/kernel';
import type { Trx } from '../database.ts';
import type { CountyPlaces, PlacesShelf } from './places-of-county.ts';
import { contractedStations, noPlaces, placesOfCounty } from './places-of-county.ts';
import type { Rights } from './rights.ts';
import { noRights, rightsByRole, together } from './rights.ts';

export interface Actor {
  readonly userId: string;
  readonly countyId: string;
  /** The city whose figures they read; such a person belongs to no county. */
  readonly cityCode: string | null;
  readonly sessionId: string;
  readonly deviceId: string | null;
  readonly posts: readonly Post[];
  readonly roles: readonly Role[];
}

export type Level = 'city' | 'county' | 'station' | 'room';

interface Grant {
  readonly rights: Rights;
  readonly county: boolean;
  readonly stations: ReadonlySet<string>;
  readonly rooms: ReadonlySet<string>;
}

/** Where a record lies: both ends, for a village may pass to another station. */
export interface RecordPlace {
  readonly stationId: string | null;
  readonly roomId: string;
}

export class ReaderRights {
  readonly userId: string;
  readonly cityCode: string | null;
  readonly places: CountyPlaces;
  readonly #grants: readonly Grant[];

  constructor(userId: string, cityCode: string | null, places: CountyPlaces, grants: readonly Grant[]) {
    this.userId = userId;
    this.cityCode = cityCode;
    this.places = places;
    this.#grants = grants;
  }

  /** What they may read of a record or person that lies there. */
  at(place: RecordPlace): Rights {
    return this.#sum((grant) => covers(grant, place));
  }

  /** What they may read of a village as it is now. */
  atRoom(roomId: string): Rights {
    const room = this.places.rooms.get(roomId);
    return room === undefined ? noRights : this.at({ stationId: room.stationId, roomId });
  }

  /** What they may read of a place as a whole: a county's sum needs the county. */
  of(level: Exclude<Level, 'city'>, id: string): Rights {
    if (level === 'county') return id === this.places.county.id ? this.#sum((grant) => grant.county) : noRights;
    if (level === 'room') return this.atRoom(id);
    if (!this.places.stations.has(id)) return noRights;
    return this.#sum((grant) => grant.county || grant.stations.has(id));
  }

  /** True if some post gives it somewhere. */
  anywhere(has: (rights: Rights) => boolean): boolean {
    return this.#grants.some((grant) => has(grant.rights));
  }

  /** Villages where the reader has it, or 'all' of the county. */
  roomsWhere(has: (rights: Rights) => boolean): readonly string[] {
    return [...this.places.rooms.keys()].filter((id) => has(this.atRoom(id)));
  }

  stationsWhere(has: (rights: Rights) => boolean): readonly string[] {
    return [...this.places.stations.keys()].filter((id) => has(this.of('station', id)));
  }

  /** The widest place they read figures of: where the dashboard opens. */
  home(): { level: Exclude<Level, 'city'>; id: string } | null {
    if (this.of('county', this.places.county.id).figures) return { level: 'county', id: this.places.county.id };
    const station = this.stationsWhere((rights) => rights.figures)[0];
    if (station !== undefined) return { level: 'station', id: station };
    const room = this.roomsWhere((rights) => rights.figures)[0];
    return room === undefined ? null : { level: 'room', id: room };
  }

  #sum(covering: (grant: Grant) => boolean): Rights {
    return this.#grants.filter(covering).reduce((sum, grant) => together(sum, grant.rights), noRights);
  }
}

function covers(grant: Grant, { stationId, roomId }: RecordPlace): boolean {
  return grant.county || (stationId !== null && grant.stations.has(stationId)) || grant.rooms.has(roomId);
}

export async function readerOf(
  trx: Trx,
  actor: Actor,
  today: Day,
  shelf: PlacesShelf | null = null,
): Promise<ReaderRights> {
  // City and above see figures of counties and nothing below, whatever else their posts are called (law A2).
  if (actor.cityCode !== null) {
    const city = actor.posts.length > 0 ? actor.cityCode : null;
    return new ReaderRights(actor.userId, city, noPlaces(actor.countyId), []);
  }
  const [places, ...grants] = await Promise.all([
    placesOfCounty(trx, actor.countyId, shelf),
    ...actor.posts.map((post) => grantOf(trx, post, today)),
  ]);
  return new ReaderRights(actor.userId, null, places, grants);
}

async function grantOf(trx: Trx, post: Post, today: Day): Promise<Grant> {
  const rights = rightsByRole[post.role];
  const none = { rights, county: false, stations: new Set<string>(), rooms: new Set<string>() };
  const station = post.stationId === null ? none : { ...none, stations: new Set([post.stationId]) };
  switch (rights.reach) {
    // A city post without a city covers nothing.
    case 'none':
    case 'city':
      return { ...none, rights: noRights };
    case 'room':
      return post.roomId === null ? none : { ...none, rooms: new Set([post.roomId]) };
    case 'station':
      return station;
    case 'county-or-station':
      return post.stationId === null ? { ...none, county: true } : station;
    case 'contracts':
      return post.agencyId === null
        ? none
        : { ...none, stations: new Set(await contractedStations(trx, post.agencyId, today)) };
    case 'county':
      return { ...none, county: true };
  }
}
