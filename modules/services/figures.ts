/** What is counted of visits and care. Due and overdue are sums over histograms of days, up to `asOf` (law N2). */
import { defineFigure } from '@yimi/kernel';
import { care, visits } from './tables.ts';

const standing = [
  { column: 'state', in: ['counted'], otherwise: 'withdrawn-or-rejected' },
  { column: 'plausible', in: [true], otherwise: 'implausible-time' },
] as const;

/** Visits (探访人次) by month, as and where they took place. */
export const visitCount = defineFigure({
  name: 'services.visits',
  kind: 'records',
  source: visits,
  where: standing,
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['mode', 'result'],
});

/** People met at least once in the month (探访人数), by risk: each counted once within a village, a station, the county. */
export const clientsVisited = defineFigure({
  name: 'services.clients-visited',
  kind: 'subjects',
  source: visits,
  where: [...standing, { column: 'result', in: ['home'], otherwise: 'not-met' }],
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['risk'],
  subject: 'clientId',
  grains: ['room-month', 'station-month', 'county-month'],
});

/** On which day people fall due, by risk: overdue at `asOf` are those before it, in time all others. */
export const dueDays = defineFigure({
  name: 'services.due',
  kind: 'days',
  source: care,
  where: [{ column: 'active', in: [true], otherwise: 'no-longer-served' }],
  day: 'dueOn',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['risk'],
});

/** On which day people were last called on: a village without any in the last 30 days is one that nobody visits. */
export const lastVisitDays = defineFigure({
  name: 'services.last-visit',
  kind: 'days',
  source: care,
  where: [{ column: 'active', in: [true], otherwise: 'no-longer-served' }],
  day: 'lastVisitOn',
  room: 'roomId',
  station: 'stationId',
});

/** Visits by day, for the heat map: its cost grows with the places and days shown, not with the visits (law Z3). */
export const visitDays = defineFigure({
  name: 'services.visit-days',
  kind: 'days',
  source: visits,
  where: standing,
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
});

export const figures = [visitDays, visitCount, clientsVisited, dueDays, lastVisitDays];

/** The author's own number, over their own copies: the same rule as the station's (law N5). */
export function ownCount(
  rows: readonly { state: string; plausible: boolean; occurredOn: string }[],
  month: string,
): number {
  return rows.filter((row) => row.state === 'counted' && row.plausible && row.occurredOn.startsWith(month)).length;
}
