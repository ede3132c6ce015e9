/**
 * Needs (需求): what a resident says is missing, from whichever channel, until it is met or stands unmet with its reason. The
 * need itself is held by no phone: phones hold what `carried.ts` lays out of it for them. A need lies with its
 * village; what tells of relief, health, harm or rights lies in a scope of the station's desk, so that it stays there (law S2).
 */
import { columns, defineTable, optional, roles, scopes } from '@yimi/kernel';
import { channels, needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { sexes } from './wish.ts';

export const urgencies = ['紧急', '较急', '一般'] as const;
export type Urgency = (typeof urgencies)[number];
export const difficulties = ['易', '中', '难'] as const;
/** 收到、已研判、办理中、已答复、已评价、办不了、并入、撤回. */
export const needStates = [
  'received',
  'triaged',
  'answering',
  'answered',
  'closed',
  'unmet',
  'merged',
  'withdrawn',
] as const;
export type NeedState = (typeof needStates)[number];
/** Somebody still has to do something about it. */
export const openStates = ['received', 'triaged', 'answering'] as const;

export function isOpen(state: NeedState): boolean {
  return openStates.some((open) => open === state);
}
/** By whom or what it is answered: 人、伙伴、商户、活动、转介. */
export const answerKinds = ['person', 'partner', 'merchant', 'activity', 'referral'] as const;
/** Why a need cannot be met now; it stands and is counted. */
export const unmetReasons = [
  'no-resource',
  'no-helper',
  'out-of-scope',
  'policy',
  'unreachable',
  'not-agreed',
  'other',
] as const;
/** flagged: a word of the county's list stands in it · confirmed, cleared: a person has judged (DOMAIN.md 7, Safety). */
export const crisisMarks = ['none', 'flagged', 'confirmed', 'cleared'] as const;
/** Days from receipt to answer, as figures part them. */
export const answerTimes = ['1', '3', '7', '15', '30', 'later'] as const;
export const lowestRating = 1;
export const highestRating = 5;
/** Two of five and less: whoever asked is not helped. */
export const lowRating = 2;

export const needs = defineTable({
  name: 'needs.needs',
  columns: {
    channel: columns.choice(channels),
    kind: columns.choice(needKinds),
    /** What the resident said; null once the person was erased. */
    words: optional(columns.text(500, { mark: 'sealed' })),
    clientId: optional(columns.id()),
    /** The file for which it was recorded, where that was merged since. */
    recordedFor: optional(columns.id()),
    householdId: optional(columns.id()),
    /** Of somebody who is nobody's client. */
    askerName: optional(columns.text(40, { mark: 'guarded' })),
    askerPhone: optional(columns.text(20, { mark: 'guarded' })),
    /** 代填: somebody spoke for a person without a phone. */
    byProxy: columns.flag(),
    proxyName: optional(columns.text(40, { mark: 'guarded' })),
    visitId: optional(columns.id()),
    /** The village and station that hold it now: a person moves, a village is merged. */
    heldIn: columns.id(),
    heldBy: columns.id(),
    /** True: for the station's desk only. */
    sensitive: columns.flag(),
    /** The place of the day itself, frozen (law N6). */
    roomId: columns.id(),
    stationId: columns.id(),
    /** Null: the resident themselves, on the public page. */
    authorId: optional(columns.id()),
    authorRole: optional(columns.choice(roles)),
    receivedOn: columns.day(),
    receivedAt: columns.instant(),
    recordedAt: columns.instant(),
    /** False if the device's clock cannot be right (law C5). */
    plausible: columns.flag(),
    urgency: optional(columns.choice(urgencies)),
    difficulty: optional(columns.choice(difficulties)),
    inPublicInterest: optional(columns.flag()),
    achievable: optional(columns.flag()),
    triagedOn: optional(columns.day()),
    /** The resident's wish who comes to them; null: anybody. */
    helperSex: optional(columns.choice(sexes)),
    /** When it suits them, half-days of the week as bits; 0: at any time. */
    times: columns.count(),
    dueOn: columns.day(),
    /** The day on which it went to the head station, its deadline past. */
    escalatedOn: optional(columns.day()),
    crisis: columns.choice(crisisMarks),
    /** Why a person confirmed or cleared the flag. */
    crisisNote: optional(columns.text(200, { mark: 'sealed' })),
    state: columns.choice(needStates),
    /** What it was before it was merged, for parting them again. */
    stateBefore: optional(columns.choice(needStates)),
    mergedInto: optional(columns.id()),
    answerKind: optional(columns.choice(answerKinds)),
    answeredOn: optional(columns.day()),
    answerTime: optional(columns.choice(answerTimes)),
    unmetReason: optional(columns.choice(unmetReasons)),
    /** What was said with the last answer, refusal, reopening or withdrawal. */
    note: optional(columns.text(300, { mark: 'sealed' })),
    rating: optional(columns.count()),
    /** True: the grade was given on a worker's phone; shown apart. */
    ratingAssisted: optional(columns.flag()),
    ratedOn: optional(columns.day()),
    reopened: columns.count(),
    /** SHA-256 of what the resident said of the answer, until somebody has heard it. */
    voice: optional(columns.text(64)),
    /** What the public page may say of it, written by a person; null: nothing. */
    publicWords: optional(columns.text(120)),
    /** SHA-256 of the answer number; the number itself is kept nowhere. */
    numberHash: optional(columns.text(64)),
  },
  scope: (row) => (row.sensitive ? scopes.desk(row.heldBy) : scopes.room(row.heldIn)),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['clientId', 'heldIn', 'mergedInto'],
});
export type Need = z.infer<typeof needs.schema>;

/** Days until an answer by urgency, and the words that raise an alarm. */
export const ruleColumns = {
  urgentDays: columns.count(),
  soonDays: columns.count(),
  ordinaryDays: columns.count(),
  crisisWords: columns.json(z.array(z.string().check(z.minLength(1), z.maxLength(20)))),
} as const;

/** The county's rule. */
export const needRules = defineTable({
  name: 'needs.rules',
  columns: ruleColumns,
  scope: () => scopes.county,
  seenBy: [],
});
export type NeedRule = z.infer<typeof needRules.schema>;
