/**
 * Figures of the whole country: cold random questions by a county's, a province's and the ministry's officer, and from a
 * station's figure to its records, while another process works 200 real commands a second. Each question is what the
 * console's route does from the rights on: a snapshot, places, queries, answer; no process keeps anything between two of
 * them. Staleness: a visit is committed, then the ministry's figure is read on a new connection. Aims: 10, 10, 50, 50 ms; 0.
 */
import { fork } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, derivedId, isProblem, monthOf } from '@yimi/kernel';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { areaFaults } from '../../apps/server/figures/index.ts';
import type { Cellar } from '../../apps/server/house.ts';
import { openCellar } from '../../apps/server/house.ts';
import { toUrl } from '../../apps/server/postgres/connection.ts';
import { figuresRoute } from '../../apps/server/reads/dashboard.ts';
import { recordsRoute } from '../../apps/server/reads/figure-records.ts';
import { monthsUpTo } from '../../apps/server/reads/months.ts';
import type { Answer } from '../../apps/server/reads/read-context.ts';
import { readAs } from '../../apps/server/reads/read-context.ts';
import type { Actor } from '../../apps/server/reads/reader.ts';
import { place } from '../../apps/server/trial-house.ts';
import { furnishedFolder } from '../furnished.ts';
import type { BenchRun, Figures } from '../main.ts';
import { drilledStations, layCountry, stationCount, wholeCounties } from './country.ts';
import type { Asked, Told } from './load.ts';

const rounds = 300;
const warming = 20;
const commandsASecond = 200;
const nowhere = '00000000-0000-0000-0000-000000000000';
/** The same as the furnished country's `sqlId`. */
const named = (label: string): string =>
  hash('md5', label).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');

function officer(countyId: string | null, cityCode: string | null): Actor {
  const role = countyId === null ? ('city-officer' as const) : ('county-officer' as const);
  const id = derivedId('bench figures', 'officer');
  const post = {
    id,
    userId: id,
    role,
    stationId: null,
    roomId: null,
    agencyId: null,
    fromDay: '2025-01-01',
    toDay: null,
  };
  return {
    ...{ userId: id, countyId: countyId ?? nowhere, cityCode, sessionId: id, deviceId: null },
    posts: [post],
    roles: [role],
  };
}

const Board = z.object({ tiles: z.array(z.object({ figure: z.string(), value: z.number().nullable() })) });
const Listed = z.object({ total: z.number(), rows: z.array(z.unknown()) });

