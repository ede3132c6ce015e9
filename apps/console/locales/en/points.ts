/** Points: typed after zh-CN. */
import type { Words } from '../words.ts';
import type { pointCommands as zhCommands, points as zhPoints, pointProblems as zhProblems } from '../zh-CN/points.ts';

export const points: Words<typeof zhPoints> = {
  title: 'Points for volunteers',
  say: 'Off unless you turn them on. Then service hours that count become points by themselves; anybody may decline them. No rankings, and none for telling of neighbours. A change holds for hours that count from now on; points given stay.',
  inUse: 'Give points for service hours',
  perHour: 'Points an hour',
  months: 'Good for months (12 at least)',
  column: 'Points',
  points: '{n} point | {n} points',
  declined: 'Wants no points',
  lapsing: '{n} of these lapse after {day}; please tell them in time',
  decline: 'They want no points',
  declineSay: 'Hours count as before and give no points from now on; those given stay theirs.',
  again: 'They want points again',
};

export const pointCommands: Words<typeof zhCommands> = {
  points: { 'change-rule': 'changed the rule of points', decline: 'noted whether a volunteer wants points' },
};

export const pointProblems: Words<typeof zhProblems> = {
  points: {
    'unknown-village': {
      title: 'This village is not on record',
      next: 'It may have been merged; refresh and try again.',
    },
    'not-a-helper-here': {
      title: 'Not a volunteer of this station',
      next: 'Ask the station that keeps them on its book, or add them to yours first.',
    },
  },
};
