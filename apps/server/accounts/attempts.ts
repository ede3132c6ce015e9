/**
 * Growing waits against guessing, counted in the database because several server processes answer (law Z2). A try is
 * counted *before* the password is checked, so that a hundred at once are not all let in; success gives it back. Names
 * that no account has are counted alike, so that a wait tells nothing. Nobody is locked out for ever: the longest wait
 * is a quarter of an hour, and a phone that has signed this person in before is counted apart, so that a stranger who
 * guesses keeps no volunteer from her own phone.
 */

import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { firstOf, touched } from './rows.ts';
import { clearSteps } from './steps.ts';

interface Rule {
  /** Failures before the first wait. */
  readonly free: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Failures are forgotten when none has come for so long. */
  readonly forgetMs: number;
}

const rules = {
  /** 5 tries, then 5 s, 10 s, 20 s … 15 min: about 100 guesses a day. */
  login: { free: 5, firstWaitMs: 5_000, longestWaitMs: 900_000, forgetMs: 86_400_000 },
  /** A whole county office may stand behind one address. */
  address: { free: 60, firstWaitMs: 5_000, longestWaitMs: 300_000, forgetMs: 3_600_000 },
} satisfies Record<string, Rule>;

export type AttemptKind = keyof typeof rules;
export interface AttemptKey {
  readonly kind: AttemptKind;
  readonly key: Buffer;
}

export function attemptKey(pepper: Uint8Array, kind: AttemptKind, value: string): AttemptKey {
  return { kind, key: createHmac('sha256', pepper).update(`attempt/${kind}/${value}`).digest() };
}

const Counted = z.object({ failures: z.number(), free_at: z.number() });

/** Counts a try under each key, in order; 0 lets it pass, else the seconds to wait. A refused try is not counted. */
export async function admit(database: Database, keys: readonly AttemptKey[], now: number): Promise<number> {
  for (const key of keys) {
    const wait = await database.outsideCounties((trx) => admitOne(trx, key, now));
    if (wait > 0) return wait;
  }
  return 0;
}

async function admitOne(trx: Trx, { kind, key }: AttemptKey, now: number): Promise<number> {
  const rule = rules[kind];
  const counted = await firstOf(
    trx,
    Counted,
    sql`insert into login.attempts as a (key, failures, last_at, free_at) values (${key}, 1, ${now}, 0)
      on conflict (key) do update set
        failures = case when a.free_at > ${now} then a.failures
          when a.last_at < ${now - rule.forgetMs} then 1 else a.failures + 1 end,
        last_at = case when a.free_at > ${now} then a.last_at else ${now} end
      returning failures, free_at`,
  );
  if (counted === null) return 0;
  if (counted.free_at > now) return Math.ceil((counted.free_at - now) / 1000);
  const wait = waitAfter(rule, counted.failures);
  if (wait > 0) await sql`update login.attempts set free_at = ${now + wait} where key = ${key}`.execute(trx);
  return 0;
}

/** Milliseconds that must pass after so many failures. */
function waitAfter(rule: Rule, failures: number): number {
  if (failures < rule.free) return 0;
  return Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(30, failures - rule.free));
}

/** Seconds until the next try is let in; told with the refusal. */
export async function waitOf(database: Database, keys: readonly AttemptKey[], now: number): Promise<number> {
  const list = keys.map(({ key }) => key);
  const found = await database.outsideCounties((trx) =>
    firstOf(
      trx,
      z.object({ free_at: z.number().nullable() }),
      sql`select max(free_at) as free_at from login.attempts where key = any(${list}::bytea[])`,
    ),
  );
  return Math.max(0, Math.ceil(((found?.free_at ?? 0) - now) / 1000));
}

/** The right password: the name starts afresh, the address gets its try back. */
export async function giveBack(database: Database, keys: readonly AttemptKey[]): Promise<void> {
  await database.outsideCounties(async (trx) => {
    for (const { kind, key } of keys) {
      await (kind === 'login'
        ? sql`delete from login.attempts where key = ${key}`
        : sql`update login.attempts set failures = greatest(0, failures - 1), free_at = 0 where key = ${key}`
      ).execute(trx);
    }
  });
}

/** For a nightly job: what has been forgotten is cleared away, and steps of sign-ins that nobody went on with. */
export async function clearForgotten(database: Database, now: number): Promise<number> {
  return database.outsideCounties(async (trx) => {
    await clearSteps(trx, now);
    return touched(trx, sql`delete from login.attempts where last_at < ${now - 2 * rules.login.forgetMs}`);
  });
}
