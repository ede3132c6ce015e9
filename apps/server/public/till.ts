/**
 * What a merchant's phone needs to go on without a network: two small scripts, and its open vouchers. A code leaves the house as
 * its digest alone; of 80 random bits nobody finds one by trying.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as z from 'zod';
import { publicPolicy } from './layout.ts';
import type { PublicParts } from './parts.ts';
import type { PublicMerchant } from './voucher.ts';

/** The page's own scripts and nothing else: none stands in it. */
export const tillPolicy = publicPolicy.replace(
  "script-src 'none'",
  "script-src 'self'; connect-src 'self'; worker-src 'self'",
);

export const tillScripts = ['page', 'worker'] as const;
const made = new Map<string, Promise<string>>();

/** As browsers take it: the program's own file with its types struck out. */
export function tillScript(name: (typeof tillScripts)[number]): Promise<string> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const file = join(import.meta.dirname, 'till', `${name}.ts`);
  const script = readFile(file, 'utf8').then((source) => stripTypeScriptTypes(source));
  made.set(name, script);
  return script;
}

/** More no shop has open at once. */
const mostReady = 2_000;
const Open = z.array(z.object({ number: z.string(), what: z.string(), lastDay: z.string() }));

export async function readyAt({ database, now }: PublicParts, { id, countyId, token }: PublicMerchant) {
  const { rows } = await database.asResident(
    countyId,
    (trx) =>
      sql`select number, what, last_day as "lastDay" from points.vouchers
        where merchant_id = ${id} and state = 'reserved' order by last_day, number limit ${mostReady}`.execute(trx),
    token,
  );
  const vouchers = Open.parse(rows).map(({ number, what, lastDay }) => {
    return { hash: createHash('sha256').update(number).digest('hex'), what, lastDay };
  });
  return { at: now(), vouchers };
}
