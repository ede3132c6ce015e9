/**
 * What is counted of questionnaires (law N1): how many were filled in, what was ticked in them, and which kinds of need that
 * stands for. All of it stays on the server: in a small village a tick tells who made it.
 */
import { defineFigure } from '@yimi/kernel';
import { answers } from './tables.ts';

const counted = [
  { column: 'state', in: ['counted'], otherwise: 'struck' },
  { column: 'plausible', in: [true], otherwise: 'implausible-time' },
] as const;
const place = { day: 'answeredOn', room: 'roomId', station: 'stationId', stays: true } as const;

export const formAnswerCount = defineFigure({
  name: 'forms.answers',
  kind: 'records',
  source: answers,
  where: counted,
  ...place,
  dimensions: ['formId'],
});

/** Each choice of each question that somebody ticked. */
export const pickCount = defineFigure({
  name: 'forms.picks',
  kind: 'records',
  source: answers,
  where: counted,
  ...place,
  dimensions: ['formId'],
  each: { column: 'picks', otherwise: 'ticked-nothing' },
});

/** People who ticked something that stands for a kind of need: once for each kind, however many boxes say it. */
export const tickedKinds = defineFigure({
  name: 'forms.kinds',
  kind: 'records',
  source: answers,
  where: counted,
  ...place,
  dimensions: ['formId'],
  each: { column: 'kinds', otherwise: 'ticked-no-need' },
});

export const figures = [formAnswerCount, pickCount, tickedKinds];
