/** The meals behind their figure (law N1), newest first, with those that are not counted and why (N5). Names are for who may read people there. */
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import { meals } from '@yimi/meals';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import type { DayCursor } from './input.ts';
import { clientsNamed } from './named-people.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

export async function mealPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { reader, trx } = context;
  const { text, values } = pageOf(drillAll(figure, drill), 'day', cursor, 'desc');
  const found = await rowsWhere(context, meals, text, values);
  const shown = found.slice(0, pageSize);
  const readable = shown.filter((meal) => reader.at(meal).people);
  const named = await clientsNamed(
    trx,
    readable.map((meal) => meal.clientId),
  );
  const rows = shown.map((meal) => ({
    ...{ kind: 'meal', id: meal.id, day: meal.day, state: meal.state },
    roomName: reader.places.rooms.get(meal.roomId)?.name ?? '',
    stationName: reader.places.stations.get(meal.stationId)?.name ?? '',
    name: readable.includes(meal) ? (named.get(meal.clientId)?.name ?? null) : null,
    leftOut: reasonLeftOut(figure, meal),
  }));
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.day}_${last.id}` };
}
