/** The console's reading side: figures and the records behind them, visits, people, places, audit. */
import type { FastifyInstance } from 'fastify';
import { auditRoute } from './audit-list.ts';
import { clientRoute } from './client-page.ts';
import { networkBookRoute, villagersRoute } from './county-book.ts';
import { figuresRoute } from './dashboard.ts';
import { dataProtectionRoute } from './data-protection-route.ts';
import { divisionsRoute } from './division-list.ts';
import { duplicatesRoute } from './duplicates-list.ts';
import { recordsRoute } from './figure-records.ts';
import { householdSearchRoute, householdsRoute } from './households-list.ts';
import { needsRoute } from './needs-queue.ts';
import { networkRoomRoute, networkWorkRoute } from './network-work.ts';
import { peopleRoute, peopleSearchRoute } from './people-list.ts';
import { exportRoute } from './person-export.ts';
import { placesRoute, staffRoute } from './place-tree.ts';
import type { ReadParts } from './read-context.ts';
import { addRoute } from './read-context.ts';
import { revealRoute } from './reveal.ts';
import { sameIdRoute } from './same-id-notices.ts';
import { settingsRoute } from './settings.ts';
import { tripBoardRoute } from './trip-board.ts';
import { queueRoute, visitRoute } from './visit-pages.ts';

export { statusRoute } from './house-status.ts';
export { PlacesShelf } from './places-of-county.ts';
export type { ReadParts } from './read-context.ts';
export { addRoute } from './read-context.ts';
export type { Actor } from './reader.ts';
export { readerOf } from './reader.ts';

export function readRoutes(app: FastifyInstance, parts: ReadParts): void {
  addRoute(app, parts, figuresRoute);
  addRoute(app, parts, recordsRoute);
  addRoute(app, parts, queueRoute);
  addRoute(app, parts, visitRoute);
  addRoute(app, parts, peopleRoute);
  addRoute(app, parts, peopleSearchRoute);
  addRoute(app, parts, duplicatesRoute);
  addRoute(app, parts, householdsRoute);
  addRoute(app, parts, householdSearchRoute);
  addRoute(app, parts, sameIdRoute);
  addRoute(app, parts, exportRoute);
  addRoute(app, parts, clientRoute);
  addRoute(app, parts, placesRoute);
  addRoute(app, parts, staffRoute);
  addRoute(app, parts, networkWorkRoute);
  addRoute(app, parts, networkRoomRoute);
  addRoute(app, parts, networkBookRoute);
  addRoute(app, parts, villagersRoute);
  addRoute(app, parts, divisionsRoute);
  addRoute(app, parts, auditRoute);
  addRoute(app, parts, revealRoute);
  addRoute(app, parts, tripBoardRoute);
  addRoute(app, parts, needsRoute);
  addRoute(app, parts, settingsRoute);
  addRoute(app, parts, dataProtectionRoute);
}
