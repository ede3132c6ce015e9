/**
 * What is counted of needs (law N1). A merged need counts as the one it was merged into; a withdrawn one as none. All of it
 * stays on the server: in a small village the kind of a need tells who asked.
 */
import { defineFigure } from '@yimi/kernel';
import { needs, openStates } from './tables.ts';

const place = { room: 'roomId', station: 'stationId' } as const;
const believed = { column: 'plausible', in: [true], otherwise: 'implausible-time' } as const;
const standing = [
  {
    column: 'state',
    in: [...openStates, 'answered', 'closed', 'unmet'],
    otherwise: 'merged-or-withdrawn',
  },
  believed,
] as const;

/** Needs (需求) by the month in which they came in: where from, of what kind, where they stand. */
export const needCount = defineFigure({
  name: 'needs.needs',
  kind: 'records',
  source: needs,
  where: standing,
  day: 'receivedOn',
  ...place,
  stays: true,
  dimensions: ['channel', 'kind', 'state', 'urgency'],
});

/** Answered needs by the month of their answer: by whom or what, and after how many days. */
export const answeredCount = defineFigure({
  name: 'needs.answered',
  kind: 'records',
  source: needs,
  where: [{ column: 'state', in: ['answered', 'closed'], otherwise: 'not-answered' }, believed],
  day: 'answeredOn',
  ...place,
  stays: true,
  dimensions: ['answerKind', 'answerTime'],
});

/** Needs that cannot be met now (办不了), by the month in which they came in, with why. */
export const unmetCount = defineFigure({
  name: 'needs.unmet',
  kind: 'records',
  source: needs,
  where: [{ column: 'state', in: ['unmet'], otherwise: 'not-unmet' }, believed],
  day: 'receivedOn',
  ...place,
  stays: true,
  dimensions: ['kind', 'unmetReason'],
});

/** Grades by residents: their sum follows from the grades; those given on a worker's phone stand apart. */
export const ratingCount = defineFigure({
  name: 'needs.ratings',
  kind: 'records',
  source: needs,
  where: [{ column: 'rating', in: [1, 2, 3, 4, 5], otherwise: 'not-rated' }, ...standing],
  day: 'ratedOn',
  ...place,
  stays: true,
  dimensions: ['rating', 'ratingAssisted'],
});

/** On which day open needs must be answered: past it at `asOf`, in time all others (law N2). */
export const needDays = defineFigure({
  name: 'needs.due',
  kind: 'days',
  source: needs,
  where: [{ column: 'state', in: openStates, otherwise: 'not-open' }, believed],
  day: 'dueOn',
  ...place,
  dimensions: ['urgency'],
});

export const figures = [needCount, answeredCount, unmetCount, ratingCount, needDays];
