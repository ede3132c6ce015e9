/**
 * Sessions: made anew at each sign-in, so that a token planted beforehand is worth nothing; slid along by use. A phone
 * stays signed in for 30 days after its last contact, a console for 12 hours.
 */
import { uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { prepared } from '../statements.ts';
import type { AccountParts } from './parts.ts';
import { firstOf, rowsOf, touched } from './rows.ts';
import { newToken, tokenHash } from './secrets.ts';

export type SessionKind = 'phone' | 'console';

const idleMs: Record<SessionKind, number> = { phone: 30 * 86_400_000, console: 12 * 3_600_000 };
/** The session is slid along at most this often: a write for each request would be the most frequent write of all. */
const slideEveryMs = 60_000;

const FoundSession = z.object({
  token_hash: z.instanceof(Buffer),
  id: z.string(),
  user_id: z.string(),
  county_id: z.string().nullable(),
  city_code: z.string().nullable(),
  kind: z.enum(['phone', 'console']),
  device_id: z.string().nullable(),
  last_seen_at: z.number(),
  expires_at: z.number(),
  ended_at: z.number().nullable(),
  disabled_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
  wipe_requested: z.boolean().nullable(),
  move: z.enum(['leaving', 'left', 'arriving']).nullable(),
  moved_to: z.string().nullable(),
});
export type FoundSession = z.infer<typeof FoundSession>;

export async function sessionOf(trx: Trx, token: string): Promise<FoundSession | null> {
  return (await sessionsOf(trx, [token])).get(token) ?? null;
}

/** By token, those that there are. */
export async function sessionsOf(trx: Trx, tokens: readonly string[]): Promise<Map<string, FoundSession>> {
  const byHash = new Map(tokens.map((token) => [tokenHash(token).toString('hex'), token]));
  const found =
    await prepared`select s.token_hash, s.id, s.user_id, a.county_id, a.city_code, s.kind, s.device_id, s.last_seen_at,
        s.expires_at, s.ended_at, a.disabled_at, d.revoked_at, d.wipe_requested,
        m.state as move, m.other_url as moved_to
      from login.sessions s join login.accounts a on a.user_id = s.user_id
        left join login.devices d on d.device_id = s.device_id and d.user_id = s.user_id
        left join engine.moves m on m.county_id = a.county_id
      where s.token_hash = any(${[...byHash.keys()].map((hash) => `\\x${hash}`)}::bytea[])`.execute(trx);
  const sessions = z.array(FoundSession).parse(found.rows);
  return new Map(sessions.map((session) => [byHash.get(session.token_hash.toString('hex')) ?? '', session]));
}

export function isToSlide(session: FoundSession, now: number): boolean {
  return now - session.last_seen_at >= slideEveryMs;
}

/** In the order of their ids, for another lot may hold some of the same. */
export async function slide(trx: Trx, used: readonly { session: FoundSession; now: number }[]): Promise<void> {
  const byId = new Map(used.map((one) => [one.session.id, one]));
  for (const [id, { session, now }] of [...byId].sort(([one], [other]) => (one < other ? -1 : 1)))
    await sql`update login.sessions set last_seen_at = ${now}, expires_at = ${now + idleMs[session.kind]}
      where id = ${id}`.execute(trx);
}

export interface NewSession {
  readonly userId: string;
  readonly countyId: string | null;
  readonly kind: SessionKind;
  readonly device: { readonly id: string; readonly name: string } | null;
  /** Of the person's own agent, for the list of sessions, where no device is named. */
  readonly name: string;
}

/** Answers the token, which only the cookie will know. */
export async function openSession(
  trx: Trx,
  parts: AccountParts,
  session: NewSession,
): Promise<{ token: string; sessionId: string }> {
  const now = parts.now();
  const token = newToken(parts.random);
  const sessionId = uuidv7(now, parts.random(10));
  await sql`insert into login.sessions
      (id, token_hash, user_id, county_id, kind, device_id, device_name, created_at, last_seen_at, expires_at)
    values (${sessionId}, ${tokenHash(token)}, ${session.userId}, ${session.countyId}, ${session.kind},
      ${session.device?.id ?? null}, ${session.name}, ${now}, ${now}, ${now + idleMs[session.kind]})`.execute(trx);
  return { token, sessionId };
}

const ListedSession = z.object({
  id: z.string(),
  kind: z.enum(['phone', 'console']),
  device_id: z.string().nullable(),
  device_name: z.string(),
  created_at: z.number(),
  last_seen_at: z.number(),
});
export type ListedSession = z.infer<typeof ListedSession>;

export function openSessionsOf(trx: Trx, userId: string, now: number): Promise<ListedSession[]> {
  return rowsOf(
    trx,
    ListedSession,
    sql`select id, kind, device_id, device_name, created_at, last_seen_at from login.sessions
      where user_id = ${userId} and ended_at is null and expires_at > ${now} order by last_seen_at desc, id limit 100`,
  );
}

const Owner = z.object({ user_id: z.string(), device_id: z.string().nullable() });

export async function ownerOfSession(
  trx: Trx,
  sessionId: string,
): Promise<{ userId: string; deviceId: string | null } | null> {
  const found = await firstOf(trx, Owner, sql`select user_id, device_id from login.sessions where id = ${sessionId}`);
  return found === null ? null : { userId: found.user_id, deviceId: found.device_id };
}

export async function endSession(trx: Trx, sessionId: string, now: number): Promise<void> {
  await sql`update login.sessions set ended_at = ${now} where id = ${sessionId} and ended_at is null`.execute(trx);
}

/** @param but one that goes on, if any */
export function endSessionsOf(trx: Trx, userId: string, now: number, but: string | null = null): Promise<number> {
  return touched(
    trx,
    sql`update login.sessions set ended_at = ${now}
      where user_id = ${userId} and ended_at is null and id is distinct from ${but}::uuid`,
  );
}