export async function run({ say }: BenchRun): Promise<Figures> {
  const folder = await furnishedFolder('figures', (house) => layCountry(house, say), say);
  const cellar = await openCellar({ data: folder, databaseUrl: null }, () => undefined);
  if (isProblem(cellar)) throw new Error(JSON.stringify(cellar));
  const load = new LoadProcess();
  try {
    const present = await sizes(cellar);
    say(JSON.stringify(present));
    await load.ask({ do: 'open', folder, url: toUrl(cellar.ownerConnection), perSecond: commandsASecond });
    const told: Record<string, number> = {};
    for (const [name, question] of Object.entries(questionsTo(cellar))) {
      // The first ones only warm: plans that a connection keeps, code that V8 compiles.
      for (let round = 0; round < warming; round++) await question();
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const begun = performance.now();
        const answered = await question();
        times.push(performance.now() - begun);
        if (isProblem(answered)) throw new Error(JSON.stringify(answered));
      }
      told[`${name}_p50`] = at(times, 0.5);
      told[`${name}_p99`] = at(times, 0.99);
      say(`${name}  p50 ${told[`${name}_p50`]}  p99 ${told[`${name}_p99`]}`);
    }
    const { perSecond } = await load.ask({ do: 'quiet' });
    const staleness = await stale(cellar, load);
    const wrong = await areaFaults(cellar.database);
    if (wrong.length > 0) throw new Error(`areas differ from leaves: ${wrong.slice(0, 3).join('; ')}`);
    await drilledEqual(cellar);
    return { ...told, staleness_ms: staleness, commands_per_s: perSecond, ...present };
  } finally {
    await load.ask({ do: 'end' }).catch(() => undefined);
    await cellar.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function ask({ database, store, now }: Cellar, actor: Actor, answer: Answer, over: Database = database) {
  return readAs({ database: over, store, catalogue, now }, actor, answer);
}

/** Each with a place and a month of its own, drawn anew. */
function questionsTo(cellar: Cellar): Readonly<Record<string, () => Promise<object>>> {
  const months = monthsUpTo(monthOf(dayOf(Date.now())), 12);
  const any = (n: number): number => Math.floor(Math.random() * n);
  const month = () => months[any(months.length)] ?? '';
  const board = (actor: Actor) => ask(cellar, actor, (context) => figuresRoute.answer({ month: month() }, context));
  const drill = async (): Promise<object> => {
    const station = any(drilledStations);
    const input = {
      name: 'services.visits',
      level: 'station' as const,
      place: named(`station ${station}`),
      month: month(),
    };
    const actor = officer(named(`county ${station}`), null);
    const found = await ask(cellar, actor, (context) => recordsRoute.answer(input, context));
    const { total, rows } = Listed.parse(found);
    if (total === 0 || rows.length === 0) throw new Error('a station without records');
    return found;
  };
  return {
    county: () => board(officer(named(`county ${any(wholeCounties)}`), null)),
    province: () => board(officer(null, `${11 + any(31)}0000`)),
    national: () => board(officer(null, '000000')),
    drill,
  };
}

/** The process that works the commands; one question to it at a time. */
class LoadProcess {
  readonly #child = fork(join(import.meta.dirname, 'load.ts'));

  async ask(asked: Asked): Promise<Told> {
    const answered = once(this.#child, 'message');
    this.#child.send(asked);
    const [told]: Told[] = await answered;
    if (told === undefined || told.wrong !== '') throw new Error(`the load: ${told?.wrong}`);
    return told;
  }
}

/** How long after its commit the ministry's figure lacks a visit; 0 where no reading on a new connection ever lacked one. */
async function stale(cellar: Cellar, load: LoadProcess): Promise<number> {
  let longest = 0;
  const visits = async (): Promise<number> => {
    // The pool hides its password from whoever copies its options.
    const { password, ...options } = cellar.database.pool.options;
    const fresh = new Database({ ...options, password, max: 1 });
    const read = await ask(cellar, officer(null, '000000'), (context) => figuresRoute.answer({}, context), fresh);
    await fresh.close();
    return Board.parse(read).tiles.find(({ figure }) => figure === 'services.visits')?.value ?? 0;
  };
  for (let round = 0; round < 20; round++) {
    const before = await visits();
    await load.ask({ do: 'one' });
    const committed = performance.now();
    for (;;) {
      const begun = performance.now();
      if ((await visits()) === before + 1) break;
      longest = Math.max(longest, begun - committed);
      if (begun - committed > 60_000) throw new Error('the figure never came');
    }
  }
  return Math.round(longest);
}

/** The figure of each station that has records equals them, month by month. */
async function drilledEqual(cellar: Cellar): Promise<void> {
  const found = await cellar.owner.pool.query<{ n: string }>(`
    with kept as (select station_id, period, sum(n) as n from figures.rollups where figure = 'services.visits'
        and station_id in (select station_id from services.visits) and station_id <> '${place.station}' group by 1, 2),
      counted as (select station_id, left(occurred_on, 7) as period, count(*) as n from services.visits
        where state = 'counted' and plausible and station_id <> '${place.station}' group by 1, 2)
    select count(*) as n from kept full join counted using (station_id, period) where kept.n is distinct from counted.n`);
  if (Number(found.rows[0]?.n) !== 0) throw new Error(`${found.rows[0]?.n} months differ from their records`);
}

async function sizes(cellar: Cellar): Promise<Figures> {
  const found = await cellar.owner.pool.query<Record<string, string>>(`select
    (select count(*) from public.counties) as counties, (select count(*) from network.stations) as stations,
    (select count(*) from network.rooms) as villages, (select count(*) from figures.rollups) as rollup_rows,
    (select count(*) from figures.day_histogram) as histogram_rows, (select count(*) from figures.area_sums) as area_rows,
    (select sum(n) from figures.rollups where figure = 'services.visits') as visits_counted,
    (select count(*) from services.visits) as visit_records, pg_database_size(current_database()) / 1000000 as database_mb`);
  const row = found.rows[0] ?? {};
  if (Number(row.stations) < stationCount) throw new Error('stations are missing');
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)]));
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
