/** Sending files, reading them, and asking what is still owed. Who may not read a record does not learn of its file (A5). */
import type { Problem } from '@yimi/kernel';
import { dayOf, isProblem, scopes } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import { Gathering, systemActor } from '@yimi/sync';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { systemEnvelope } from '../engine.ts';
import { takes, takesBytes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import type { Actor } from '../reads/index.ts';
import { mayReadNeeds, readerOf } from '../reads/index.ts';
import { mayNotSend, noSuchFile } from './problems.ts';
import { sendKept } from './sending.ts';
import { Uploads } from './uploads.ts';
import type { FileVault } from './vault.ts';

export interface FileParts {
  readonly database: Database;
  readonly vault: FileVault;
  readonly now: () => number;
  readonly actorOf: (request: FastifyRequest) => Promise<Actor | Problem>;
  readonly engine: ServerEngine;
}

/** As many visits go together as well. */
const mostConfirmed = 64;
const Arriving = z.array(z.object({ id: z.string(), held_in: z.string(), author_id: z.string() }));
const Owed = z.array(z.object({ sha256: z.string() }));
const Places = z.array(
  z.object({ author_id: z.string(), held_in: z.string(), withheld: z.boolean(), name: z.string().nullable() }),
);
const Params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Marks as arrived what names these files; all of the county's when none are named. */
export async function confirmArrived(
  parts: Pick<FileParts, 'database' | 'engine' | 'now'>,
  countyId: string,
  files: readonly string[] | null = null,
): Promise<void> {
  const found = await parts.database.inCounty(countyId, (trx) =>
    sql`select e.id, e.held_in, e.author_id from services.evidence e
        join files.files f on f.county_id = e.county_id and f.sha256 = e.sha256
      where e.arrived_at is null and (${files}::text[] is null or e.sha256 = any(${files}::text[])) limit 500`.execute(
      trx,
    ),
  );
  const arrivedAt = parts.now();
  const batch = Arriving.parse(found.rows).map(({ id, held_in, author_id }) => ({
    ...systemEnvelope('services.confirm-evidence', { evidenceId: id, arrivedAt }, arrivedAt),
    // Where the record lies and its author's own copy: found out in turns, each would cost the attempt before it.
    hints: [scopes.room(held_in), scopes.self(author_id)],
  }));
  if (batch.length > 0) await parts.engine.push({ countyId, userId: systemActor }, batch);
}

export function fileRoutes(app: FastifyInstance, parts: FileParts): void {
  // By county: photos that come at once are marked by one push.
  const counties = new Map<string, Gathering<string, null>>();
  const arrived = async (countyId: string, sha256: string): Promise<void> => {
    const confirm = async (files: readonly string[]) => {
      await confirmArrived(parts, countyId, files);
      return files.map(() => null);
    };
    const gathering = counties.get(countyId) ?? new Gathering(confirm, mostConfirmed);
    counties.set(countyId, gathering);
    await gathering.add(countyId, sha256, 1);
  };
  const uploads = new Uploads({ vault: parts.vault, now: parts.now, arrived });

  const upload = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    if (actor.cityCode !== null) return sendProblem(reply, mayNotSend());
    // The library answers by itself; what was set before it (security headers) goes along.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    await uploads.handle(actor, request.raw, reply.raw);
    return reply;
  };
  app.register(async (scope) => {
    // The body is a stream for the library; nothing reads it before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.post('/api/files', takesBytes('application/offset+octet-stream'), upload);
    scope.route({
      method: ['PATCH', 'HEAD'],
      url: '/api/files/uploads/:id',
      ...takesBytes('application/offset+octet-stream'),
      exposeHeadRoute: false,
      handler: upload,
    });
  });

  app.get('/api/files/owed', takes(z.object({})), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const found = await parts.database.inCounty(actor.countyId, (trx) =>
      sql`select distinct sha256 from services.evidence where author_id = ${actor.userId} and arrived_at is null and not withheld order by 1`.execute(
        trx,
      ),
    );
    return Owed.parse(found.rows).map((row) => row.sha256);
  });

  app.get('/api/files/:sha256', takes(Params), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const params = Params.safeParse(request.params);
    const named = params.success ? await readableAs(parts, actor, params.data.sha256) : null;
    if (!params.success || named === null) return sendProblem(reply, noSuchFile());
    const file = await parts.vault.find(actor.countyId, params.data.sha256);
    return file === null
      ? sendProblem(reply, noSuchFile())
      : sendKept(request, reply, { ...file, name: named.name, etag: `"${params.data.sha256}"` });
  });
}

