/**
 * Meal rounds (送餐线路): the round as the station keeps it, its diners, the sheet of a day and its meals. A meal's id follows
 * from round, day and person, so that nobody is counted twice for one. What a deliverer's phone carries is in `carried.ts`.
 */
import { columns, defineTable, Id, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 待送、已送、没人应门、不要、不在家(事先说过). */
export const mealStates = ['waiting', 'delivered', 'unanswered', 'declined', 'away'] as const;
export type MealState = (typeof mealStates)[number];
/** What a deliverer says at a door. */
export const ticks = ['delivered', 'unanswered', 'declined', 'away'] as const;
/** 电话通了、邻居见过、家里人知道去向、住院、叫了急救或报警、都没联系上. */
export const doorOutcomes = ['reached', 'seen', 'family-knows', 'hospital', 'emergency', 'nobody-knows'] as const;
/** Who was rung or asked. */
export const calledKinds = ['self', 'neighbour', 'family', 'station', 'emergency'] as const;
export const contactKinds = ['neighbour', 'family', 'other'] as const;
export const mostDiners = 200;

/** Whom a deliverer rings when nobody opens. */
export const Contact = z.strictObject({
  kind: z.enum(contactKinds),
  name: z.string().check(z.minLength(1), z.maxLength(20)),
  phone: z.string().check(z.regex(/^[\d +-]{5,20}$/)),
});
export type Contact = z.infer<typeof Contact>;

export const rounds = defineTable({
  name: 'meals.rounds',
  columns: {
    stationId: columns.id(),
    name: columns.text(40),
    /** 1 is Monday. */
    weekdays: columns.json(z.array(z.int())),
    /** Minute of the day by which the round is to be reported. */
    dueMinute: columns.count(),
    /** The first delivers; the others are deputies, in the order in which they are asked. */
    delivererIds: columns.json(z.array(Id)),
    ended: columns.flag(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
});
export type Round = z.infer<typeof rounds.schema>;

export const diners = defineTable({
  name: 'meals.diners',
  columns: {
    roundId: columns.id(),
    stationId: columns.id(),
    clientId: columns.id(),
    position: columns.count(),
    /** 忌口、放哪里: health may show in it. */
    note: optional(columns.text(60, { mark: 'sealed' })),
    contacts: columns.json(z.array(Contact), { mark: 'guarded' }),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['roundId', 'clientId'],
});
export type Diner = z.infer<typeof diners.schema>;

/** One round on one day. It names no diner: phones of the station hold it, to see who has not reported. */
export const sheets = defineTable({
  name: 'meals.sheets',
  columns: {
    roundId: columns.id(),
    stationId: columns.id(),
    name: columns.text(40),
    day: columns.day(),
    dueMinute: columns.count(),
    delivererId: columns.id(),
    deputyIds: columns.json(z.array(Id)),
    reportedAt: optional(columns.instant()),
    alertedAt: optional(columns.instant()),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['station'],
});
export type Sheet = z.infer<typeof sheets.schema>;

export const meals = defineTable({
  name: 'meals.meals',
  columns: {
    sheetId: columns.id(),
    stationId: columns.id(),
    /** Where the person lived when the sheet was made (law N6). */
    roomId: columns.id(),
    clientId: columns.id(),
    day: columns.day(),
    position: columns.count(),
    state: columns.choice(mealStates),
    tickedAt: optional(columns.instant()),
    tickedBy: optional(columns.id()),
    called: optional(columns.choice(calledKinds)),
    outcome: optional(columns.choice(doorOutcomes)),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['sheetId', 'clientId'],
});
export type Meal = z.infer<typeof meals.schema>;
