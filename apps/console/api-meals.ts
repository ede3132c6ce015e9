/** What the server tells the console of meal rounds (送餐), as schemas. */
import './core/strict-csp.ts';
import { Day, Id, Instant } from '@yimi/kernel';
import { calledKinds, contactKinds, doorOutcomes, mealStates } from '@yimi/meals';
import * as z from 'zod/mini';
import { Count, Level } from './api.ts';

const brief = {
  id: Id,
  roundId: Id,
  stationId: Id,
  stationName: z.string(),
  name: z.string(),
  day: Day,
  dueMinute: Count,
  delivererId: Id,
  reportedAt: z.nullable(Instant),
  alertedAt: z.nullable(Instant),
  late: z.boolean(),
} as const;
const Callee = z.object({
  id: Id,
  name: z.string(),
  phone: z.nullable(z.string()),
  as: z.enum(['deliverer', 'deputy', 'head']),
});
const counts = { all: Count, delivered: Count, waiting: Count, unanswered: Count, declined: Count, away: Count };
const SheetRow = z.object({
  ...brief,
  callees: z.array(Callee),
  counts: z.object({ ...counts, unsettled: Count }),
});
export type SheetRow = z.infer<typeof SheetRow>;

const Contact = z.object({ kind: z.enum(contactKinds), name: z.string(), phone: z.string() });
const DinerRow = z.object({
  clientId: Id,
  name: z.string(),
  hamlet: z.string(),
  note: z.nullable(z.string()),
  contacts: z.array(Contact),
});
const RoundRow = z.object({
  id: Id,
  stationId: Id,
  stationName: z.string(),
  name: z.string(),
  weekdays: z.array(Count),
  dueMinute: Count,
  delivererIds: z.array(Id),
  ended: z.boolean(),
  diners: z.array(DinerRow),
});
export type RoundRow = z.infer<typeof RoundRow>;

/** GET /api/meals?day= */
export const MealDay = z.object({
  today: Day,
  day: Day,
  place: z.object({ level: Level, id: z.string(), name: z.string() }),
  /** In the month of that day. */
  delivered: Count,
  sheets: z.array(SheetRow),
  rounds: z.array(RoundRow),
  stations: z.array(z.object({ id: Id, name: z.string() })),
  staff: z.array(z.object({ id: Id, name: z.string(), stationId: Id })),
});
export type MealDay = z.infer<typeof MealDay>;

/** GET /api/meals/:id */
export const MealSheet = z.object({
  ...brief,
  meals: z.array(
    z.object({
      id: Id,
      clientId: Id,
      name: z.string(),
      hamlet: z.string(),
      state: z.enum(mealStates),
      tickedAt: z.nullable(Instant),
      called: z.nullable(z.enum(calledKinds)),
      outcome: z.nullable(z.enum(doorOutcomes)),
    }),
  ),
});
export type MealSheet = z.infer<typeof MealSheet>;
