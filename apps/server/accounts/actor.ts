/** Who is asking: from the cookie to a person with posts, in one transaction. Every route begins here. */
import type { Problem } from '@yimi/kernel';
import type { FastifyRequest } from 'fastify';
import { readSessionCookie } from './cookie.ts';
import type { AccountParts, Actor } from './parts.ts';
import { noCounty } from './parts.ts';
import { cityPostsOf, enterCounty, postsOf, today } from './people.ts';
import { accountDisabled, deviceRevoked, notSignedIn, signedOut } from './problems.ts';
import type { FoundSession } from './sessions.ts';
import { sessionOf, slide } from './sessions.ts';

type Needed = Pick<AccountParts, 'database' | 'now'>;

export function actorOf(request: FastifyRequest, parts: Needed): Promise<Actor | Problem> {
  return actorOfToken(readSessionCookie(request.headers.cookie), parts);
}

export async function actorOfToken(token: string | null, parts: Needed): Promise<Actor | Problem> {
  if (token === null) return notSignedIn();
  const now = parts.now();
  return parts.database.outsideCounties(async (trx) => {
    const session = await sessionOf(trx, token);
    if (session === null) return notSignedIn();
    const refused = refusalOf(session, now);
    if (refused !== null) return refused;
    await slide(trx, session, now);
    const countyId = session.county_id ?? noCounty;
    await enterCounty(trx, countyId);
    const all =
      session.county_id === null ? await cityPostsOf(trx, session.user_id) : await postsOf(trx, [session.user_id]);
    const posts = today(all, now);
    return {
      userId: session.user_id,
      countyId,
      cityCode: session.city_code,
      sessionId: session.id,
      deviceId: session.device_id,
      posts,
      roles: [...new Set(posts.map((post) => post.role))],
    };
  });
}

/** A lost device first: it has to be told to wipe itself, whatever else ended its session. */
function refusalOf(session: FoundSession, now: number): Problem | null {
  if (session.revoked_at !== null) return deviceRevoked(session.wipe_requested ?? false);
  if (session.ended_at !== null || session.expires_at <= now) return signedOut();
  return session.disabled_at === null ? null : accountDisabled();
}
