/** Signing in: by password, or the first time by an enrolment code, which sets the password. */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { actorOfToken } from './actor.ts';
import type { AttemptKey } from './attempts.ts';
import { admit, attemptKey, giveBack, waitOf } from './attempts.ts';
import { deviceOf, knowDevice, readmitDevice } from './devices.ts';
import { enrolmentOf, logAct, useEnrolment } from './enrolments.ts';
import { identifierOf } from './login-names.ts';
import { meOf } from './me.ts';
import type { AccountParts, Actor, Me } from './parts.ts';
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts';
import type { AccountRow } from './people.ts';
import { accountNamed, accountOf } from './people.ts';
import {
  accountDisabled,
  deviceRevoked,
  secondFactorNeeded,
  signedOut,
  waitFirst,
  wrongLogin,
  wrongPassword,
} from './problems.ts';
import { secondStepOf } from './second-factor.ts';
import { peppersOf } from './secrets.ts';
import type { SessionKind } from './sessions.ts';
import { endSession, endSessionsOf, openSession, sessionOf } from './sessions.ts';
import { Device, openStep } from './steps.ts';

export const SignIn = z.strictObject({
  login: z.string().min(1).max(80),
  password: z.string().min(1).max(400),
  device: Device.nullish(),
});
export const Enrol = z.strictObject({
  code: z.string().min(1).max(40),
  password: z.string().max(400),
  device: Device.nullish(),
});
export const ChangePassword = z.strictObject({ current: z.string().max(400), password: z.string().max(400) });

/** Where the request comes from. */
export interface From {
  readonly address: string;
  /** The cookie it brought, whose session this sign-in replaces. */
  readonly token: string | null;
}

export interface SignedIn {
  readonly token: string;
  readonly kind: SessionKind;
  readonly me: Me;
}

export async function signIn(
  parts: AccountParts,
  input: z.infer<typeof SignIn>,
  from: From,
): Promise<SignedIn | Problem> {
  const { pepper } = parts.keys;
  const identifier = identifierOf(input.login);
  const device = input.device ?? null;
  const { account, knownDevice } = await parts.database.outsideCounties(async (trx) => {
    const found = await accountNamed(trx, identifier);
    // Asked for an account that is not there too, so that both take the same statements.
    const known = device === null ? null : await deviceOf(trx, device.id, found?.user_id ?? device.id);
    return { account: found, knownDevice: known };
  });
  const counted = knownDevice === null ? identifier : `${identifier}/device/${knownDevice.device_id}`;
  const keys = [attemptKey(pepper, 'address', from.address), attemptKey(pepper, 'login', counted)];
  const wait = await admit(parts.database, keys, parts.now());
  if (wait > 0) return waitFirst(wait);
  const right = await verifyPassword(
    input.password,
    account?.password_hash ?? null,
    peppersOf(parts.keys),
    parts.passwordCost,
  );
  if (isProblem(right)) return right;
  if (!right || account === null) return wrongLogin(await waitOf(parts.database, keys, parts.now()));
  await giveBack(parts.database, keys);
  if (account.disabled_at !== null || account.opened_at === null) return accountDisabled();
  if (knownDevice !== null && knownDevice.revoked_at !== null) return deviceRevoked(knownDevice.wipe_requested);
  return (await secondStep(parts, account, device, knownDevice !== null)) ?? letInWith(parts, account, device, from);
}

/** The end of every sign-in: the session, and what the app is told. */
export async function letInWith(
  parts: AccountParts,
  account: AccountRow,
  device: Device | null,
  from: From,
): Promise<SignedIn | Problem> {
  return welcome(parts, await parts.database.outsideCounties((trx) => enter(trx, parts, account, device, from)));
}

/** Stops here if a second factor is to be shown first; the password alone has then opened nothing. */
async function secondStep(
  parts: AccountParts,
  account: AccountRow,
  device: Device | null,
  known: boolean,
): Promise<Problem | null> {
  const kind = device === null ? 'console' : (device.kind ?? 'phone');
  // Apart, for it enters the person's county, and a session that is replaced may be of another.
  const step = await parts.database.outsideCounties((trx) => secondStepOf(trx, parts, account, { kind, known }));
  if (step === null) return null;
  const { user_id: userId, county_id: countyId } = account;
  const token = await parts.database.outsideCounties((trx) =>
    openStep(trx, parts, { kind: 'second-factor', userId, countyId, device }),
  );
  return secondFactorNeeded(token, step === 'set-up');
}

