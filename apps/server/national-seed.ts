/**
 * The country's counted leaves for benchmarks (`--scale national`, law Z3): 29,000 stations, a year, without the records
 * behind them. Written by the owner past the engine, into counties of their own that hold no person; never on real data.
 */
import { nationalRollups } from '@yimi/demo';
import { dayOf } from '@yimi/kernel';
import { sql } from 'kysely';
import { catalogue } from '../catalogue.ts';
import { foldAreas, noteCounted } from './figures/index.ts';
import type { Cellar } from './house.ts';

const countiesPerStatement = 20;

export async function seedNational(cellar: Cellar, say: (text: string) => void): Promise<number> {
  const begun = performance.now();
  let written = 0;
  let part: { countyId: string; cityCode: string; at: number; rows: readonly object[] }[] = [];
  let at = 0;
  for (const { countyId, cityCode, rows } of nationalRollups({ today: dayOf(cellar.now()) })) {
    part.push({ countyId, cityCode, at, rows });
    at += 1;
    if (part.length === countiesPerStatement) {
      written += await write(cellar, part);
      part = [];
      if (at % 200 === 0) say(`${at} 个县 counties, ${written} 行 rows`);
    }
  }
  written += await write(cellar, part);
  await foldAreas(cellar.owner);
  say(`${at} 个县 counties, ${written} 行 rows, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return written;
}

async function write(
  cellar: Cellar,
  part: readonly { countyId: string; cityCode: string; at: number; rows: readonly object[] }[],
) {
  const counties = part.map(({ countyId, cityCode, at }) => ({
    countyId,
    cityCode: `${cityCode}00`,
    code: String(900_000 + at),
    name: `虚构县 ${at + 1}`,
  }));
  const rows = part.flatMap(({ countyId, rows: own }) => own.map((row) => ({ ...row, countyId })));
  await cellar.owner.outsideCounties(async (trx) => {
    await sql`insert into public.counties (id, name, code, city_code, created_at)
      select "countyId", name, code, "cityCode", ${cellar.now()} from jsonb_to_recordset(${JSON.stringify(counties)}::jsonb)
        as x("countyId" uuid, name text, code text, "cityCode" text) on conflict do nothing`.execute(trx);
    for (const { countyId } of counties) {
      await sql`select set_config('yimi.county', ${countyId}, true)`.execute(trx);
      await noteCounted(trx, catalogue.figures.values(), cellar.now());
    }
    await sql`insert into figures.rollups (county_id, id, scope, version, figure, room_id, station_id, period, dims, n)
      select "countyId", id, 'room:' || "roomId", 1, figure, "roomId", "stationId", period, dims, n
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x("countyId" uuid, id uuid, figure text, "roomId" uuid,
        "stationId" uuid, period text, dims text, n integer) on conflict do nothing`.execute(trx);
  });
  return rows.length;
}
