/**
 * From a figure's one definition to SQL (law N1): what the kept rollup says, what a recount says, and the records behind
 * it. Names come from declared tables, values travel as parameters. Nothing here knows a business.
 */
import type { Condition, Day, Figure, Grain, Month } from '@yimi/kernel';
import * as z from 'zod';
import type { SqlColumn } from '../store/columns.ts';
import { sqlColumns } from '../store/columns.ts';

export interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Asked so often, in so few forms, that each connection keeps its plan. */
  readonly often?: boolean;
}

/** A place below which is summed; a county is the whole transaction's. */
export type At = { readonly level: 'county' } | { readonly level: 'station' | 'room'; readonly id: string };
/** Days, both ends included; null is open. */
export interface Span {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** Every month ends on or before its 31st: as text, all of its days lie between. */
export function spanOf(month: Month): Span {
  return { from: `${month}-01`, to: `${month}-31` };
}

/** Parameters in the order in which they are named. */
export class Values {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    return `$${this.list.push(value)}`;
  }
}

export function columnOf(figure: Figure, name: string): SqlColumn {
  const column = sqlColumns(figure.source).find((one) => one.name === name);
  if (column === undefined || column.sealed) throw new Error(`${figure.name} cannot count by ${name}`);
  return column;
}

export function holds(figure: Figure, condition: Condition, values: Values): string {
  const column = columnOf(figure, condition.column);
  const wanted = condition.in.filter((value) => value !== null);
  const among = `${column.sql} = any(${values.add(wanted)}::${column.type}[])`;
  return condition.in.includes(null) ? `(${column.sql} is null or ${among})` : among;
}

/** The list by which a row counts several times; what is no list counts as an empty one. */
export function listText(figure: Figure, column: string): string {
  const { sql } = columnOf(figure, column);
  return `(case jsonb_typeof(${sql}) when 'array' then ${sql} else '[]' end)`;
}

/** The source, each row once for every text of its list where the figure counts so; a text that stands there twice once. */
function sourceOf(figure: Figure): string {
  if (figure.each === null) return figure.source.name;
  return `${figure.source.name} cross join lateral
      (select distinct one from jsonb_array_elements_text(${listText(figure, figure.each.column)}) as texts(one)) as listed`;
}

/** Like `JSON.stringify` of the dimensions: `["home",null]`, without blanks. */
function dimsText(figure: Figure): string {
  const parts = figure.dimensions.map((name) => `coalesce(to_json(${columnOf(figure, name).sql})::text, 'null')`);
  if (figure.each !== null) parts.push('to_json(listed.one)::text');
  return parts.length === 0 ? `'[]'` : `'[' || concat_ws(',', ${parts.join(', ')}) || ']'`;
}

/** A row that counts for nothing in its list is left out, like one that fails a condition. */
export function listsSomething(figure: Figure): string[] {
  return figure.each === null ? [] : [`jsonb_array_length(${listText(figure, figure.each.column)}) > 0`];
}

export function kept(figure: Figure, values: Values): string[] {
  const day = columnOf(figure, figure.day).sql;
  const conditions = figure.where.map((condition) => holds(figure, condition, values));
  return [...conditions, ...listsSomething(figure), `${day} is not null`];
}

export function placed(figure: Figure, at: At, values: Values): string[] {
  if (at.level === 'county') return [];
  const column = columnOf(figure, at.level === 'station' ? figure.station : figure.room).sql;
  return [`${column} = ${values.add(at.id)}::uuid`];
}

export function within(figure: Figure, span: Span, values: Values): string[] {
  const day = columnOf(figure, figure.day).sql;
  return [
    ...(span.from === null ? [] : [`${day} >= ${values.add(span.from)}`]),
    ...(span.to === null ? [] : [`${day} <= ${values.add(span.to)}`]),
  ];
}

export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}

function keptPlace(at: At, values: Values): string[] {
  if (at.level === 'county') return [];
  return [`${at.level === 'station' ? 'station_id' : 'room_id'} = ${values.add(at.id)}::uuid`];
}

/** What `leaves` answers. */
export const LeafRow = z.object({
  station_id: z.string(),
  room_id: z.string(),
  period: z.string(),
  dims: z.string(),
  n: z.number(),
});
export type LeafRow = z.infer<typeof LeafRow>;

/** The kept leaves of these months: station_id, room_id, period, dims, n. For a distinct figure dims begins with the grain. */
export function leaves(figure: Figure, at: At, from: Month, to: Month): Query {
  const values = new Values();
  const where = [
    `figure = ${values.add(figure.name)}`,
    `period >= ${values.add(from)}`,
    `period <= ${values.add(to)}`,
    ...keptPlace(at, values),
  ];
  const text = `select station_id, room_id, period, dims, sum(n)::bigint as n from figures.rollups where ${all(where)}
    group by station_id, room_id, period, dims`;
  return { text, values: values.list };
}

