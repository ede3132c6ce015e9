/**
 * The country's counted leaves, laid into the bench's own throw-away database: one station is worked by real commands
 * through the engine for a year, and every other station's leaves are that one's, under its own ids, written by plain SQL.
 * A hundred counties hold each village's leaves, the others their stations' sums; a hundred stations hold the records too.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, uuidv7 } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import type pg from 'pg';
import { catalogue } from '../../apps/catalogue.ts';
import { buildEngine } from '../../apps/server/engine.ts';
import { foldAreas } from '../../apps/server/figures/index.ts';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { counties, idOf, newClient, newVisit, place } from '../../apps/server/trial-house.ts';
import { verifyCounty } from '../../apps/server/verify/index.ts';
import { rollupFaults } from '../../apps/server/verify/rollups.ts';

const countyCount = 2_850;
export const stationCount = 29_000;
/** 29,000 stations times as many are the 60 million visits of a year. */
const visitsAYear = 2_069;
export const wholeCounties = 100;
export const drilledStations = 100;
/** Of these all stations hold their records and contributions, so that a whole county can be counted anew. */
const sampleCounties = 3;
const withRecords = `s.whole and (s.n < ${drilledStations} or s.c < ${sampleCounties})`;
const villages = 8;
export const people = 120;
const dayMs = 86_400_000;

const named = (label: string): string => derivedId('bench figures', label);
const rooms = Array.from({ length: villages }, (_, at) => (at === 0 ? place.room : named(`room ${at}`)));
export const clientOf = (at: number): string => named(`client ${at}`);

/** The whole country; it stops unless the leaves that are copied equal a recount of their records. */
export async function layCountry(house: TrialHouse, say: (line: string) => void): Promise<void> {
  await workAYear(house, say);
  const { database, store, owner } = house.cellar;
  // Its jobs have gone round, looked at everybody, and marked each village as brought into step.
  const settled = `select (select count(*) from engine.job_marks where key = any($1::uuid[])) = ${villages}
    and not exists (select from people.likeness_checks) as settled`;
  while ((await owner.pool.query<{ settled: boolean }>(settled, [rooms])).rows[0]?.settled !== true) await sleep(500);
  const proof = await verifyCounty(database, store, catalogue, counties.here);
  if (!proof.rollups) throw new Error(`the engine's leaves differ from a recount: ${JSON.stringify(proof.details)}`);
  await copyOut(house, say);
  const faults = await sampleFaults(house);
  if (faults.length > 0) throw new Error(`copied leaves differ from a recount: ${faults.join('; ')}`);
  say(`${sampleCounties} counties counted anew: no difference`);
}

/** A year of one station through the engine, whose clock goes along with the visits. */
async function workAYear(house: TrialHouse, say: (line: string) => void): Promise<void> {
  let now = Date.now() - 364 * dayMs;
  let made = 0;
  const { cellar } = house;
  const engine = buildEngine({ store: cellar.store, now: () => now, fault: (error) => say(String(error)) });
  const random = (n: number) => new Uint8Array(10).map((_, at) => (made * 31 + n * 7 + at * 13) % 256);
  const act = async (userId: string, name: string, inputs: readonly object[], times: readonly number[] = []) => {
    const batch = inputs.map((input, at) => ({
      ...{ id: uuidv7(now, random(++made)), name, v: catalogue.commands.get(name)?.version ?? 1, input },
      ...{ occurredAt: times[at] ?? now, dependsOn: [], mends: null, hints: [] },
    }));
    const outcomes = await engine.push({ countyId: counties.here, userId }, batch);
    const bad = outcomes.find((one) => one.status !== 'accepted');
    if (bad !== undefined) throw new Error(`${name}: ${JSON.stringify(bad)}`);
  };
  for (const [at, roomId] of rooms.entries()) {
    const code = `4599012012${String(10 + at)}`;
    const room = { roomId, stationId: place.station, name: `第${at}村`, code, minutesAway: 60, fromDay: '2025-01-01' };
    if (at > 0) await act(systemActor, 'network.add-room', [room]);
  }
  const risks = ['ordinary', 'ordinary', 'ordinary', 'key', 'high'];
  for (let at = 0; at < people; at++) {
    const client = newClient(clientOf(at), rooms[at % villages] ?? place.room);
    const own = { groups: at % 3 === 0 ? ['独居老人'] : [], risk: risks[at % 5], name: `韦${at}`, pinyin: `wei ${at}` };
    await act(systemActor, 'people.register-client', [{ ...client, ...own }]);
  }
  for (let done = 0; done < visitsAYear; done += 40) {
    const wave = Array.from({ length: Math.min(40, visitsAYear - done) }, (_, i) => done + i);
    now = Date.now() - 364 * dayMs + Math.floor((done / visitsAYear) * 363 * dayMs);
    const visits = wave.map((at) => ({
      ...newVisit(named(`visit ${at}`), clientOf((at * 7) % people), now - (at % 40) * 60_000),
      ...{ mode: at % 9 === 0 ? 'phone' : 'home', result: at % 7 === 0 && at % 9 !== 0 ? 'nobody' : 'home' },
    }));
    await act(
      idOf('lan'),
      'services.record-visit',
      visits,
      visits.map(({ visitedAt }) => visitedAt),
    );
  }
  say(`one station's year through the engine: ${visitsAYear} visits`);
}

