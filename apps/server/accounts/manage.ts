/** What a station head and the county's officers do for other people's accounts, and everybody for their own sessions. */
import type { Problem } from '@yimi/kernel';
import { Id, isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { mayManage } from './authority.ts';
import { revokeDevice } from './devices.ts';
import type { Act, Enrolment } from './enrolments.ts';
import { logAct, makeEnrolment } from './enrolments.ts';
import type { AccountParts, Actor } from './parts.ts';
import { noCounty } from './parts.ts';
import type { AccountRow } from './people.ts';
import { accountOf, enterCounty, postsOf, today } from './people.ts';
import { accountDisabled, noSuchSession, outOfReach } from './problems.ts';
import { dropSecondFactor } from './second-factor.ts';
import { endSession, endSessionsOf, openSessionsOf, ownerOfSession } from './sessions.ts';
import { personOf } from './sign-in.ts';

export const OfPerson = z.object({ userId: Id });
export const OfSession = z.object({ id: Id });
export const ListSessions = z.object({ userId: z.optional(Id) });

/** The account, if the actor may act on it; the same refusal whether it is out of reach or not there (law A5). */
async function managed(trx: Trx, parts: AccountParts, actor: Actor, userId: string): Promise<AccountRow | Problem> {
  const account = await accountOf(trx, userId);
  if (account === null || account.county_id !== actor.countyId || account.opened_at === null) return outOfReach();
  const theirs = today(await postsOf(trx, [userId]), parts.now());
  return mayManage(actor.posts, theirs) ? account : outOfReach();
}

function manage<T>(
  parts: AccountParts,
  actor: Actor,
  userId: string,
  work: (trx: Trx, account: AccountRow) => Promise<T | Problem>,
): Promise<T | Problem> {
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const account = await managed(trx, parts, actor, userId);
    return isProblem(account) ? account : work(trx, account);
  });
}

/** A code for another phone, or for the first one. The old password holds until the code is used. */
export function makeCode(
  parts: AccountParts,
  actor: Actor,
  { userId }: z.infer<typeof OfPerson>,
): Promise<Enrolment | Problem> {
  return manage(parts, actor, userId, async (trx, account) => {
    if (account.disabled_at !== null) return accountDisabledHere();
    await logAct(trx, parts, actor.userId, personOf(account), 'enrolment-made');
    return makeEnrolment(trx, parts, personOf(account), actor.userId);
  });
}

/** Told to a manager, who is signed in: not a 401, which would sign them out. */
function accountDisabledHere(): Problem {
  return { ...accountDisabled(), kind: 'conflict' };
}

/** Password forgotten or known to others: it is void at once, all sessions end, and a code lets the person in anew. */
export function resetAccount(
  parts: AccountParts,
  actor: Actor,
  { userId }: z.infer<typeof OfPerson>,
): Promise<Enrolment | Problem> {
  return manage(parts, actor, userId, async (trx, account) => {
    if (account.disabled_at !== null) return accountDisabledHere();
    return resetWithin(trx, parts, account, actor.userId);
  });
}

export async function resetWithin(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  actorId: string | null,
): Promise<Enrolment> {
  await sql`update login.accounts set password_hash = null where user_id = ${account.user_id}`.execute(trx);
  await endSessionsOf(trx, account.user_id, parts.now());
  await logAct(trx, parts, actorId, personOf(account), 'reset');
  return makeEnrolment(trx, parts, personOf(account), actorId);
}

/** The app is gone with the phone, or in other hands: the next sign-in is by the password alone, until another is set up. */
export function resetSecondFactor(
  parts: AccountParts,
  actor: Actor,
  { userId }: z.infer<typeof OfPerson>,
): Promise<Problem | null> {
  return manage<null>(parts, actor, userId, async (trx, account) => {
    // Their own goes by their own code, or by somebody else's hand: a stolen session must not do away with it.
    if (userId === actor.userId) return outOfReach();
    await dropSecondFactor(trx, parts, account, { actorId: actor.userId, reset: true, sessionId: null });
    return null;
  });
}

/** Somebody leaves, or is kept out for a while. What they had not sent yet comes to the tray (law S5). */
export function setDisabled(
  parts: AccountParts,
  actor: Actor,
  userId: string,
  disabled: boolean,
): Promise<Problem | null> {
  return manage<null>(parts, actor, userId, async (trx, account) => {
    const now = parts.now();
    await sql`update login.accounts set disabled_at = ${disabled ? now : null} where user_id = ${userId}`.execute(trx);
    if (disabled) await endSessionsOf(trx, userId, now);
    await logAct(trx, parts, actor.userId, personOf(account), disabled ? 'account-disabled' : 'account-enabled');
    return null;
  });
}

export interface SessionLine {
  readonly id: string;
  readonly kind: 'phone' | 'console';
  readonly deviceName: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly current: boolean;
}

/** The own sessions, or those of a person one manages. */
export async function listSessions(
  parts: AccountParts,
  actor: Actor,
  { userId = actor.userId }: z.infer<typeof ListSessions>,
): Promise<SessionLine[] | Problem> {
  const read = async (trx: Trx): Promise<SessionLine[]> =>
    (await openSessionsOf(trx, userId, parts.now())).map((session) => ({
      id: session.id,
      kind: session.kind,
      deviceName: session.device_name,
      createdAt: session.created_at,
      lastSeenAt: session.last_seen_at,
      current: session.id === actor.sessionId,
    }));
  if (userId === actor.userId) return parts.database.outsideCounties(read);
  return manage(parts, actor, userId, read);
}

/** Ends one session; `lost` also revokes its device for everybody on it and asks it to wipe itself. */
export function endOneSession(
  parts: AccountParts,
  actor: Actor,
  sessionId: string,
  how: 'ended' | 'lost',
): Promise<Problem | null> {
  return parts.database.outsideCounties(async (trx) => {
    // People of a city have no county to be fenced into; their own sessions are found by their id.
    if (actor.countyId !== noCounty) await enterCounty(trx, actor.countyId);
    const session = await ownerOfSession(trx, sessionId);
    if (session === null) return noSuchSession();
    if (session.userId !== actor.userId) {
      const account = await managed(trx, parts, actor, session.userId);
      if (isProblem(account)) return noSuchSession();
    }
    const lost = how === 'lost' && session.deviceId !== null;
    if (lost) await revokeDevice(trx, session.deviceId ?? '', parts.now());
    await endSession(trx, sessionId, parts.now());
    const act: Act = lost ? 'device-revoked' : 'session-ended';
    const countyId = actor.countyId === noCounty ? null : actor.countyId;
    await logAct(trx, parts, actor.userId, { userId: session.userId, countyId }, act);
    return null;
  });
}
