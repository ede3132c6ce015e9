/** Where a visit stands, as an icon, a tone and words: counted, reviewed, questioned, taken back. */
import type { IconName } from '@yimi/ui';
import type { VisitRow } from '../../api.ts';
import type { TextKey } from '../../locales/index.ts';

export interface VisitMark {
  readonly icon: IconName;
  readonly tone: 'good' | 'ask' | 'quiet';
  readonly text: TextKey;
}

const reviewMarks: Readonly<Record<VisitRow['review'], VisitMark>> = {
  open: { icon: 'tally', tone: 'good', text: 'records.counts' },
  questioned: { icon: 'question', tone: 'ask', text: 'records.asked' },
  answered: { icon: 'eye', tone: 'ask', text: 'records.answered' },
  reviewed: { icon: 'stamp', tone: 'good', text: 'records.reviewed' },
};

export function visitMark(row: Pick<VisitRow, 'state' | 'review' | 'plausible'>): VisitMark {
  if (row.state === 'withdrawn') return { icon: 'undo', tone: 'quiet', text: 'records.withdrawn' };
  if (row.state === 'rejected') return { icon: 'decline', tone: 'quiet', text: 'records.rejected' };
  return row.plausible ? reviewMarks[row.review] : { icon: 'clock', tone: 'ask', text: 'records.implausible' };
}
