/**
 * A figure is defined once (law N1), as data, so that one definition gives the increment that a changed row makes, the
 * SQL that recounts, and the drill-down. Leaf rows lie at (room, station): the place frozen in the record (N6) or, for
 * the state of things, where the subject is now.
 */
import type * as z from 'zod/mini';
import { derivedId } from './ids.ts';
import type { ScopeKey } from './scope.ts';
import { scopes } from './scope.ts';
import type { AnyRow, Table } from './table.ts';
import { columns, defineTable, onlyFor, optional } from './table.ts';
import { monthOf } from './time.ts';

export type Scalar = string | number | boolean | null;

/** A condition on the source row. A row that fails is left out, with this reason (law N5). */
export interface Condition {
  readonly column: string;
  readonly in: readonly Scalar[];
  readonly otherwise: string;
}

/** Where a distinct subject is counted once: at this level of place, within this period (law N3). */
export type Grain = 'room-month' | 'station-month' | 'county-month';

export interface Figure {
  readonly name: string;
  /** records: rows by month · subjects: distinct subjects by month · days: a histogram of days, summed up to `asOf`. */
  readonly kind: 'records' | 'subjects' | 'days';
  readonly source: Table;
  readonly where: readonly Condition[];
  /** The day column: gives the month (records, subjects) or is the histogram's day. Rows without a day are left out. */
  readonly day: string;
  readonly room: string;
  readonly station: string;
  readonly dimensions: readonly string[];
  /** A column that lists texts: the row counts once for each of them (特殊群体: a person may be in several). */
  readonly each: { readonly column: string; readonly otherwise: string } | null;
  /** Column of the subject, for `subjects`. */
  readonly subject: string | null;
  readonly grains: readonly Grain[];
  /** True: its leaves stay on the server. A count by kind tells a neighbour in a village of thirty houses who it was (law S2). */
  readonly stays: boolean;
}

export function defineFigure<Row extends { id: string }>(definition: {
  name: string;
  kind: Figure['kind'];
  source: Table<Row>;
  where: readonly { column: keyof Row & string; in: readonly Scalar[]; otherwise: string }[];
  day: keyof Row & string;
  room: keyof Row & string;
  station: keyof Row & string;
  dimensions?: readonly (keyof Row & string)[];
  each?: { column: keyof Row & string; otherwise: string };
  subject?: keyof Row & string;
  grains?: readonly Grain[];
  stays?: boolean;
}): Figure {
  const figure: Figure = {
    name: definition.name,
    kind: definition.kind,
    source: definition.source as unknown as Table,
    where: definition.where,
    day: definition.day,
    room: definition.room,
    station: definition.station,
    dimensions: definition.dimensions ?? [],
    each: definition.each ?? null,
    subject: definition.subject ?? null,
    grains: definition.grains ?? [],
    stays: definition.stays ?? false,
  };
  // Histograms never travel, and distinct leaves are moved by what the store alone knows.
  if (figure.stays && figure.kind !== 'records') throw new Error(`${figure.name}: only a count of records can stay`);
  // Law A3: what is encrypted can be no filter, sort or dimension.
  const each = figure.each === null ? [] : [figure.each.column];
  for (const used of [...figure.where.map((c) => c.column), figure.day, ...figure.dimensions, ...each]) {
    if (figure.source.columns[used]?.mark === 'sealed')
      throw new Error(`${figure.name} counts by the sealed column ${used}`);
  }
  for (const used of each) {
    if (figure.source.columns[used]?.sql !== 'jsonb') throw new Error(`${figure.name}: ${used} lists nothing`);
  }
  return figure;
}

/** All by which a figure's leaves differ within a place and period, in the order in which `dims` holds them. */
export function dimensionsOf(figure: Figure): readonly string[] {
  return figure.each === null ? figure.dimensions : [...figure.dimensions, figure.each.column];
}

