/** An activity is planned, alone or as a series of sessions, and changed until it has been held. */
import type { Problem } from '@yimi/kernel';
import { allowingPost, Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import { liveRoom, rooms, stationOn } from '@yimi/network';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { activityOf, entriesOf, organisers, placeOfActivity, putWithSeats } from '../activity-rules.ts';
import { alreadyPlanned, endsBeforeItBegins, notOpen, shiftTaken, unknownVillage } from '../problems.ts';
import type { Activity } from '../tables.ts';
import { activities, mostFen, mostSessions, Shift } from '../tables.ts';

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const Minute = z.int().check(z.minimum(0), z.maximum(1440));
const plan = {
  title: text(60),
  aim: z.string().check(z.maxLength(300)),
  kinds: z.array(z.enum(needKinds)).check(z.minLength(1), z.maxLength(5)),
  fromMinute: Minute,
  toMinute: Minute,
  venue: text(80),
  places: z.nullable(z.int().check(z.minimum(1), z.maximum(2000))),
  shifts: z.array(Shift).check(z.maxLength(12)),
  budget: z.int().check(z.minimum(0), z.maximum(mostFen)),
  notice: z.nullable(text(500)),
};
type Plan = Pick<Activity, keyof typeof plan>;

function wrongHours({ fromMinute, toMinute, shifts }: Plan): Problem | null {
  const wrong = [{ fromMinute, toMinute }, ...shifts].some((one) => one.fromMinute >= one.toMinute);
  return wrong ? endsBeforeItBegins() : null;
}

export const planActivity = defineCommand({
  name: 'activities.plan',
  input: z.strictObject({
    ...plan,
    roomId: Id,
    /** Named where there are several sessions. */
    seriesId: z.nullable(Id),
    sessions: z.array(z.strictObject({ activityId: Id, day: Day })).check(z.minLength(1), z.maxLength(mostSessions)),
  }),
  permission: organisers,
  keys: (input) => [keyOf(rooms, input.roomId), ...input.sessions.map((one) => keyOf(activities, one.activityId))],
  place: (tx, input) => {
    const room = liveRoom(tx, input.roomId);
    return room === null ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, { sessions, roomId, kinds, ...planned }, context) => {
    const room = liveRoom(tx, roomId);
    if (room === null) return unknownVillage();
    const wrong = wrongHours({ ...planned, kinds });
    if (wrong !== null) return wrong;
    if (sessions.some(({ activityId }) => tx.get(activities, activityId) !== 'absent')) return alreadyPlanned();
    if (new Set(sessions.map((one) => one.activityId)).size < sessions.length) return alreadyPlanned();
    const post = allowingPost(context.posts, organisers, { roomId: room.id, stationId: room.stationId });
    const inOrder = [...sessions].sort((one, other) => one.day.localeCompare(other.day));
    inOrder.forEach(({ activityId, day }, at) => {
      tx.put(activities, {
        id: activityId,
        ...planned,
        ...{ kinds: [...new Set(kinds)], roomId: room.id, stationId: stationOn(room, day), day },
        ...{ session: at + 1, sessions: sessions.length, spent: null, state: 'planned', reason: null, summary: null },
        ...{ turns: 0, authorId: context.onBehalfOf ?? context.actorId, authorRole: post?.role ?? null },
        recordedAt: context.recordedAt,
      });
    });
    return undefined;
  },
});

/** A shift that somebody has signed up for stays: they were told when to come. */
function shiftLost(before: Activity, shifts: readonly Shift[], taken: ReadonlySet<string | null>): Problem | null {
  const lost = before.shifts.find((shift) => taken.has(shift.id) && !shifts.some((one) => one.id === shift.id));
  return lost === undefined ? null : shiftTaken(lost.name);
}

export const changeActivityPlan = defineCommand({
  name: 'activities.change',
  input: z.strictObject({ ...plan, activityId: Id, day: Day }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, ...planned }) => {
    const found = activityOf(tx, activityId);
    if ('answer' in found) return found.answer;
    const { activity } = found;
    if (activity.state !== 'planned' && activity.state !== 'open') return notOpen();
    const signedUp = entriesOf(tx, activity);
    const taken = new Set(signedUp.filter((one) => one.seat !== 'left').map((one) => one.shiftId));
    const wrong = wrongHours(planned) ?? shiftLost(activity, planned.shifts, taken);
    if (wrong !== null) return wrong;
    const kinds = [...new Set(planned.kinds)];
    const moved = signedUp.map((entry) => ({ ...entry, day: planned.day, kinds }));
    putWithSeats(tx, { ...activity, ...planned, kinds }, moved);
    return undefined;
  },
});
