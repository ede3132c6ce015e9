/**
 * What is counted of activities (law N1): activities held, attendances (人次), and people, each of them once a month;
 * stretches of service and the helpers they belong to.
 */
import { defineFigure } from '@yimi/kernel';
import { hours } from './hours/tables.ts';
import { activities, entries } from './tables.ts';

const place = { day: 'day', room: 'roomId', station: 'stationId' } as const;
const held = [{ column: 'state', in: ['held', 'closed'], otherwise: 'not-held' }] as const;
const came = [{ column: 'attended', in: ['came'], otherwise: 'did-not-come' }] as const;

export const heldCount = defineFigure({
  name: 'activities.held',
  kind: 'records',
  source: activities,
  where: held,
  ...place,
});

/** An activity that answers several kinds of need counts once with each. */
export const heldByKind = defineFigure({
  name: 'activities.held-by-kind',
  kind: 'records',
  source: activities,
  where: held,
  ...place,
  each: { column: 'kinds', otherwise: 'of-no-kind' },
});

/** 人次: who comes to ten sessions counts ten times. */
export const attendanceCount = defineFigure({
  name: 'activities.attendances',
  kind: 'records',
  source: entries,
  where: came,
  ...place,
  dimensions: ['part'],
});

export const attendancesByKind = defineFigure({
  name: 'activities.attendances-by-kind',
  kind: 'records',
  source: entries,
  where: came,
  ...place,
  each: { column: 'kinds', otherwise: 'of-no-kind' },
});

/** People who came, once a month however often; whoever left no name cannot be told from anybody else. */
export const peopleCount = defineFigure({
  name: 'activities.people',
  kind: 'subjects',
  source: entries,
  where: [...came, { column: 'part', in: ['participant', 'helper'], otherwise: 'left-no-name' }],
  ...place,
  dimensions: ['part'],
  subject: 'person',
  grains: ['room-month', 'station-month', 'county-month'],
});

/** Grades of those who came; their number stands beside every mean. */
export const gradeCount = defineFigure({
  name: 'activities.ratings',
  kind: 'records',
  source: entries,
  where: [...came, { column: 'rating', in: [1, 2, 3, 4, 5], otherwise: 'not-rated' }],
  ...place,
  dimensions: ['rating'],
});

const believed = [{ column: 'state', in: ['counted'], otherwise: 'not-counted' }] as const;

/** Stretches of service that count; their minutes are summed where they are listed. */
export const stretchCount = defineFigure({
  name: 'activities.hours',
  kind: 'records',
  source: hours,
  where: believed,
  ...place,
  stays: true,
  dimensions: ['source'],
});

/** Volunteers who served, once a month however often. */
export const helperCount = defineFigure({
  name: 'activities.helpers',
  kind: 'subjects',
  source: hours,
  where: believed,
  ...place,
  subject: 'helperId',
  grains: ['room-month', 'station-month', 'county-month'],
});

export const figures = [
  ...[heldCount, heldByKind, attendanceCount, attendancesByKind, peopleCount, gradeCount],
  ...[stretchCount, helperCount],
];
