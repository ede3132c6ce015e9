/**
 * The people served (服务对象) and their households. Everything here is personal: guarded columns are searchable and
 * masked where not needed, sealed ones encrypted at rest (law A3). A village worker receives no id numbers.
 */
import { added, columns, Day, defineTable, Id, onlyFor, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import {
  consentPurposes,
  ethnicGroups,
  languages,
  likenessReasons,
  otherDocuments,
  relationKinds,
  riskLevels,
  selfCareLevels,
  specialGroups,
  whereaboutsKinds,
} from './code-lists.ts';
import { searchTokens } from './search-tokens.ts';

export const Consent = z.strictObject({
  purpose: z.enum(consentPurposes),
  givenBy: z.enum(['person', 'guardian']),
  day: Day,
  withdrawnDay: z.nullable(Day),
});

/** Where a person lived from which day on: a record keeps the place of its own day (law N6). */
export const RoomSince = z.strictObject({ roomId: Id, fromDay: Day });

/** 特殊群体 with where it was said and from when until when; `toDay` is the last day. */
export const Membership = z.strictObject({
  group: z.enum(specialGroups),
  source: z.nullable(z.string().check(z.maxLength(60))),
  fromDay: Day,
  toDay: z.nullable(Day),
});
export type Membership = z.infer<typeof Membership>;

/** 监护人: who answers for a child or for somebody who cannot. */
export const Guardian = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(40)),
  relation: z.nullable(z.string().check(z.maxLength(20))),
  phone: z.nullable(z.string().check(z.maxLength(20))),
});
export type Guardian = z.infer<typeof Guardian>;

