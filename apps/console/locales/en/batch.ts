/** A week's open needs and whom to ask: typed after zh-CN. */
import type { Words } from '../words.ts';
import type { batch as zh } from '../zh-CN/batch.ts';

export const batch: Words<typeof zh> = {
  title: 'A batch at once',
  lead: 'Open needs and volunteers who would help, weighed all together. It proposes only: each volunteer says yes or no.',
  back: 'Back to needs',
  station: 'Station',
  need: 'Need',
  helper: 'Whom to ask',
  why: 'Why',
  sum: 'Needs: {needs}. Volunteers who may be asked: {helpers}. To be asked now: {pairs}. ',
  waiting: 'Asked already, waiting or being done: {n}. ',
  later: 'Less pressing, in the next batch: {n}. ',
  better: 'Weighed together, {n}% better than one by one.',
  asGood: 'One by one would do no better.',
  greedy: {
    'solver-failed': 'Weighing together failed: this was found one by one and may not be the best.',
    'out-of-time': 'There was no time to weigh all together: this was found one by one and may not be the best.',
    busy: 'Other stations are at it: this was found one by one. Open it again in a while for a better one.',
  },
  empty: 'No need looks for a helper now',
  emptyNext: 'A new need that nobody is at comes here.',
  noHelpers: 'No volunteer can be asked now',
  noHelpersNext:
    'Enter them in the book of volunteers first: they agreed, are not resting, and said when they are free.',
  whom: 'Whom to ask for {kind} of {who}',
  leaveOut: 'Not this time',
  nobodyThisTime: 'nobody is asked this time',
  ring: 'no account: ring them up',
  look: 'Look',
  overfull: '{names}: more than they take in a week. Choose somebody else, or leave one out.',
  askAll: 'Ask for these {n}',
  asking: 'Asking, {n} of {of}',
  asked: 'Asked for {n}',
  how: 'Who has an account is asked on the phone and answers by {day}; ring up the others and note what they say with the need.',
  without: 'Nobody found: {n}',
};
