/** Push and pull for phones and console, and the stream that tells them when to pull. */

import type { Post, Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { oldestServed, PullRequest, PushRequest, protocolVersion } from '@yimi/protocol';
import type { ServerEngine } from '@yimi/sync';
import { digestOf, emptyHash, hashText, pull } from '@yimi/sync';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { entitledTo, postsOf } from '../engine.ts';
import { bodyLimit } from '../http/app.ts';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import type { PostgresStore, PostgresTx } from '../store/postgres-store.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { Epochs } from './epochs.ts';
import { packAnswer, packBody, packedType, unpackBody } from './packed.ts';

export interface SyncActor {
  readonly userId: string;
  readonly countyId: string;
  readonly deviceId: string | null;
  readonly posts: readonly Post[];
}

export interface SyncParts {
  readonly engine: ServerEngine;
  readonly store: PostgresStore;
  readonly now: () => number;
  readonly actorOf: (request: FastifyRequest) => Promise<SyncActor | Problem>;
  /** Without posts: the engine reads them under its locks. */
  readonly senderOf: (request: FastifyRequest) => Promise<Omit<SyncActor, 'posts'> | Problem>;
  readonly watch: ClockWatch;
  readonly epochs: Epochs;
}

/** Phones of protocol 1 know of no epochs: they are served as before, and find out by their hashes (S3). */
const epochsSince = 2;

/** What is said of the epoch; `other`: the phone knew another one, so what it asks rests on nothing. */
async function epochFor(epochs: Epochs, countyId: string, body: { protocol: number; epoch?: string | undefined }) {
  const { name } = await epochs.of(countyId);
  return {
    told: body.protocol < epochsSince ? {} : { epoch: name },
    other: body.epoch !== undefined && body.epoch !== name,
  };
}

/** Law S9: an old phone is told what to do, and keeps what it has. */
function protocolProblem(body: unknown): Problem | null {
  const spoken = typeof body === 'object' && body !== null && 'protocol' in body ? body.protocol : undefined;
  if (typeof spoken !== 'number') return problem('invalid', 'sync.wrong-shape', { fault: 'protocol' }, 'protocol');
  if (spoken < oldestServed) return problem('stale-client', 'sync.update-needed', { oldest: oldestServed }, 'protocol');
  if (spoken > protocolVersion)
    return problem('unavailable', 'sync.server-older', { newest: protocolVersion }, 'protocol');
  return null;
}

function shapeProblem(issues: readonly { code: string; path: PropertyKey[] }[]): Problem {
  const field = issues[0]?.path.map(String).join('.').slice(0, 200) ?? '';
  return problem('invalid', 'sync.wrong-shape', { fault: issues[0]?.code ?? 'custom' }, field);
}

export function syncRoutes(app: FastifyInstance, parts: SyncParts): void {
  app.addContentTypeParser(
    packedType,
    { parseAs: 'buffer', bodyLimit },
    async (_request: FastifyRequest, body: Buffer) =>
      // What cannot be unpacked, or would not end, is no body: the routes say so.
      unpackBody(body, bodyLimit).catch(() => null),
  );
  app.post('/api/sync/push', takes(PushRequest), async (request, reply) => {
    const actor = await parts.senderOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const stale = protocolProblem(request.body);
    if (stale !== null) return sendProblem(reply, stale);
    const body = PushRequest.safeParse(request.body);
    if (!body.success) return sendProblem(reply, shapeProblem(body.error.issues));
    const { told, other } = await epochFor(parts.epochs, actor.countyId, body.data);
    const answer = { ...told, outcomes: other ? [] : await parts.engine.push(actor, body.data.batch) };
    return isPacked(request) ? sendPacked(reply, await packBody(answer)) : answer;
  });

  app.post('/api/sync/pull', takes(PullRequest), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const stale = protocolProblem(request.body);
    if (stale !== null) return sendProblem(reply, stale);
    const body = PullRequest.safeParse(request.body);
    if (!body.success) return sendProblem(reply, shapeProblem(body.error.issues));
    const now = parts.now();
    const { told, other } = await epochFor(parts.epochs, actor.countyId, body.data);
    const nothing = { ...told, parts: [], dropped: [], more: true, serverTime: now };
    const { protocol } = body.data;
    if (other) return isPacked(request) ? sendPacked(reply, await packAnswer(catalogue, nothing, protocol)) : nothing;
    if (actor.deviceId !== null) await noteStates(parts.store, actor.countyId, actor.deviceId, body.data, now);
    const answer = await parts.store.snapshot(actor.countyId, async (snapshot) => {
      const entitled = await entitledTo(snapshot, actor.userId, await postsOf(snapshot, actor.userId, now));
      return { ...told, ...(await pull({ catalogue, entitled, now }, snapshot, body.data)) };
    });
    return isPacked(request) ? sendPacked(reply, await packAnswer(catalogue, answer, protocol)) : answer;
  });

  app.get('/api/sync/news', takes(News), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const asked = News.safeParse(request.query);
    if (!asked.success) return sendProblem(reply, shapeProblem(asked.error.issues));
    const stale = protocolProblem(asked.data);
    if (stale !== null) return sendProblem(reply, stale);
    const same = asked.data.held === (await digestFor(parts, actor));
    // Without a body: on a poor line this is what most looks cost.
    return same ? reply.code(204).send() : {};
  });

  app.get('/api/sync/events', async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const scopes = await parts.store.snapshot(actor.countyId, (snapshot) => watchedScopes(snapshot, actor));
    reply.hijack();
    parts.watch.stream(actor.countyId, scopes, reply.raw);
    return reply;
  });
}

