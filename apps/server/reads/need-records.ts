/** The needs behind their figures, newest first, with those that are not counted and why (N5). */
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import { needs } from '@yimi/needs';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import { columnOf } from './figure-sql.ts';
import type { DayCursor } from './input.ts';
import { clientsNamed } from './named-people.ts';
import { mayReadNeeds } from './needs-queue.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

export async function needPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { reader, trx } = context;
  const { text, values } = pageOf(drillAll(figure, drill), columnOf(figure, figure.day).sql, cursor, 'desc');
  const found = await rowsWhere(context, needs, text, values);
  const shown = found.slice(0, pageSize);
  const people = await clientsNamed(
    trx,
    shown.flatMap((need) => need.clientId ?? []),
  );
  const rows = shown.map((need) => {
    // Counted where it was said; read where it lies now, for who asked may have moved.
    const readable = mayReadNeeds(reader.at({ stationId: need.heldBy, roomId: need.heldIn }));
    return {
      ...{ kind: 'need', id: need.id, day: need.receivedOn, needKind: need.kind, channel: need.channel },
      ...{ state: need.state, urgency: need.urgency, rating: need.rating },
      roomName: reader.places.rooms.get(need.roomId)?.name ?? '',
      stationName: reader.places.stations.get(need.stationId)?.name ?? '',
      words: readable ? need.words : null,
      name: readable ? (people.get(need.clientId ?? '')?.name ?? need.askerName) : null,
      leftOut: reasonLeftOut(figure, need),
    };
  });
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  const day = last?.[figure.day as 'receivedOn' | 'answeredOn' | 'ratedOn'];
  return { rows, next: last === undefined ? null : `${day}_${last.id}` };
}
