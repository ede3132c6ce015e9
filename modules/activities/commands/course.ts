/** The course of an activity (活动): planned → open → held → closed, or called off while nobody has come. */
import { dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { activityOf, changeActivity, entriesOf, organisers, placeOfActivity } from '../activity-rules.ts';
import { notClosed, notHeld, notOpen, notPlanned, notYet, someoneCame } from '../problems.ts';
import { activities, entries, mostFen } from '../tables.ts';

const Only = z.strictObject({ activityId: Id });

export const openActivity = defineCommand({
  name: 'activities.open',
  input: Only,
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId }) =>
    changeActivity(tx, activityId, (activity) =>
      activity.state === 'planned' ? { ...activity, state: 'open' } : notPlanned(),
    ),
});

export const callOffActivity = defineCommand({
  name: 'activities.call-off',
  input: z.strictObject({ activityId: Id, reason: z.string().check(z.minLength(1), z.maxLength(200)) }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, reason }) =>
    changeActivity(tx, activityId, (activity) => {
      if (activity.state !== 'planned' && activity.state !== 'open') return notOpen();
      const came = entriesOf(tx, activity).filter((entry) => entry.attended === 'came').length;
      return came > 0 ? someoneCame(came) : { ...activity, state: 'called-off', reason };
    }),
});

/** 办过了: from its day on; until it is closed, late lists still come in. */
export const holdActivity = defineCommand({
  name: 'activities.hold',
  input: Only,
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId }, context) =>
    changeActivity(tx, activityId, (activity) => {
      if (activity.state !== 'open') return notOpen();
      return activity.day > dayOf(context.recordedAt) ? notYet(activity.day) : { ...activity, state: 'held' };
    }),
});

/** 总结: what it cost and what came of it. Phones of people who are nobody's clients were for this activity only, and go. */
export const closeActivity = defineCommand({
  name: 'activities.close',
  input: z.strictObject({
    activityId: Id,
    spent: z.int().check(z.minimum(0), z.maximum(mostFen)),
    summary: z.string().check(z.minLength(1), z.maxLength(1000)),
  }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, spent, summary }) => {
    const found = activityOf(tx, activityId);
    if ('answer' in found) return found.answer;
    const { activity } = found;
    if (activity.state !== 'held') return notHeld();
    tx.put(activities, { ...activity, spent, summary, state: 'closed' });
    for (const entry of entriesOf(tx, activity)) if (entry.phone !== null) tx.put(entries, { ...entry, phone: null });
    return undefined;
  },
});

/** A list or a sum was wrong: it is put right, and closed again. */
export const reopenActivity = defineCommand({
  name: 'activities.reopen',
  input: Only,
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId }) =>
    changeActivity(tx, activityId, (activity) =>
      activity.state === 'closed' ? { ...activity, state: 'held' } : notClosed(),
    ),
});
