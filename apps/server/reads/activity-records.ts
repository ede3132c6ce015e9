/** The activities and the attendances behind their figures, newest first, with those that are not counted and why (N5). */
import { activities, entries } from '@yimi/activities';
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import type { DayCursor } from './input.ts';
import { clientsNamed } from './named-people.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

interface Placed {
  readonly stationId: string;
  readonly roomId: string;
}

/** The sheet with its names is for those who may read people where it was held. */
function placeOf({ reader }: ReadContext, { stationId, roomId }: Placed) {
  return {
    roomName: reader.places.rooms.get(roomId)?.name ?? '',
    stationName: reader.places.stations.get(stationId)?.name ?? '',
    openable: reader.at({ stationId, roomId }).people,
  };
}

function pageEnd(rows: readonly { day: string; id: string }[], found: number): string | null {
  const last = found > pageSize ? rows.at(-1) : undefined;
  return last === undefined ? null : `${last.day}_${last.id}`;
}

export async function activityPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { text, values } = pageOf(drillAll(figure, drill), 'day', cursor, 'desc');
  const found = await rowsWhere(context, activities, text, values);
  const rows = found.slice(0, pageSize).map((activity) => ({
    ...{ kind: 'activity', id: activity.id, ...placeOf(context, activity), day: activity.day, title: activity.title },
    ...{ kinds: activity.kinds, state: activity.state, leftOut: reasonLeftOut(figure, activity) },
  }));
  return { rows, next: pageEnd(rows, found.length) };
}

export async function attendancePage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { text, values } = pageOf(drillAll(figure, drill), 'day', cursor, 'desc');
  const found = await rowsWhere(context, entries, text, values);
  const shown = found.slice(0, pageSize);
  const held = [shown.map((entry) => entry.activityId)];
  const titles = new Map(
    (await rowsWhere(context, activities, 'id = any($1::uuid[])', held)).map((one) => [one.id, one.title]),
  );
  const people = await clientsNamed(
    context.trx,
    shown.flatMap((entry) => entry.clientId ?? []),
  );
  const rows = shown.map((entry) => {
    const named = context.reader.at(entry).records === 'with-person';
    return {
      ...{ kind: 'attendance', id: entry.id, activityId: entry.activityId, ...placeOf(context, entry) },
      ...{ day: entry.day, title: titles.get(entry.activityId) ?? '', part: entry.part, rating: entry.rating },
      name: named ? (people.get(entry.clientId ?? '')?.name ?? entry.name) : null,
      ...{ attended: entry.attended, leftOut: reasonLeftOut(figure, entry) },
    };
  });
  return { rows, next: pageEnd(rows, found.length) };
}
