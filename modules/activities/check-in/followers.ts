/** What phones carry of an activity follows its plan, its course and its list, from the day its code is out. */
import type { Context, Tx } from '@yimi/kernel';
import { dayOf, defineFollower } from '@yimi/kernel';
import { entriesOf } from '../activity-rules.ts';
import type { Activity, Entry } from '../tables.ts';
import { activities, entries } from '../tables.ts';
import { activityWithCode, codeOf, layOutCode, layOutPart } from './rules.ts';
import { codes } from './tables.ts';

/** Each entry draws a number in the activity's queue: that alone tells no phone anything. */
function sameForPhones(before: Activity, after: Activity): boolean {
  const told = ['title', 'day', 'fromMinute', 'toMinute', 'venue', 'state'] as const;
  return told.every((column) => before[column] === after[column]);
}

const codeFollowsActivity = defineFollower(
  activities,
  (tx: Tx, before: Activity | null, after: Activity | null, context: Context) => {
    if (before === null || after === null || sameForPhones(before, after)) return;
    const code = codeOf(tx, after.id);
    if (code === null) return;
    const current = { ...code, day: after.day };
    if (code.day !== after.day) tx.put(codes, current);
    layOutCode(tx, after, current, dayOf(context.recordedAt));
    for (const entry of entriesOf(tx, after)) layOutPart(tx, after, entry);
  },
);

const partFollowsEntry = defineFollower(entries, (tx: Tx, before: Entry | null, after: Entry | null) => {
  if (after === null || after.helperId === null) return;
  if (before?.seat === after.seat && before.helperId === after.helperId) return;
  const activity = activityWithCode(tx, after.activityId);
  if (activity !== null) layOutPart(tx, activity, after);
});

export const checkInFollowers = [codeFollowsActivity, partFollowsEntry];
