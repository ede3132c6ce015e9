/** Monthly reports (工作月报) on the server: measured, signed, taken out as a spreadsheet. */
import type { FastifyInstance } from 'fastify';
import { addRoute } from '../reads/read-context.ts';
import { reportExportRoute } from './export.ts';
import type { ReportParts } from './routes.ts';
import { reportRoute, signRoute } from './routes.ts';

export { frozen, linesNow, stationMonth } from './routes.ts';

export function reportRoutes(app: FastifyInstance, parts: ReportParts): void {
  addRoute(app, parts, reportRoute);
  signRoute(app, parts);
  reportExportRoute(app, parts);
}
