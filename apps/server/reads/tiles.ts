/** Measures as the tiles of a dashboard; each tile's name is the name under which its records are asked for. */
import type { Measures } from './measures.ts';
import { riskKeys } from './measures.ts';

export const tileNames = [
  'services.visits',
  'services.clients-visited',
  'services.in-time',
  'services.rooms-unvisited',
  'services.clients',
] as const;
export type TileName = (typeof tileNames)[number];

export interface TilePart {
  readonly key: string;
  readonly value: number | null;
  readonly of: number | null;
  readonly previous: null;
  readonly previousOf: null;
  readonly hidden: boolean;
}

export interface Tile {
  readonly figure: TileName;
  readonly value: number | null;
  readonly previous: number | null;
  readonly hidden: boolean;
  readonly of: number | null;
  readonly previousOf: number | null;
  readonly parts: readonly TilePart[];
  readonly course: readonly number[];
}

export function amountOf(name: TileName, measures: Measures): number {
  switch (name) {
    case 'services.visits':
      return measures.visits;
    case 'services.clients-visited':
      return measures.clientsVisited;
    case 'services.in-time':
      return measures.inTime;
    case 'services.rooms-unvisited':
      return measures.villagesUnvisited;
    case 'services.clients':
      return measures.clients;
  }
}

/** What a tile's value is a part of; null where it stands alone. */
export function wholeOf(name: TileName, measures: Measures): number | null {
  if (name === 'services.in-time' || name === 'services.clients-visited') return measures.clients;
  return name === 'services.rooms-unvisited' ? measures.villages : null;
}

/** Months can be looked back at; the state of things is today's, and has no earlier one to show. */
export function ofMonth(name: TileName): boolean {
  return name === 'services.visits' || name === 'services.clients-visited';
}

export function riskParts(measures: Measures): TilePart[] {
  return riskKeys.map((key) => {
    const { inTime, overdue } = measures.risks[key];
    return { key, value: inTime, of: inTime + overdue, previous: null, previousOf: null, hidden: false };
  });
}

export function tilesOf(
  now: Measures,
  before: Measures,
  courses: Readonly<Partial<Record<TileName, readonly number[]>>>,
): Tile[] {
  return tileNames.map((figure) => ({
    figure,
    value: amountOf(figure, now),
    previous: ofMonth(figure) ? amountOf(figure, before) : null,
    hidden: false,
    of: wholeOf(figure, now),
    previousOf: null,
    parts: figure === 'services.in-time' ? riskParts(now) : [],
    course: courses[figure] ?? [],
  }));
}
