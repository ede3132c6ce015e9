/**
 * Card numbers of a ledger against those in the database, by their matches (law A3). While the master key is being replaced
 * some rows still carry the match of the old key: a number is looked for under every version, and told by the newest.
 */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Looking } from '../target.ts';

const Versions = z.array(z.object({ version: z.number() })).min(1);

export interface Matches {
  /** Under the newest key, in hex. */
  readonly matchOf: (value: string) => string;
  /** Under each key that is in use. */
  readonly allOf: (value: string) => string[];
  /** What a row carries, told as the newest key tells it, if its value was looked for. */
  readonly asNewest: (match: string) => string;
}

export async function matchesIn({ trx, keyring, countyId }: Looking): Promise<Matches> {
  const found = await sql`select version from engine.key_versions order by version desc`.execute(trx);
  const versions = Versions.parse(found.rows).map((row) => row.version);
  const under = (version: number, value: string) => keyring.match(version, countyId, value).toString('hex');
  const newest = new Map<string, string>();
  const matchOf = (value: string) => under(versions[0] ?? 1, value);
  const allOf = (value: string) => {
    const all = versions.map((version) => under(version, value));
    for (const match of all) newest.set(match, all[0] ?? match);
    return all;
  };
  return { matchOf, allOf, asNewest: (match) => newest.get(match) ?? match };
}
