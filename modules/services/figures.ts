/**
 * What is counted of visits and care. Due and overdue are sums over histograms of days, up to `asOf` (law N2). Figures by
 * special group count a person once in each of their groups, so that groups never add up to a total.
 */
import { defineFigure } from '@yimi/kernel';
import { care, visits } from './tables.ts';
import { tripFigures } from './trips/figures.ts';

const standing = [
  { column: 'state', in: ['counted'], otherwise: 'withdrawn-or-rejected' },
  { column: 'plausible', in: [true], otherwise: 'implausible-time' },
] as const;

const inGroup = { column: 'groups', otherwise: 'in-no-group' } as const;
const served = [{ column: 'active', in: [true], otherwise: 'no-longer-served' }] as const;
const neverSeen = [...served, { column: 'lastVisitOn', in: [null], otherwise: 'visited' }] as const;

/** Visits (探访人次) by month, as and where they took place; a call (电话) is a mode of its own, who went a role (社工、志愿者). */
export const visitCount = defineFigure({
  name: 'services.visits',
  kind: 'records',
  source: visits,
  where: standing,
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['mode', 'result', 'authorRole'],
});

/**
 * People met at least once in the month (探访人数): each counted once within a village, a station, the county. Not parted by
 * risk, for somebody whose risk changed within the month would stand in two parts of one sum (law N3).
 */
export const clientsVisited = defineFigure({
  name: 'services.clients-visited',
  kind: 'subjects',
  source: visits,
  where: [...standing, { column: 'result', in: ['home'], otherwise: 'not-met' }],
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  subject: 'clientId',
  grains: ['room-month', 'station-month', 'county-month'],
});

/** On which day people fall due, by risk: overdue at `asOf` are those before it, in time all others. */
export const dueDays = defineFigure({
  name: 'services.due',
  kind: 'days',
  source: care,
  where: served,
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
  where: served,
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

/** Visits by the person's special groups on the day. */
export const visitsByGroup = defineFigure({
  name: 'services.visits-by-group',
  kind: 'records',
  source: visits,
  where: standing,
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  each: inGroup,
});

/** People met at least once in the month, by special group. */
export const clientsVisitedByGroup = defineFigure({
  name: 'services.clients-visited-by-group',
  kind: 'subjects',
  source: visits,
  where: [...standing, { column: 'result', in: ['home'], otherwise: 'not-met' }],
  day: 'occurredOn',
  room: 'roomId',
  station: 'stationId',
  each: inGroup,
  subject: 'clientId',
  grains: ['room-month', 'station-month', 'county-month'],
});

/** On which day people of each special group fall due: how many are served, and how many of them in time. */
export const dueByGroup = defineFigure({
  name: 'services.due-by-group',
  kind: 'days',
  source: care,
  where: served,
  day: 'dueOn',
  room: 'roomId',
  station: 'stationId',
  each: inGroup,
});

/** People on whom nobody has called since they were registered (一次都没去过), by the day of registration and risk. */
export const neverVisited = defineFigure({
  name: 'services.never-visited',
  kind: 'days',
  source: care,
  where: neverSeen,
  day: 'registeredOn',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['risk'],
});

/** The same by special group: those that got no service at all. */
export const neverVisitedByGroup = defineFigure({
  name: 'services.never-visited-by-group',
  kind: 'days',
  source: care,
  where: neverSeen,
  day: 'registeredOn',
  room: 'roomId',
  station: 'stationId',
  each: inGroup,
});

export const figures = [
  visitDays,
  visitCount,
  clientsVisited,
  dueDays,
  lastVisitDays,
  visitsByGroup,
  clientsVisitedByGroup,
  dueByGroup,
  neverVisited,
  neverVisitedByGroup,
  ...tripFigures,
];

/** The author's own number, over their own copies: the same rule as the station's (law N5). */
export function ownCount(
  rows: readonly { state: string; plausible: boolean; occurredOn: string }[],
  month: string,
): number {
  return rows.filter((row) => row.state === 'counted' && row.plausible && row.occurredOn.startsWith(month)).length;
}
