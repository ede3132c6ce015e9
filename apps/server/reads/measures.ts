/**
 * What a dashboard shows of a place, read from the kept rollups alone (laws N1, N2, Z3): its cost grows with the villages
 * shown and the days of a histogram, never with the records. One reading, sent at once, serves the place and all its children.
 */
import type { Day, Figure, Month } from '@yimi/kernel';
import { addDays } from '@yimi/kernel';
import {
  clientsVisited,
  clientsVisitedByGroup,
  dueByGroup,
  dueDays,
  lastVisitDays,
  neverVisited,
  neverVisitedByGroup,
  tripCount,
  villageCalls,
  visitCount,
  visitsByGroup,
} from '@yimi/services';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { At, Query } from './figure-sql.ts';
import {
  HistogramRow,
  histogram,
  MonthSum,
  monthSums,
  StandingSum,
  SumBelow,
  standingSums,
  sumsBelow,
} from './figure-sql.ts';
import { addMonths, monthsUpTo } from './months.ts';
import { rowsOf } from './query.ts';

/** 30天未探访: a village in which nobody was called on since. */
export const daysUnvisited = 30;

/** A year, so that a month stands beside the same one of last year. */
const courseMonths = 12;

export const riskKeys = ['high', 'key', 'ordinary'] as const;

const Dims = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));

export interface Timeliness {
  readonly inTime: number;
  readonly overdue: number;
}

export interface Measures {
  readonly visits: number;
  readonly clientsVisited: number;
  readonly inTime: number;
  readonly overdue: number;
  readonly clients: number;
  readonly risks: Readonly<Record<(typeof riskKeys)[number], Timeliness>>;
  /** Villages in which people are served, and those of them where nobody called for 30 days. */
  readonly villages: number;
  readonly villagesUnvisited: number;
  readonly lastVisitOn: Day | null;
}

/** All that one dashboard needs of a place and of what lies directly below it. */
export interface Readings {
  readonly at: At;
  readonly sums: readonly MonthSum[];
  readonly below: readonly SumBelow[];
  readonly due: readonly HistogramRow[];
  readonly last: readonly HistogramRow[];
  readonly standing: readonly StandingSum[];
  readonly month: Month;
  readonly today: Day;
}

const often = (query: Query): Query => ({ ...query, often: true });

/** Sent together: each waits for nothing that another answers. */
export async function readings(trx: Trx, at: At, month: Month, today: Day): Promise<Readings> {
  const monthly = [visitCount, clientsVisited];
  const split = [clientsVisitedByGroup, visitsByGroup, tripCount, villageCalls];
  const months = [
    { figures: monthly, from: addMonths(month, 1 - courseMonths), to: month },
    { figures: split, from: month, to: month },
  ];
  const children = { figures: monthly, from: addMonths(month, -1), to: month };
  const [sums, due, last, standing, below] = await Promise.all([
    rowsOf(trx, MonthSum, monthSums(at, months)),
    rowsOf(trx, HistogramRow, often(histogram(dueDays, at, today))),
    rowsOf(trx, HistogramRow, often(histogram(lastVisitDays, at, today))),
    rowsOf(trx, StandingSum, standingSums(at, [dueByGroup, neverVisited, neverVisitedByGroup])),
    at.level === 'room' ? [] : rowsOf(trx, SumBelow, sumsBelow(at, children)),
  ]);
  return { at, sums, below, due, last, standing, month, today };
}

/** Month by month up to the one that is shown. */
export function courseOf({ sums, month }: Readings, figure: Figure): number[] {
  const own = sums.filter((row) => row.figure === figure.name);
  return monthsUpTo(month, courseMonths).map((one) =>
    sum(
      own.filter((row) => row.period === one),
      (row) => row.n,
    ),
  );
}

type Counted = Pick<Measures, 'visits' | 'clientsVisited'>;

/** The measures of the place itself. */
export function measure({ sums, due, last, today }: Readings, month: Month): Measures {
  return measured(counted(sums, month), due, last, today);
}

/** The measures of every place directly below that has any. */
export function measuresBelow({ at, below, due, last, month, today }: Readings): (id: string) => Measures {
  const column = at.level === 'county' ? 'station_id' : 'room_id';
  const sumsOf = Map.groupBy(below, (row) => row.place);
  const dueOf = Map.groupBy(due, (row) => row[column]);
  const lastOf = Map.groupBy(last, (row) => row[column]);
  return (id) => measured(counted(sumsOf.get(id) ?? [], month), dueOf.get(id) ?? [], lastOf.get(id) ?? [], today);
}

function counted(rows: readonly { figure: string; period: string; n: number }[], month: Month): Counted {
  const of = (figure: Figure): number =>
    sum(
      rows.filter((row) => row.figure === figure.name && row.period === month),
      (row) => row.n,
    );
  return { visits: of(visitCount), clientsVisited: of(clientsVisited) };
}

function measured(months: Counted, due: readonly HistogramRow[], last: readonly HistogramRow[], today: Day): Measures {
  const byRisk = Map.groupBy(due, firstDim);
  const timely = (risk: string) => timeliness(byRisk.get(risk) ?? []);
  const all = timeliness(due);
  return {
    ...months,
    ...all,
    clients: all.inTime + all.overdue,
    risks: { high: timely('high'), key: timely('key'), ordinary: timely('ordinary') },
    ...villagesOf(due, last, today),
  };
}

function timeliness(rows: readonly HistogramRow[]): Timeliness {
  return { inTime: sum(rows, (row) => row.since), overdue: sum(rows, (row) => row.before) };
}

export function firstDim(row: { readonly dims: string }): string | null {
  const first = Dims.parse(JSON.parse(row.dims))[0];
  return typeof first === 'string' ? first : null;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

export interface Village {
  readonly clients: number;
  readonly lastVisitOn: Day | null;
  readonly unvisited: boolean;
}

/** Each village in which people are served: when somebody was last called on there. */
export function villages(
  due: readonly HistogramRow[],
  last: readonly HistogramRow[],
  today: Day,
): Map<string, Village> {
  const found = new Map<string, Village>();
  const since = addDays(today, -daysUnvisited);
  const lastOf = Map.groupBy(last, (row) => row.room_id);
  for (const [roomId, rows] of Map.groupBy(due, (row) => row.room_id)) {
    const clients = sum(rows, (row) => row.before + row.since);
    if (clients === 0) continue;
    const lastVisitOn = latest(lastOf.get(roomId) ?? []);
    found.set(roomId, { clients, lastVisitOn, unvisited: lastVisitOn === null || lastVisitOn <= since });
  }
  return found;
}

function latest(rows: readonly HistogramRow[]): Day | null {
  return rows.reduce<Day | null>(
    (late, { latest: day }) => (day !== null && (late === null || day > late) ? day : late),
    null,
  );
}

function villagesOf(due: readonly HistogramRow[], last: readonly HistogramRow[], today: Day) {
  const served = [...villages(due, last, today).values()];
  return {
    villages: served.length,
    villagesUnvisited: served.filter((one) => one.unvisited).length,
    lastVisitOn: latest(last),
  };
}
