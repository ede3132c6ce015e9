/**
 * Passkeys (WebAuthn level 3): possession and the device's own unlocking in one, so that a passkey alone signs in. The
 * challenge lies in login.steps, good once; what the browser answers is checked by @simplewebauthn/server.
 */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import { admit, attemptKey } from './attempts.ts';
import { logAct } from './enrolments.ts';
import type { AccountParts, Actor } from './parts.ts';
import { accountOf } from './people.ts';
import {
  accountDisabled,
  noSuchPasskey,
  passkeyRefused,
  passkeysNeedName,
  signedOut,
  stepExpired,
  waitFirst,
} from './problems.ts';
import { firstOf, rowsOf, touched } from './rows.ts';
import type { From, SignedIn } from './sign-in.ts';
import { letInWith, personOf } from './sign-in.ts';
import { Device, openStep, StepToken, stepOfToken, useStep } from './steps.ts';

/** What a browser sends is checked in full by the library; here only that it is no larger than such a thing can be. */
const Extensions = z.record(z.string().max(60), z.unknown());
const Base = {
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  clientExtensionResults: Extensions,
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
};
const Attestation = z.object({
  ...Base,
  response: z.object({
    clientDataJSON: z.string().max(4000),
    attestationObject: z.string().max(6000),
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .max(8)
      .optional(),
  }),
});
const Assertion = z.object({
  ...Base,
  response: z.object({
    clientDataJSON: z.string().max(4000),
    authenticatorData: z.string().max(4000),
    signature: z.string().max(2000),
    userHandle: z.string().max(200).optional(),
  }),
});

export const AddPasskey = z.object({ token: StepToken, name: z.string().min(1).max(40), response: Attestation });
export const PasskeySignIn = z.strictObject({ token: StepToken, response: Assertion, device: Device.nullish() });
export const OfPasskey = z.object({ id: z.string().max(1400) });

interface Site {
  readonly id: string;
  readonly origin: string;
}

/** Browsers bind a passkey to a name that people type; an address of figures has none. */
function siteOf({ publicUrl }: AccountParts): Site | Problem {
  const { hostname, origin } = new URL(publicUrl);
  return /^[\d.]+$|:/.test(hostname) ? passkeysNeedName() : { id: hostname, origin };
}

