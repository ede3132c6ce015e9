/**
 * Offers (邀约): a helper is asked for one need, says yes or no, and has done it or gives it back. Nobody is assigned by force,
 * and who declined is not asked for that need again. One row a need and helper, whatever is sent twice. It says nothing
 * of the person: what a helper has to know is opened by the need itself, while they are at it.
 */
import { columns, defineTable, derivedId, optional, scopes } from '@yimi/kernel';
import { needKinds } from '@yimi/services';
import type * as z from 'zod/mini';
import type { Skill } from './matching/asks-and-helpers.ts';

/** 待回复、答应了、不方便、收回、过期、办好了、办不成退回. */
export const offerStates = ['offered', 'accepted', 'declined', 'withdrawn', 'expired', 'done', 'given-back'] as const;
export type OfferState = (typeof offerStates)[number];
/** It takes one of the helper's places in the week. */
export const liveStates = ['offered', 'accepted'] as const;
export const declineReasons = ['no-time', 'too-far', 'not-able', 'unwell', 'would-rather-not'] as const;

export const offers = defineTable({
  name: 'volunteers.offers',
  columns: {
    needId: columns.id(),
    helperId: columns.id(),
    kind: columns.choice(needKinds),
    /** The village of the need, and the station that holds it. */
    roomId: columns.id(),
    stationId: columns.id(),
    /** The same as on the day of the offer, where it counts (law N6): a village may be merged since. */
    askedIn: columns.id(),
    askedFrom: columns.id(),
    /** When it would suit, as the desk puts it: 周三上午. */
    suits: columns.text(60),
    state: columns.choice(offerStates),
    offeredOn: columns.day(),
    /** Not answered by the end of this day, it expires. */
    answerBy: columns.day(),
    answeredOn: optional(columns.day()),
    /** True: the desk wrote down what the helper said. */
    assisted: columns.flag(),
    declineReason: optional(columns.choice(declineReasons)),
    endedOn: optional(columns.day()),
    /** What the helper said at the end: how it went, or why not; gone with the person who asked. */
    endWords: optional(columns.text(200, { mark: 'sealed' })),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['needId', 'helperId'],
});
export type Offer = z.infer<typeof offers.schema>;

export function offerIdOf(needId: string, helperId: string): string {
  return derivedId(needId, `offer/${helperId}`);
}

export function isLive(state: OfferState): boolean {
  return liveStates.some((live) => live === state);
}

/** Which skills help with which kind of need; none: anybody can. [ours] */
const skillsByKind: Partial<Record<(typeof needKinds)[number], readonly Skill[]>> = {
  政策咨询: ['法律'],
  精神慰藉: ['心理'],
  能力提升: ['教学'],
  权益维护: ['调解', '法律'],
  社会融入: ['文艺', '心理'],
  社区参与: ['文艺'],
  文体健康: ['文艺', '体育', '健康'],
  助餐: ['送餐'],
  托幼: ['教学'],
  生活照料: ['维修', '健康'],
};

export function skillsFor(kind: (typeof needKinds)[number]): readonly Skill[] {
  return skillsByKind[kind] ?? [];
}
