/**
 * A need is offered to a volunteer, who says yes or no; a yes is a task until it is done or given back. Nobody is assigned by
 * force. The station's desk writes down what they answered. The need itself goes its own way: doing the task does not answer it.
 */
import type { Place, Problem, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, Id, isProblem, keyOf, scopes } from '@yimi/kernel';
import { isOpen, needs } from '@yimi/needs';
import { liveRoom } from '@yimi/network';
import * as z from 'zod/mini';
import { offerOf, runs } from '../offer-rules.ts';
import {
  askedBefore,
  hasEnded,
  needNotOpen,
  needStaysAtDesk,
  noSuchOffer,
  noSuchProfile,
  noTask,
  notToBeAsked,
  offerSettled,
  somebodyAsked,
} from '../problems.ts';
import { librarians } from '../profile-rules.ts';
import type { Offer, Profile } from '../tables.ts';
import { mayBeAsked, offerReasons, offers, profiles } from '../tables.ts';

/** The station whose village holds the need; a village worker's reach is not enough to ask volunteers of the whole station. */
function stationOfNeed(tx: Tx, needId: string): Place | 'not-held' | null {
  const need = tx.get(needs, needId);
  if (need === 'not-held') return 'not-held';
  return need === 'absent' ? null : { stationId: liveRoom(tx, need.heldIn)?.stationId ?? need.heldBy };
}

/** Whether this volunteer may be asked for something of that station today. */
function helperProblem(profile: Profile | 'absent', stationId: string, today: string): Problem | null {
  if (profile === 'absent' || profile.stationId !== stationId) return noSuchProfile();
  return mayBeAsked(profile, today) ? null : notToBeAsked();
}

/** One volunteer at a time, and nobody twice who has answered. */
function askedProblem(asked: readonly Offer[], helperId: string): Problem | null {
  if (asked.some((one) => runs(one.state))) return somebodyAsked();
  return asked.some((one) => one.helperId === helperId && one.state !== 'withdrawn') ? askedBefore() : null;
}

export const makeOffer = defineCommand({
  name: 'volunteers.offer',
  input: z.strictObject({ needId: Id, helperId: Id }),
  permission: librarians,
  keys: ({ needId, helperId }) => [
    keyOf(needs, needId),
    keyOf(profiles, helperId),
    keyOf(offers, offerOf(needId, helperId)),
  ],
  place: (tx, input) => stationOfNeed(tx, input.needId),
  execute: (tx, { needId, helperId }, context) => {
    const need = tx.get(needs, needId);
    const profile = tx.get(profiles, helperId);
    if (need === 'not-held' || profile === 'not-held') return undefined;
    if (need === 'absent' || !isOpen(need.state)) return needNotOpen();
    // Relief, comfort, crisis and rights are nobody's business but the station's (law S2).
    if (need.sensitive) return needStaysAtDesk();
    const stationId = liveRoom(tx, need.heldIn)?.stationId ?? need.heldBy;
    const asked = tx.list(offers, { column: 'needId', value: needId }, scopes.desk(stationId));
    if (asked === 'not-held') return undefined;
    const today = dayOf(context.recordedAt);
    const wrong = helperProblem(profile, stationId, today) ?? askedProblem(asked, helperId);
    if (wrong !== null) return wrong;
    tx.put(offers, {
      ...{ id: offerOf(needId, helperId), needId, helperId, stationId, roomId: need.heldIn, kind: need.kind },
      ...{ state: 'offered', reason: null, assisted: false, offeredOn: today, answeredOn: null, endedOn: null },
      ...{ authorId: context.onBehalfOf ?? context.actorId, recordedAt: context.recordedAt },
    });
    return undefined;
  },
});

const ofOffer = {
  permission: librarians,
  keys: (input: { offerId: string }) => [keyOf(offers, input.offerId)],
  place: (tx: Tx, { offerId }: { offerId: string }): Place | 'not-held' | null => {
    const offer = tx.get(offers, offerId);
    if (offer === 'not-held') return 'not-held';
    return offer === 'absent' ? null : { stationId: offer.stationId };
  },
};

/** Writes what `change` makes of the offer, unless it refuses; a side that does not hold it lets the server decide (law C6). */
function changeOffer(
  tx: Tx,
  offerId: string,
  change: (offer: Offer) => Partial<Offer> | Problem | undefined,
): Problem | undefined {
  const offer = tx.get(offers, offerId);
  if (offer === 'not-held') return undefined;
  if (offer === 'absent') return noSuchOffer();
  const changed = change(offer);
  if (changed === undefined) return undefined;
  if (isProblem(changed)) return changed;
  tx.put(offers, { ...offer, ...changed });
  return undefined;
}

export const acceptOffer = defineCommand({
  name: 'volunteers.accept-offer',
  input: z.strictObject({ offerId: Id }),
  ...ofOffer,
  execute: (tx, { offerId }, context) =>
    changeOffer(tx, offerId, (offer) => {
      if (offer.state !== 'offered') return offerSettled();
      const need = tx.get(needs, offer.needId);
      const profile = tx.get(profiles, offer.helperId);
      if (need === 'not-held' || profile === 'not-held') return undefined;
      if (need === 'absent' || !isOpen(need.state)) return needNotOpen();
      // What was told to be somebody's crisis since the offer went out is nobody's but the station's.
      if (need.sensitive) return needStaysAtDesk();
      if (profile === 'absent' || profile.state === 'ended') return hasEnded();
      const assisted = (context.onBehalfOf ?? context.actorId) !== offer.helperId;
      return { state: 'accepted', answeredOn: dayOf(context.recordedAt), assisted };
    }),
});

/** The need is free again for others; nobody has to say why. */
export const declineOffer = defineCommand({
  name: 'volunteers.decline-offer',
  input: z.strictObject({ offerId: Id, reason: z.nullable(z.enum(offerReasons)) }),
  ...ofOffer,
  execute: (tx, { offerId, reason }, context) =>
    changeOffer(tx, offerId, (offer) => {
      if (offer.state !== 'offered') return offerSettled();
      const today = dayOf(context.recordedAt);
      const assisted = (context.onBehalfOf ?? context.actorId) !== offer.helperId;
      return { state: 'declined', reason, answeredOn: today, endedOn: today, assisted };
    }),
});

/** The station asks no longer, also where somebody said yes: the person is better, or has moved away. */
export const withdrawOffer = defineCommand({
  name: 'volunteers.withdraw-offer',
  input: z.strictObject({ offerId: Id }),
  ...ofOffer,
  execute: (tx, { offerId }, context) =>
    changeOffer(tx, offerId, (offer) =>
      runs(offer.state) ? { state: 'withdrawn', endedOn: dayOf(context.recordedAt) } : offerSettled(),
    ),
});

export const finishTask = defineCommand({
  name: 'volunteers.finish-task',
  input: z.strictObject({ offerId: Id, done: z.boolean(), reason: z.nullable(z.enum(offerReasons)) }),
  ...ofOffer,
  execute: (tx, { offerId, done, reason }, context) =>
    changeOffer(tx, offerId, (offer) => {
      if (offer.state !== 'accepted') return noTask();
      const endedOn = dayOf(context.recordedAt);
      return done ? { state: 'done', endedOn } : { state: 'given-back', reason, endedOn };
    }),
});