export async function passkeyOptions(parts: AccountParts, actor: Actor): Promise<object | Problem> {
  const site = siteOf(parts);
  if (isProblem(site)) return site;
  return parts.database.outsideCounties(async (trx) => {
    const account = await accountOf(trx, actor.userId);
    if (account === null) return signedOut();
    const known = await rowsOf(
      trx,
      z.object({ credential_id: z.string() }),
      sql`select credential_id from login.passkeys where user_id = ${actor.userId}`,
    );
    const options = await generateRegistrationOptions({
      rpName: 'Yimi',
      rpID: site.id,
      userID: new Uint8Array(Buffer.from(actor.userId)),
      userName: account.login,
      userDisplayName: account.name,
      attestationType: 'none',
      excludeCredentials: known.map((one) => ({ id: one.credential_id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const { user_id: userId, county_id: countyId } = account;
    const token = await openStep(trx, parts, { kind: 'passkey-new', userId, countyId, challenge: options.challenge });
    return { token, options };
  });
}

export async function addPasskey(
  parts: AccountParts,
  actor: Actor,
  input: z.infer<typeof AddPasskey>,
): Promise<Problem | null> {
  const site = siteOf(parts);
  if (isProblem(site)) return site;
  return parts.database.outsideCounties(async (trx) => {
    const step = await stepOfToken(trx, parts, input.token, 'passkey-new');
    if (step === null || step.user_id !== actor.userId || step.challenge === null) return stepExpired();
    const used = await useStep(trx, parts, input.token);
    if (used !== null) return used;
    const proof = await verified(() =>
      verifyRegistrationResponse({
        // The library's types ask for undefined to be absent, which JSON cannot say otherwise.
        response: input.response as RegistrationResponseJSON,
        expectedChallenge: step.challenge ?? '',
        expectedOrigin: site.origin,
        expectedRPID: site.id,
        requireUserVerification: true,
      }),
    );
    if (proof === null || !proof.verified) return passkeyRefused();
    const { id, publicKey, counter } = proof.registrationInfo.credential;
    const transports = JSON.stringify(input.response.response.transports ?? []);
    await sql`insert into login.passkeys (credential_id, user_id, county_id, public_key, counter, transports, name, made_at)
      values (${id}, ${actor.userId}, ${step.county_id}, ${Buffer.from(publicKey)}, ${counter}, ${transports}::jsonb,
        ${input.name}, ${parts.now()}) on conflict do nothing`.execute(trx);
    await logAct(trx, parts, actor.userId, { userId: actor.userId, countyId: step.county_id }, 'passkey-added');
    return null;
  });
}

/** A forged or foreign answer makes the library throw; it is refused like any other. */
async function verified<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

export function removePasskey(parts: AccountParts, actor: Actor, id: string): Promise<Problem | null> {
  return parts.database.outsideCounties(async (trx) => {
    const gone = await touched(
      trx,
      sql`delete from login.passkeys where credential_id = ${id} and user_id = ${actor.userId}`,
    );
    if (gone === 0) return noSuchPasskey();
    const account = await accountOf(trx, actor.userId);
    if (account !== null) await logAct(trx, parts, actor.userId, personOf(account), 'passkey-removed');
    return null;
  });
}

/** For whoever stands at the door: which passkey it will be, the browser asks. */
export async function signInOptions(parts: AccountParts, { address }: From): Promise<object | Problem> {
  const site = siteOf(parts);
  if (isProblem(site)) return site;
  const wait = await admit(parts.database, [attemptKey(parts.keys.pepper, 'address', address)], parts.now());
  if (wait > 0) return waitFirst(wait);
  const options = await generateAuthenticationOptions({ rpID: site.id, userVerification: 'required' });
  const step = { kind: 'passkey-sign-in', userId: null, countyId: null, challenge: options.challenge } as const;
  const token = await parts.database.outsideCounties((trx) => openStep(trx, parts, step));
  return { token, options };
}

const Kept = z.object({ user_id: z.string(), public_key: z.instanceof(Buffer), counter: z.number() });

export async function signInByPasskey(
  parts: AccountParts,
  input: z.infer<typeof PasskeySignIn>,
  from: From,
): Promise<SignedIn | Problem> {
  const site = siteOf(parts);
  if (isProblem(site)) return site;
  const account = await parts.database.outsideCounties(async (trx) => {
    const step = await stepOfToken(trx, parts, input.token, 'passkey-sign-in');
    if (step === null || step.challenge === null) return stepExpired();
    const used = await useStep(trx, parts, input.token);
    if (used !== null) return used;
    const id = input.response.id;
    const kept = await firstOf(
      trx,
      Kept,
      sql`select user_id, public_key, counter from login.passkeys where credential_id = ${id}`,
    );
    if (kept === null) return passkeyRefused();
    const proof = await verified(() =>
      verifyAuthenticationResponse({
        response: input.response as AuthenticationResponseJSON,
        expectedChallenge: step.challenge ?? '',
        expectedOrigin: site.origin,
        expectedRPID: site.id,
        credential: { id, publicKey: new Uint8Array(kept.public_key), counter: kept.counter },
        requireUserVerification: true,
      }),
    );
    if (proof === null || !proof.verified) return passkeyRefused();
    // A counter that did not rise is a copied key; the library has refused it already.
    await sql`update login.passkeys set counter = ${proof.authenticationInfo.newCounter}, last_used_at = ${parts.now()}
      where credential_id = ${id}`.execute(trx);
    return (await accountOf(trx, kept.user_id)) ?? passkeyRefused();
  });
  if (isProblem(account)) return account;
  if (account.disabled_at !== null || account.opened_at === null) return accountDisabled();
  return letInWith(parts, account, input.device ?? null, from);
}
