/** The built apps as files, compressed beforehand; and the first page, which says where to go. */

import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const apps = join(import.meta.dirname, '..', '..');

export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const [index, name] of ['phone', 'console'].entries()) {
    await app.register(fastifyStatic, {
      root: join(apps, name, 'dist'),
      prefix: `/${name}/`,
      preCompressed: true,
      decorateReply: index === 0,
      cacheControl: false,
      // The etag says as much; a first visit on a poor line pays for each head nine times.
      lastModified: false,
      acceptRanges: false,
      setHeaders: (response, path) => response.header('cache-control', cacheFor(path)),
    });
    app.get(`/${name}`, (_request, reply) => reply.redirect(`/${name}/`));
  }
  app.get('/', (_request, reply) => reply.redirect('/console/'));
  app.get('/api/health', () => ({ ok: true }));
}

/** Names under assets carry their content's hash; the page and the service worker must be asked for anew. */
function cacheFor(path: string): string {
  return /[/\\]assets[/\\]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
