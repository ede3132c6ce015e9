/**
 * The second factor: an authenticator app's code, or a recovery code where the app is gone. A code is good once, which
 * the row's `last_step` remembers in the statement that takes it, so that of two requests with one code one is refused.
 * The app's secret is encrypted with a key outside the database; recovery codes are kept as keyed digests.
 */
import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { decrypt, encrypt } from '../store/keyring.ts';
import { admit, attemptKey, giveBack, waitOf } from './attempts.ts';
import { logAct } from './enrolments.ts';
import type { AccountParts } from './parts.ts';
import type { AccountRow } from './people.ts';
import { enterCounty, postsOf, today } from './people.ts';
import { secondFactorNotBegun, secondFactorThere, waitFirst, wrongCode } from './problems.ts';
import { firstOf, rowsOf, touched } from './rows.ts';
import { newCode, peppersOf, plainCode } from './secrets.ts';
import { endSessionsOf } from './sessions.ts';
import { base32, keyUri, secretBytes, stepOf } from './totp.ts';

const recoveryCodes = 10;

const Totp = z.object({ secret: z.instanceof(Buffer), confirmed_at: z.number().nullable() });

export interface FactorState {
  /** An authenticator app has shown its first code. */
  readonly app: boolean;
  /** Recovery codes that are left. */
  readonly codesLeft: number;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly madeAt: number;
    readonly lastUsedAt: number | null;
  }[];
  /** The county asks it of one of the person's roles. */
  readonly required: boolean;
}

const Keys = z.object({
  credential_id: z.string(),
  name: z.string(),
  made_at: z.number(),
  last_used_at: z.number().nullable(),
});

export async function factorStateOf(trx: Trx, parts: AccountParts, account: AccountRow): Promise<FactorState> {
  const totp = await totpOf(trx, account.user_id);
  const left = await firstOf(
    trx,
    z.object({ n: z.number() }),
    sql`select count(*) as n from login.recovery_codes where user_id = ${account.user_id} and used_at is null`,
  );
  const keys = await rowsOf(
    trx,
    Keys,
    sql`select credential_id, name, made_at, last_used_at from login.passkeys where user_id = ${account.user_id} order by made_at`,
  );
  return {
    app: totp !== null && totp.confirmed_at !== null,
    codesLeft: left?.n ?? 0,
    passkeys: keys.map((key) => ({
      id: key.credential_id,
      name: key.name,
      madeAt: key.made_at,
      lastUsedAt: key.last_used_at,
    })),
    required: await isRequired(trx, parts, account),
  };
}

const Rule = z.object({ roles: z.array(z.string()) });

/** Enters the person's county, for that is where posts and the rule lie. People of a city are under no county's rule. */
async function isRequired(trx: Trx, parts: AccountParts, account: AccountRow): Promise<boolean> {
  if (account.county_id === null) return false;
  await enterCounty(trx, account.county_id);
  const rule = await firstOf(trx, Rule, sql`select roles from network.sign_in_rules limit 1`);
  if (rule === null || rule.roles.length === 0) return false;
  const held = today(await postsOf(trx, [account.user_id]), parts.now());
  return held.some((post) => rule.roles.includes(post.role));
}

function totpOf(trx: Trx, userId: string): Promise<z.infer<typeof Totp> | null> {
  return firstOf(trx, Totp, sql`select secret, confirmed_at from login.totp where user_id = ${userId}`);
}

export function factorKey(pepper: Uint8Array): KeyObject {
  return createSecretKey(createHmac('sha256', pepper).update('totp').digest());
}

export const factorPlace = (userId: string): string => `totp/${userId}`;

/** The first is by the house's own pepper. */
function recoveryHashes({ keys }: AccountParts, userId: string, code: string): Buffer[] {
  return peppersOf(keys).map((pepper) =>
    createHmac('sha256', pepper)
      .update(`recovery/${userId}/${plainCode(code)}`)
      .digest(),
  );
}

export interface NewSecret {
  /** As an authenticator app is given it by hand. */
  readonly secret: string;
  /** What the QR picture says, and what a phone opens its app with. */
  readonly uri: string;
}

/** A new secret, which counts for nothing before its first code was shown; an app that is in use stays in use till then. */
export async function newSecret(trx: Trx, parts: AccountParts, account: AccountRow): Promise<NewSecret | Problem> {
  const secret = parts.random(secretBytes);
  const text = Buffer.from(secret).toString('base64');
  const sealed = encrypt(factorKey(parts.keys.pepper), text, factorPlace(account.user_id));
  const kept = await touched(
    trx,
    sql`insert into login.totp as t (user_id, county_id, secret, made_at)
      values (${account.user_id}, ${account.county_id}, ${sealed}, ${parts.now()})
      on conflict (user_id) do update set secret = excluded.secret, made_at = excluded.made_at
      where t.confirmed_at is null`,
  );
  if (kept === 0) return secondFactorThere();
  return { secret: base32(secret), uri: keyUri(secret, account.login, 'Yimi') };
}