/** An id out of a text, in SQL; version and variant are set, for whoever reads a row parses its ids. */
export const sqlId = (text: string): string =>
  `overlay(overlay(md5(${text}) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid`;
const mapped = (column: string): string => sqlId(`s.n || '/' || ${column}::text`);

/** Stations, villages and leaves of everybody else. The last of the counties is the one that was worked. */
async function copyOut(house: TrialHouse, say: (line: string) => void): Promise<void> {
  const client = await house.cellar.owner.pool.connect();
  try {
    await client.query("set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'");
    await client.query(`create temporary table s as
      select n, n % ${countyCount} as c, ${sqlId(`'county ' || n % ${countyCount}`)} as county, ${sqlId("'station ' || n")} as station,
        n % ${countyCount} < ${wholeCounties} as whole from generate_series(0, ${stationCount - 1}) n`);
    await client.query(`insert into public.counties (id, name, code, city_code, created_at)
      select ${sqlId("'county ' || c")}, '县' || c, (11 + c % 31) || lpad((1 + c / 31 % 11)::text, 2, '0') || lpad((1 + c / 341)::text, 2, '0'),
        (11 + c % 31) || lpad((1 + c / 31 % 11)::text, 2, '0') || '00', 0 from generate_series(0, ${countyCount - 1}) c`);
    await client.query(`insert into figures.definitions (county_id, figure, hash, counted_at)
      select ${sqlId("'county ' || c")}, figure, hash, counted_at from figures.definitions, generate_series(0, ${countyCount - 1}) c
      where county_id = '${counties.here}'`);
    await client.query(`insert into network.stations (id, county_id, scope, version, name, code, state, phone)
      select station, county, 'county', 1, '站' || n, lpad(n::text, 12, '0'), 'open', null from s`);
    // A house that has stood for a while has nothing to bring into step; else its jobs would do that while it is measured.
    await client.query(
      `insert into engine.job_marks (county_id, job, key, version)
      select s.county, m.job, ${mapped('m.key')}, 1 from s
      join (select distinct job, key from engine.job_marks where county_id = '${counties.here}' and key = any($1::uuid[])) m on true
      where s.whole or m.key = '${place.room}'`,
      [rooms],
    );
    await client.query(`insert into network.rooms (id, county_id, scope, version, name, code, station_id, station_history, minutes_away)
      select ${mapped('r.id')}, s.county, 'county', 1, r.name, lpad(s.n::text, 12, '0') || right(r.code, 2), s.station, '[]', 60
      from s join network.rooms r on r.county_id = '${counties.here}' and r.station_id = '${place.station}'
      where s.whole or r.id = '${place.room}'`);
    say('leaves');
    await copyLeaves(client, 'figures.rollups');
    await copyLeaves(client, 'figures.day_histogram');
    say('records of the drilled stations');
    await copyRecords(client, 'people.clients', ['id', 'room_id']);
    await copyRecords(client, 'services.visits', ['id', 'room_id', 'client_id', 'held_in']);
    await copyRecords(client, 'services.care', ['id', 'room_id']);
    await client.query(`insert into engine.contributions (county_id, figure, grain, place_id, period, dims, subject, n)
      select s.county, t.figure, t.grain, case t.grain when 'county-month' then t.place_id when 'station-month' then s.station::text
        else (${mapped('t.place_id')})::text end, t.period, t.dims, ${mapped('t.subject')}, t.n
      from s join engine.contributions t on t.county_id = '${counties.here}' where s.c < ${sampleCounties}`);
    say('statistics');
    for (const table of [
      'figures.rollups',
      'figures.day_histogram',
      'services.visits',
      'services.care',
      'people.clients',
      'network.rooms',
    ])
      await client.query(`vacuum analyze ${table}`);
  } finally {
    client.release();
  }
  await foldAreas(house.cellar.owner);
}

