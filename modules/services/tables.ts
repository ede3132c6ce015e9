/**
 * Visits (探访) and what follows from them. A visit lies with its village; its author holds a copy of their own in
 * `self`, because what is personal to a holder lives there (law S2): a village worker reads their own findings and
 * nobody else's, a hamlet volunteer holds no village at all, only the cards of the people given to them.
 */
import { added, columns, defineTable, Id, Instant, onlyFor, optional, roles, scopes } from '@yimi/kernel';
import { riskLevels, specialGroups } from '@yimi/people';
import * as z from 'zod/mini';
import { pairReasons } from './pair-reasons.ts';

/** Of ten contacts nine may be calls at most; beyond that it is no rule any more. */
export const mostCallsInRow = 9;
/** 在家、无人、空置、拒访. */
export const visitResults = ['home', 'nobody', 'vacant', 'refused'] as const;
/** 上门、电话: a call is a mode of its own. */
export const visitModes = ['home', 'phone'] as const;
/** Service content (DOMAIN.md 4), as needs noticed on a visit. */
export const needKinds = [
  '政策咨询',
  '社会救助',
  '精神慰藉',
  '能力提升',
  '社会支持',
  '危机干预',
  '权益维护',
  '社会融入',
  '社区参与',
  '文体健康',
  '环境保护',
  '助餐',
  '出行',
  '托幼',
  '生活照料',
] as const;
/** 诉求渠道, DOMAIN.md 4. */
export const channels = [
  '市长热线',
  '上门走访',
  '微心愿',
  '书记茶摊',
  '善益站',
  '问卷',
  '线上',
  '来电来访',
  '转介',
  '志愿者上报',
] as const;
/** counted on receipt; only withdrawal or rejection removes it, with a reason (DOMAIN.md 7, Counting). */
export const visitStates = ['counted', 'withdrawn', 'rejected'] as const;
export const reviewStates = ['open', 'questioned', 'answered', 'reviewed'] as const;

const EvidenceNote = z.strictObject({
  id: Id,
  kind: z.enum(['photo', 'voice', 'file']),
  sha256: z.string(),
  mime: z.string(),
  bytes: z.int(),
  arrivedAt: z.nullable(Instant),
  takenAt: z.optional(Instant),
  name: z.optional(z.nullable(z.string())),
  turned: z.optional(z.int()),
  withheld: z.optional(z.boolean()),
});
export type EvidenceNote = z.infer<typeof EvidenceNote>;

/** off: no place is kept · coarse: to about a kilometre · exact: as the phone found it. */
export const evidencePlaces = ['off', 'coarse', 'exact'] as const;

export const visits = defineTable({
  name: 'services.visits',
  columns: {
    clientId: columns.id(),
    /** The file for which it was recorded, where that was merged: should the merge be undone, it goes back there. */
    recordedFor: added(optional(columns.id()), null),
    /** The village whose phones hold the record: where the person lives now. */
    heldIn: columns.id(),
    /** True once it is older than the village's window: no phone holds it, each may ask for it (law S7). */
    archived: columns.flag(),
    /** The place of the day itself, frozen (law N6). */
    roomId: columns.id(),
    stationId: columns.id(),
    authorId: columns.id(),
    authorRole: columns.choice(roles),
    occurredOn: columns.day(),
    occurredAt: columns.instant(),
    recordedAt: columns.instant(),
    /** False if the phone's clock cannot be right: kept, flagged, left out of figures (law C5). */
    plausible: columns.flag(),
    mode: columns.choice(visitModes),
    result: columns.choice(visitResults),
    risk: columns.choice(riskLevels),
    /** The person's special groups (特殊群体) on that day, frozen like the risk; none is known of visits from before the column. */
    groups: added(columns.json(z.array(z.enum(specialGroups)), { mark: 'guarded' }), []),
    /** The person had taken their consent to service back when it was recorded: kept, counted, and shown to who reviews. */
    withoutConsent: added(columns.flag(), false),
    findings: onlyFor(['station'], optional(columns.text(2000, { mark: 'sealed' }))),
    needs: columns.json(z.array(z.enum(needKinds))),
    state: columns.choice(visitStates),
    stateReason: onlyFor(['station'], optional(columns.text(200))),
    review: columns.choice(reviewStates),
    question: onlyFor(['station'], optional(columns.text(500, { mark: 'sealed' }))),
    answer: onlyFor(['station'], optional(columns.text(1000, { mark: 'sealed' }))),
    reviewedBy: optional(columns.id()),
  },
  scope: (row) => (row.archived ? scopes.archive(row.heldIn) : scopes.room(row.heldIn)),
  seenBy: ['village', 'station'],
  subject: (row) => row.clientId,
  lists: ['clientId'],
  history: true,
});
export type Visit = z.infer<typeof visits.schema>;

