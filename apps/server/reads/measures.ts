/**
 * What a dashboard shows of a place, read from the kept rollups alone (laws N1, N2, Z3): its cost grows with the villages
 * shown and the days of a histogram, never with the records. One reading serves the place and all its children.
 */
import type { Day, Figure, Month } from '@yimi/kernel';
import { addDays } from '@yimi/kernel';
import { clientsVisited, dueDays, lastVisitDays, visitCount } from '@yimi/services';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { At } from './figure-sql.ts';
import { grainOf, HistogramRow, histogram, LeafRow, leaves } from './figure-sql.ts';
import { rowsOf } from './query.ts';

/** 30天未探访: a village in which nobody was called on since. */
export const daysUnvisited = 30;

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

/** All that one dashboard needs, by village. */
export interface Readings {
  readonly visits: readonly LeafRow[];
  readonly subjects: readonly LeafRow[];
  readonly due: readonly HistogramRow[];
  readonly last: readonly HistogramRow[];
  readonly month: Month;
  readonly today: Day;
}

export async function readings(trx: Trx, at: At, month: Month, previous: Month, today: Day): Promise<Readings> {
  const months = (figure: Figure): Promise<LeafRow[]> => rowsOf(trx, LeafRow, leaves(figure, at, previous, month));
  return {
    visits: await months(visitCount),
    subjects: await months(clientsVisited),
    due: await rowsOf(trx, HistogramRow, histogram(dueDays, at, today)),
    last: await rowsOf(trx, HistogramRow, histogram(lastVisitDays, at, today)),
    month,
    today,
  };
}

interface Placed {
  readonly station_id: string;
  readonly room_id: string;
}

/** The measures of one place among the readings. @param inside which leaves are its own */
export function measure(all: Readings, level: At['level'], month: Month, inside: (leaf: Placed) => boolean): Measures {
  const own = <T extends Placed>(rows: readonly T[]): T[] => rows.filter(inside);
  const grain = grainOf(level);
  const ofMonth = (rows: readonly LeafRow[]): LeafRow[] => own(rows).filter((leaf) => leaf.period === month);
  const due = own(all.due);
  const risks = { high: timeliness(due, 'high'), key: timeliness(due, 'key'), ordinary: timeliness(due, 'ordinary') };
  const inTime = sum(due, (row) => row.since);
  const overdue = sum(due, (row) => row.before);
  return {
    visits: sum(ofMonth(all.visits), (leaf) => leaf.n),
    clientsVisited: sum(
      ofMonth(all.subjects).filter((leaf) => firstDim(leaf) === grain),
      (leaf) => leaf.n,
    ),
    inTime,
    overdue,
    clients: inTime + overdue,
    risks,
    ...villagesOf(due, own(all.last), all.today),
  };
}

function timeliness(due: readonly HistogramRow[], risk: string): Timeliness {
  const of = due.filter((row) => firstDim(row) === risk);
  return { inTime: sum(of, (row) => row.since), overdue: sum(of, (row) => row.before) };
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
  for (const [roomId, rows] of Map.groupBy(due, (row) => row.room_id)) {
    const clients = sum(rows, (row) => row.before + row.since);
    if (clients === 0) continue;
    const lastVisitOn = latest(last.filter((row) => row.room_id === roomId));
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