/** Months of some figures, both ends included. */
export interface Months {
  readonly figures: readonly Figure[];
  readonly from: Month;
  readonly to: Month;
}

/** Kept leaves of those months; of a distinct figure only the leaves of one grain, which are never added to another's (law N3). */
function keptMonths({ figures, from, to }: Months, at: At, grain: Grain, values: Values): string[] {
  const distinct = figures.filter((figure) => figure.kind === 'subjects').map(({ name }) => name);
  const opening = JSON.stringify([grain]).slice(0, -1);
  return [
    `figure = any(${values.add(figures.map(({ name }) => name))}::text[])`,
    `period >= ${values.add(from)}`,
    `period <= ${values.add(to)}`,
    `(figure <> all(${values.add(distinct)}::text[]) or dims like ${values.add(`${opening}%`)})`,
    ...keptPlace(at, values),
  ];
}

/** What `monthSums` answers. */
export const MonthSum = z.object({ figure: z.string(), period: z.string(), dims: z.string(), n: z.number() });
export type MonthSum = z.infer<typeof MonthSum>;

/** All that is asked of one place's months in one reading, its villages added: figure, period, dims, n. */
export function monthSums(at: At, wanted: readonly Months[]): Query {
  const values = new Values();
  const parts = wanted.map(
    (months) =>
      `select figure, period, dims, n from figures.rollups where ${all(keptMonths(months, at, grainOf(at.level), values))}`,
  );
  const text = `select figure, period, dims, sum(n)::bigint as n from (${parts.join(' union all ')}) as kept
    group by figure, period, dims having sum(n) <> 0`;
  return { text, values: values.list, often: true };
}

/** What `sumsBelow` answers. */
export const SumBelow = z.object({ figure: z.string(), place: z.string(), period: z.string(), n: z.number() });
export type SumBelow = z.infer<typeof SumBelow>;

/** The same of each place directly below, stations of a county or villages of a station: figure, place, period, n. */
export function sumsBelow(at: At, months: Months): Query {
  const values = new Values();
  const below = at.level === 'county' ? 'station' : 'room';
  const where = all(keptMonths(months, at, grainOf(below), values));
  const text = `select figure, ${below}_id as place, period, sum(n)::bigint as n from figures.rollups where ${where}
    group by figure, place, period having sum(n) <> 0`;
  return { text, values: values.list, often: true };
}

/** What `standingSums` answers. */
export const StandingSum = z.object({ figure: z.string(), dims: z.string(), n: z.number() });
export type StandingSum = z.infer<typeof StandingSum>;

/** Whole histograms at one place, their villages and days added: figure, dims, n. */
export function standingSums(at: At, figures: readonly Figure[]): Query {
  const values = new Values();
  const where = [`figure = any(${values.add(figures.map(({ name }) => name))}::text[])`, ...keptPlace(at, values)];
  const text = `select figure, dims, sum(n)::bigint as n from figures.day_histogram where ${all(where)}
    group by figure, dims having sum(n) <> 0`;
  return { text, values: values.list, often: true };
}

/** What `histogram` answers: days before `asOf` and since, and the latest of them. */
export const HistogramRow = z.object({
  station_id: z.string(),
  room_id: z.string(),
  dims: z.string(),
  before: z.number(),
  since: z.number(),
  latest: z.string().nullable(),
});
export type HistogramRow = z.infer<typeof HistogramRow>;

/** A histogram summed up to `asOf` (law N2): station_id, room_id, dims, before (days before it), since, latest (day). */
export function histogram(figure: Figure, at: At, asOf: Day): Query {
  const values = new Values();
  const day = values.add(asOf);
  const where = [`figure = ${values.add(figure.name)}`, ...keptPlace(at, values)];
  const text = `select station_id, room_id, dims, coalesce(sum(n) filter (where period < ${day}), 0)::bigint as before,
      coalesce(sum(n) filter (where period >= ${day}), 0)::bigint as since, max(period) filter (where n > 0) as latest
    from figures.day_histogram where ${all(where)} group by station_id, room_id, dims`;
  return { text, values: values.list };
}

/** A histogram's own days: day, n. */
export function histogramDays(figure: Figure, at: At, span: Span): Query {
  const values = new Values();
  const where = [
    `figure = ${values.add(figure.name)}`,
    ...(span.from === null ? [] : [`period >= ${values.add(span.from)}`]),
    ...(span.to === null ? [] : [`period <= ${values.add(span.to)}`]),
    ...keptPlace(at, values),
  ];
  const text = `select period as day, sum(n)::bigint as n from figures.day_histogram where ${all(where)} group by period order by period`;
  return { text, values: values.list };
}