export const clients = defineTable({
  name: 'people.clients',
  columns: {
    name: columns.text(40, { mark: 'guarded' }),
    /** Syllables parted by spaces, as a person confirmed them (韦 is wéi, 单 may be shàn or dān). */
    pinyin: columns.text(200, { mark: 'guarded' }),
    sex: columns.choice(['male', 'female', 'unknown']),
    birthDay: optional(columns.day({ mark: 'guarded' })),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    idNumber: onlyFor(['station'], optional(columns.text(18, { mark: 'sealed', match: true }))),
    idLastFour: onlyFor(['station'], optional(columns.text(4, { mark: 'guarded' }))),
    /** What stands in for a citizen id; null if the person has one or was not asked. */
    documentKind: added(optional(columns.choice(otherDocuments)), null),
    documentNumber: onlyFor(['station'], optional(columns.text(40, { mark: 'sealed', match: true }))),
    /** The guardian's name, as files of before `guardianContact` had it; the commands keep it in step. */
    guardian: optional(columns.text(40, { mark: 'guarded' })),
    guardianContact: added(optional(columns.json(Guardian, { mark: 'guarded' })), null),
    /** The groups of today, kept in step with `memberships` by the commands. */
    groups: columns.json(z.array(z.enum(specialGroups)), { mark: 'guarded' }),
    memberships: added(columns.json(z.array(Membership), { mark: 'guarded' }), []),
    /** The next day on which a membership begins or has ended, and `groups` must be looked at again. */
    groupsChangeOn: added(optional(columns.day({ mark: 'guarded' })), null),
    ethnicity: added(optional(columns.choice(ethnicGroups, { mark: 'guarded' })), null),
    languages: added(columns.json(z.array(z.enum(languages))), []),
    whereabouts: added(optional(columns.choice(whereaboutsKinds, { mark: 'guarded' })), null),
    /** Health, and so sealed (law A3). */
    selfCare: added(optional(columns.choice(selfCareLevels, { mark: 'sealed' })), null),
    /** SHA-256 of a picture of the person; only with their consent to photos. */
    photo: added(optional(columns.text(64)), null),
    risk: columns.choice(riskLevels),
    roomId: columns.id(),
    roomHistory: columns.json(z.array(RoomSince)),
    hamlet: columns.text(40),
    householdId: optional(columns.id()),
    consents: columns.json(z.array(Consent)),
    /** The volunteer or worker to whom the person is given. */
    assigneeId: optional(columns.id()),
    state: columns.choice(['active', 'moved-away', 'died', 'merged', 'erased']),
    /** The person into whom a duplicate was merged; the old id goes on resolving (law C7). */
    mergedInto: optional(columns.id()),
    registeredOn: columns.day(),
    /** How the name sounds, with what ears and keyboards confuse laid together: like-sounding names meet here. */
    soundKey: added(columns.text(200, { mark: 'guarded' }), ''),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  subject: (row) => row.id,
  erased: (row) => row.state === 'erased',
  tokens: (row) => (row.state === 'active' ? searchTokens(row) : []),
  lists: ['pinyin', 'roomId', 'soundKey', 'householdId'],
});
export type Client = z.infer<typeof clients.schema>;

/** Two registrations that may be one person: proposed, never refused (law C7); a person decides. */
export const mergeProposals = defineTable({
  name: 'people.merge_proposals',
  columns: {
    roomId: columns.id(),
    clientId: columns.id(),
    otherId: columns.id(),
    /** The headline; `reasons` tells all of it. */
    reason: columns.choice(['same-name', 'same-name-and-birth', 'same-id', 'alike']),
    state: columns.choice(['open', 'merged', 'different']),
    reasons: added(columns.json(z.array(z.enum(likenessReasons))), []),
    /** How likely, 0–100, by the rule of `likeness.ts`; the list is sorted by it. */
    score: added(columns.count(), 0),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['station'],
  lists: ['clientId', 'otherId'],
});

/** A value that a later edit replaced although its writer had not seen it (law S8): kept, and shown to a person. */
export const conflicts = defineTable({
  name: 'people.conflicts',
  columns: {
    roomId: columns.id(),
    clientId: columns.id(),
    field: columns.text(40),
    earlier: optional(columns.text(2000, { mark: 'sealed' })),
    later: optional(columns.text(2000, { mark: 'sealed' })),
    laterBy: columns.id(),
    recordedAt: columns.instant(),
    state: columns.choice(['open', 'kept-later', 'restored']),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['station'],
  subject: (row) => row.clientId,
  lists: ['clientId'],
});

/**
 * What was merged, so that it can be undone: one row a merged file, in the village of the person it became. Visits and ties
 * carry the id they were recorded for themselves (`recordedFor`); here is what the merge changed on the person that stayed.
 */
export const merges = defineTable({
  name: 'people.merges',
  columns: {
    /** Where the person who stayed lives. */
    roomId: columns.id(),
    /** The file that was merged, and the one that stayed. */
    clientId: columns.id(),
    intoId: columns.id(),
    mergedBy: columns.id(),
    mergedAt: columns.instant(),
    state: columns.choice(['merged', 'undone']),
    undoneAt: optional(columns.instant()),
    /** Visits since the merge that go with the file that comes back. */
    takeVisits: columns.json(z.array(Id)),
    /** JSON of the survivor's values that the merge replaced, field by field: `{field: {was, became}}`. */
    replaced: optional(columns.text(20_000, { mark: 'sealed' })),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['station'],
  subject: (row) => row.intoId,
  lists: ['intoId', 'clientId'],
});
export type Merge = z.infer<typeof merges.schema>;

/** 户. Its members are the people whose `householdId` names it. */
export const households = defineTable({
  name: 'people.households',
  columns: {
    roomId: columns.id(),
    hamlet: columns.text(40),
    address: columns.text(120, { mark: 'guarded' }),
    /** 户主, one of the members; an id that was merged goes on resolving. */
    headId: optional(columns.id()),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    state: columns.choice(['active', 'empty', 'merged']),
    mergedInto: optional(columns.id()),
    madeOn: columns.day(),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  lists: ['roomId'],
});
export type Household = z.infer<typeof households.schema>;

/**
 * A tie of family or neighbourhood, as one end sees it. Each end has a row of its own in its own village, so that a tie goes
 * on when one of the two moves away, and whoever may see one end learns of the other no more than that there is one.
 */
export const ties = defineTable({
  name: 'people.ties',
  columns: {
    /** Names the tie; both ends carry it. */
    tieId: columns.id(),
    roomId: columns.id(),
    clientId: columns.id(),
    /** What the other is to the person. */
    kind: columns.choice(relationKinds),
    /** The other's file, or null for somebody who has none: a daughter in Guangdong. */
    otherId: optional(columns.id()),
    otherName: optional(columns.text(40, { mark: 'guarded' })),
    otherPhone: optional(columns.text(20, { mark: 'guarded' })),
    /** The file for which it was recorded, where that was merged since. */
    recordedFor: optional(columns.id()),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  subject: (row) => row.clientId,
  lists: ['clientId'],
});
export type Tie = z.infer<typeof ties.schema>;

/** People whose likeness to others the server has yet to look at, beyond the village that a phone can see. */
export const likenessChecks = defineTable({
  name: 'people.likeness_checks',
  columns: { roomId: columns.id(), since: columns.instant() },
  scope: (row) => scopes.room(row.roomId),
  seenBy: [],
});

/**
 * The same id number at two stations: neither may see the other's file (law A5), so each station's head is told that there
 * is one, and where; they speak to each other. Not synced: heads read it at the desk.
 */
export const sameIdNotices = defineTable({
  name: 'people.same_id_notices',
  columns: {
    stationId: columns.id(),
    clientId: columns.id(),
    otherStationId: columns.id(),
    noticedOn: columns.day(),
    state: columns.choice(['open', 'settled']),
  },
  scope: (row) => scopes.station(row.stationId),
  seenBy: [],
  lists: ['clientId'],
});
export type SameIdNotice = z.infer<typeof sameIdNotices.schema>;
