/**
 * What phones carry of needs. A village's phones hold what somebody may still have to do at a door: open, unmet and answered
 * needs that are no secret, without what only the desk uses. Who brought a need in holds a copy of their own, to see what
 * became of it; of what is the station's alone (relief, comfort, crisis, rights) that copy says only that the station has it.
 * The words of the county's list come along, so that an alarm is raised without a network.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import { channels, needKinds } from '@yimi/services';
import type * as z from 'zod/mini';
import type { Need, NeedRule, NeedState } from './tables.ts';
import { answerKinds, isOpen, needStates, ruleColumns, unmetReasons, urgencies } from './tables.ts';

/** What became of a need, as all copies of it say. */
const progress = {
  urgency: optional(columns.choice(urgencies)),
  receivedOn: columns.day(),
  dueOn: columns.day(),
  state: columns.choice(needStates),
  answerKind: optional(columns.choice(answerKinds)),
  answeredOn: optional(columns.day()),
  unmetReason: optional(columns.choice(unmetReasons)),
  note: optional(columns.text(300, { mark: 'sealed' })),
  rating: optional(columns.count()),
  ratingAssisted: optional(columns.flag()),
} as const;

/** 村里的需求: one row a need, under the need's id. */
export const villageNeeds = defineTable({
  name: 'needs.village_needs',
  columns: {
    roomId: columns.id(),
    clientId: optional(columns.id()),
    channel: columns.choice(channels),
    kind: columns.choice(needKinds),
    words: optional(columns.text(500, { mark: 'sealed' })),
    /** Of somebody who is nobody's client: whom to look for in the village. */
    askerName: optional(columns.text(40, { mark: 'guarded' })),
    askerPhone: optional(columns.text(20, { mark: 'guarded' })),
    byProxy: columns.flag(),
    ...progress,
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  subject: (row) => row.clientId,
});
export type VillageNeed = z.infer<typeof villageNeeds.schema>;

/** 我报的需求: its author's own copy, under the need's id. */
export const ownNeeds = defineTable({
  name: 'needs.own_needs',
  columns: {
    authorId: columns.id(),
    clientId: optional(columns.id()),
    /** Whose need it is, as its author knew them. */
    who: columns.text(40, { mark: 'guarded' }),
    visitId: optional(columns.id()),
    channel: columns.choice(channels),
    receivedAt: columns.instant(),
    /** The station's alone: kind, words and answer are not here, and the state says only whether it is over. */
    withStation: columns.flag(),
    kind: optional(columns.choice(needKinds)),
    words: optional(columns.text(500, { mark: 'sealed' })),
    byProxy: columns.flag(),
    ...progress,
  },
  scope: (row) => scopes.self(row.authorId),
  seenBy: ['self'],
  subject: (row) => row.clientId,
});
export type OwnNeed = z.infer<typeof ownNeeds.schema>;

/** The county's rule as phones hold it. */
export const carriedRules = defineTable({
  name: 'needs.carried_rules',
  columns: ruleColumns,
  scope: () => scopes.county,
  seenBy: ['member'],
});
export type CarriedRule = z.infer<typeof carriedRules.schema>;

export type Progress = Pick<VillageNeed, keyof typeof progress>;

function progressOf(need: Need): Progress {
  const { urgency, receivedOn, dueOn, state, answerKind, answeredOn, unmetReason, note, rating, ratingAssisted } = need;
  return { urgency, receivedOn, dueOn, state, answerKind, answeredOn, unmetReason, note, rating, ratingAssisted };
}

/** To be answered, asked about again, or rated. */
export function toDoAtDoor(state: NeedState): boolean {
  return isOpen(state) || state === 'answered' || state === 'unmet';
}

/** Null: nobody at a door has anything to do about it, or it is not the village's to know. */
export function forVillage(need: Need): VillageNeed | null {
  if (need.sensitive || !toDoAtDoor(need.state)) return null;
  const { id, clientId, channel, kind, words, askerName, askerPhone, byProxy } = need;
  return {
    ...{ id, roomId: need.heldIn, clientId, channel, kind, words, askerName, askerPhone, byProxy },
    ...progressOf(need),
  };
}

export function forAuthor(need: Need, authorId: string, who: string): OwnNeed {
  const { id, clientId, visitId, channel, receivedAt, byProxy, kind, words, sensitive } = need;
  const of = { id, authorId, clientId, who, visitId, channel, receivedAt, byProxy, withStation: sensitive };
  if (!sensitive) return { ...of, kind, words, ...progressOf(need) };
  const { receivedOn, dueOn } = need;
  const untold = { urgency: null, answerKind: null, answeredOn: null, unmetReason: null, note: null };
  const state = isOpen(need.state) ? 'received' : 'closed';
  return {
    ...of,
    ...{ kind: null, words: null, receivedOn, dueOn, state, rating: null, ratingAssisted: null },
    ...untold,
  };
}

export function forPhones(rule: NeedRule): CarriedRule {
  return { ...rule };
}
