/** The invented county's answers to /api/figures and to the records behind them. */
import { addDays, daysBetween } from '@yimi/kernel';
import type { Figures, Level } from '../api.ts';
import type { RecordRow, Records } from '../api-records.ts';
import type { Client, County, Room, Visit } from './invented-county.ts';
import { countyId, countyName, now, today } from './invented-county.ts';
import { activityRecords } from './read-activities.ts';
import { mealRecords } from './read-meals.ts';
import { offerRecords } from './read-needs.ts';
import { tripRecords, tripsOfMonth } from './read-trip-register.ts';

const pageSize = 40;

export interface At {
  readonly level: Level;
  readonly id: string;
}

function roomsAt(county: County, at: At): Room[] {
  if (at.level === 'station') return county.rooms.filter((room) => room.stationId === at.id);
  return at.level === 'room' ? county.rooms.filter((room) => room.id === at.id) : county.rooms;
}

function monthsUpTo(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(year, number - 12 + i, 1)).toISOString().slice(0, 7));
}

function before(month: string): string {
  return monthsUpTo(month)[10] ?? month;
}

const counts = (visit: Visit): boolean => visit.state === 'counted' && visit.plausible;

/** Day on which things are looked at: today, or the month's last one. */
function dayOfLook(month: string): string {
  const last = addDays(`${monthsUpTo(month)[11]}-01`, 31).slice(0, 7);
  const end = addDays(`${last}-01`, -1);
  return [end, today].sort()[0] ?? end;
}

function lastOn(county: County, rooms: ReadonlySet<string>, day: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const visit of county.visits)
    if (counts(visit) && rooms.has(visit.roomId) && visit.occurredOn <= day) found.set(visit.roomId, visit.occurredOn);
  return found;
}

export function inTime(county: County, client: Client, day: string): boolean {
  return daysBetween(client.lastMetOn ?? client.registeredOn, day) <= county.rule[client.risk];
}

interface Sums {
  visits: number;
  met: number;
  unvisited: number;
  course: number[];
}

function sums(county: County, rooms: readonly Room[], month: string): Sums {
  const ids = new Set(rooms.map((room) => room.id));
  const standing = county.visits.filter((visit) => counts(visit) && ids.has(visit.roomId));
  const inMonth = standing.filter((visit) => visit.occurredOn.startsWith(month));
  const day = dayOfLook(month);
  const last = lastOn(county, ids, day);
  return {
    visits: inMonth.length,
    met: new Set(inMonth.filter((visit) => visit.result === 'home').map((visit) => visit.clientId)).size,
    unvisited: rooms.filter((room) => {
      const on = last.get(room.id);
      return on === undefined || daysBetween(on, day) > 30;
    }).length,
    course: monthsUpTo(month).map((one) => standing.filter((visit) => visit.occurredOn.startsWith(one)).length),
  };
}

export function figuresAt(county: County, at: At, month: string, city: boolean, home: At['level'] = 'county'): Figures {
  const rooms = roomsAt(county, at);
  const here = sums(county, rooms, month);
  const then = sums(county, rooms, before(month));
  const ids = new Set(rooms.map((room) => room.id));
  const served = [...county.clients.values()].filter((client) => client.state === 'active' && ids.has(client.roomId));
  const parts = (['high', 'key', 'ordinary'] as const).map((risk) => {
    const all = served.filter((client) => client.risk === risk);
    const good = all.filter((client) => inTime(county, client, today)).length;
    const hidden = city && good < 5;
    return { key: risk, value: hidden ? null : good, of: all.length, previous: null, previousOf: null, hidden };
  });
  const good = parts.reduce((sum, part) => sum + (part.value ?? 0), 0);
  const tile = (
    figure: string,
    value: number,
    previous: number | null,
    more: Partial<Figures['tiles'][number]> = {},
  ) => ({
    figure,
    value,
    previous,
    hidden: false,
    of: null,
    previousOf: null,
    parts: [],
    course: [],
    ...more,
  });
  return {
    asOf: now,
    month,
    place: placeRef(county, at, city),
    // Only what the reader may open.
    parents: parentsOf(county, at, city).filter((parent) => home === 'county' || parent.level !== 'county'),
    tiles: [
      tile('services.visits', here.visits, then.visits, { course: here.course }),
      tile('services.clients-visited', here.met, then.met, { of: served.length }),
      tile('services.in-time', good, null, { of: served.length, parts }),
      tile('services.rooms-unvisited', here.unvisited, null, { of: rooms.length }),
    ],
    splits: splitsOf(county, ids, served, month, city),
    children: city ? [cityChild(county, month)] : childrenOf(county, at, month),
    days: daysAt(county, ids, month),
  };
}