/** The first code of a new app makes it count, and brings the recovery codes, which are told once. */
export async function confirmSecret(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  code: string,
): Promise<{ recoveryCodes: string[] } | Problem> {
  const totp = await totpOf(trx, account.user_id);
  if (totp === null) return secondFactorNotBegun();
  if (totp.confirmed_at !== null) return secondFactorThere();
  if (!(await takeCode(trx, parts, account.user_id, totp.secret, code))) return wrongCode(0);
  await sql`update login.totp set confirmed_at = ${parts.now()} where user_id = ${account.user_id}`.execute(trx);
  await logAct(
    trx,
    parts,
    account.user_id,
    { userId: account.user_id, countyId: account.county_id },
    'second-factor-made',
  );
  return { recoveryCodes: await makeRecoveryCodes(trx, parts, account) };
}

export async function makeRecoveryCodes(trx: Trx, parts: AccountParts, account: AccountRow): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () => newCode(parts.random));
  const hashes = codes.flatMap((code) => recoveryHashes(parts, account.user_id, code).slice(0, 1));
  await sql`delete from login.recovery_codes where user_id = ${account.user_id}`.execute(trx);
  await sql`insert into login.recovery_codes (code_hash, user_id, county_id)
    select hash, ${account.user_id}::uuid, ${account.county_id}::uuid from unnest(${hashes}::bytea[]) hash`.execute(
    trx,
  );
  return codes;
}

/** Whether the app shows this code now; the step is used up in the same statement (replay memory). */
async function takeCode(
  trx: Trx,
  parts: AccountParts,
  userId: string,
  sealed: Buffer,
  typed: string,
): Promise<boolean> {
  const secret = Buffer.from(decrypt(factorKey(parts.keys.pepper), sealed, factorPlace(userId)), 'base64');
  const step = stepOf(secret, typed, parts.now());
  if (step === null) return false;
  const used = await touched(
    trx,
    sql`update login.totp set last_step = ${step} where user_id = ${userId} and last_step < ${step}`,
  );
  return used === 1;
}

/**
 * Takes the code of an app, or a recovery code. Tries are counted as those of passwords are, in transactions of their own,
 * so that a refusal's roll-back does not forget them.
 */
export async function checkSecondFactor(
  parts: AccountParts,
  account: AccountRow,
  typed: string,
): Promise<Problem | null> {
  const keys = [attemptKey(parts.keys.pepper, 'login', `second/${account.user_id}`)];
  const wait = await admit(parts.database, keys, parts.now());
  if (wait > 0) return waitFirst(wait);
  const right = await parts.database.outsideCounties(async (trx) => {
    const totp = await totpOf(trx, account.user_id);
    if (totp === null || totp.confirmed_at === null) return false;
    if (await takeCode(trx, parts, account.user_id, totp.secret, typed)) return true;
    const used = await touched(
      trx,
      sql`update login.recovery_codes set used_at = ${parts.now()}
        where code_hash = any(${recoveryHashes(parts, account.user_id, typed)}::bytea[]) and user_id = ${account.user_id} and used_at is null`,
    );
    if (used === 1) await logAct(trx, parts, account.user_id, personIn(account), 'recovery-code-used');
    return used === 1;
  });
  if (!right) return wrongCode(await waitOf(parts.database, keys, parts.now()));
  await giveBack(parts.database, keys);
  return null;
}

function personIn(account: AccountRow): { userId: string; countyId: string | null } {
  return { userId: account.user_id, countyId: account.county_id };
}

/** App and codes go; passkeys go too where somebody else resets it, for nobody can say whose hands they are in. */
export async function dropSecondFactor(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  by: { readonly actorId: string; readonly reset: boolean; readonly sessionId: string | null },
): Promise<void> {
  await sql`delete from login.totp where user_id = ${account.user_id}`.execute(trx);
  await sql`delete from login.recovery_codes where user_id = ${account.user_id}`.execute(trx);
  if (by.reset) await sql`delete from login.passkeys where user_id = ${account.user_id}`.execute(trx);
  await endSessionsOf(trx, account.user_id, parts.now(), by.sessionId);
  const act = by.reset ? 'second-factor-reset' : 'second-factor-dropped';
  await logAct(trx, parts, by.actorId, personIn(account), act);
}

/** Whether a sign-in stops at its second step, and which. */
export async function secondStepOf(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  where: { readonly kind: 'phone' | 'console'; readonly known: boolean },
): Promise<'ask' | 'set-up' | null> {
  // A phone that a second factor let in before is itself something that the person has.
  if (where.kind === 'phone' && where.known) return null;
  const state = await factorStateOf(trx, parts, account);
  if (state.app) return 'ask';
  return state.required ? 'set-up' : null;
}
