/**
 * Deposits for a county that has moved are passed on to its new house as they came: sealed, with the token that proves their
 * person there as well as here. So a phone that stays at the old address loses nothing that it had not sent (law S5). Where the
 * new house cannot be reached, the phone keeps everything and comes again.
 */
import type { Problem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { AccountParts } from '../accounts/parts.ts';
import { countyMoved } from '../trouble.ts';

/** Less than a phone waits. */
const waitsMs = 25_000;
/** Says that a deposit has been passed on once: two names of one house must not send it round in circles. */
export const passedOnHeader = 'x-yimi-passed-on';

const Move = z.tuple([z.object({ to: z.string() })]);

async function movedTo({ database }: Pick<AccountParts, 'database'>, countyId: string): Promise<string | null> {
  const found = await database.outsideCounties((trx) =>
    sql`select other_url as to from engine.moves where county_id = ${countyId} and state = 'left'`.execute(trx),
  );
  const move = Move.safeParse(found.rows);
  return move.success ? move.data[0].to : null;
}

export interface PassedOn<T> {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly answer: z.ZodType<T>;
  /** It has come from another house already. */
  readonly again: boolean;
}

/** @returns null where the county is at home here */
export async function passOn<T>(
  parts: Pick<AccountParts, 'database'>,
  countyId: string,
  { path, headers, body, answer, again }: PassedOn<T>,
): Promise<T | Problem | null> {
  const to = await movedTo(parts, countyId);
  if (to === null) return null;
  if (again) return countyMoved(to);
  const said = await fetch(new URL(path, to), {
    method: 'POST',
    headers: { ...headers, 'x-yimi': '1', [passedOnHeader]: '1' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(waitsMs),
  })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  const taken = answer.safeParse(said);
  return taken.success ? taken.data : countyMoved(to);
}
