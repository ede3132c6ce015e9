/** The trips and the calls at villages behind their figures, newest first, with those that are not counted and why (N5). */
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import type { Trip } from '@yimi/services';
import { stops, trips } from '@yimi/services';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import type { DayCursor } from './input.ts';
import { staffNamed } from './named-people.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

export async function tripPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { text, values } = pageOf(drillAll(figure, drill), 'day', cursor, 'desc');
  const found = await rowsWhere(context, trips, text, values);
  const shown = found.slice(0, pageSize);
  const ways = Map.groupBy(
    await rowsWhere(context, stops, 'trip_id = any($1::uuid[]) order by position', [shown.map((trip) => trip.id)]),
    (stop) => stop.tripId,
  );
  const names = await staffNamed(
    context.trx,
    shown.flatMap((trip) => trip.memberIds),
  );
  const rows = shown.map((trip) => ({
    kind: 'trip',
    id: trip.id,
    ...placeOf(context, trip),
    day: trip.day,
    state: trip.state,
    car: trip.car,
    way: (ways.get(trip.id) ?? []).map((stop) => context.reader.places.rooms.get(stop.roomId)?.name ?? ''),
    members: context.reader.at({ stationId: trip.stationId, roomId: trip.roomId }).staff
      ? trip.memberIds.flatMap((id) => names.get(id)?.name ?? [])
      : [],
    leftOut: reasonLeftOut(figure, trip),
  }));
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.day}_${last.id}` };
}

export async function callPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { text, values } = pageOf(drillAll(figure, drill), 'day', cursor, 'desc');
  const found = await rowsWhere(context, stops, text, values);
  const shown = found.slice(0, pageSize);
  const rows = shown.map((stop) => ({
    kind: 'call',
    id: stop.id,
    tripId: stop.tripId,
    ...placeOf(context, stop),
    roomName: context.reader.places.rooms.get(stop.roomId)?.name ?? '',
    day: stop.day,
    state: stop.state,
    leftOut: reasonLeftOut(figure, stop),
  }));
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.day}_${last.id}` };
}

/** The sheet itself is for the people of the station. */
function placeOf({ reader }: ReadContext, { stationId }: Pick<Trip, 'stationId'>) {
  return {
    stationName: reader.places.stations.get(stationId)?.name ?? '',
    openable: reader.of('station', stationId).people,
  };
}