/** Evidence (佐证材料): a photo or a voice note of the worker. The file travels on its own queue (law S6). */
export const evidence = defineTable({
  name: 'services.evidence',
  columns: {
    visitId: columns.id(),
    clientId: columns.id(),
    heldIn: columns.id(),
    archived: columns.flag(),
    authorId: columns.id(),
    kind: columns.choice(['photo', 'voice', 'file']),
    sha256: columns.text(64),
    mime: columns.text(60),
    bytes: columns.count(),
    takenAt: columns.instant(),
    /** When the server had the whole file on disk, its hash confirmed. */
    arrivedAt: optional(columns.instant()),
    /** A paper's own name; it may tell who is in it. */
    name: added(optional(columns.text(120, { mark: 'guarded' })), null),
    /** Latitude, longitude, metres of accuracy, if the person and the worker agreed. */
    place: added(optional(columns.text(60, { mark: 'sealed' })), null),
    /** Quarter turns to the right that somebody found the picture needs. */
    turned: added(columns.count(), 0),
    /** The person took their consent to photos back, or was erased: served to nobody, kept from every phone's store. */
    withheld: added(columns.flag(), false),
  },
  scope: (row) => (row.archived ? scopes.archive(row.heldIn) : scopes.room(row.heldIn)),
  seenBy: ['station'],
  subject: (row) => row.clientId,
  lists: ['visitId', 'clientId'],
  history: true,
});
export type Evidence = z.infer<typeof evidence.schema>;

/** The author's own copy of a visit: what they wrote, where it has got to, what they are asked. */
export const ownVisits = defineTable({
  name: 'services.own_visits',
  columns: {
    authorId: columns.id(),
    archived: columns.flag(),
    clientId: columns.id(),
    clientName: columns.text(40, { mark: 'guarded' }),
    occurredOn: columns.day(),
    occurredAt: columns.instant(),
    plausible: columns.flag(),
    mode: columns.choice(visitModes),
    result: columns.choice(visitResults),
    findings: optional(columns.text(2000, { mark: 'sealed' })),
    needs: columns.json(z.array(z.enum(needKinds))),
    state: columns.choice(visitStates),
    stateReason: optional(columns.text(200)),
    review: columns.choice(reviewStates),
    question: optional(columns.text(500, { mark: 'sealed' })),
    answer: optional(columns.text(1000, { mark: 'sealed' })),
    files: columns.json(z.array(EvidenceNote)),
  },
  scope: (row) => (row.archived ? scopes.archive(row.authorId) : scopes.self(row.authorId)),
  seenBy: ['self'],
  subject: (row) => row.clientId,
});
export type OwnVisit = z.infer<typeof ownVisits.schema>;

/** Where a person's care stands: due when, seen when, how often. The summary that stays when old visits leave the phone (S7). */
export const care = defineTable({
  name: 'services.care',
  columns: {
    roomId: columns.id(),
    stationId: columns.id(),
    risk: columns.choice(riskLevels),
    /** The person's special groups as they are now. */
    groups: added(columns.json(z.array(z.enum(specialGroups)), { mark: 'guarded' }), []),
    active: columns.flag(),
    registeredOn: columns.day(),
    /** Last time anybody called, whether or not the door opened. */
    lastVisitOn: optional(columns.day()),
    /** Last time the person was met or spoken to: what the next due day counts from. */
    lastMetOn: optional(columns.day()),
    /** Last time the person was met at the door: a county may say how long calls go on standing in for that. */
    lastSeenOn: added(optional(columns.day()), null),
    dueOn: columns.day(),
    visits: columns.count(),
    /** Why this person is visited by two, if a person said so. */
    pairReason: added(optional(columns.choice(pairReasons)), null),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  lists: ['roomId'],
});
export type Care = z.infer<typeof care.schema>;

/** What a volunteer may know of a person given to them: name, hamlet, phone, due day. Never id, group, risk, case. */
export const cards = defineTable({
  name: 'services.cards',
  columns: {
    assigneeId: columns.id(),
    clientId: columns.id(),
    name: columns.text(40, { mark: 'guarded' }),
    pinyin: columns.text(200, { mark: 'guarded' }),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    roomId: columns.id(),
    hamlet: columns.text(40),
    dueOn: optional(columns.day()),
    /** Whether the person agreed to photos: the camera is not offered otherwise. */
    mayPhotograph: columns.flag(),
    /** Whether the person agreed that a place stands beside a picture. */
    mayLocate: added(columns.flag(), false),
  },
  scope: (row) => scopes.self(row.assigneeId),
  seenBy: ['self'],
  subject: (row) => row.clientId,
});
export type Card = z.infer<typeof cards.schema>;

const CallsInRow = z.nullable(z.int().check(z.minimum(0), z.maximum(mostCallsInRow)));
/** How many contacts in a row may be calls (电话) before somebody must stand at the door; null: as many as one likes. */
export const Calls = z.strictObject({ high: CallsInRow, key: CallsInRow, ordinary: CallsInRow });
export type Calls = z.infer<typeof Calls>;
/** As it was before counties could say: a call counts like a visit. */
export const callsAsBefore: Calls = { high: null, key: null, ordinary: null };

/** The county's rule of visit frequency, in days per risk (DOMAIN.md 4 `[ours, editable]`). */
export const dueRules = defineTable({
  name: 'services.due_rules',
  columns: {
    high: columns.count(),
    key: columns.count(),
    ordinary: columns.count(),
    fromDay: columns.day(),
    calls: added(columns.json(Calls), callsAsBefore),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type DueRule = z.infer<typeof dueRules.schema>;

/** How the county wants pictures kept (DOMAIN.md 7: none of it compulsory). */
export const evidenceRules = defineTable({
  name: 'services.evidence_rules',
  columns: {
    /** Pixels. */
    longestSide: columns.count(),
    /** Per cent of JPEG quality. */
    quality: columns.count(),
    place: columns.choice(evidencePlaces),
  },
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type EvidenceRule = z.infer<typeof evidenceRules.schema>;

/** From which day on phones hold a village's records (law S7): a row like any other, moved by a command. */
export const windows = defineTable({
  name: 'services.windows',
  columns: { roomId: columns.id(), fromDay: columns.day() },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
});
