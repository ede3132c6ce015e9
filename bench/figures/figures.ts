/**
 * Figures of the whole country: cold random questions by a county's, a province's and the ministry's officer, and from a
 * station's figure to its records, while 200 real commands a second are worked through the engine. Each question is what the
 * console's route does from the rights on: a snapshot, places, queries, answer; no process keeps anything between two of
 * them. Staleness: a visit is committed, then the ministry's figure is read on a new connection. Aims: 10, 10, 50, 50 ms; 0.
 */
import { dayOf, derivedId, isProblem, monthOf, uuidv7 } from '@yimi/kernel';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { areaFaults } from '../../apps/server/figures/index.ts';
import { figuresRoute } from '../../apps/server/reads/dashboard.ts';
import { recordsRoute } from '../../apps/server/reads/figure-records.ts';
import { monthsUpTo } from '../../apps/server/reads/months.ts';
import type { Answer } from '../../apps/server/reads/read-context.ts';
import { readAs } from '../../apps/server/reads/read-context.ts';
import type { Actor } from '../../apps/server/reads/reader.ts';
import { counties, idOf, newVisit, openTrialHouse, place, type TrialHouse } from '../../apps/server/trial-house.ts';
import { verifyCounty } from '../../apps/server/verify/index.ts';
import type { BenchRun, Figures } from '../main.ts';
import { clientOf, copyOut, drilledStations, stationCount, wholeCounties, workAYear } from './country.ts';

const rounds = 150;
const commandsASecond = 200;
const nowhere = '00000000-0000-0000-0000-000000000000';
const md5Id = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

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
  const house = await openTrialHouse();
  try {
    await workAYear(house, say);
    const { database, store } = house.cellar;
    const proof = await verifyCounty(database, store, catalogue, counties.here);
    if (!proof.rollups) throw new Error(`the engine's leaves differ from a recount: ${JSON.stringify(proof.details)}`);
    await copyOut(house, say);
    const present = await sizes(house);
    say(JSON.stringify(present));
    const months = monthsUpTo(monthOf(dayOf(Date.now())), 12);
    const any = (n: number): number => Math.floor(Math.random() * n);
    const month = () => months[any(months.length)] ?? '';
    const { hash } = await import('node:crypto');
    const idOfCounty = (at: number) => md5Id(hash('md5', `county ${at}`));
    const ask = (actor: Actor, answer: Answer, over: Database = database) =>
      readAs({ database: over, store, catalogue, now: house.cellar.now }, actor, answer);
    const board = (actor: Actor) => ask(actor, (context) => figuresRoute.answer({ month: month() }, context));
    const drill = async (): Promise<void> => {
      const at = any(drilledStations);
      const input = {
        name: 'services.visits',
        level: 'station' as const,
        place: md5Id(hash('md5', `station ${at}`)),
        month: month(),
      };
      const found = Listed.parse(
        await ask(officer(idOfCounty(at), null), (context) => recordsRoute.answer(input, context)),
      );
      if (found.total === 0 || found.rows.length === 0) throw new Error('a station without records');
    };
    const questions = {
      county: () => board(officer(idOfCounty(any(wholeCounties)), null)),
      province: () => board(officer(null, `${11 + any(31)}0000`)),
      national: () => board(officer(null, '000000')),
      drill,
    };
    const load = new Load(house);
    load.start();
    const told: Record<string, number> = {};
    for (const name of ['county', 'province', 'national', 'drill'] as const) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const begun = performance.now();
        const answered = await questions[name]();
        times.push(performance.now() - begun);
        if (answered !== undefined && isProblem(answered)) throw new Error(JSON.stringify(answered));
      }
      told[`${name}_p50`] = at(times, 0.5);
      told[`${name}_p99`] = at(times, 0.99);
      say(`${name}  p50 ${told[`${name}_p50`]}  p99 ${told[`${name}_p99`]}`);
    }
    const staleness = await stale(house, ask, load);
    const commands = await load.stop();
    const wrong = await areaFaults(database);
    if (wrong.length > 0) throw new Error(`areas differ from leaves: ${wrong.slice(0, 3).join('; ')}`);
    await drilledEqual(house);
    return { ...told, staleness_ms: staleness, commands_per_s: commands, ...present };
  } finally {
    await house.close();
  }
}

