/** What of the database is a county's: read off the database itself, so that no list grows stale when a table is added. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import * as z from 'zod';
import { sqlName, tablesOf } from '../backup/back-up.ts';
import { inOrderOfReferences } from '../backup/restore.ts';
import type { Cellar } from '../house.ts';

/**
 * Goes another way, or stays: keys are wrapped anew, what is not sealed yet is known from the chain, a sign-in half done is
 * begun again, and what is known of a move is each house's own.
 */
const apart = new Set(['engine.subject_keys', 'engine.audit_unsealed', 'engine.moves', 'login.steps']);

/** Of public.counties alone the row's own id is the county's. */
const own = 'public.counties';
export const countyColumn = (table: string): string => (table === own ? 'id' : 'county_id');

const Named = z.array(z.object({ table: z.string() }));

/** In the order in which they can be filled: a table after those to which it refers. */
export async function tablesOfCounties(
  client: pg.ClientBase,
): Promise<{ name: string; sql: string; columns: string[] }[]> {
  const found = await client.query(
    `select n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'county_id' and not a.attisdropped
     where c.relkind = 'r' and c.relpersistence = 'p'`,
  );
  const named = new Set([...Named.parse(found.rows).map((row) => row.table), own]);
  const columns = new Map((await tablesOf(client)).map((table) => [sqlName(table), table.columns]));
  const sorted = (await inOrderOfReferences(client)).filter(({ name }) => named.has(name) && !apart.has(name));
  // The county itself first: triggers ask it for its city when counts come and go (figures.area_steps).
  return [...sorted.filter(({ name }) => name === own), ...sorted.filter(({ name }) => name !== own)].map((table) => ({
    ...table,
    columns: columns.get(table.sql) ?? [],
  }));
}

/** Before the rows that name them. */
export async function removeFiles(
  { data, objects }: Pick<Cellar, 'data' | 'objects'>,
  countyId: string,
): Promise<void> {
  await objects?.removeCounty(countyId);
  for (const top of ['files', 'ledgers']) await rm(join(data, top, countyId), { recursive: true, force: true });
}

/** What a house keeps of a county that left, so that its phones are told where it went. */
const toldBy = new Set(['public.counties', 'login.accounts', 'login.devices', 'login.sessions']);

/** @param keepTelling leaves what phones and their people are told by; nothing else of the county stays either way */
export async function removeRows(client: pg.ClientBase, countyId: string, keepTelling: boolean): Promise<void> {
  const tables = (await tablesOfCounties(client)).toReversed();
  for (const name of ['engine.subject_keys', 'engine.audit_unsealed', 'login.steps'])
    await client.query(`delete from ${name} where county_id = $1`, [countyId]);
  for (const { name, sql } of tables) {
    if (keepTelling && toldBy.has(name)) continue;
    await client.query(`delete from ${sql} where ${countyColumn(name)} = $1`, [countyId]);
  }
  // Deleting audit entries notes nothing; what a trigger noted meanwhile goes last.
  await client.query('delete from engine.audit_unsealed where county_id = $1', [countyId]);
}
