/**
 * An update that adds or changes a figure counts it anew from the records, before anything is served (laws N1, N2). It goes
 * in chunks that are each one transaction: a village's leaves under that village's clock, a month's distinct subjects under
 * the clocks of all villages, because a subject may be seen in any of them (N3, S10). Commands of other processes pass
 * between the chunks and count on from there. A figure is noted as counted after its last chunk; whoever is killed before
 * that begins the figure again, and finds most of it right already.
 */
import type { Catalogue, Figure, Leaf, Month } from '@yimi/kernel';
import { dayHistogram, rollupId, rollups, scopes } from '@yimi/kernel';
import type { WantedRow } from '@yimi/sync';
import { bringIntoStep, erase, grainDims } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { contributionsOf, monthsOf, recount } from '../reads/figure-sql.ts';
import { rowsOf } from '../reads/query.ts';
import type { PostgresStore, PostgresTx } from '../store/postgres-store.ts';
import type { Pending } from './definitions.ts';
import { forget, noteCounted, pendingIn } from './definitions.ts';

export interface CountingParts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  /** Told after each chunk: done of all. */
  readonly progress?: (done: number, all: number) => Promise<void> | void;
}

export interface Counted {
  readonly figures: readonly string[];
  readonly gone: readonly string[];
  /** Leaves that were not yet as counted. */
  readonly written: number;
}

/** Counts what is pending in a county; nothing to do costs one look. */
export async function countAnew(parts: CountingParts, countyId: string): Promise<Counted> {
  const { database, catalogue, now } = parts;
  const pending = await database.inCounty(countyId, (trx) => pendingIn(trx, catalogue));
  const told = { figures: pending.figures.map((figure) => figure.name), gone: pending.gone };
  if (pending.figures.length + pending.gone.length === 0) return { ...told, written: 0 };
  const chunks = await chunksOf(parts, countyId, pending);
  let written = 0;
  for (const [at, chunk] of chunks.entries()) {
    written += await database.inCounty(countyId, (trx) => chunk(parts.store.within(trx, countyId)));
    await parts.progress?.(at + 1, chunks.length);
  }
  await database.inCounty(countyId, async (trx) => {
    await clearContributions(trx, catalogue);
    await noteCounted(trx, pending.figures, now());
    await forget(trx, pending.gone);
  });
  return { ...told, written };
}

type Chunk = (tx: PostgresTx) => Promise<number>;

async function chunksOf(parts: CountingParts, countyId: string, pending: Pending): Promise<Chunk[]> {
  const distinct = pending.figures.filter((figure) => figure.kind === 'subjects');
  const { rooms, months } = await parts.database.snapshotOf(countyId, async (trx) => ({
    rooms: await roomsOf(trx),
    months: await Promise.all(distinct.map((figure) => monthsOfFigure(trx, figure))),
  }));
  const byRoom = rooms.map(
    (roomId): Chunk =>
      (tx) =>
        countRoom(tx, roomId, pending),
  );
  const byMonth = distinct.flatMap((figure, at) =>
    (months[at] ?? []).map(
      (month): Chunk =>
        (tx) =>
          countMonth(tx, figure, month),
    ),
  );
  return [...byRoom, ...byMonth];
}

const Id = z.object({ id: z.string() });
const Period = z.object({ period: z.string() });

/** Villages, and those of which only leaves are left. */
function roomsOf(trx: Trx): Promise<string[]> {
  const text = `select id from network.rooms union select room_id from figures.rollups
    union select room_id from figures.day_histogram order by 1`;
  return rowsOf(trx, Id, { text, values: [] }).then((rows) => rows.map((row) => row.id));
}

async function monthsOfFigure(trx: Trx, figure: Figure): Promise<Month[]> {
  const text = `select period from figures.rollups where figure = $1
    union select period from engine.contributions where figure = $1`;
  const kept = await rowsOf(trx, Period, { text, values: [figure.name] });
  const counted = await rowsOf(trx, Period, monthsOf(figure));
  return [...new Set([...kept, ...counted].map((row) => row.period))].sort();
}

const LeafRow = z.object({
  room_id: z.string(),
  station_id: z.string(),
  period: z.string(),
  dims: z.string(),
  n: z.number(),
});
type LeafRow = z.infer<typeof LeafRow>;

