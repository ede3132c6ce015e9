/**
 * Places and posts. A station (乡镇社工站) stands for its township, a room (村社工室) for its village. Division codes change
 * over time and are attributes, never keys (DOMAIN.md 7): the code of today stands in the row, earlier ones with their
 * days beside it. How places are imported, divided and measured lies in the neighbouring table files.
 */
import { added, columns, Day, defineTable, Id, optional, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** From which day on a place bore which code; empty while it has only had the one that stands in its row. */
export const CodeSince = z.strictObject({ code: z.string().check(z.regex(/^\d{12}$/)), fromDay: Day });
/** A name that the place bore until that day, so that papers of then are understood. */
export const FormerName = z.strictObject({ name: z.string().check(z.maxLength(60)), lastDay: Day });

const history = {
  codeHistory: added(columns.json(z.array(CodeSince)), []),
  formerNames: added(columns.json(z.array(FormerName)), []),
} as const;

export const stations = defineTable({
  name: 'network.stations',
  columns: {
    name: columns.text(60),
    /** 12-digit division code of the township today. */
    code: columns.text(12),
    /** planned: the township has no station yet; its villages are counted all the same. */
    state: columns.choice(['open', 'planned']),
    phone: optional(columns.text(20)),
    ...history,
    /** The model that the station follows (such as 1138N), if it follows one. */
    modelId: added(optional(columns.id()), null),
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
    ...history,
    /** The village this one was parted from (拆村). */
    splitFrom: added(optional(columns.id()), null),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
  lists: ['stationId'],
});
export type Room = z.infer<typeof rooms.schema>;

/** The levels above the stations: places with people of their own, who see figures and hold no village (DOMAIN.md 1). */
export const officeLevels = ['city-centre', 'county-head'] as const;
export const offices = defineTable({
  name: 'network.offices',
  columns: {
    level: columns.choice(officeLevels),
    name: columns.text(60),
    phone: optional(columns.text(20)),
    address: columns.text(100),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type Office = z.infer<typeof offices.schema>;

/** Who founded an agency: of 衡水's 23 agencies 18 stand on associations, care homes, property firms and hospitals. */
export const founders = [
  'association',
  'care-home',
  'property-firm',
  'hospital',
  'incubated',
  'school',
  'government',
  'individual',
  'other',
] as const;
export const registrationLevels = ['county', 'city', 'province', 'national'] as const;

export const agencies = defineTable({
  name: 'network.agencies',
  columns: {
    name: columns.text(60),
    founder: added(optional(columns.choice(founders)), null),
    /** Where the agency is registered (登记级别), not where it works. */
    registeredAt: added(optional(columns.choice(registrationLevels)), null),
    /** The incubator (孵化基地) in which it grew or grows; empty where none. */
    incubator: added(columns.text(60), ''),
  },
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
  lists: ['agencyId'],
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
    /** The hamlet (屯) that a volunteer looks after; empty where not said. */
    hamlet: added(columns.text(40), ''),
  },
  scope: (row) => scopes.self(row.userId),
  seenBy: ['self'],
  lists: ['userId'],
});

/**
 * The people of a station by name: who wrote a record, who can be asked. One row a post, under the post's id: a person who
 * serves at two stations stands in both, and who has left stays as the author of what they wrote. Rows from before posts
 * had rows of their own lie under the person's id and carry no `userId`: read the person through `holderOf`.
 */
export const staff = defineTable({
  name: 'network.staff',
  columns: {
    name: columns.text(40, { mark: 'guarded' }),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    stationId: columns.id(),
    roomId: optional(columns.id()),
    role: columns.choice(roles),
    /** False once the post is over: old records still name their author. A day of its own decides (`worksOn`). */
    active: columns.flag(),
    userId: added(optional(columns.id()), null),
    hamlet: added(columns.text(40), ''),
    fromDay: added(optional(columns.day()), null),
    toDay: added(optional(columns.day()), null),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: ['village', 'station'],
  lists: ['stationId'],
});
export type Staff = z.infer<typeof staff.schema>;
