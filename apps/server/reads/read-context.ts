/**
 * How every read runs: who asks, their rights, one snapshot of the county in which all numbers of an answer agree, then
 * the answer or a Problem. A route is one function of this context and its parsed input.
 */
import type { Catalogue, Day, Problem } from '@yimi/kernel';
import { dayOf, isProblem } from '@yimi/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import type { PostgresStore, PostgresTx } from '../store/postgres-store.ts';
import { parseInput } from './input.ts';
import type { PlacesShelf } from './places-of-county.ts';
import type { Actor, ReaderRights } from './reader.ts';
import { readerOf } from './reader.ts';

export interface ReadParts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  readonly actorOf: (request: FastifyRequest) => Promise<Actor | Problem>;
  /** Places read before; without it each request reads them. */
  readonly places?: PlacesShelf;
}

export interface ReadContext {
  readonly actor: Actor;
  readonly reader: ReaderRights;
  readonly trx: Trx;
  readonly tx: PostgresTx;
  readonly catalogue: Catalogue;
  readonly now: number;
  /** Today in the county. */
  readonly today: Day;
}

export type Answer = (context: ReadContext) => Promise<object | Problem>;

/** Runs an answer as the person; also used by the tests of single answers. */
export async function readAs(
  parts: Omit<ReadParts, 'actorOf'>,
  actor: Actor,
  answer: Answer,
): Promise<object | Problem> {
  const now = parts.now();
  const today = dayOf(now);
  return parts.database.snapshotOf(actor.countyId, async (trx) => {
    const reader = await readerOf(trx, actor, today, parts.places);
    const tx = parts.store.within(trx, actor.countyId);
    return answer({ actor, reader, trx, tx, catalogue: parts.catalogue, now, today });
  });
}

export interface Route<Input> {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly input: z.ZodType<Input>;
  readonly answer: (input: Input, context: ReadContext) => Promise<object | Problem>;
}

export function addRoute<Input>(
  app: FastifyInstance,
  parts: ReadParts,
  { method, url, input, answer }: Route<Input>,
): void {
  app.route({
    method,
    url,
    ...takes(input),
    handler: async (request, reply) => {
      const actor = await parts.actorOf(request);
      if (isProblem(actor)) return sendProblem(reply, actor);
      const asked = parseInput(input, partsOf(request, method));
      if (isProblem(asked)) return sendProblem(reply, asked);
      const answered = await readAs(parts, actor, (context) => answer(asked.value, context));
      // Personal data of one reader: no proxy and no history keeps it.
      reply.header('cache-control', 'no-store');
      return isProblem(answered) ? sendProblem(reply, answered) : answered;
    },
  });
}

/** Path parameters win over a query of the same name. */
function partsOf(request: FastifyRequest, method: 'GET' | 'POST'): unknown {
  if (method === 'POST') return request.body;
  return { ...asRecord(request.query), ...asRecord(request.params) };
}

/** `?place=` asks for nothing, like no `place` at all. */
function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== ''));
}