/** As a province is told the city: sums of cities, no days, nothing below. */
export function provinceOf(city: Figures): Figures {
  const [county] = city.children;
  const { id, name } = city.place;
  return {
    ...city,
    place: { level: 'province', id: '450000', name: '广西壮族自治区' },
    tiles: city.tiles
      .filter((tile) => tile.figure !== 'services.rooms-unvisited')
      .map((tile) => ({ ...tile, course: [] })),
    splits: null,
    children: county === undefined ? [] : [{ ...county, level: 'city', id, name }],
    days: [],
  };
}

function splitsOf(
  county: County,
  rooms: ReadonlySet<string>,
  served: readonly Client[],
  month: string,
  city: boolean,
): Figures['splits'] {
  const standing = county.visits.filter((visit) => counts(visit) && rooms.has(visit.roomId));
  const inMonth = standing.filter((visit) => visit.occurredOn.startsWith(month));
  const seen = new Set(standing.map((visit) => visit.clientId));
  const volunteers = new Set(county.staff.filter((one) => one.role === 'hamlet-volunteer').map((one) => one.userId));
  const byVolunteer = inMonth.filter((visit) => volunteers.has(visit.authorId)).length;
  const calls = inMonth.filter((visit) => visit.mode === 'phone').length;
  const groups = [...new Set(served.flatMap((client) => client.groups))].map((group) => {
    const people = served.filter((client) => client.groups.includes(group));
    const ids = new Set(people.map((client) => client.id));
    const visits = inMonth.filter((visit) => ids.has(visit.clientId));
    const met = new Set(visits.filter((visit) => visit.result === 'home').map((visit) => visit.clientId)).size;
    return {
      group,
      clients: people.length,
      visits: visits.length,
      met,
      never: people.filter((one) => !seen.has(one.id)).length,
    };
  });
  return {
    mode: [
      { key: 'home', value: inMonth.length - calls },
      { key: 'phone', value: calls },
    ],
    author: [
      { key: 'worker', value: inMonth.length - byVolunteer },
      { key: 'volunteer', value: byVolunteer },
    ],
    groups,
    never: served.filter((client) => !seen.has(client.id)).length,
    trips: tripsOfMonth(county, rooms, month),
    openable: !city,
  };
}

function placeRef(county: County, at: At, city: boolean): Figures['place'] {
  if (city) return { level: 'city', id: '450200', name: '柳江市' };
  const name =
    at.level === 'county'
      ? countyName
      : (county.stations.find((one) => one.id === at.id)?.name ??
        county.rooms.find((one) => one.id === at.id)?.name ??
        '');
  return { ...at, name };
}

function parentsOf(county: County, at: At, city: boolean): Figures['parents'] {
  if (city || at.level === 'county') return [];
  const top = { level: 'county' as const, id: countyId, name: countyName };
  const room = county.rooms.find((one) => one.id === at.id);
  const station = county.stations.find((one) => one.id === room?.stationId);
  return station === undefined ? [top] : [top, { level: 'station', id: station.id, name: station.name }];
}

