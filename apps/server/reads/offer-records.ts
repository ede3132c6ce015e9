/** The offers behind their figures, newest first, with those that are not counted and why (N5). Who was asked is for who may read people there. */
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import { offers, profiles } from '@yimi/volunteers';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import { columnOf } from './figure-sql.ts';
import type { DayCursor } from './input.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

export async function offerPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { reader } = context;
  const { text, values } = pageOf(drillAll(figure, drill), columnOf(figure, figure.day).sql, cursor, 'desc');
  const found = await rowsWhere(context, offers, text, values);
  const shown = found.slice(0, pageSize);
  const readable = shown.filter((offer) => reader.at(offer).people);
  const ids = readable.map((offer) => offer.helperId);
  const names = new Map(
    (await rowsWhere(context, profiles, 'id = any($1::uuid[])', [ids])).map((one) => [one.id, one.name]),
  );
  const rows = shown.map((offer) => ({
    ...{ kind: 'offer', id: offer.id, day: offer.offeredOn, needKind: offer.kind, state: offer.state },
    roomName: reader.places.rooms.get(offer.askedIn)?.name ?? '',
    stationName: reader.places.stations.get(offer.askedFrom)?.name ?? '',
    name: readable.includes(offer) ? (names.get(offer.helperId) ?? null) : null,
    leftOut: reasonLeftOut(figure, offer),
  }));
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  const day = last?.[figure.day as 'offeredOn' | 'endedOn'];
  return { rows, next: last === undefined ? null : `${day}_${last.id}` };
}
