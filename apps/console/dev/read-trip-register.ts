/** The invented county's trips as register rows and as the records behind their figures. */
import { dayOf, startOfDay } from '@yimi/kernel';
import type { Stop, Trip } from '@yimi/services';
import type { RecordRow, Records } from '../api-records.ts';
import type { County, Room } from './invented-county.ts';
import { tripBoard } from './invented-trips.ts';

function clockOf(instant: number | null): string | null {
  if (instant === null) return null;
  const minutes = Math.floor((instant - startOfDay(dayOf(instant))) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

interface Listed {
  readonly trip: Trip;
  readonly way: readonly Stop[];
}

function tripsIn(county: County, rooms: ReadonlySet<string>, from: string, to: string): Listed[] {
  const board = tripBoard(county);
  return board.trips
    .filter((trip) => rooms.has(trip.roomId) && trip.day.slice(0, 7) >= from && trip.day.slice(0, 7) <= to)
    .map((trip) => ({ trip, way: board.stops.filter((stop) => stop.tripId === trip.id) }));
}

export function tripRows(county: County, rooms: readonly Room[], from: string, to: string) {
  const names = new Map(county.rooms.map((room) => [room.id, room.name]));
  const people = new Map(county.staff.map((one) => [one.userId, one.name]));
  return tripsIn(county, new Set(rooms.map((room) => room.id)), from, to).map(({ trip, way }) => {
    const out = trip.backAt !== null;
    const reached = way.filter((stop) => stop.state === 'reached').length;
    const planned = way.reduce((sum, stop) => sum + stop.clientIds.length, 0);
    const cells = {
      day: trip.day,
      station: county.stations.find((one) => one.id === trip.stationId)?.name ?? '',
      way: way.map((stop) => names.get(stop.roomId) ?? '').join('、'),
      members: trip.memberIds.map((id) => people.get(id) ?? '').join('、'),
      car: trip.car,
      leftAt: clockOf(trip.startedAt),
      backAt: clockOf(trip.backAt),
      minutes: trip.startedAt === null || trip.backAt === null ? null : (trip.backAt - trip.startedAt) / 60_000,
      back: out ? 'in-time' : null,
      villages: reached,
      skipped: 0,
      visits: out ? planned : 0,
      met: out ? planned - 2 : 0,
      notReached: out ? 0 : null,
      errands: out ? 2 : 0,
      supplies: trip.supplies.map((one) => `${one.text} × ${one.quantity}`).join('、'),
      decidedBy: people.get(trip.decidedBy ?? '') ?? null,
      ownGrant: trip.selfApproved ? 'yes' : 'no',
      state: trip.state,
      note: trip.note,
    };
    const reason = trip.state === 'closed' ? null : 'trip-not-back';
    return {
      row: { id: trip.id, cells, reason, clientId: null, erased: false },
      filters: {
        car: trip.car,
        state: trip.state,
        back: out ? 'in-time' : '',
        reached: out ? 'yes' : '',
        ownGrant: trip.selfApproved ? 'yes' : 'no',
      },
    };
  });
}

export function tripRecords(county: County, figure: string, rooms: ReadonlySet<string>, month: string): Records {
  const listed = tripsIn(county, rooms, month, month);
  const names = new Map(county.rooms.map((room) => [room.id, room.name]));
  const people = new Map(county.staff.map((one) => [one.userId, one.name]));
  const stationName = (id: string): string => county.stations.find((one) => one.id === id)?.name ?? '';
  const rows: (RecordRow & { leftOut: string | null })[] =
    figure === 'services.trips'
      ? listed.map(({ trip: { id, day, state, car, stationId, memberIds }, way }) => ({
          ...{ kind: 'trip' as const, id, day, state, car, stationName: stationName(stationId), openable: true },
          way: way.map((stop) => names.get(stop.roomId) ?? ''),
          members: memberIds.map((one) => people.get(one) ?? ''),
          leftOut: state === 'closed' ? null : 'trip-not-back',
        }))
      : listed.flatMap(({ way }) =>
          way.map(({ id, tripId, day, state, stationId, roomId }) => ({
            ...{ kind: 'call' as const, id, tripId, day, state, stationName: stationName(stationId), openable: true },
            roomName: names.get(roomId) ?? '',
            leftOut: state === 'reached' ? null : 'village-not-reached',
          })),
        );
  const left = rows.filter((row) => row.leftOut !== null);
  const reasons = [...Map.groupBy(left, (row) => row.leftOut ?? '')].map(([reason, of]) => ({ reason, n: of.length }));
  return { total: rows.length - left.length, rows, leftOut: reasons, namesNeedPurpose: false, next: null };
}

export function tripsOfMonth(county: County, rooms: ReadonlySet<string>, month: string) {
  const of = (figure: string): number => tripRecords(county, figure, rooms, month).total;
  return { trips: of('services.trips'), calls: of('services.village-calls') };
}
