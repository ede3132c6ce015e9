/**
 * A province's view, and the country's (law A2): the sums of what lies directly below, counts under five hidden together
 * with what would reveal them, and nothing further down. It reads the folded sums and the steps not yet folded, so that its
 * cost grows with the areas shown, never with counties or records (Z3), and nothing committed is missing from it.
 */
import type { Day, Month, Problem } from '@yimi/kernel';
import { monthOf } from '@yimi/kernel';
import { clientsVisited, dueDays, visitCount } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { country, nameArea } from '../figures/index.ts';
import type { AreaLine } from './city.ts';
import { areaChild, areaTile } from './city.ts';
import type { FiguresInput } from './dashboard.ts';
import type { Query } from './figure-sql.ts';
import type { Measures } from './measures.ts';
import { firstDim, riskKeys } from './measures.ts';
import { addMonths } from './months.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';
import { tileNames } from './tiles.ts';

/** Of villages nothing is summed above the county. */
const shown = tileNames.filter((name) => name !== 'services.rooms-unvisited');

/** The level that a code names: the country, a province, or null for a city. */
export function wideLevel(code: string): 'country' | 'province' | null {
  if (code === country) return 'country';
  return code.endsWith('0000') ? 'province' : null;
}

const Sum = z.object({ area: z.string(), figure: z.string(), at: z.string(), dims: z.string(), n: z.number() });
type Sum = z.infer<typeof Sum>;

/** What lies directly below: area, figure, at (a month, or for days `before` today and `since`), dims, n. */
function areaQuery(code: string, month: Month, today: Day): Query {
  const months = [month, addMonths(month, -1)];
  const monthly = [visitCount.name, clientsVisited.name];
  // Figures of months by equality on both, so that the index leads to the two months; of days all are added up.
  const wanted = `((figure = any($2::text[]) and period = any($3::text[])) or figure = $4)`;
  const text = `select area, figure, case when figure <> $4 then period when period < $5 then 'before' else 'since' end as at, dims,
      sum(n)::bigint as n
    from (
      select area, figure, period, dims, n from figures.area_sums
        where parent = $1 and figure = any($2::text[]) and period = any($3::text[])
      union all select area, figure, period, dims, n from figures.area_sums where parent = $1 and figure = $4
      union all select case when $1::text = '${country}' then figures.province_of(city) else city end, figure, period, dims, n
        from figures.area_steps where ($1::text = '${country}' or figures.province_of(city) = $1) and ${wanted}) as told
    group by 1, 2, 3, 4`;
  return { text, values: [code, monthly, months, dueDays.name, today] };
}

export async function areaDashboard(
  context: ReadContext,
  code: string,
  input: FiguresInput,
): Promise<object | Problem> {
  const { trx, today } = context;
  const level = wideLevel(code);
  if (level === null || (input.level ?? level) !== level || (input.place ?? code) !== code) return notFound();
  const month = input.month ?? monthOf(today);
  await nameArea(trx, code);
  const [sums, names] = await Promise.all([rowsOf(trx, Sum, areaQuery(code, month, today)), namesOf(trx)]);
  const byArea = Map.groupBy(sums, (sum) => sum.area);
  const lines: AreaLine[] = [...byArea]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, own]) => ({
      place: { id, name: names.get(id) ?? id },
      now: measured(own, month),
      before: measured(own, addMonths(month, -1)),
    }));
  const below = level === 'country' ? 'province' : 'city';
  return {
    ...{ asOf: context.now, today, month, place: { level, id: code, name: names.get(code) ?? code }, parents: [] },
    tiles: shown.map((name) => areaTile(name, lines)),
    children: lines.map((_, at) => areaChild(below, lines, at, shown)),
    days: [],
  };
}

async function namesOf(trx: Trx): Promise<Map<string, string>> {
  const found = await sql`select code, name from login.cities`.execute(trx);
  return new Map(
    z
      .array(z.object({ code: z.string(), name: z.string() }))
      .parse(found.rows)
      .map(({ code, name }) => [code, name]),
  );
}

function measured(sums: readonly Sum[], month: Month): Measures {
  const add = (figure: string, at: string, risk?: string): number =>
    sums.reduce((n, sum) => {
      const own = sum.figure === figure && sum.at === at && (risk === undefined || firstDim(sum) === risk);
      return own ? n + sum.n : n;
    }, 0);
  const timely = (risk?: string) => ({
    inTime: add(dueDays.name, 'since', risk),
    overdue: add(dueDays.name, 'before', risk),
  });
  const [high, key, ordinary] = riskKeys.map(timely);
  const all = timely();
  const none = { inTime: 0, overdue: 0 };
  return {
    visits: add(visitCount.name, month),
    clientsVisited: add(clientsVisited.name, month),
    ...all,
    clients: all.inTime + all.overdue,
    risks: { high: high ?? none, key: key ?? none, ordinary: ordinary ?? none },
    ...{ villages: 0, villagesUnvisited: 0, lastVisitOn: null },
  };
}
