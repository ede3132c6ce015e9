/**
 * Places and posts. A station (乡镇社工站) stands for its township, a room (村社工室) for its village. Division codes change
 * over time and are attributes, never keys (DOMAIN.md 7).
 */
import { columns, Day, defineTable, Id, optional, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

export const stations = defineTable({
  name: 'network.stations',
  columns: {
    name: columns.text(60),
    /** 12-digit division code of the township today. */
    code: columns.text(12),
    /** planned: the township has no station yet; its villages are counted all the same. */
    state: columns.choice(['open', 'planned']),
    phone: optional(columns.text(20)),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type Station = z.infer<typeof stations.schema>;

/** From which day on a room belonged to which station: a record keeps the place of its own day (law N6). */
export const StationSince = z.strictObject({ stationId: Id, fromDay: Day });

export const rooms = defineTable({
  name: 'network.rooms',
  columns: {
    name: columns.text(60),
    code: columns.text(12),
    stationId: columns.id(),
    stationHistory: columns.json(z.array(StationSince)),
    /** Driving time from the station; null when nobody has said. */
    minutesAway: optional(columns.count()),
    /** The village this one was merged into; its people moved there. */
    mergedInto: optional(columns.id()),
    /** The command that merged it, and when: its people follow in chunks whose ids derive from it (law S10). */
    mergedBy: optional(columns.id()),
    mergedAt: optional(columns.instant()),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
  lists: ['stationId'],
});
export type Room = z.infer<typeof rooms.schema>;

export const agencies = defineTable({
  name: 'network.agencies',
  columns: { name: columns.text(60) },
  scope: () => scopes.office,
  seenBy: [],
});

/** Which agency (社工机构) runs which station: its managers see these stations and no other (rival agencies hold other lots). */
export const contracts = defineTable({
  name: 'network.contracts',
  columns: {
    agencyId: columns.id(),
    stationId: columns.id(),
    lot: columns.text(20),
    fromDay: columns.day(),
    toDay: optional(columns.day()),
  },
  scope: () => scopes.office,
  seenBy: [],
});

/** A role at a place, from a day to a day. Lies in its holder's own scope, so that the phone knows what it may do. */
export const posts = defineTable({
  name: 'network.posts',
  columns: {
    userId: columns.id(),
    role: columns.choice(roles),
    stationId: optional(columns.id()),
    roomId: optional(columns.id()),
    agencyId: optional(columns.id()),
    fromDay: columns.day(),
    toDay: optional(columns.day()),
  },
  scope: (row) => scopes.self(row.userId),
  seenBy: ['self'],
  lists: ['userId'],
});

/** The people of a station by name: who wrote a record, who can be asked. */
export const staff = defineTable({
  name: 'network.staff',
  columns: {
    name: columns.text(40, { mark: 'guarded' }),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    stationId: columns.id(),
    roomId: optional(columns.id()),
    role: columns.choice(roles),
    /** False once the person has left: old records still name their author. */
    active: columns.flag(),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['village', 'station'],
  lists: ['stationId'],
});
export type Staff = z.infer<typeof staff.schema>;
