/** Registers (台账) on the server: read page by page, and taken out as spreadsheets. */
import type { FastifyInstance } from 'fastify';
import type { ReadParts } from '../reads/read-context.ts';
import { addRoute } from '../reads/read-context.ts';
import { registerExportRoute } from './export.ts';
import { registerRowsRoute, registersRoute } from './routes.ts';
import { volunteerExportRoute } from './volunteer-export.ts';

export function registerRoutes(app: FastifyInstance, parts: ReadParts): void {
  addRoute(app, parts, registersRoute);
  addRoute(app, parts, registerRowsRoute);
  registerExportRoute(app, parts);
  volunteerExportRoute(app, parts);
}
