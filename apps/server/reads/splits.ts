/**
 * How a month's visits divide: in person or by phone, by workers or volunteers, and by special group (特殊群体) beside the
 * people of each group and those of them on whom nobody has ever called. Read from kept leaves (law Z3); a person counts
 * in each of their groups, so groups never sum to a total. Counts that could point at a person are hidden from those who
 * may not open the people (law A2).
 */
import type { Figure } from '@yimi/kernel';
import {
  clientsVisitedByGroup,
  dueByGroup,
  neverVisited,
  neverVisitedByGroup,
  tripCount,
  villageCalls,
  visitCount,
  visitsByGroup,
} from '@yimi/services';
import * as z from 'zod';
import type { Readings } from './measures.ts';
import { pointsAtSomebody, suppress } from './small-counts.ts';

export interface GroupSums {
  readonly clients: number;
  readonly visits: number;
  readonly met: number;
  readonly never: number;
}

/** What one place's splits come from; a city adds those of its counties. */
export interface SplitSums {
  readonly mode: Readonly<Record<string, number>>;
  readonly author: Readonly<Record<'worker' | 'volunteer', number>>;
  readonly groups: ReadonlyMap<string, GroupSums>;
  readonly never: number;
  readonly clients: number;
  readonly trips: TripSums;
}

/** 下乡次数、到村次数. */
export interface TripSums {
  readonly trips: number;
  readonly calls: number;
}

const Dims = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));
type Sum = { readonly dims: readonly unknown[]; readonly n: number };

export function splitSums({ sums, standing, month }: Readings, clients: number): SplitSums {
  const monthly = (figure: Figure): Sum[] =>
    sumsOf(sums.filter((row) => row.figure === figure.name && row.period === month));
  const all = (figure: Figure): Sum[] => sumsOf(standing.filter((row) => row.figure === figure.name));
  const visits = monthly(visitCount);
  const volunteer = total(visits.filter(({ dims }) => dims[2] === 'hamlet-volunteer'));
  return {
    mode: {
      home: total(visits.filter(({ dims }) => dims[0] === 'home')),
      phone: total(visits.filter(({ dims }) => dims[0] === 'phone')),
    },
    author: { worker: total(visits) - volunteer, volunteer },
    groups: byGroup({
      clients: all(dueByGroup),
      visits: monthly(visitsByGroup),
      met: monthly(clientsVisitedByGroup),
      never: all(neverVisitedByGroup),
    }),
    never: total(all(neverVisited)),
    clients,
    trips: { trips: total(monthly(tripCount)), calls: total(monthly(villageCalls)) },
  };
}

function sumsOf(rows: readonly { dims: string; n: number }[]): Sum[] {
  return rows.map(({ dims, n }) => ({ dims: Dims.parse(JSON.parse(dims)), n }));
}

function total(sums: readonly Sum[]): number {
  return sums.reduce((all, { n }) => all + n, 0);
}

/** The group is the last of the dimensions, whatever stands before it. */
function byGroup(columns: Readonly<Record<keyof GroupSums, readonly Sum[]>>): Map<string, GroupSums> {
  const groups = new Map<string, GroupSums>();
  for (const column of ['clients', 'visits', 'met', 'never'] as const) {
    for (const { dims, n } of columns[column]) {
      const group = String(dims.at(-1));
      const sums = groups.get(group) ?? { clients: 0, visits: 0, met: 0, never: 0 };
      groups.set(group, { ...sums, [column]: sums[column] + n });
    }
  }
  return groups;
}

/** Counties hold different people and visits: their splits add up. */
export function splitsTogether(all: readonly SplitSums[]): SplitSums {
  const sum = (of: (one: SplitSums) => number): number => all.reduce((n, one) => n + of(one), 0);
  const groups = new Map<string, GroupSums>();
  for (const [group, { clients, visits, met, never }] of all.flatMap((one) => [...one.groups])) {
    const before = groups.get(group) ?? { clients: 0, visits: 0, met: 0, never: 0 };
    groups.set(group, {
      clients: before.clients + clients,
      visits: before.visits + visits,
      met: before.met + met,
      never: before.never + never,
    });
  }
  return {
    mode: { home: sum((one) => one.mode.home ?? 0), phone: sum((one) => one.mode.phone ?? 0) },
    author: { worker: sum((one) => one.author.worker), volunteer: sum((one) => one.author.volunteer) },
    groups,
    never: sum((one) => one.never),
    clients: sum((one) => one.clients),
    trips: { trips: sum((one) => one.trips.trips), calls: sum((one) => one.trips.calls) },
  };
}

export interface Splits {
  readonly mode: readonly Part[];
  readonly author: readonly Part[];
  readonly groups: readonly GroupRow[];
  /** People on whom nobody has ever called; null where hidden. */
  readonly never: number | null;
  readonly trips: TripSums;
  /** Whether the reader may open groups to their records. */
  readonly openable: boolean;
}
interface Part {
  readonly key: string;
  readonly value: number | null;
}
export interface GroupRow {
  readonly group: string;
  readonly clients: number | null;
  readonly visits: number | null;
  readonly met: number | null;
  readonly never: number | null;
}

/** @param seen 'all' to those who may open the people; the others are shown no count that could point at one */
export function splitsShown(sums: SplitSums, seen: 'all' | 'figures' | 'city'): Splits {
  const parts = (of: Readonly<Record<string, number>>): Part[] => {
    const cells = Object.entries(of);
    // Visits are no people: only the city, which sees nothing below its sums, is shown no small part of them.
    const hidden = seen === 'city' ? suppress(cells.map(([, n]) => [n])) : null;
    const off = (at: number): boolean => hidden !== null && (hidden.total || hidden.cells[at] === true);
    return cells.map(([key, n], at) => ({ key, value: off(at) ? null : n }));
  };
  return {
    mode: parts(sums.mode),
    author: parts(sums.author),
    groups: [...sums.groups].flatMap(([group, of]) => {
      if (of.clients === 0 && of.visits === 0) return [];
      return seen === 'all' ? [{ group, ...of }] : hiddenWhereSmall(group, of);
    }),
    never: seen !== 'all' && pointsAtSomebody(sums.never, sums.clients) ? null : sums.never,
    trips: sums.trips,
    openable: seen === 'all',
  };
}

/** A group of few people is not even named: that a village has such a one would tell of somebody. */
function hiddenWhereSmall(group: string, { clients, visits, met, never }: GroupSums): GroupRow[] {
  if (pointsAtSomebody(clients) || clients === 0) return [];
  const unless = (hide: boolean, n: number): number | null => (hide ? null : n);
  const shown = {
    visits: unless(pointsAtSomebody(visits), visits),
    met: unless(pointsAtSomebody(met, clients), met),
    never: unless(pointsAtSomebody(never, clients), never),
  };
  return [{ group, clients, ...shown }];
}