/** The same by counting the source: its cost grows with the records of the span. */
export function daysFromSource(figure: Figure, at: At, span: Span): Query {
  const values = new Values();
  const day = columnOf(figure, figure.day).sql;
  const where = [...within(figure, span, values), ...placed(figure, at, values), ...kept(figure, values)];
  const text = `select ${day} as day, count(*) as n from ${sourceOf(figure)} where ${all(where)} group by ${day} order by ${day}`;
  return { text, values: values.list };
}

function periodText(figure: Figure): string {
  const day = columnOf(figure, figure.day).sql;
  return figure.kind === 'days' ? day : `left(${day}, 7)`;
}

/** Leaves counted anew from the source, everywhere or at one place: room_id, station_id, period, dims, n. For records and days. */
export function recount(figure: Figure, at: At = { level: 'county' }): Query {
  const values = new Values();
  const where = [...placed(figure, at, values), ...kept(figure, values)];
  const text = `select ${columnOf(figure, figure.room).sql} as room_id, ${columnOf(figure, figure.station).sql} as station_id,
      ${periodText(figure)} as period, ${dimsText(figure)} as dims, count(*) as n
    from ${sourceOf(figure)} where ${all(where)} group by 1, 2, 3, 4`;
  return { text, values: values.list };
}

const levelOfGrain: Readonly<Record<Grain, At['level']>> = {
  'room-month': 'room',
  'station-month': 'station',
  'county-month': 'county',
};

export function grainOf(level: At['level']): Grain {
  return `${level}-month`;
}

/** The text under which a contribution names its place: a county has one, the figure's name. */
function grainPlace(figure: Figure, grain: Grain, values: Values): string {
  const level = levelOfGrain[grain];
  if (level === 'county') return `${values.add(figure.name)}::text`;
  return `${columnOf(figure, level === 'station' ? figure.station : figure.room).sql}::text`;
}

/** How many records each subject has within the grain: place_id, period, dims, subject, n (law N3). */
export function recountSubjects(figure: Figure, grain: Grain): Query {
  if (figure.subject === null) throw new Error(`${figure.name} counts no subjects`);
  const values = new Values();
  const subject = columnOf(figure, figure.subject).sql;
  const where = [...kept(figure, values), `${subject} is not null`];
  const text = `select ${grainPlace(figure, grain, values)} as place_id, ${periodText(figure)} as period, ${dimsText(figure)} as dims,
      ${subject} as subject, count(*) as n
    from ${sourceOf(figure)} where ${all(where)} group by 1, 2, 3, 4`;
  return { text, values: values.list };
}

/**
 * The same of some months, with the village that holds the step: that of the subject's first record within the grain
 * (laws N3, N4). place_id, period, dims, subject, n, room_id, station_id.
 */
export function contributionsOf(figure: Figure, grain: Grain, month: Month): Query {
  if (figure.subject === null) throw new Error(`${figure.name} counts no subjects`);
  const values = new Values();
  const column = (name: string): string => columnOf(figure, name).sql;
  const first = (name: string): string => `(array_agg(${column(name)} order by ${column(figure.day)}, id))[1]`;
  const place = grainPlace(figure, grain, values);
  const where = [
    ...within(figure, spanOf(month), values),
    ...kept(figure, values),
    `${column(figure.subject)} is not null`,
  ];
  const text = `select ${place} as place_id, ${periodText(figure)} as period, ${dimsText(figure)} as dims,
      ${column(figure.subject)} as subject, count(*)::integer as n, ${first(figure.room)} as room_id, ${first(figure.station)} as station_id
    from ${sourceOf(figure)} where ${all(where)} group by 1, 2, 3, 4`;
  return { text, values: values.list };
}

/** The months in which a figure counts something: period. */
export function monthsOf(figure: Figure): Query {
  const values = new Values();
  const text = `select distinct ${periodText(figure)} as period from ${figure.source.name} where ${all(kept(figure, values))}`;
  return { text, values: values.list };
}

/** The kept leaves of a distinct figure, summed to its grain's places: place_id, period, dims, n. */
export function leavesOfGrain(figure: Figure, grain: Grain): Query {
  const values = new Values();
  const level = levelOfGrain[grain];
  const place =
    level === 'county'
      ? `${values.add(figure.name)}::text`
      : level === 'station'
        ? 'station_id::text'
        : 'room_id::text';
  const name = values.add(figure.name);
  const mark = values.add(grain);
  const opening = JSON.stringify([grain]).length - 1;
  // `["county-month","key"]` without its grain is `["key"]`.
  const text = `select ${place} as place_id, period, '[' || ltrim(substr(dims, ${opening + 1}), ',') as dims, sum(n)::bigint as n
    from figures.rollups where figure = ${name} and dims::jsonb ->> 0 = ${mark} group by 1, 2, 3`;
  return { text, values: values.list };
}
