/**
 * Activities (活动) and who takes part. An activity is its organiser's: it lies at the desk of the station that holds it, with all
 * who signed up, and keeps village and station as they were (law N6). Phones carry what lies in `check-in/`.
 */
import { columns, defineTable, Id, optional, roles, scopes } from '@yimi/kernel';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';

/** 筹备、招募中、办过了、已总结、取消. */
export const activityStates = ['planned', 'open', 'held', 'closed', 'called-off'] as const;
export type ActivityState = (typeof activityStates)[number];
/** 参加的、帮忙的、没留名的. */
export const parts = ['participant', 'helper', 'unnamed'] as const;
export const seats = ['in', 'waiting', 'left'] as const;
export const attendances = ['unknown', 'came', 'absent'] as const;
export const mostSessions = 30;
/** 20 million yuan in fen: no township's activity costs more, and the column holds it. */
export const mostFen = 2_000_000_000;

const Minute = z.int().check(z.minimum(0), z.maximum(1440));
/** What a helper has to have before they serve: 培训过、有保险. */
export const helperNeeds = ['trained', 'insured'] as const;
/** A shift (班次) of helpers: minutes of the day, how many are wanted, and what of them is asked. */
export const Shift = z.strictObject({
  id: Id,
  name: z.string().check(z.minLength(1), z.maxLength(20)),
  fromMinute: Minute,
  toMinute: Minute,
  places: z.int().check(z.minimum(1), z.maximum(200)),
  /** Not there: nothing, as in shifts of before. */
  asks: z.optional(z.array(z.enum(helperNeeds))),
});
export type Shift = z.infer<typeof Shift>;

export const activities = defineTable({
  name: 'activities.activities',
  columns: {
    title: columns.text(60),
    aim: columns.text(300),
    /** The kinds of need it answers. */
    kinds: columns.json(z.array(z.enum(needKinds))),
    roomId: columns.id(),
    stationId: columns.id(),
    /** Sessions of one series (系列课) share it; null: it stands alone. */
    seriesId: optional(columns.id()),
    session: columns.count(),
    sessions: columns.count(),
    day: columns.day(),
    /** Minutes of the day. */
    fromMinute: columns.count(),
    toMinute: columns.count(),
    venue: columns.text(80),
    /** Null: as many as come. */
    places: optional(columns.count()),
    shifts: columns.json(z.array(Shift)),
    /** Fen. */
    budget: columns.count(),
    spent: optional(columns.count()),
    /** 招募令: what the public may read once it is open. */
    notice: optional(columns.text(500)),
    state: columns.choice(activityStates),
    /** Why it was called off. */
    reason: optional(columns.text(200)),
    summary: optional(columns.text(1000)),
    /** The last number drawn in the queue for a place: the server's order is the order (law S4). */
    turns: columns.count(),
    authorId: columns.id(),
    authorRole: optional(columns.choice(roles)),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['seriesId'],
});
export type Activity = z.infer<typeof activities.schema>;

/** One person's part in one activity: their place in the queue, whether they came, what they say of it. */
export const entries = defineTable({
  name: 'activities.entries',
  columns: {
    activityId: columns.id(),
    /** Of the activity, so that attendances are counted where and when they were. */
    roomId: columns.id(),
    stationId: columns.id(),
    day: columns.day(),
    kinds: columns.json(z.array(z.enum(needKinds))),
    part: columns.choice(parts),
    clientId: optional(columns.id()),
    /** The file for which it was written, where that was merged since. */
    recordedFor: optional(columns.id()),
    /** A volunteer's number in the house: their account, or their profile. */
    helperId: optional(columns.id()),
    /** Of somebody who is nobody's client, and of helpers. */
    name: optional(columns.text(40, { mark: 'guarded' })),
    /** Until the activity is closed. */
    phone: optional(columns.text(20, { mark: 'guarded' })),
    /** Whom distinct figures count once: the file, the helper, else this one row. */
    person: columns.id(),
    shiftId: optional(columns.id()),
    turn: columns.count(),
    seat: columns.choice(seats),
    attended: columns.choice(attendances),
    /** 1 to 5. */
    rating: optional(columns.count()),
    ratingWords: optional(columns.text(300, { mark: 'sealed' })),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['activityId', 'clientId'],
});
export type Entry = z.infer<typeof entries.schema>;

/** More than these nobody looks at. */
export const mostPhotos = 20;

/** A picture of an activity, put there at the desk; never asked for. The file travels by the way of evidence (law S6). */
export const photos = defineTable({
  name: 'activities.photos',
  columns: {
    activityId: columns.id(),
    roomId: columns.id(),
    stationId: columns.id(),
    day: columns.day(),
    sha256: columns.text(64),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['activityId'],
});
export type ActivityPhoto = z.infer<typeof photos.schema>;