/** What a recount of the furnished counties' records says of their leaves, by the check of `npm run verify` (law N2). */
async function sampleFaults({ cellar }: TrialHouse): Promise<string[]> {
  const found = await cellar.owner.pool.query<{ id: string }>(
    `select ${sqlId("'county ' || c")} as id from generate_series(0, ${sampleCounties - 1}) c`,
  );
  const faults: string[] = [];
  for (const { id } of found.rows)
    faults.push(...(await cellar.database.snapshotOf(id, (trx) => rollupFaults(trx, catalogue))));
  return faults;
}

/** Only what is summed above the county of a station whose villages are not told apart; steps are left once, as sums. */
async function copyLeaves(client: pg.PoolClient, table: string): Promise<void> {
  await client.query(`alter table ${table} disable trigger user`);
  const indexes = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname || '.' || tablename = $1 and indexname not like '%pkey'`,
    [table],
  );
  const [schema] = table.split('.');
  for (const { indexname } of indexes.rows) await client.query(`drop index ${schema}."${indexname}"`);
  const columns = '(county_id, id, scope, version, figure, room_id, station_id, period, dims, n)';
  const own = `${table} l where l.county_id = '${counties.here}' and l.station_id = '${place.station}'`;
  await client.query(`insert into ${table} ${columns}
    select s.county, gen_random_uuid(), 'room:' || ${mapped('l.room_id')}, 1, l.figure, ${mapped('l.room_id')}, s.station, l.period, l.dims, l.n
    from s cross join (select * from ${own}) l where s.whole`);
  await client.query(`insert into ${table} ${columns}
    select s.county, gen_random_uuid(), 'room:' || ${mapped(`'${place.room}'`)}, 1, l.figure, ${mapped(`'${place.room}'`)}, s.station,
      l.period, l.dims, l.n
    from s cross join (select figure, period, dims, sum(n)::integer as n from ${own} and figures.above_county(figure, dims)
      group by 1, 2, 3 having sum(n) <> 0) l where not s.whole`);
  for (const { indexdef } of indexes.rows) await client.query(indexdef);
  await client.query(`alter table ${table} enable trigger user`);
  await client.query(`insert into figures.area_steps (city, figure, period, dims, n)
    select k.city_code, l.figure, l.period, l.dims, sum(l.n) from ${table} l join public.counties k on k.id = l.county_id
    where l.county_id not in ('${counties.here}', '${counties.there}') and figures.above_county(l.figure, l.dims)
    group by 1, 2, 3, 4`);
}

/** The station's own rows under each drilled station's ids; what is sealed to a person's key is left out. */
async function copyRecords(client: pg.PoolClient, table: string, own: readonly string[]): Promise<void> {
  const found = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const value = ({ name, type }: { name: string; type: string }): string => {
    if (name === 'county_id') return 's.county';
    if (name === 'station_id') return 's.station';
    if (name === 'scope') return `'room:' || ${mapped('t.room_id')}`;
    if (own.includes(name)) return mapped(`t."${name}"`);
    return type === 'bytea' ? 'null' : `t."${name}"`;
  };
  const names = found.rows.map(({ name }) => `"${name}"`).join(', ');
  await client.query(`alter table ${table} disable trigger user`);
  await client.query(
    `insert into ${table} (${names}) select ${found.rows.map(value).join(', ')}
    from s join ${table} t on t.county_id = '${counties.here}' and t.room_id = any($1::uuid[])
    where ${withRecords}`,
    [rooms],
  );
  await client.query(`alter table ${table} enable trigger user`);
}
