/** What the server tells the console of activities (活动), as schemas. */
import './core/strict-csp.ts';
import {
  activityStates,
  attendances,
  checkInStates,
  codeSources,
  directions,
  hourSources,
  hourStates,
  parts,
  Shift,
  seats,
} from '@yimi/activities';
import { Day, Id, Instant } from '@yimi/kernel';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { Count, Level } from './api.ts';

const ActivityRow = z.object({
  id: Id,
  title: z.string(),
  aim: z.string(),
  kinds: z.array(z.enum(needKinds)),
  roomId: Id,
  roomName: z.string(),
  stationName: z.string(),
  seriesId: z.nullable(Id),
  session: Count,
  sessions: Count,
  day: Day,
  fromMinute: Count,
  toMinute: Count,
  venue: z.string(),
  places: z.nullable(Count),
  shifts: z.array(Shift),
  /** Fen. */
  budget: Count,
  spent: z.nullable(Count),
  notice: z.nullable(z.string()),
  state: z.enum(activityStates),
  reason: z.nullable(z.string()),
  summary: z.nullable(z.string()),
  signed: Count,
  waiting: Count,
  came: Count,
});
export type ActivityRow = z.infer<typeof ActivityRow>;

const Below = z.object({ id: Id, name: z.string(), held: Count, attendances: Count });
/** GET /api/activities?month=&level=&place= */
export const Activities = z.object({
  today: Day,
  month: z.string(),
  place: z.object({ level: Level, id: z.string(), name: z.string() }),
  sums: z.object({ held: Count, attendances: Count, people: Count, helpers: Count, ratings: z.array(Count) }),
  kinds: z.array(z.object({ kind: z.string(), held: Count, attendances: Count })),
  below: z.array(Below),
  rows: z.array(ActivityRow),
});
export type Activities = z.infer<typeof Activities>;

const EntryRow = z.object({
  id: Id,
  part: z.enum(parts),
  clientId: z.nullable(Id),
  helperId: z.nullable(Id),
  name: z.nullable(z.string()),
  hamlet: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  shiftId: z.nullable(Id),
  seat: z.enum(seats),
  attended: z.enum(attendances),
  rating: z.nullable(Count),
  ratingWords: z.nullable(z.string()),
  /** Of a helper: from when to when they helped, as it was noted. */
  hours: z.nullable(z.object({ fromAt: Instant, toAt: Instant, minutes: Count, state: z.enum(hourStates) })),
});
export type EntryRow = z.infer<typeof EntryRow>;

const CheckInRow = z.object({
  id: Id,
  entryId: Id,
  direction: z.enum(directions),
  at: Instant,
  source: z.enum(codeSources),
  state: z.enum(checkInStates),
});
export type CheckInRow = z.infer<typeof CheckInRow>;

/** GET /api/activities/:id/poster */
export const Poster = z.object({ in: z.string(), out: z.string() });

/** GET /api/activities/:id */
export const OneActivity = z.object({
  today: Day,
  activity: z.extend(ActivityRow, { author: z.nullable(z.string()) }),
  heads: Count,
  photos: z.array(z.object({ id: Id, sha256: z.string() })),
  entries: z.array(EntryRow),
  /** Whose phone shows the check-in code; null: it is not out yet. */
  code: z.nullable(z.object({ holder: z.nullable(z.string()), mine: z.boolean() })),
  checkIns: z.array(CheckInRow),
  helpers: z.array(z.object({ id: Id, name: z.string() })),
});
export type OneActivity = z.infer<typeof OneActivity>;

const HoursRow = z.object({
  id: Id,
  helperId: Id,
  helperName: z.string(),
  title: z.nullable(z.string()),
  day: Day,
  fromAt: Instant,
  toAt: Instant,
  minutes: Count,
  overlapping: Count,
  source: z.enum(hourSources),
  state: z.enum(hourStates),
  reason: z.nullable(z.string()),
  outside: z.nullable(z.string()),
  addedByName: z.nullable(z.string()),
  confirmedByName: z.nullable(z.string()),
});
export type HoursRow = z.infer<typeof HoursRow>;

/** GET /api/hours?month= */
export const Hours = z.object({
  today: Day,
  month: z.string(),
  place: z.object({ level: Level, id: z.string(), name: z.string() }),
  pointsInUse: z.boolean(),
  helpers: z.array(
    z.object({
      ...{ id: Id, name: z.string(), roomId: Id, minutes: Count, total: Count, stars: Count, declined: z.boolean() },
      standing: z.object({ points: z.int(), lapsing: z.int(), lapsesAfter: z.nullable(Day) }),
    }),
  ),
  rows: z.array(HoursRow),
  /** True: there are more stretches than these; the register lists them all. */
  more: z.boolean(),
  volunteers: z.array(z.object({ id: Id, name: z.string(), roomId: Id })),
});
export type Hours = z.infer<typeof Hours>;
