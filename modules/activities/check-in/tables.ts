/**
 * Checking in by a code: the secret of an activity, what its organiser's phone carries of it, what a helper's own phone carries of
 * their part in it, and the check-ins themselves. The secret is on the server and on one phone, until the day is over.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import type * as z from 'zod/mini';
import { activityStates } from '../tables.ts';
import { codeSources, directions } from './codes.ts';

/** 计入、等组织者确认、不算. */
export const checkInStates = ['counted', 'waiting', 'declined'] as const;
export type CheckInState = (typeof checkInStates)[number];

/** Under the activity's id. */
export const codes = defineTable({
  name: 'activities.codes',
  columns: {
    stationId: columns.id(),
    day: columns.day(),
    secret: columns.text(64, { mark: 'sealed' }),
    /** Whose phone shows it: who planned the activity, or who took it over for the day. */
    holderId: columns.id(),
  },
  // In one list for the county: volunteers help beyond their own station, and the digits alone say where.
  scope: () => scopes.office,
  seenBy: [],
  lists: ['day'],
});
export type Code = z.infer<typeof codes.schema>;

/** Under the activity's id, on the one phone that shows it. */
export const ownCodes = defineTable({
  name: 'activities.own_codes',
  columns: {
    holderId: columns.id(),
    title: columns.text(60),
    day: columns.day(),
    fromMinute: columns.count(),
    toMinute: columns.count(),
    venue: columns.text(80),
    secret: columns.text(64, { mark: 'sealed' }),
  },
  scope: (row) => scopes.self(row.holderId),
  seenBy: ['self'],
});
export type OwnCode = z.infer<typeof ownCodes.schema>;

/** One a person, an activity and a direction. */
export const checkIns = defineTable({
  name: 'activities.check_ins',
  columns: {
    activityId: columns.id(),
    entryId: columns.id(),
    helperId: columns.id(),
    stationId: columns.id(),
    direction: columns.choice(directions),
    /** When the digits were typed, by the clock of that phone. */
    at: columns.instant(),
    source: columns.choice(codeSources),
    state: columns.choice(checkInStates),
    judgedBy: optional(columns.id()),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['activityId'],
});
export type CheckIn = z.infer<typeof checkIns.schema>;

/** What somebody signed up for with their own account, under the entry's id: so that their phone knows of the day. */
export const ownParts = defineTable({
  name: 'activities.own_parts',
  columns: {
    helperId: columns.id(),
    activityId: columns.id(),
    title: columns.text(60),
    day: columns.day(),
    fromMinute: columns.count(),
    toMinute: columns.count(),
    venue: columns.text(80),
    state: columns.choice(activityStates),
    inAt: optional(columns.instant()),
    inState: optional(columns.choice(checkInStates)),
    outAt: optional(columns.instant()),
    outState: optional(columns.choice(checkInStates)),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: ['self'],
});
export type OwnPart = z.infer<typeof ownParts.schema>;