export async function enrol(
  parts: AccountParts,
  input: z.infer<typeof Enrol>,
  from: From,
): Promise<SignedIn | Problem> {
  const { pepper } = parts.keys;
  const keys: AttemptKey[] = [attemptKey(pepper, 'address', from.address)];
  const wait = await admit(parts.database, keys, parts.now());
  if (wait > 0) return waitFirst(wait);
  const account = await parts.database.outsideCounties((trx) => enrolmentOf(trx, parts, input.code));
  if (isProblem(account)) return account;
  // A weak password must not use the code up.
  const weak = passwordProblem(input.password, account.login, account.phone);
  if (weak !== null) return weak;
  const hash = await hashPassword(input.password, pepper, parts.random(16), parts.passwordCost);
  if (isProblem(hash)) return hash;
  const device = input.device ?? null;
  const opened = await parts.database.outsideCounties(async (trx) => {
    const refused = await useEnrolment(trx, parts, input.code);
    if (refused !== null) return refused;
    await setPassword(trx, parts, account, hash, null);
    if (device !== null) await readmitDevice(trx, device.id, account.user_id);
    await logAct(trx, parts, account.user_id, personOf(account), 'enrolled');
    return null;
  });
  if (opened !== null) return opened;
  for (const name of [account.login, account.phone]) if (name !== null) keys.push(attemptKey(pepper, 'login', name));
  await giveBack(parts.database, keys);
  // Another person's code opens no phone to who has no second factor: a new phone is asked as at a sign-in.
  return (await secondStep(parts, account, device, false)) ?? letInWith(parts, account, device, from);
}

/** A person changes the own password; this session goes on, all others end. */
export async function changePassword(
  parts: AccountParts,
  actor: Actor,
  input: z.infer<typeof ChangePassword>,
): Promise<Problem | null> {
  const { pepper } = parts.keys;
  const account = await parts.database.outsideCounties((trx) => accountOf(trx, actor.userId));
  if (account === null) return signedOut();
  const wrong = await checkPassword(parts, account, input.current);
  if (wrong !== null) return wrong;
  const weak = passwordProblem(input.password, account.login, account.phone);
  if (weak !== null) return weak;
  const hash = await hashPassword(input.password, pepper, parts.random(16), parts.passwordCost);
  if (isProblem(hash)) return hash;
  await parts.database.outsideCounties(async (trx) => {
    await setPassword(trx, parts, account, hash, actor.sessionId);
    await logAct(trx, parts, actor.userId, personOf(account), 'password-changed');
  });
  return null;
}

/** A session alone opens no door to another factor: whoever sits down at an open desk has no password (ASVS 3.7.1). */
export async function checkOwnPassword(parts: AccountParts, actor: Actor, password: string): Promise<Problem | null> {
  const account = await parts.database.outsideCounties((trx) => accountOf(trx, actor.userId));
  if (account === null) return signedOut();
  const wrong = await checkPassword(parts, account, password);
  return wrong === null ? null : { ...wrong, field: 'password' };
}

async function checkPassword(parts: AccountParts, account: AccountRow, typed: string): Promise<Problem | null> {
  const { pepper } = parts.keys;
  const keys = [attemptKey(pepper, 'login', `session/${account.user_id}`)];
  const wait = await admit(parts.database, keys, parts.now());
  if (wait > 0) return waitFirst(wait);
  const right = await verifyPassword(typed, account.password_hash, peppersOf(parts.keys), parts.passwordCost);
  if (isProblem(right)) return right;
  if (!right) return wrongPassword(await waitOf(parts.database, keys, parts.now()));
  await giveBack(parts.database, keys);
  return null;
}

export function personOf(account: AccountRow): { userId: string; countyId: string | null } {
  return { userId: account.user_id, countyId: account.county_id };
}

/** @param but the session that goes on */
async function setPassword(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  hash: string,
  but: string | null,
): Promise<void> {
  await sql`update login.accounts set password_hash = ${hash} where user_id = ${account.user_id}`.execute(trx);
  await endSessionsOf(trx, account.user_id, parts.now(), but);
}

async function enter(
  trx: Trx,
  parts: AccountParts,
  account: AccountRow,
  device: Device | null,
  from: From,
): Promise<{ token: string; kind: SessionKind }> {
  const now = parts.now();
  const before = from.token === null ? null : await sessionOf(trx, from.token);
  if (before !== null) await endSession(trx, before.id, now);
  if (device !== null) await knowDevice(trx, device, account.user_id, account.county_id, now);
  const kind = device === null ? 'console' : (device.kind ?? 'phone');
  const { token } = await openSession(trx, parts, {
    userId: account.user_id,
    countyId: account.county_id,
    kind,
    device,
    name: device?.name ?? '',
  });
  return { token, kind };
}

async function welcome(parts: AccountParts, opened: { token: string; kind: SessionKind }): Promise<SignedIn | Problem> {
  const actor = await actorOfToken(opened.token, parts);
  return isProblem(actor) ? actor : { ...opened, me: await meOf(actor, parts) };
}
