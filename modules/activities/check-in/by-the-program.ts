/** What the program does for checking in: a secret for each activity whose day is near, and away with what is past. */
import { addDays, dayOf, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { activityOf, entriesOf } from '../activity-rules.ts';
import { activities } from '../tables.ts';
import { codeOf, isRunning, layOutCode, layOutPart } from './rules.ts';
import { codes, ownCodes, ownParts } from './tables.ts';

/** From a week before its day an activity has its code: the phones fetch it while they have a network, and the poster can be hung up. */
export const daysAhead = 7;
/** How long somebody still sees on their phone that they checked in. */
export const daysShown = 7;
/** The longest that a phone may stay away (law C5): until then its check-ins are proved. */
export const daysProven = 90;

export const layOutCheckIn = defineCommand({
  name: 'activities.lay-out-code',
  system: true,
  input: z.strictObject({ activityId: Id, secret: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  permission: {},
  keys: (input) => [keyOf(activities, input.activityId), keyOf(codes, input.activityId)],
  place: () => null,
  execute: (tx, { activityId, secret }, context) => {
    const held = activityOf(tx, activityId);
    if ('answer' in held) return held.answer;
    const { activity } = held;
    const today = dayOf(context.recordedAt);
    // Another process was faster: the secret that is out is the secret.
    if (codeOf(tx, activityId) !== null || !isRunning(activity) || activity.day < today) return undefined;
    const { stationId, day, authorId } = activity;
    const code = { id: activityId, stationId, day, secret, holderId: authorId };
    tx.put(codes, code);
    layOutCode(tx, activity, code, today);
    for (const entry of entriesOf(tx, activity)) layOutPart(tx, activity, entry);
    return undefined;
  },
});

const Ids = z.array(Id).check(z.maxLength(100));

export const putAwayCheckIns = defineCommand({
  name: 'activities.put-away-codes',
  system: true,
  input: z.strictObject({ codeIds: Ids, partIds: Ids }),
  permission: {},
  keys: ({ codeIds, partIds }) => [
    ...codeIds.flatMap((id) => [keyOf(codes, id), keyOf(ownCodes, id)]),
    ...partIds.map((id) => keyOf(ownParts, id)),
  ],
  place: () => null,
  execute: (tx, { codeIds, partIds }, { recordedAt }) => {
    const today = dayOf(recordedAt);
    for (const id of codeIds) {
      const own = tx.get(ownCodes, id);
      if (own !== 'absent' && own !== 'not-held' && own.day < today) tx.remove(ownCodes, id);
      const code = tx.get(codes, id, scopes.office);
      if (code !== 'absent' && code !== 'not-held' && code.day < addDays(today, -daysProven)) tx.remove(codes, id);
    }
    for (const id of partIds) {
      const part = tx.get(ownParts, id);
      if (part !== 'absent' && part !== 'not-held' && part.day < addDays(today, -daysShown)) tx.remove(ownParts, id);
    }
    return undefined;
  },
});
