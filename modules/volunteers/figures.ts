/**
 * What is counted of offers (law N1): how many were made and what came of them, tasks done, and the volunteers who did any, each once a
 * month. Never by person: nobody is ranked. The kind of a need tells in a small village who asked, so that the counts stay on the server.
 */
import { defineFigure } from '@yimi/kernel';
import { offers } from './offers.ts';

const place = { room: 'askedIn', station: 'askedFrom' } as const;
const done = [{ column: 'state', in: ['done'], otherwise: 'not-done' }] as const;

/** Offers by the month in which they were made, and where they stand. */
export const offerCount = defineFigure({
  name: 'volunteers.offers',
  kind: 'records',
  source: offers,
  where: [],
  day: 'offeredOn',
  ...place,
  stays: true,
  dimensions: ['state'],
});

/** Tasks done, by the month in which they ended and the kind of need. */
export const taskCount = defineFigure({
  name: 'volunteers.tasks-done',
  kind: 'records',
  source: offers,
  where: done,
  day: 'endedOn',
  ...place,
  stays: true,
  dimensions: ['kind'],
});

/** Volunteers who did a task: each once a month, in a village, at a station and in the county. */
export const activeCount = defineFigure({
  name: 'volunteers.active',
  kind: 'subjects',
  source: offers,
  where: done,
  day: 'endedOn',
  ...place,
  subject: 'helperId',
  grains: ['room-month', 'station-month', 'county-month'],
});

export const figures = [offerCount, taskCount, activeCount];
