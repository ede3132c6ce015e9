/** Who is asking: from the cookie to a person with posts, in one transaction. Every route begins here. */
import { setImmediate } from 'node:timers/promises';
import type { Post, Problem } from '@yimi/kernel';
import { Gathering } from '@yimi/sync';
import type { FastifyRequest } from 'fastify';
import type { Database, Trx } from '../database.ts';
import { countyMoved, countyMoving } from '../trouble.ts';
import { readSessionCookie } from './cookie.ts';
import type { AccountParts, Actor } from './parts.ts';
import { noCounty } from './parts.ts';
import { cityPostsOf, enterCounty, postsOf, today } from './people.ts';
import { accountDisabled, deviceRevoked, notSignedIn, signedOut } from './problems.ts';
import type { FoundSession } from './sessions.ts';
import { isToSlide, sessionsOf, slide } from './sessions.ts';

type Needed = Pick<AccountParts, 'database' | 'now'>;

export function actorOf(request: FastifyRequest, parts: Needed): Promise<Actor | Problem> {
  return actorOfToken(readSessionCookie(request.headers.cookie), parts);
}

interface Asked {
  readonly token: string;
  readonly now: number;
  /** A push reads the posts itself, under its locks. */
  readonly posts: boolean;
}

/** One for each database, which is one for each process; tests open several. */
const doors = new WeakMap<Database, Gathering<Asked, Actor | Problem>>();

/** What lies at the sockets is read one request after another: all that is there now goes together. */
const whoAreReadTogether = (_recently: number, waiting: number) => (waiting === 0 ? null : setImmediate());

/** More at once than the gate of the house lets in never come. */
const mostTogether = 96;

export function actorOfToken(token: string | null, parts: Needed): Promise<Actor | Problem> {
  return lookedUp(token, parts, true);
}

/** Who pushes, with no posts. */
export function senderOf(request: FastifyRequest, parts: Needed): Promise<Actor | Problem> {
  return lookedUp(readSessionCookie(request.headers.cookie), parts, false);
}

/**
 * Who come at once are looked up together: alone, each would cost as many statements as their command. Nothing is kept: every
 * look begins after the request came, so what was revoked before is refused (docs/adr/0017-gathered-and-pipelined.md).
 */
async function lookedUp(token: string | null, { database, now }: Needed, posts: boolean): Promise<Actor | Problem> {
  if (token === null) return notSignedIn();
  const door =
    doors.get(database) ??
    new Gathering((lot: readonly Asked[]) => actorsOf(database, lot), mostTogether, whoAreReadTogether);
  doors.set(database, door);
  return door.add(posts ? 'with posts' : 'without', { token, now: now(), posts }, 1);
}

async function actorsOf(database: Database, lot: readonly Asked[]): Promise<(Actor | Problem)[]> {
  const used: { session: FoundSession; now: number }[] = [];
  // Posts are read in their county, which a transaction has to name; sessions lie in none (law A1).
  const look = lot.some(({ posts }) => posts) ? database.lookUp.bind(database) : database.glance.bind(database);
  const actors = await look(async (trx) => {
    const sessions = await sessionsOf(trx, [...new Set(lot.map(({ token }) => token))]);
    const asked = lot.flatMap(({ token, posts }) => (posts ? (sessions.get(token) ?? []) : []));
    const posts = await postsOfAll(trx, asked);
    used.length = 0;
    return lot.map(({ token, now }) => {
      const session = sessions.get(token);
      if (session === undefined) return notSignedIn();
      const refused = refusalOf(session, now);
      if (refused !== null) return refused;
      used.push({ session, now });
      return actorFrom(session, today(posts.get(session.user_id) ?? [], now));
    });
  });
  const due = used.filter(({ session, now }) => isToSlide(session, now));
  if (due.length > 0) await database.outsideCounties((trx) => slide(trx, due));
  return actors;
}

/** By person, ended ones too. */
async function postsOfAll(trx: Trx, sessions: readonly FoundSession[]): Promise<Map<string, Post[]>> {
  const ofCity = sessions.filter(({ county_id }) => county_id === null);
  const ofCounties = Map.groupBy(sessions, ({ county_id }) => county_id ?? noCounty);
  // In this order on the wire: each county is named before its posts are read (law A1).
  const found = await Promise.all([
    ...ofCity.map(({ user_id }) => cityPostsOf(trx, user_id)),
    ...[...ofCounties].map(async ([countyId, those]) => {
      const userIds = [...new Set(those.map(({ user_id }) => user_id))];
      const [, posts] = await Promise.all([enterCounty(trx, countyId), postsOf(trx, userIds)]);
      return posts;
    }),
  ]);
  return Map.groupBy(new Map(found.flat().map((post) => [post.id, post])).values(), (post) => post.userId);
}

function actorFrom(session: FoundSession, posts: readonly Post[]): Actor {
  return {
    userId: session.user_id,
    countyId: session.county_id ?? noCounty,
    cityCode: session.city_code,
    sessionId: session.id,
    deviceId: session.device_id,
    posts,
    roles: [...new Set(posts.map((post) => post.role))],
  };
}

/** A lost device first: it has to be told to wipe itself, whatever else ended its session. */
function refusalOf(session: FoundSession, now: number): Problem | null {
  if (session.revoked_at !== null) return deviceRevoked(session.wipe_requested ?? false);
  // While it leaves people go on reading here; the database lets nobody write.
  if (session.move === 'left') return countyMoved(session.moved_to ?? '');
  if (session.move === 'arriving') return countyMoving();
  if (session.ended_at !== null || session.expires_at <= now) return signedOut();
  return session.disabled_at === null ? null : accountDisabled();
}