/** One leaf to which a row contributes 1. */
export interface Leaf {
  readonly figure: string;
  readonly roomId: string;
  readonly stationId: string;
  /** `YYYY-MM`, or `YYYY-MM-DD` for a histogram. */
  readonly period: string;
  /** Values of `dimensionsOf` as canonical JSON; for distinct figures the grain before them. */
  readonly dims: string;
  readonly subject: string | null;
}

export function reasonLeftOut(figure: Figure, row: AnyRow): string | null {
  for (const condition of figure.where) {
    const value = row[condition.column];
    if (!condition.in.some((allowed) => allowed === value)) return condition.otherwise;
  }
  return figure.each !== null && listed(row[figure.each.column]).length === 0 ? figure.each.otherwise : null;
}

/** Each text of a list once, however often it stands there. */
function listed(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.filter((one): one is string => typeof one === 'string'))] : [];
}

/** The leaves of a row: none if the figure leaves it out, several if it counts once for each value of a list. */
export function leavesOf(figure: Figure, row: AnyRow): Leaf[] {
  if (reasonLeftOut(figure, row) !== null) return [];
  const day = row[figure.day];
  const roomId = row[figure.room];
  const stationId = row[figure.station];
  if (typeof day !== 'string' || typeof roomId !== 'string' || typeof stationId !== 'string') return [];
  const subject = figure.subject === null ? null : row[figure.subject];
  const own = figure.dimensions.map((name) => row[name] ?? null);
  const all = figure.each === null ? [own] : listed(row[figure.each.column]).map((one) => [...own, one]);
  return all.map((dims) => ({
    figure: figure.name,
    roomId,
    stationId,
    period: figure.kind === 'days' ? day : monthOf(day),
    dims: JSON.stringify(dims),
    subject: typeof subject === 'string' ? subject : null,
  }));
}

const leafColumns = {
  figure: columns.text(80),
  roomId: columns.id(),
  stationId: columns.id(),
  period: columns.text(10),
  dims: columns.text(200),
  n: columns.count(),
  /** No phone is told; null and false are the same. */
  stays: onlyFor([], optional(columns.flag())),
};

/** Where a village's leaves lie; those that stay have a scope of their own, so that no other village waits for its lock (N4). */
export function leafScope(roomId: string, stays: boolean): ScopeKey {
  return stays ? scopes.counts(roomId) : scopes.room(roomId);
}

/**
 * The counted leaves. They sync with their village, so that a phone's number is the rollup at its version plus its own
 * pending commands (law N5): the engine writes them as rows like any other. Those of a figure that stays lie in a scope that
 * no phone holds.
 */
export const rollups = defineTable({
  name: 'figures.rollups',
  columns: leafColumns,
  scope: (row) => leafScope(row.roomId, row.stays === true),
  seenBy: ['village', 'station'],
  history: true,
});

/**
 * Histograms of days (law N2): how many subjects of a village fall on each day, for figures that time alone moves (due,
 * overdue). They stay on the server: a phone that holds a village holds the rows themselves.
 */
export const dayHistogram = defineTable({
  name: 'figures.day_histogram',
  columns: leafColumns,
  scope: (row) => scopes.room(row.roomId),
  seenBy: [],
});
export type Rollup = z.infer<typeof rollups.schema>;

/** A record's leaves are asked for by each attempt to run its command, and one leaf by all records of its month. */
const knownIds = new Map<string, string>();
/** Some batches' worth; the text of a leaf is two hundred characters. */
const mostKnown = 10_000;

export function rollupId(leaf: Omit<Leaf, 'subject'>): string {
  const label = `${leaf.figure}/${leaf.roomId}/${leaf.stationId}/${leaf.period}/${leaf.dims}`;
  const known = knownIds.get(label);
  if (known !== undefined) return known;
  if (knownIds.size >= mostKnown) knownIds.clear();
  const id = derivedId(leaf.figure, label.slice(leaf.figure.length + 1));
  knownIds.set(label, id);
  return id;
}