const News = z.object({ protocol: z.coerce.number(), held: z.string().regex(/^[0-9a-f]{16}$/) });

function isPacked(request: FastifyRequest): boolean {
  return request.headers['content-type'] === packedType;
}

function sendPacked(reply: FastifyReply, body: Buffer): FastifyReply {
  return reply.type(packedType).header('cache-control', 'no-store').send(body);
}

/** What somebody who holds all that they may hold would say that they hold. */
async function digestFor({ store, now, epochs }: SyncParts, actor: SyncActor): Promise<string> {
  const { name } = await epochs.of(actor.countyId);
  return store.snapshot(actor.countyId, async (snapshot) => {
    const held = await entitledTo(snapshot, actor.userId, await postsOf(snapshot, actor.userId, now()));
    const clocks = new Map((await snapshot.clocks(held.map((one) => one.scope))).map((one) => [one.scope, one]));
    const states = held.map(({ scope, roleClass }) => {
      const clock = clocks.get(scope);
      const hash = hashText(clock?.hashes[roleClass] ?? emptyHash());
      return { scope, roleClass, version: clock?.version ?? 0, hash };
    });
    return digestOf(states, name);
  });
}

/** Phones hear of what they hold; a county's desk hears that villages move, and reads only figures. */
async function watchedScopes(snapshot: PostgresTx, actor: SyncActor): Promise<string[]> {
  const held = (await entitledTo(snapshot, actor.userId, actor.posts)).map((one) => one.scope);
  const phonesOnly = actor.posts.every((post) => post.role === 'hamlet-volunteer' || post.role === 'village-worker');
  if (phonesOnly) return held;
  const rooms = await sql<{ id: string }>`select id from network.rooms`.execute(snapshot.trx);
  return [...new Set([...held, ...rooms.rows.map((room) => `room:${room.id}`)])];
}

/** What the phone says it holds, for `verify` and for the desk: written only where it changed (law S3). */
async function noteStates(
  store: PostgresStore,
  countyId: string,
  deviceId: string,
  request: PullRequest,
  now: number,
): Promise<void> {
  if (request.scopes.length === 0) return;
  const states = JSON.stringify(
    request.scopes.map((one) => ({ ...one, diverged: request.diverged.includes(one.scope) })),
  );
  await store.transaction(countyId, ({ trx }) =>
    sql`insert into engine.phone_states as s (device_id, scope, role_class, version, hash, diverged, seen_at)
      select ${deviceId}::uuid, scope, "roleClass", version, hash, diverged, ${now}
      from jsonb_to_recordset(${states}::jsonb) as x(scope text, "roleClass" text, version bigint, hash text, diverged boolean)
      order by scope
      on conflict (county_id, device_id, scope) do update
        set role_class = excluded.role_class, version = excluded.version, hash = excluded.hash,
            diverged = excluded.diverged, seen_at = excluded.seen_at
        where (s.version, s.hash, s.diverged) is distinct from (excluded.version, excluded.hash, excluded.diverged)`.execute(
      trx,
    ),
  );
}
