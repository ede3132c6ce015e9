/**
 * The SQL of figures, run: on a county that real commands moved about, the kept rollup is the recount, at every level,
 * and the plans are the ones that law A6 and Z3 ask for.
 */
import { monthOf } from '@yimi/kernel';
import { clientsVisited, dueDays, visitCount } from '@yimi/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import type { Trx } from '../database.ts';
import { rollupFaults } from '../verify/rollups.ts';
import { drillWhere } from './figure-drill-sql.ts';
import type { Query } from './figure-sql.ts';
import { daysFromSource, histogramDays, leaves, recountSubjects, spanOf } from './figure-sql.ts';
import { searchQuery } from './people-list.ts';
import { rowsOf } from './query.ts';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

let county: ReadingCounty;

beforeAll(async () => {
  county = await openReadingCounty();
});
afterAll(() => county.close());

function within<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return county.opened.database.snapshotOf(countyId, work);
}

async function act(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  if (outcome?.status !== 'accepted')
    throw new Error(`${name}: ${JSON.stringify(outcome)} ${String(county.world.faults)}`);
}

it('recounts to the kept rollup after visits, corrections, moves, a changed risk and an erasure (N1, N2, N3)', async () => {
  for (let i = 0; i < 12; i++) {
    await visited(county, `a${i}`, who.lan, i % 2 === 0 ? named('client') : named('潘'), i * 5, {
      result: i % 3 === 0 ? 'nobody' : 'home',
    });
  }
  await visited(county, 'l0', others.long, named('梁'), 1);
  await act(who.lan, 'services.withdraw-visit', { visitId: named('a7'), reason: '记错了人' });
  await act(who.shi, 'services.reject-visit', { visitId: named('a2'), reason: '没有去' });
  await act(who.lan, 'services.correct-visit', { visitId: named('a4'), result: 'vacant', findings: null, needs: [] });
  // 潘老贵 moves to 木桥 and is seen there in the same month: one person at the station, two villages.
  await act(who.lan, 'people.move-clients', {
    clientIds: [named('潘')],
    fromRoomId: place.far,
    toRoomId: place.room,
    fromDay: '2026-03-10',
  });
  await visited(county, 'b0', who.lan, named('潘'), 0);
  await visited(county, 'b1', who.lan, named('client'), 0);
  await county.world.system('network.change-station-of-room', {
    roomId: place.far,
    stationId: place.other,
    fromDay: '2026-03-10',
  });
  await act(who.shi, 'people.erase-client', { clientId: named('client') });
  expect(await within((trx) => rollupFaults(trx, catalogue))).toEqual([]);
});

const Leaf = z.object({ room_id: z.string(), dims: z.string(), n: z.number() });

it('counts a person who was seen in two villages once for the station (N3)', async () => {
  const station = { level: 'station' as const, id: place.station };
  const kept = await within((trx) => rowsOf(trx, Leaf, leaves(clientsVisited, station, '2026-03', '2026-03')));
  const grained = (grain: string): number =>
    kept.filter((leaf) => leaf.dims.startsWith(`["${grain}"`)).reduce((sum, leaf) => sum + leaf.n, 0);
  const Subject = z.object({ place_id: z.string(), period: z.string(), dims: z.string(), subject: z.string() });
  for (const grain of ['room-month', 'station-month'] as const) {
    const counted = await within((trx) => rowsOf(trx, Subject, recountSubjects(clientsVisited, grain)));
    const places: readonly string[] = grain === 'station-month' ? [place.station] : [place.room, place.far];
    expect(grained(grain)).toBe(
      counted.filter((row) => row.period === '2026-03' && places.includes(row.place_id)).length,
    );
  }
  expect(grained('room-month')).toBe(grained('station-month') + 1);
});

it('counts a histogram’s days to the same numbers as its source', async () => {
  const Days = z.object({ day: z.string(), n: z.number() });
  for (const at of [{ level: 'county' as const }, { level: 'room' as const, id: place.room }]) {
    const span = { from: '2026-01-01', to: '2026-12-31' };
    const kept = await within((trx) => rowsOf(trx, Days, histogramDays(dueDays, at, span)));
    expect(kept).toEqual(await within((trx) => rowsOf(trx, Days, daysFromSource(dueDays, at, span))));
    expect(kept.length).toBeGreaterThan(0);
  }
});

/** A county's size of tokens and visits, written past the engine: only their number and spread matter here. */
async function fill(): Promise<void> {
  await county.asOwner(
    `insert into engine.search_tokens (county_id, token, table_name, row_id)
      select $1, md5(n::text), 'people.clients', md5('p' || n / 5)::uuid from generate_series(1, 60000) n`,
    [countyId],
  );
  await county.asOwner(
    `insert into services.visits (county_id, id, scope, version, client_id, held_in, room_id, station_id, author_id, author_role,
        occurred_on, occurred_at, recorded_at, plausible, mode, result, risk, needs, state, review, archived)
      select $1, gen_random_uuid(), 'x', 1, md5('c' || n % 2500)::uuid, md5('r' || n % 150)::uuid, md5('r' || n % 150)::uuid,
        md5('s' || n % 15)::uuid, md5('a')::uuid, 'station-worker', to_char(date '2025-04-01' + n % 340, 'YYYY-MM-DD'), 0, 0, true,
        'home', 'home', 'key', '[]', 'counted', 'reviewed', false from generate_series(1, 18000) n`,
    [countyId],
  );
  await county.asOwner('vacuum analyze engine.search_tokens');
  await county.asOwner('vacuum analyze services.visits');
}

/** @param dearer plans that only an unmarked table makes look cheap, and that are left out */
async function planOf(query: Query, dearer: readonly 'seqscan'[] = []): Promise<string> {
  const Line = z.object({ 'QUERY PLAN': z.string() });
  const rows = await within(async (trx) => {
    // A table that was filled a moment ago is not marked visible yet, without which no plan trusts an index alone.
    await sql`set local enable_bitmapscan = off`.execute(trx);
    for (const plan of dearer) await sql`set local ${sql.raw(`enable_${plan}`)} = off`.execute(trx);
    return rowsOf(trx, Line, { text: `explain ${query.text}`, values: query.values });
  });
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it('searches people by a range of the token index, under row-level security (A6)', async () => {
  await fill();
  const plan = await planOf(searchQuery('abc', [place.room]));
  expect(plan).toMatch(/Index Cond: .*token >= .*token < /);
  expect(plan).not.toContain('Seq Scan on search_tokens');
});

it('counts the days of a month from an index alone, and opens a page of records by an index (Z3)', async () => {
  const month = monthOf('2025-06-01');
  expect(await planOf(daysFromSource(visitCount, { level: 'county' }, spanOf(month)), ['seqscan'])).toContain(
    'Index Only Scan using visits_by_day',
  );
  const drill = drillWhere(visitCount, { at: { level: 'county' }, span: spanOf(month), dims: {} });
  const page = {
    text: `select * from services.visits where ${drill.text} order by occurred_on desc, id desc limit 51`,
    values: drill.values,
  };
  expect(await planOf(page)).toContain('Index Scan Backward using visits_by_day');
});

it('runs as a role that sees nothing where no county is named (A1)', async () => {
  const seen = await county.opened.database.outsideCounties((trx) =>
    sql`select count(*) as n from figures.rollups`.execute(trx),
  );
  expect(seen.rows).toEqual([{ n: 0 }]);
});
