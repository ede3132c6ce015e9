/** Every rollup equals a recount of the rows behind it (N2, N3), and every contribution the records of its subject. */
import type { AnyRow, Figure, Leaf, Rollup } from '@yimi/kernel';
import { dayHistogram, rollups } from '@yimi/kernel';
import { grainDims } from '@yimi/sync';
import type { Log } from '../log.ts';
import type { Picture } from '../picture.ts';
import { catalogues } from '../two-versions.ts';

type Count = Map<string, number>;

function add(count: Count, key: string, by: number): void {
  const n = (count.get(key) ?? 0) + by;
  if (n === 0) count.delete(key);
  else count.set(key, n);
}

export function checkNumbers(picture: Picture, log: Log): void {
  const kept = new Map<string, Rollup[]>();
  for (const row of [...picture.rows(rollups), ...picture.rows(dayHistogram)]) {
    const list = kept.get(row.figure);
    if (list === undefined) kept.set(row.figure, [row]);
    else list.push(row);
  }
  const contributed: Count = new Map();
  for (const figure of catalogues.old.figures.values()) {
    const leaves = picture.stored(figure.source).flatMap(({ row }) => leavesOfRow(figure, row));
    const rows = kept.get(figure.name) ?? [];
    if (figure.kind === 'subjects') checkSubjects(figure, leaves, rows, contributed, log);
    else checkRecords(figure, leaves, rows, log);
  }
  const known: Count = new Map([...picture.parts.contributions].filter(([, n]) => n !== 0));
  compare('N3 contributions equal a recount', contributed, known, log);
}

/** What a row counts for, in this check's own words: never by the code that is checked. */
function leavesOfRow(figure: Figure, row: AnyRow): Leaf[] {
  const day = row[figure.day];
  const fails = figure.where.some(({ column, in: allowed }) => !allowed.some((one) => one === row[column]));
  if (fails || typeof day !== 'string') return [];
  const listed = figure.each === null ? null : row[figure.each.column];
  const texts = Array.isArray(listed) ? new Set(listed.map(String)) : new Set<string>();
  const dims = figure.dimensions.map((name) => row[name] ?? null);
  const subject = figure.subject === null ? null : String(row[figure.subject]);
  const leaf = (values: readonly unknown[]): Leaf => ({
    figure: figure.name,
    roomId: String(row[figure.room]),
    stationId: String(row[figure.station]),
    period: figure.kind === 'days' ? day : day.slice(0, 7),
    dims: JSON.stringify(values),
    subject,
  });
  return figure.each === null ? [leaf(dims)] : [...texts].map((text) => leaf([...dims, text]));
}

function leafKey({ figure, roomId, stationId, period, dims }: Omit<Leaf, 'subject'>): string {
  return [figure, roomId, stationId, period, dims].join('|');
}

function checkRecords(figure: Figure, leaves: readonly Leaf[], rows: readonly Rollup[], log: Log): void {
  const recount: Count = new Map();
  for (const leaf of leaves) add(recount, leafKey(leaf), 1);
  const kept: Count = new Map();
  for (const row of rows) add(kept, leafKey(row), row.n);
  compare(`N2 ${figure.name} equals a recount`, recount, kept, log);
}

/** Distinct subjects: summed up to a grain's place, the leaves give the number of subjects there (N3). */
function checkSubjects(
  figure: Figure,
  leaves: readonly Leaf[],
  rows: readonly Rollup[],
  contributed: Count,
  log: Log,
): void {
  for (const grain of figure.grains) {
    const placeOf = (leaf: Omit<Leaf, 'subject'>): string =>
      grain === 'room-month' ? leaf.roomId : grain === 'station-month' ? leaf.stationId : figure.name;
    const subjects = new Map<string, Set<string>>();
    for (const leaf of leaves) {
      if (leaf.subject === null) continue;
      const place = placeOf(leaf);
      const key = [place, leaf.period, grainDims(grain, leaf.dims)].join('|');
      const set = subjects.get(key) ?? new Set();
      subjects.set(key, set.add(leaf.subject));
      add(contributed, [figure.name, grain, place, leaf.period, leaf.dims, leaf.subject].join('|'), 1);
    }
    const recount: Count = new Map([...subjects].map(([key, set]) => [key, set.size]));
    const kept: Count = new Map();
    for (const row of rows) {
      const [of] = JSON.parse(row.dims) as [string];
      if (of === grain) add(kept, [placeOf(row), row.period, row.dims].join('|'), row.n);
    }
    compare(`N3 ${figure.name} by ${grain} equals a recount`, recount, kept, log);
  }
}

function compare(law: string, recount: Count, kept: Count, log: Log): void {
  for (const key of new Set([...recount.keys(), ...kept.keys()])) {
    const right = recount.get(key) ?? 0;
    const wrong = kept.get(key) ?? 0;
    if (right !== wrong) log.fail('rollup', law, `${key}: ${wrong} kept, ${right} counted`);
  }
}
