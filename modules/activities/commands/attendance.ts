/** Sign-in (签到): the organiser ticks who came; those who left no name are counted as heads, one row each (人次). */
import type { Problem, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { activityOf, entriesOf, organisers, placeOfActivity, putWithSeats } from '../activity-rules.ts';
import { strikeWithTick } from '../hours/commands.ts';
import { hasLeft, noSuchEntry, notOpen, notYet } from '../problems.ts';
import type { Activity, Entry } from '../tables.ts';
import { activities, attendances, entries } from '../tables.ts';

/** Lists come in from its day on, until the activity is closed. */
function listed(activity: Activity, today: string): Problem | null {
  if (activity.state !== 'open' && activity.state !== 'held') return notOpen();
  return activity.day > today ? notYet(activity.day) : null;
}

export const tickAttendance = defineCommand({
  name: 'activities.tick',
  input: z.strictObject({
    activityId: Id,
    ticks: z
      .array(z.strictObject({ entryId: Id, attended: z.enum(attendances) }))
      .check(z.minLength(1), z.maxLength(500)),
  }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, ticks }, context) => {
    const found = activityOf(tx, activityId);
    if ('answer' in found) return found.answer;
    const { activity } = found;
    const wrong = listed(activity, dayOf(context.recordedAt));
    if (wrong !== null) return wrong;
    const known = new Map(entriesOf(tx, activity).map((entry) => [entry.id, entry]));
    const changed: Entry[] = [];
    for (const { entryId, attended } of ticks) {
      const entry = known.get(entryId);
      if (entry === undefined || entry.part === 'unnamed') return noSuchEntry();
      if (entry.seat === 'left') return hasLeft();
      changed.push({ ...entry, attended, ...(attended === 'came' ? {} : { rating: null, ratingWords: null }) });
    }
    putWithSeats(tx, activity, changed);
    for (const { id, helperId, attended } of changed) {
      if (helperId !== null && attended !== 'came') strikeWithTick(tx, id, helperId);
    }
    return undefined;
  },
});

/** As many rows as heads, so that each attendance is a record behind the number (law N1); a smaller count takes rows away. */
function setHeads(tx: Tx, activity: Activity, heads: number, row: Omit<Entry, 'id' | 'person'>): void {
  const before = entriesOf(tx, activity).filter((entry) => entry.part === 'unnamed');
  const wanted = new Set(Array.from({ length: heads }, (_, at) => derivedId(activity.id, `head ${at}`)));
  for (const { id } of before) if (!wanted.has(id)) tx.remove(entries, id);
  const there = new Set(before.map((entry) => entry.id));
  for (const id of wanted) if (!there.has(id)) tx.put(entries, { ...row, id, person: id });
}

export const countHeads = defineCommand({
  name: 'activities.count-heads',
  input: z.strictObject({ activityId: Id, heads: z.int().check(z.minimum(0), z.maximum(1000)) }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, heads }, context) => {
    const found = activityOf(tx, activityId);
    if ('answer' in found) return found.answer;
    const { activity } = found;
    const wrong = listed(activity, dayOf(context.recordedAt));
    if (wrong !== null) return wrong;
    const { roomId, stationId, day, kinds } = activity;
    setHeads(tx, activity, heads, {
      ...{ activityId, roomId, stationId, day, kinds, part: 'unnamed', clientId: null, recordedFor: null },
      ...{ helperId: null, name: null, phone: null, shiftId: null, turn: 0, seat: 'in', attended: 'came' },
      ...{ rating: null, ratingWords: null, authorId: context.onBehalfOf ?? context.actorId },
      recordedAt: context.recordedAt,
    });
    return undefined;
  },
});
