/**
 * Whether the process lives and whether it can serve, apart: a supervisor restarts what does not live, a load balancer
 * leaves out what is not ready. Metrics stand on a port of their own, bound to loopback: behind a proxy on the same
 * machine a look at the caller's address would let everybody in.
 */
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { programVersion } from '../program-version.ts';
import type { Metrics } from './metrics.ts';

/** A balancer asks every second or two; a database that takes longer is away for it. */
const patienceMs = 2_000;

async function ready(database: Database): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const limit = setTimeout(() => resolve(false), patienceMs);
  database
    .outsideCounties((trx) => sql`select 1`.execute(trx))
    .then(
      () => resolve(true),
      () => resolve(false),
    );
  const answered = await promise;
  clearTimeout(limit);
  return answered;
}

export function healthRoutes(app: FastifyInstance, database: Database): void {
  app.get('/health/live', async () => ({ live: true, version: programVersion }));
  app.get('/health/ready', async (_request, reply) => {
    const is = await ready(database);
    return reply.code(is ? 200 : 503).send({ ready: is });
  });
}

/** @returns to be listened with on loopback, and closed */
export function metricsApp(metrics: Metrics, database: Database): FastifyInstance {
  const app = Fastify({ logger: false });
  healthRoutes(app, database);
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return app;
}
