/** Trips by month, and how often which village was called at: the far-villages problem as two numbers. */
import { defineFigure } from '@yimi/kernel';
import { stops, trips } from './tables.ts';

/** Trips that came back (下乡次数), by car, at the first village of their way. */
export const tripCount = defineFigure({
  name: 'services.trips',
  kind: 'records',
  source: trips,
  where: [{ column: 'state', in: ['closed'], otherwise: 'trip-not-back' }],
  day: 'day',
  room: 'roomId',
  station: 'stationId',
  dimensions: ['car'],
});

/** Villages called at on trips (到村次数). */
export const villageCalls = defineFigure({
  name: 'services.village-calls',
  kind: 'records',
  source: stops,
  where: [{ column: 'state', in: ['reached'], otherwise: 'village-not-reached' }],
  day: 'day',
  room: 'roomId',
  station: 'stationId',
});

export const tripFigures = [tripCount, villageCalls];
