/**
 * Letting people in by a code, mostly as a QR picture: good once, for seven days. A new code puts all older ones of that
 * person out of force. Who shows the code sets the password, and every older session of that person ends.
 */
import type { Problem } from '@yimi/kernel';
import { isProblem, uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { AccountParts } from './parts.ts';
import type { AccountRow } from './people.ts';
import { accountOf } from './people.ts';
import { codeExpired, codeUnknown, codeUsed } from './problems.ts';
import { firstOf, touched } from './rows.ts';
import { codeHash, codeHashes, newCode } from './secrets.ts';

const validMs = 7 * 86_400_000;

export interface Enrolment {
  readonly code: string;
  readonly path: string;
  readonly expiresAt: number;
}

export type Act =
  | 'enrolment-made'
  | 'enrolled'
  | 'reset'
  | 'account-opened'
  | 'account-disabled'
  | 'account-enabled'
  | 'session-ended'
  | 'device-revoked'
  | 'password-changed'
  | 'second-factor-made'
  | 'second-factor-dropped'
  | 'second-factor-reset'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'passkey-added'
  | 'passkey-removed';

/** The log of who let whom in. @param actorId null: the administrator at the machine itself */
export async function logAct(
  trx: Trx,
  parts: Pick<AccountParts, 'now' | 'random'>,
  actorId: string | null,
  person: { readonly userId: string; readonly countyId: string | null },
  act: Act,
): Promise<void> {
  const now = parts.now();
  await sql`insert into login.acts (id, county_id, at, actor_id, user_id, act)
    values (${uuidv7(now, parts.random(10))}, ${person.countyId}, ${now}, ${actorId}, ${person.userId}, ${act})`.execute(
    trx,
  );
}

export async function makeEnrolment(
  trx: Trx,
  parts: AccountParts,
  account: { readonly userId: string; readonly countyId: string | null },
  createdBy: string | null,
): Promise<Enrolment> {
  const now = parts.now();
  const code = newCode(parts.random);
  const expiresAt = now + validMs;
  await sql`update login.enrolments set cancelled_at = ${now}
    where user_id = ${account.userId} and used_at is null and cancelled_at is null`.execute(trx);
  await sql`insert into login.enrolments (code_hash, user_id, county_id, created_by, created_at, expires_at)
    values (${codeHash(parts.keys.pepper, code)}, ${account.userId}, ${account.countyId}, ${createdBy}, ${now},
      ${expiresAt})`.execute(trx);
  return { code, path: `/phone/#/enrol/${code}`, expiresAt };
}

const EnrolmentRow = z.object({
  user_id: z.string(),
  expires_at: z.number(),
  used_at: z.number().nullable(),
  cancelled_at: z.number().nullable(),
});

/** The account that the code lets in; the code stays good. */
export async function enrolmentOf(trx: Trx, parts: AccountParts, code: string): Promise<AccountRow | Problem> {
  const found = await firstOf(
    trx,
    EnrolmentRow,
    sql`select user_id, expires_at, used_at, cancelled_at from login.enrolments
      where code_hash = any(${codeHashes(parts.keys, code)}::bytea[])`,
  );
  if (found === null) return codeUnknown();
  if (found.used_at !== null) return codeUsed();
  if (found.cancelled_at !== null || found.expires_at <= parts.now()) return codeExpired();
  const account = await accountOf(trx, found.user_id);
  return account === null || account.disabled_at !== null ? codeExpired() : account;
}

/** Uses the code up: of two at once, one is refused. */
export async function useEnrolment(trx: Trx, parts: AccountParts, code: string): Promise<Problem | null> {
  const now = parts.now();
  const used = await touched(
    trx,
    sql`update login.enrolments set used_at = ${now} where code_hash = any(${codeHashes(parts.keys, code)}::bytea[])
      and used_at is null and cancelled_at is null and expires_at > ${now}`,
  );
  if (used === 1) return null;
  const reason = await enrolmentOf(trx, parts, code);
  return isProblem(reason) ? reason : codeUsed();
}
