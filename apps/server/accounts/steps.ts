/**
 * What lies between the first step of signing in and the second: a token that only the browser knows, good once and for
 * ten minutes. It is no session: nothing but the second step takes it.
 */
import { Id } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { AccountParts } from './parts.ts';
import { stepExpired } from './problems.ts';
import { firstOf, touched } from './rows.ts';
import { newToken, tokenHash } from './secrets.ts';

const validMs = 600_000;

export const Device = z.strictObject({
  id: Id,
  name: z.string().max(60),
  kind: z.enum(['phone', 'console']).optional(),
});
export type Device = z.infer<typeof Device>;
export const StepToken = z.string().min(20).max(100);

export type StepKind = 'second-factor' | 'passkey-sign-in' | 'passkey-new';

export interface NewStep {
  readonly kind: StepKind;
  readonly userId: string | null;
  readonly countyId: string | null;
  readonly device?: Device | null;
  readonly challenge?: string;
}

const Step = z.object({
  user_id: z.string().nullable(),
  county_id: z.string().nullable(),
  device: z.nullable(Device),
  challenge: z.string().nullable(),
});
export type Step = z.infer<typeof Step>;

export async function openStep(trx: Trx, parts: AccountParts, step: NewStep): Promise<string> {
  const now = parts.now();
  const token = newToken(parts.random);
  const device = step.device === undefined || step.device === null ? null : JSON.stringify(step.device);
  await sql`insert into login.steps (token_hash, user_id, county_id, kind, device, challenge, expires_at)
    values (${tokenHash(token)}, ${step.userId}, ${step.countyId}, ${step.kind}, ${device}::jsonb,
      ${step.challenge ?? null}, ${now + validMs})`.execute(trx);
  return token;
}

/** The step, if it is still open; it stays good. */
export function stepOfToken(trx: Trx, parts: AccountParts, token: string, kind: StepKind): Promise<Step | null> {
  return firstOf(
    trx,
    Step,
    sql`select user_id, county_id, device, challenge from login.steps
      where token_hash = ${tokenHash(token)} and kind = ${kind} and used_at is null and expires_at > ${parts.now()}`,
  );
}

/** Uses it up: of two at once, one is refused. */
export async function useStep(
  trx: Trx,
  parts: AccountParts,
  token: string,
): Promise<ReturnType<typeof stepExpired> | null> {
  const used = await touched(
    trx,
    sql`update login.steps set used_at = ${parts.now()} where token_hash = ${tokenHash(token)} and used_at is null`,
  );
  return used === 1 ? null : stepExpired();
}

/** For the nightly clearing: nothing of a step is needed once its time is over. */
export function clearSteps(trx: Trx, now: number): Promise<number> {
  return touched(trx, sql`delete from login.steps where expires_at < ${now - validMs}`);
}