function cityChild(county: County, month: string): Figures['children'][number] {
  const { visits, met, unvisited } = sums(county, county.rooms, month);
  const tiles = { 'services.visits': visits, 'services.clients-visited': met, 'services.rooms-unvisited': unvisited };
  return { level: 'county', id: countyId, name: countyName, tiles, lastVisitOn: null, daysSince: null, clients: null };
}

function childrenOf(county: County, at: At, month: string): Figures['children'] {
  if (at.level === 'room') return [];
  const groups =
    at.level === 'county'
      ? county.stations.map((one) => ({ ...one, level: 'station' as const }))
      : roomsAt(county, at).map((one) => ({ ...one, level: 'room' as const }));
  return groups.map(({ id, name, level }) => {
    const rooms = roomsAt(county, { level, id });
    const ids = new Set(rooms.map((room) => room.id));
    const { visits, met, unvisited } = sums(county, rooms, month);
    const lastVisitOn = [...lastOn(county, ids, today).values()].sort().at(-1) ?? null;
    const clients = [...county.clients.values()].filter(
      (client) => ids.has(client.roomId) && client.state === 'active',
    ).length;
    const tiles = { 'services.visits': visits, 'services.clients-visited': met, 'services.rooms-unvisited': unvisited };
    return {
      level,
      id,
      name,
      tiles,
      lastVisitOn,
      daysSince: lastVisitOn === null ? null : daysBetween(lastVisitOn, today),
      clients,
    };
  });
}

function daysAt(county: County, rooms: ReadonlySet<string>, month: string): Figures['days'] {
  const from = `${monthsUpTo(month)[0]}-01`;
  const byDay = new Map<string, number>();
  for (const visit of county.visits) {
    if (counts(visit) && rooms.has(visit.roomId) && visit.occurredOn >= from && visit.occurredOn <= dayOfLook(month)) {
      byDay.set(visit.occurredOn, (byDay.get(visit.occurredOn) ?? 0) + 1);
    }
  }
  return [...byDay].map(([day, n]) => ({ day, n }));
}

export function visitRow(county: County, visit: Visit, showName: boolean) {
  const client = county.clients.get(visit.clientId);
  const files = visit.photos + visit.voices;
  return {
    kind: 'visit' as const,
    id: visit.id,
    occurredAt: visit.occurredAt,
    occurredOn: visit.occurredOn,
    roomName: county.rooms.find((room) => room.id === visit.roomId)?.name ?? '',
    stationName: county.stations.find((one) => one.id === visit.stationId)?.name ?? '',
    clientId: visit.clientId,
    clientName: showName ? (client?.name ?? null) : null,
    authorName: county.staff.find((one) => one.userId === visit.authorId)?.name ?? null,
    mode: visit.mode,
    result: visit.result,
    risk: visit.risk,
    state: visit.state,
    review: visit.review,
    plausible: visit.plausible,
    leftOut: visit.state !== 'counted' ? 'withdrawn-or-rejected' : visit.plausible ? null : 'implausible-time',
    files: { photo: visit.photos, voice: visit.voices, arrived: visit.arrived ? files : 0 },
  };
}

