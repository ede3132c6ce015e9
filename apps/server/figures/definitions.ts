/**
 * By which definition a county's numbers were last counted. A figure's hash covers all that its number depends on and
 * where its leaves lie, and nothing else: a new wording of a reason counts nothing anew.
 */
import { createHash } from 'node:crypto';
import type { Catalogue, Figure } from '@yimi/kernel';
import { canonical } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';

export function definitionHash(figure: Figure): string {
  const { kind, source, where, day, room, station, dimensions, each, subject, grains, stays } = figure;
  const conditions = where.map(({ column, in: values }) => ({ column, values }));
  const counted = { kind, source: source.name, conditions, day, room, station, dimensions, subject, grains };
  const text = canonical({ ...counted, each: each?.column ?? null, ...(stays ? { stays } : {}) });
  return createHash('sha256').update(text).digest('hex');
}

export interface Pending {
  /** Added or changed since this county was last counted. */
  readonly figures: readonly Figure[];
  /** Known to the county and no longer to the program. */
  readonly gone: readonly string[];
}

const Known = z.array(z.object({ figure: z.string(), hash: z.string() }));

export async function pendingIn(trx: Trx, catalogue: Catalogue): Promise<Pending> {
  const found = await sql`select figure, hash from figures.definitions`.execute(trx);
  const known = new Map(Known.parse(found.rows).map(({ figure, hash }) => [figure, hash]));
  // Before definitions were noted, leaves alone tell of a figure that is gone.
  const counted = await sql`select distinct figure, '' as hash from figures.rollups
    union select distinct figure, '' from figures.day_histogram`.execute(trx);
  const names = known.size > 0 ? [...known.keys()] : Known.parse(counted.rows).map(({ figure }) => figure);
  return {
    figures: [...catalogue.figures.values()].filter((figure) => known.get(figure.name) !== definitionHash(figure)),
    gone: names.filter((name) => !catalogue.figures.has(name)),
  };
}

/** Notes that these figures stand as defined now. A new county, of which there is nothing to count, begins with all. */
export async function noteCounted(trx: Trx, figures: Iterable<Figure>, now: number): Promise<void> {
  const all = [...figures];
  const names = all.map((figure) => figure.name);
  await sql`insert into figures.definitions (figure, hash, counted_at)
    select figure, hash, ${now} from unnest(${names}::text[], ${all.map(definitionHash)}::text[]) as x(figure, hash)
    on conflict (county_id, figure) do update set hash = excluded.hash, counted_at = excluded.counted_at`.execute(trx);
}

export async function forget(trx: Trx, figures: readonly string[]): Promise<void> {
  await sql`delete from figures.definitions where figure = any(${figures}::text[])`.execute(trx);
}
