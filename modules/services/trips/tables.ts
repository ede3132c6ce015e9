/**
 * Field trips (下乡): one row a trip, one a village on its way, and what is done there besides visits. Trips lie with the
 * station (law S2): the phones of its workers hold the whole sheet offline; a village learns only on which day somebody
 * comes (`villageDays`). What villages have to be brought or asked for lies with the village, who may add to it.
 */
import { columns, defineTable, Id, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 草稿、待批、已批、退回、在路上、回来了、取消. */
export const tripStates = ['draft', 'requested', 'approved', 'declined', 'under-way', 'closed', 'called-off'] as const;
/** none: on foot or by one's own motorbike; nothing to ask for. */
export const cars = ['station', 'county', 'hired', 'none'] as const;
export const stopStates = ['planned', 'reached', 'skipped'] as const;
/** 带去、办事、取回: an errand is done at the village office and needs it open. */
export const errandKinds = ['drop-off', 'errand', 'collect'] as const;
export const errandStates = ['open', 'done', 'dropped'] as const;
export const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Direction = (typeof directions)[number];

export const Supply = z.strictObject({
  id: Id,
  text: z.string().check(z.minLength(1), z.maxLength(40)),
  quantity: z.int().check(z.minimum(1), z.maximum(999)),
});
export type Supply = z.infer<typeof Supply>;

export const trips = defineTable({
  name: 'services.trips',
  columns: {
    stationId: columns.id(),
    /** The first village of the way: where the trip counts (law N4). */
    roomId: columns.id(),
    day: columns.day(),
    state: columns.choice(tripStates),
    /** Moves with every change of the plan: nobody approves or replaces what they have not seen. */
    revision: columns.count(),
    memberIds: columns.json(z.array(Id)),
    car: columns.choice(cars),
    seats: columns.count(),
    /** Minutes of the day, in the county. */
    leaveAt: columns.count(),
    /** Whoever is not back by then is asked after (DOMAIN.md 7, Safety). */
    backBy: columns.count(),
    supplies: columns.json(z.array(Supply)),
    note: columns.text(300),
    proposedBy: columns.id(),
    requestedBy: optional(columns.id()),
    decidedBy: optional(columns.id()),
    decidedAt: optional(columns.instant()),
    /** Why it was sent back or called off. */
    reason: optional(columns.text(200)),
    /** The only head of the station approved their own request: allowed, and flagged. */
    selfApproved: columns.flag(),
    startedAt: optional(columns.instant()),
    backAt: optional(columns.instant()),
    closedBy: optional(columns.id()),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['station'],
});
export type Trip = z.infer<typeof trips.schema>;

export const stops = defineTable({
  name: 'services.stops',
  columns: {
    tripId: columns.id(),
    stationId: columns.id(),
    roomId: columns.id(),
    day: columns.day(),
    position: columns.count(),
    /** Planned, in minutes of the day. */
    arriveAt: columns.count(),
    stayMinutes: columns.count(),
    clientIds: columns.json(z.array(Id)),
    errandIds: columns.json(z.array(Id)),
    state: columns.choice(stopStates),
    reachedAt: optional(columns.instant()),
    reason: optional(columns.text(200)),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['station'],
  lists: ['tripId'],
});
export type Stop = z.infer<typeof stops.schema>;

export const errands = defineTable({
  name: 'services.errands',
  columns: {
    roomId: columns.id(),
    /** For whom, if for one person: it then follows them when they move. */
    clientId: optional(columns.id()),
    kind: columns.choice(errandKinds),
    text: columns.text(120, { mark: 'guarded' }),
    byDay: optional(columns.day()),
    state: columns.choice(errandStates),
    tripId: optional(columns.id()),
    settledBy: optional(columns.id()),
    settledAt: optional(columns.instant()),
    addedBy: columns.id(),
    addedOn: columns.day(),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  lists: ['clientId'],
});
export type Errand = z.infer<typeof errands.schema>;

/** One thing of the packing list, ticked: its id follows from trip and thing, so two phones tick the same row. */
export const packTicks = defineTable({
  name: 'services.pack_ticks',
  columns: {
    tripId: columns.id(),
    stationId: columns.id(),
    item: columns.text(80),
    packed: columns.flag(),
    tickedBy: columns.id(),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['station'],
});
export type PackTick = z.infer<typeof packTicks.schema>;

/** What is known of the way to a village and of its office; the id is the village's. No personal data: all phones hold it. */
export const villageFacts = defineTable({
  name: 'services.village_facts',
  columns: {
    /** Driving minutes from the station, if somebody measured them; else the room's own. */
    minutes: optional(columns.count()),
    direction: optional(columns.choice(directions)),
    /** Weekdays on which the village office is open, 1 is Monday; empty when nobody has said. */
    officeDays: columns.json(z.array(z.int())),
    officeFrom: columns.count(),
    officeTo: columns.count(),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type VillageFacts = z.infer<typeof villageFacts.schema>;

/** Driving minutes between two villages, entered; its id follows from the two, in order. */
export const drives = defineTable({
  name: 'services.drives',
  columns: { oneId: columns.id(), otherId: columns.id(), minutes: columns.count() },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type Drive = z.infer<typeof drives.schema>;

/** How a county reckons its trips (ADR 12): minutes of the day, minutes, people. */
export const tripRules = defineTable({
  name: 'services.trip_rules',
  columns: {
    leaveAt: columns.count(),
    backBy: columns.count(),
    visitMinutes: columns.count(),
    errandMinutes: columns.count(),
    restMinutes: columns.count(),
    /** Of the car that one asks for. */
    seats: columns.count(),
    /** How many go together as a rule. */
    teamSize: columns.count(),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type TripRule = z.infer<typeof tripRules.schema>;

/** 下乡预告: a village learns when somebody comes, not whom they visit. Follows from approved trips; its id is the stop's. */
export const villageDays = defineTable({
  name: 'services.village_days',
  columns: {
    roomId: columns.id(),
    tripId: columns.id(),
    day: columns.day(),
    arriveAt: columns.count(),
    memberIds: columns.json(z.array(Id)),
    state: columns.choice(['coming', 'here', 'not-coming']),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
});
export type VillageDay = z.infer<typeof villageDays.schema>;
