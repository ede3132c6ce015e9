/**
 * Rollups equal a recount (law N2), figure by figure, by the SQL that the figure's one definition gives (N1). Leaves of
 * records and histograms are compared one by one. A distinct figure is compared by its contributions, and its leaves by
 * the place of the grain: which village of a station holds the step for a person seen in two of them is a matter of order.
 */
import type { Catalogue, Figure, Grain } from '@yimi/kernel';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { Query } from '../reads/figure-sql.ts';
import { leavesOfGrain, recount, recountSubjects } from '../reads/figure-sql.ts';
import { rowsOf } from '../reads/query.ts';

const Difference = z.object({ at: z.string(), kept: z.number(), counted: z.number() });

/** Enough to see what is wrong; a broken delta may differ in thousands of leaves. */
const shown = 10;

export async function rollupFaults(trx: Trx, catalogue: Catalogue): Promise<string[]> {
  const faults: string[] = [];
  for (const figure of catalogue.figures.values()) faults.push(...(await faultsOf(trx, figure)));
  return [...faults, ...(await strangers(trx, catalogue))];
}

async function faultsOf(trx: Trx, figure: Figure): Promise<string[]> {
  if (figure.kind !== 'subjects') return told(figure.name, await differences(trx, leafDifferences(figure)));
  const faults: string[] = [];
  for (const grain of figure.grains) {
    faults.push(
      ...told(
        `contributions of ${figure.name} by ${grain}`,
        await differences(trx, contributionDifferences(figure, grain)),
      ),
    );
    faults.push(...told(`${figure.name} by ${grain}`, await differences(trx, grainDifferences(figure, grain))));
  }
  return faults;
}

function differences(trx: Trx, query: Query): Promise<z.infer<typeof Difference>[]> {
  return rowsOf(trx, Difference, query);
}

function told(name: string, found: readonly z.infer<typeof Difference>[]): string[] {
  return found.map(({ at, kept, counted }) => `${name} at ${at}: kept ${kept}, counted ${counted}`);
}

/** Rows of two counts that differ, by their key columns. */
function compare(kept: Query, counted: Query, key: readonly string[]): Query {
  // The second query's parameters follow the first one's.
  const moved = counted.text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + kept.values.length}`);
  const names = key.map((one) => `coalesce(k.${one}::text, c.${one}::text)`).join(`, `);
  const on = key.map((one) => `k.${one} = c.${one}`).join(' and ');
  const text = `with k as (${kept.text}), c as (${moved})
    select concat_ws(' ', ${names}) as at, coalesce(k.n, 0)::bigint as kept, coalesce(c.n, 0)::bigint as counted
    from k full join c on ${on} where coalesce(k.n, 0) <> coalesce(c.n, 0) limit ${shown}`;
  return { text, values: [...kept.values, ...counted.values] };
}

export function leafDifferences(figure: Figure): Query {
  const table = figure.kind === 'days' ? 'figures.day_histogram' : 'figures.rollups';
  const kept = {
    text: `select room_id, station_id, period, dims, sum(n)::bigint as n from ${table} where figure = $1 group by 1, 2, 3, 4`,
    values: [figure.name],
  };
  return compare(kept, recount(figure), ['room_id', 'station_id', 'period', 'dims']);
}

function contributionDifferences(figure: Figure, grain: Grain): Query {
  const kept = {
    text: `select place_id, period, dims, subject, n::bigint as n from engine.contributions where figure = $1 and grain = $2 and n <> 0`,
    values: [figure.name, grain],
  };
  return compare(kept, recountSubjects(figure, grain), ['place_id', 'period', 'dims', 'subject']);
}

function grainDifferences(figure: Figure, grain: Grain): Query {
  const { text, values } = recountSubjects(figure, grain);
  const counted = {
    text: `select place_id, period, dims, count(*) as n from (${text}) as subjects group by 1, 2, 3`,
    values,
  };
  return compare(leavesOfGrain(figure, grain), counted, ['place_id', 'period', 'dims']);
}

/** Leaves of a figure that nobody declares, or of a grain that its figure does not. */
async function strangers(trx: Trx, catalogue: Catalogue): Promise<string[]> {
  const names = [...catalogue.figures.keys()];
  const grained = [...catalogue.figures.values()].flatMap(({ name, grains }) =>
    grains.map((grain) => `${name} ${grain}`),
  );
  const distinct = [...catalogue.figures.values()]
    .filter((figure) => figure.kind === 'subjects')
    .map((figure) => figure.name);
  const text = `select figure as at, count(*) as kept, 0::bigint as counted from (
      select figure from figures.rollups where not figure = any($1::text[])
        or (figure = any($2::text[]) and not (figure || ' ' || coalesce(dims::jsonb ->> 0, '')) = any($3::text[]))
      union all select figure from figures.day_histogram where not figure = any($1::text[])) as unknown group by figure`;
  return told('undeclared leaves', await differences(trx, { text, values: [names, distinct, grained] }));
}
