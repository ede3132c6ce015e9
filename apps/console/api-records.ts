/**
 * What the server tells the console of the records behind a figure, of every module. Apart from the other answers: whoever
 * opens no number never fetches what all modules know.
 */
import './core/strict-csp.ts';
import { activityStates, attendances, parts } from '@yimi/activities';
import { Day, Id } from '@yimi/kernel';
import { mealStates } from '@yimi/meals';
import { needStates } from '@yimi/needs';
import { cars, stopStates, tripStates } from '@yimi/services';
import { offerStates } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { Count, Next, RiskLevel, VisitRow } from './api.ts';
import { AnswerRecord } from './api-answers.ts';

const PersonRow = z.object({
  kind: z.literal('person'),
  id: Id,
  /** null: the reader can neither open the person nor ask for them. */
  clientId: z._default(z.nullable(Id), null),
  clientName: z.nullable(z.string()),
  roomName: z.string(),
  hamlet: z._default(z.string(), ''),
  risk: RiskLevel,
  dueOn: Day,
  lastMetOn: z.nullable(Day),
  inTime: z.boolean(),
});
const RoomRow = z.object({
  kind: z.literal('room'),
  id: Id,
  roomName: z.string(),
  stationName: z.string(),
  clients: z.nullable(Count),
  lastVisitOn: z.nullable(Day),
  daysSince: z.nullable(Count),
});
const TripRow = z.object({
  kind: z.literal('trip'),
  id: Id,
  day: Day,
  stationName: z.string(),
  /** Whether this reader may open the trip's sheet. */
  openable: z.boolean(),
  state: z.enum(tripStates),
  car: z.enum(cars),
  way: z.array(z.string()),
  members: z.array(z.string()),
  leftOut: z.nullable(z.string()),
});
const CallRow = z.object({
  kind: z.literal('call'),
  id: Id,
  tripId: Id,
  day: Day,
  stationName: z.string(),
  openable: z.boolean(),
  roomName: z.string(),
  state: z.enum(stopStates),
  leftOut: z.nullable(z.string()),
});
const ActivityRecord = z.object({
  kind: z.literal('activity'),
  id: Id,
  day: Day,
  title: z.string(),
  kinds: z.array(z.string()),
  roomName: z.string(),
  stationName: z.string(),
  openable: z.boolean(),
  state: z.enum(activityStates),
  leftOut: z.nullable(z.string()),
});
const AttendanceRecord = z.object({
  kind: z.literal('attendance'),
  id: Id,
  activityId: Id,
  day: Day,
  title: z.string(),
  roomName: z.string(),
  stationName: z.string(),
  openable: z.boolean(),
  part: z.enum(parts),
  /** null: nobody said, or the reader may not know. */
  name: z.nullable(z.string()),
  rating: z.nullable(Count),
  attended: z.enum(attendances),
  leftOut: z.nullable(z.string()),
});
const NeedRecord = z.object({
  kind: z.literal('need'),
  id: Id,
  day: Day,
  needKind: z.string(),
  channel: z.string(),
  state: z.enum(needStates),
  roomName: z.string(),
  stationName: z.string(),
  /** null: nothing was said, or this reader may not know. */
  words: z.nullable(z.string()),
  name: z.nullable(z.string()),
  leftOut: z.nullable(z.string()),
});
const MealRecord = z.object({
  kind: z.literal('meal'),
  id: Id,
  day: Day,
  state: z.enum(mealStates),
  roomName: z.string(),
  stationName: z.string(),
  /** null: the reader may not know. */
  name: z.nullable(z.string()),
  leftOut: z.nullable(z.string()),
});
const OfferRecord = z.object({
  kind: z.literal('offer'),
  id: Id,
  day: Day,
  needKind: z.string(),
  state: z.enum(offerStates),
  roomName: z.string(),
  stationName: z.string(),
  /** Who was asked; null: the reader may not know. */
  name: z.nullable(z.string()),
  leftOut: z.nullable(z.string()),
});
const HelpRow = z.union([NeedRecord, AnswerRecord, MealRecord, OfferRecord]);
const WorkRow = z.union([TripRow, CallRow, ActivityRecord, AttendanceRecord, HelpRow]);
export const RecordRow = z.union([VisitRow, PersonRow, RoomRow, WorkRow]);
export type RecordRow = z.infer<typeof RecordRow>;

/** GET /api/figures/:name/records?month=&level=&place=&cursor=&dims= (`dims`: JSON object, column → value) */
export const Records = z.object({
  total: Count,
  rows: z.array(RecordRow),
  leftOut: z.array(z.object({ reason: z.string(), n: Count })),
  /** True if the reader may see names only after stating a purpose. */
  namesNeedPurpose: z._default(z.boolean(), false),
  next: Next,
});
export type Records = z.infer<typeof Records>;
