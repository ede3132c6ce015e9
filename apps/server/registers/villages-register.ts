/**
 * 村居台账: the villages of a place, each with what the kept figures say of it. A county has some hundred villages, so all are
 * measured at once from the rollups (law Z3) and put in order here.
 */
import type { Day } from '@yimi/kernel';
import { clientsVisited, dueDays, lastVisitDays, visitCount } from '@yimi/services';
import * as z from 'zod';
import { atOf, daysSince } from '../reads/dashboard.ts';
import { HistogramRow, histogram, LeafRow, leaves } from '../reads/figure-sql.ts';
import { villages } from '../reads/measures.ts';
import type { Room } from '../reads/places-of-county.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor } from './conditions.ts';
import type { CellValue, RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only } from './source.ts';

const Staff = z.object({ room_id: z.string(), role: z.string(), name: z.string() });

interface Village {
  readonly room: Room;
  readonly clients: number;
  readonly visits: number;
  readonly met: number | null;
  readonly lastVisitOn: Day | null;
  readonly unvisited: boolean;
  readonly workers: readonly string[];
  readonly volunteers: number;
}

/** All villages of the place; those that passed to another station still stand under what was counted here. */
async function measured({ trx, reader, today }: ReadContext, { place, from, to }: Asked): Promise<Village[]> {
  const at = atOf(place);
  const visits = await rowsOf(trx, LeafRow, leaves(visitCount, at, from, to));
  // People are counted once a month: over several months their number is not a sum.
  const met = from === to ? await rowsOf(trx, LeafRow, leaves(clientsVisited, at, from, to)) : null;
  const served = villages(
    await rowsOf(trx, HistogramRow, histogram(dueDays, at, today)),
    await rowsOf(trx, HistogramRow, histogram(lastVisitDays, at, today)),
    today,
  );
  const staff = await staffOf({ trx, today });
  const counted = new Set([...visits.map((leaf) => leaf.room_id), ...served.keys()]);
  const sum = (rows: readonly LeafRow[], id: string): number =>
    rows.filter((leaf) => leaf.room_id === id).reduce((n, leaf) => n + leaf.n, 0);
  const ofRooms = met?.filter((leaf) => leaf.dims.startsWith('["room-month"')) ?? null;
  return [...reader.places.rooms.values()]
    .filter((room) => counted.has(room.id) || (room.mergedInto === null && lies(room, place)))
    .map((room) => {
      const own = staff.get(room.id) ?? [];
      return {
        room,
        clients: served.get(room.id)?.clients ?? 0,
        visits: sum(visits, room.id),
        met: ofRooms === null ? null : sum(ofRooms, room.id),
        lastVisitOn: served.get(room.id)?.lastVisitOn ?? null,
        unvisited: served.get(room.id)?.unvisited ?? false,
        workers: own.filter((one) => one.role === 'village-worker').map((one) => one.name),
        volunteers: own.filter((one) => one.role === 'hamlet-volunteer').length,
      };
    });
}

function lies(room: Room, { level, id }: Asked['place']): boolean {
  return level === 'county' || (level === 'station' ? room.stationId === id : room.id === id);
}

async function staffOf({
  trx,
  today,
}: Pick<ReadContext, 'trx' | 'today'>): Promise<Map<string, z.infer<typeof Staff>[]>> {
  const text = `select room_id, role, name from network.staff where active and room_id is not null
    and (from_day is null or from_day <= $1) and (to_day is null or $1 <= to_day) order by name, id`;
  return Map.groupBy(await rowsOf(trx, Staff, { text, values: [today] }), (one) => one.room_id);
}

/** A village where nobody is served is not one that is left unvisited; where somebody called, it stands in all the same. */
function reasonOf(village: Village): string | null {
  return village.clients === 0 && village.visits === 0 ? 'no-people' : null;
}

function chosen(all: readonly Village[], asked: Asked): Village[] {
  const called = asked.filters.get('called');
  const unvisited = asked.filters.get('unvisited');
  return all.filter(
    (village) =>
      (reasonOf(village) === null) === (asked.rows === 'counted') &&
      (called === undefined || village.visits > 0 === (called === 'yes')) &&
      (unvisited === undefined || village.unvisited === (unvisited === 'yes')),
  );
}

function keyOf(village: Village, by: string, at: number): string | number {
  switch (by) {
    case 'minutesAway':
      return village.room.minutesAway ?? -1;
    case 'clients':
      return village.clients;
    case 'visits':
      return village.visits;
    case 'lastVisitOn':
      return village.lastVisitOn ?? '';
    default:
      // Villages come in the order of their codes.
      return at;
  }
}

function inOrder(all: readonly Village[], { sort }: Asked): Village[] {
  const turn = sort.order === 'asc' ? 1 : -1;
  const keyed = all.map((village, at) => ({ village, at, key: keyOf(village, sort.by, at) }));
  keyed.sort((one, other) => turn * (one.key < other.key ? -1 : one.key > other.key ? 1 : one.at - other.at));
  return keyed.map(({ village }) => village);
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = inOrder(chosen(await measured(context, asked), asked), asked);
  // All were measured in this very snapshot: the row is found by its id, wherever it stands now.
  const start = cursor === null ? 0 : all.findIndex(({ room }) => room.id === cursor.id) + 1;
  const shown = all.slice(start, start + size);
  const last = start + size < all.length ? shown.at(-1) : undefined;
  const rows = shown.map((village) => rowOf(context, asked, village));
  return { rows, next: last === undefined ? null : { key: start + size, id: last.room.id } };
}

function rowOf(context: ReadContext, asked: Asked, village: Village): RegisterRow {
  const { room } = village;
  const shows = showsOf(context, asked, room.id, null);
  const cells: Record<string, CellValue> = {
    room: room.name,
    station: context.reader.places.stations.get(room.stationId)?.name ?? '',
    code: room.code,
    minutesAway: room.minutesAway,
    clients: village.clients,
    visits: village.visits,
    met: village.met,
    lastVisitOn: village.lastVisitOn,
    daysSince: daysSince(village.lastVisitOn, context.today),
    unvisited: village.unvisited ? 'yes' : 'no',
    workers: shows.staff ? village.workers.join('、') : null,
    volunteers: village.volunteers,
  };
  return { id: room.id, cells: only(asked, cells), reason: reasonOf(village), clientId: null, erased: false };
}

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const all = await measured(context, asked);
  const rows = chosen(all, asked);
  const sum = (of: (village: Village) => number): number => rows.reduce((n, village) => n + of(village), 0);
  const empty = all.filter((village) => reasonOf(village) !== null).length;
  const called = rows.filter((village) => village.visits > 0).length;
  return {
    total: rows.length,
    leftOut: empty === 0 ? [] : [{ reason: 'no-people', n: empty }],
    sums: {
      clients: sum((one) => one.clients),
      visits: sum((one) => one.visits),
      volunteers: sum((one) => one.volunteers),
    },
    parts: [
      { filter: 'called', value: 'yes', n: called },
      { filter: 'called', value: 'no', n: rows.length - called },
    ],
  };
}

export const villagesSource: RegisterSource = { summary, page: pageOf };