/** A village's leaves of records and histograms; of distinct figures only what no longer belongs to them. */
async function countRoom(tx: PostgresTx, roomId: string, { figures, gone }: Pending): Promise<number> {
  const locked = await tx.lock([scopes.room(roomId), scopes.counts(roomId)]);
  const wanted = new Map<string, WantedRow>();
  for (const figure of figures) {
    if (figure.kind === 'subjects') continue;
    const table = figure.kind === 'days' ? dayHistogram : rollups;
    for (const leaf of await rowsOf(tx.trx, LeafRow, recount(figure, { level: 'room', id: roomId }))) {
      want(wanted, table, figure, leaf);
    }
  }
  const names = [...figures.map((figure) => figure.name), ...gone];
  const notRollups = figures.filter((figure) => figure.kind !== 'subjects').map((figure) => figure.name);
  await unwant(tx, wanted, rollups, 'room_id = $1::uuid and figure = any($2::text[])', [
    roomId,
    [...notRollups, ...gone],
  ]);
  await unwant(tx, wanted, dayHistogram, 'room_id = $1::uuid and figure = any($2::text[])', [roomId, names]);
  return bringIntoStep(tx, locked, [...wanted.values()]);
}

type LeafTable = typeof rollups | typeof dayHistogram;

function want(wanted: Map<string, WantedRow>, table: LeafTable, figure: Figure, row: LeafRow): void {
  const leaf: Omit<Leaf, 'subject'> = {
    figure: figure.name,
    roomId: row.room_id,
    stationId: row.station_id,
    period: row.period,
    dims: row.dims,
  };
  const id = rollupId(leaf);
  wanted.set(`${table.name}/${id}`, {
    table: erase(table),
    id,
    row: { id, ...leaf, n: row.n, stays: figure.stays || null },
  });
}

/** Kept leaves that nobody wants are to go. */
async function unwant(
  tx: PostgresTx,
  wanted: Map<string, WantedRow>,
  table: LeafTable,
  where: string,
  values: readonly unknown[],
): Promise<void> {
  for (const { id } of await rowsOf(tx.trx, Id, { text: `select id from ${table.name} where ${where}`, values })) {
    const key = `${table.name}/${id}`;
    if (!wanted.has(key)) wanted.set(key, { table: erase(table), id, row: null });
  }
}

/** A month's distinct subjects, in all villages at once; a village that is founded meanwhile waits for the county's clock. */
async function countMonth(tx: PostgresTx, figure: Figure, month: Month): Promise<number> {
  const locked = await tx.lock([scopes.county, ...(await roomsOf(tx.trx)).map((id) => scopes.room(id))]);
  const held = new Set(locked.map((clock) => clock.scope));
  if ((await roomsOf(tx.trx)).some((id) => !held.has(scopes.room(id)))) return countMonth(tx, figure, month);
  await sql`delete from engine.contributions where figure = ${figure.name} and period = ${month}`.execute(tx.trx);
  const wanted = new Map<string, WantedRow>();
  for (const grain of figure.grains) {
    const counted = contributionsOf(figure, grain, month);
    // The grain's own parameters come first, those of the count after them.
    const moved = counted.text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + 2}`);
    const text = `with counted as materialized (${moved}),
        told as (insert into engine.contributions (figure, grain, place_id, period, dims, subject, n)
          select $1, $2, place_id, period, dims, subject, n from counted)
      select room_id, station_id, period, dims, count(*) as n from counted group by 1, 2, 3, 4`;
    for (const leaf of await rowsOf(tx.trx, LeafRow, { text, values: [figure.name, grain, ...counted.values] })) {
      want(wanted, rollups, figure, { ...leaf, dims: grainDims(grain, leaf.dims) });
    }
  }
  await unwant(tx, wanted, rollups, 'figure = $1 and period = $2', [figure.name, month]);
  return bringIntoStep(tx, locked, [...wanted.values()]);
}

/** Contributions to what is no longer declared. They are no rows of any scope: nobody waits for them. */
async function clearContributions(trx: Trx, catalogue: Catalogue): Promise<void> {
  const declared = [...catalogue.figures.values()].flatMap(({ name, grains }) =>
    grains.map((grain) => `${name} ${grain}`),
  );
  await sql`delete from engine.contributions where not (figure || ' ' || grain) = any(${declared}::text[])`.execute(
    trx,
  );
}