/** 200 commands a second, each a visit recorded by the station's worker; late ones are caught up with. */
class Load {
  readonly #house: TrialHouse;
  readonly #under = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | null = null;
  #sent = 0;
  #begun = 0;
  #wrong = '';

  constructor(house: TrialHouse) {
    this.#house = house;
  }

  start(): void {
    this.#begun = performance.now();
    this.#timer = setInterval(() => {
      const due = ((performance.now() - this.#begun) / 1000) * commandsASecond;
      // A hundred under way at once are as many as wait for one village's clock; the rate that was kept is told.
      while (this.#sent < due && this.#under.size < 100) void this.visit();
    }, 5);
  }

  visit(): Promise<unknown> {
    const at = this.#sent++;
    const now = Date.now();
    const id = uuidv7(now, crypto.getRandomValues(new Uint8Array(10)));
    const input = newVisit(uuidv7(now, crypto.getRandomValues(new Uint8Array(10))), clientOf(at % 120), now);
    const v = catalogue.commands.get('services.record-visit')?.version ?? 1;
    const envelope = {
      id,
      name: 'services.record-visit',
      v,
      occurredAt: now,
      input,
      dependsOn: [],
      mends: null,
      hints: [],
    };
    const sent = this.#house.cellar.engine
      .push({ countyId: counties.here, userId: idOf('lan') }, [envelope])
      .then(([outcome]) => {
        if (outcome?.status !== 'accepted') this.#wrong = JSON.stringify(outcome);
      })
      .catch((error: unknown) => {
        this.#wrong = String(error);
      })
      .finally(() => this.#under.delete(sent));
    this.#under.add(sent);
    return sent;
  }

  async quiet(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#under);
  }

  async stop(): Promise<number> {
    const seconds = (performance.now() - this.#begun) / 1000;
    await this.quiet();
    if (this.#wrong !== '') throw new Error(this.#wrong);
    return Math.round(this.#sent / seconds);
  }
}

/** How long after its commit the ministry's figure lacks a visit; 0 where no reading on a new connection ever lacked one. */
async function stale(
  house: TrialHouse,
  ask: (actor: Actor, answer: Answer, over: Database) => Promise<object>,
  load: Load,
): Promise<number> {
  await load.quiet();
  let longest = 0;
  const visits = async (): Promise<number> => {
    const fresh = new Database({ ...house.cellar.database.pool.options, max: 1 });
    const read = await ask(officer(null, '000000'), (context) => figuresRoute.answer({}, context), fresh);
    await fresh.close();
    return Board.parse(read).tiles.find(({ figure }) => figure === 'services.visits')?.value ?? 0;
  };
  for (let round = 0; round < 20; round++) {
    const before = await visits();
    await load.visit();
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

/** Each drilled station's figure equals its records, month by month. */
async function drilledEqual({ cellar }: TrialHouse): Promise<void> {
  const found = await cellar.owner.pool.query<{ n: string }>(`
    with kept as (select station_id, period, sum(n) as n from figures.rollups where figure = 'services.visits'
        and station_id in (select md5('station ' || n)::uuid from generate_series(0, ${drilledStations - 1}) n) group by 1, 2),
      counted as (select station_id, left(occurred_on, 7) as period, count(*) as n from services.visits
        where state = 'counted' and plausible and station_id <> '${place.station}' group by 1, 2)
    select count(*) as n from kept full join counted using (station_id, period) where kept.n is distinct from counted.n`);
  if (Number(found.rows[0]?.n) !== 0) throw new Error(`${found.rows[0]?.n} months differ from their records`);
}

async function sizes({ cellar }: TrialHouse): Promise<Figures> {
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