/** Null: not for this reader, or for nobody since consent was taken back, in whichever of the records that show it. */
async function readableAs(parts: FileParts, actor: Actor, sha256: string): Promise<{ name: string | null } | null> {
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const found =
      await sql`select distinct author_id, held_in, withheld, name from services.evidence where sha256 = ${sha256}`.execute(
        trx,
      );
    const places = Places.parse(found.rows);
    if (places.some((place) => place.withheld)) return null;
    const reader = await readerOf(trx, actor, dayOf(parts.now()));
    if (await isFaceFor(trx, sha256, (roomId) => reader.atRoom(roomId).people)) return { name: null };
    if (await isOfActivityFor(trx, sha256, (at) => reader.at(at).people)) return { name: null };
    if (await isSaidFor(trx, sha256, (roomId) => mayReadNeeds(reader.atRoom(roomId)))) return { name: null };
    if (await isReadOutFor(trx, sha256, (stationId) => reader.of('station', stationId).people)) return { name: null };
    const own = places.find((place) => place.author_id === actor.userId);
    if (own !== undefined) return { name: own.name };
    return places.find((place) => reader.atRoom(place.held_in).findings === 'all') ?? null;
  });
}

const Faces = z.array(z.object({ room_id: z.string() }));

/** A person's own picture, for whoever may open their file. Consent taken back, an erasure: no file names it any more. */
async function isFaceFor(trx: Trx, sha256: string, opens: (roomId: string) => boolean): Promise<boolean> {
  const found =
    await sql`select distinct room_id from people.clients where photo = ${sha256} and state = 'active'`.execute(trx);
  return Faces.parse(found.rows).some((face) => opens(face.room_id));
}

const Shown = z.array(z.object({ room_id: z.string(), station_id: z.string() }));

/** A picture of an activity, for whoever may open the list of who came. */
async function isOfActivityFor(
  trx: Trx,
  sha256: string,
  opens: (at: { roomId: string; stationId: string }) => boolean,
): Promise<boolean> {
  const found = await sql`select distinct room_id, station_id from activities.photos where sha256 = ${sha256}`.execute(
    trx,
  );
  return Shown.parse(found.rows).some((one) => opens({ roomId: one.room_id, stationId: one.station_id }));
}

const Said = z.array(z.object({ held_in: z.string() }));

/** What a resident said of an answer, for whoever may read the need at the desk. */
async function isSaidFor(trx: Trx, sha256: string, opens: (roomId: string) => boolean): Promise<boolean> {
  const found = await sql`select held_in from needs.needs where voice = ${sha256}`.execute(trx);
  return Said.parse(found.rows).some((one) => opens(one.held_in));
}

const Asking = z.array(z.object({ station_id: z.string() }));

/** A question read out, for whoever works at the station that asks it. */
async function isReadOutFor(trx: Trx, sha256: string, opens: (stationId: string) => boolean): Promise<boolean> {
  const found = await sql`select distinct station_id from forms.forms
    where jsonb_path_exists(model, '$.**.audio.* ? (@ == $sound)', jsonb_build_object('sound', ${sha256}::text))`.execute(
    trx,
  );
  return Asking.parse(found.rows).some((one) => opens(one.station_id));
}