export function recordsOf(
  county: County,
  figure: string,
  at: At,
  month: string,
  dims: Readonly<Record<string, string | string[]>>,
  cursor: number,
  showName: boolean,
): Records {
  const rooms = roomsAt(county, at);
  const ids = new Set(rooms.map((room) => room.id));
  const page = (all: RecordRow[], leftOut: Records['leftOut'] = []): Records => ({
    total: all.filter((row) => row.kind !== 'visit' || row.leftOut === null).length,
    rows: all.slice(cursor, cursor + pageSize),
    leftOut,
    namesNeedPurpose: !showName,
    next: cursor + pageSize < all.length ? String(cursor + pageSize) : null,
  });
  const ofActivities = activityRecords(county, figure) ?? mealRecords(county, figure) ?? offerRecords(county, figure);
  if (ofActivities !== null) return ofActivities;
  if (figure === 'services.trips' || figure === 'services.village-calls')
    return tripRecords(county, figure, ids, month);
  if (figure === 'services.rooms-unvisited') {
    const last = lastOn(county, ids, dayOfLook(month));
    const quiet = rooms.filter((room) => {
      const on = last.get(room.id);
      return on === undefined || daysBetween(on, dayOfLook(month)) > 30;
    });
    return page(
      quiet.map((room) => {
        const lastVisitOn = last.get(room.id) ?? null;
        const clients = [...county.clients.values()].filter((client) => client.roomId === room.id).length;
        return {
          kind: 'room',
          id: room.id,
          roomName: room.name,
          stationName: county.stations.find((one) => one.id === room.stationId)?.name ?? '',
          clients,
          lastVisitOn,
          daysSince: lastVisitOn === null ? null : daysBetween(lastVisitOn, today),
        };
      }),
    );
  }
  if (figure === 'services.in-time' || figure.startsWith('services.never-visited')) {
    const people = [...county.clients.values()].filter(
      (client) =>
        ids.has(client.roomId) &&
        client.state === 'active' &&
        (dims.risk === undefined || dims.risk === client.risk) &&
        (typeof dims.groups !== 'string' || client.groups.includes(dims.groups)) &&
        (figure === 'services.in-time' ||
          !county.visits.some((visit) => counts(visit) && visit.clientId === client.id)),
    );
    const rows = people
      .map((client) => ({
        kind: 'person' as const,
        id: client.id,
        clientId: client.id,
        clientName: showName ? client.name : null,
        roomName: rooms.find((room) => room.id === client.roomId)?.name ?? '',
        hamlet: client.hamlet,
        risk: client.risk,
        dueOn: addDays(client.lastMetOn ?? client.registeredOn, county.rule[client.risk]),
        lastMetOn: client.lastMetOn,
        inTime: inTime(county, client, today),
      }))
      .sort((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
    return {
      ...page(rows, [{ reason: 'no-longer-served', n: 3 }]),
      total: rows.filter((row) => row.inTime || figure !== 'services.in-time').length,
    };
  }
  const day = dims.occurredOn;
  const all = county.visits
    .filter(
      (visit) =>
        ids.has(visit.roomId) && (day === undefined ? visit.occurredOn.startsWith(month) : visit.occurredOn === day),
    )
    .filter((visit) => figure !== 'services.clients-visited' || visit.result === 'home')
    .filter((visit) => dims.mode === undefined || visit.mode === dims.mode)
    .filter(
      ({ clientId }) =>
        typeof dims.groups !== 'string' || county.clients.get(clientId)?.groups.includes(dims.groups) === true,
    )
    .map((visit) => visitRow(county, visit, showName))
    .reverse();
  const leftOut = ['withdrawn-or-rejected', 'implausible-time']
    .map((reason) => ({ reason, n: all.filter((row) => row.leftOut === reason).length }))
    .filter(({ n }) => n > 0);
  return page(all, leftOut);
}

/** For /api/settings: what a visit rule is held against. */
export function loadsOf(county: County) {
  return county.stations.map(({ id, name }) => {
    const rooms = roomsAt(county, { level: 'station', id });
    const here = county.staff.filter((one) => one.stationId === id);
    const count = (...roles: readonly string[]) => here.filter((one) => roles.includes(one.role)).length;
    const staff = {
      stationWorkers: count('station-worker', 'station-head'),
      villageWorkers: count('village-worker'),
      volunteers: count('hamlet-volunteer'),
    };
    const villages = rooms.map((room) => {
      const people = [...county.clients.values()].filter((one) => one.state === 'active' && one.roomId === room.id);
      const of = (risk: Client['risk']) => people.filter((client) => client.risk === risk).length;
      return { minutesAway: room.minutesAway, people: { high: of('high'), key: of('key'), ordinary: of('ordinary') } };
    });
    return { id, name, ...staff, villages };
  });
}
