/**
 * What the papers say and what the lists say, side by side. "2–4 workers a station" cannot hold 23 people in 5 stations:
 * the program shows such contradictions and does not hide them (DOMAIN.md 6).
 */
import type { Places, StationNode } from '../api.ts';

/** 002: a township station has two to four workers. */
export const workersPerStation = { least: 2, most: 4 } as const;

export type Contradiction =
  | { readonly kind: 'too-many'; readonly workers: number; readonly stations: number; readonly average: number }
  | {
      readonly kind: 'station-many' | 'station-few';
      readonly stationId: string;
      readonly station: string;
      readonly workers: number;
    };

export function workersOf(station: StationNode): number {
  return station.staff.filter((one) => one.role === 'station-worker' || one.role === 'station-head').length;
}

export function isVacant(room: StationNode['rooms'][number]): boolean {
  return !room.staff.some((one) => one.role === 'village-worker');
}

export function contradictionsOf(places: Places): Contradiction[] {
  const open = places.stations.filter((station) => station.state === 'open');
  const workers = open.reduce((sum, station) => sum + workersOf(station), 0);
  const found: Contradiction[] = [];
  if (open.length > 1 && workers > open.length * workersPerStation.most) {
    found.push({
      kind: 'too-many',
      workers,
      stations: open.length,
      average: Math.round((workers / open.length) * 10) / 10,
    });
  }
  for (const station of open) {
    const n = workersOf(station);
    const kind = n > workersPerStation.most ? 'station-many' : n < workersPerStation.least ? 'station-few' : null;
    if (kind !== null) found.push({ kind, stationId: station.id, station: station.name, workers: n });
  }
  return found;
}

/** Nobody went for thirty days, though there are people on record (the figure's own rule). */
export function isWaiting(room: StationNode['rooms'][number]): boolean {
  return room.clients !== 0 && (room.daysSince === null || room.daysSince > 30);
}
