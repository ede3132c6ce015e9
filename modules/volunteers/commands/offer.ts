/** The desk asks a helper for a need, and takes it back; who does not answer by the day has not agreed. */
import type { Permission, Place, Problem, Tx } from '@yimi/kernel';
import { Day, dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { isOpen, needs } from '@yimi/needs';
import * as z from 'zod/mini';
import { isPast, layOut, putAway } from '../carried.ts';
import { isLive, offerIdOf, offers } from '../offers.ts';
import {
  declinedBefore,
  helperElsewhere,
  mayNotBeAsked,
  needNotOpen,
  noSuchNeed,
  noSuchOffer,
  noSuchProfile,
  notOffered,
  notTheirs,
  offeredAlready,
  offerIsPast,
} from '../problems.ts';
import { mayBeAsked, profiles } from '../tables.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
/** Who offers further ahead forgets it. */
const mostDaysAhead = 31;

function placeOfNeed(tx: Tx, needId: string): Place | 'not-held' | null {
  const need = tx.get(needs, needId);
  if (need === 'not-held') return 'not-held';
  return need === 'absent' ? null : { roomId: null, stationId: need.heldBy };
}

function placeOfOffer(tx: Tx, offerId: string): Place | 'not-held' | null {
  const offer = tx.get(offers, offerId);
  if (offer === 'not-held') return 'not-held';
  return offer === 'absent' ? null : { roomId: null, stationId: offer.stationId };
}

/** An alarm is for those who are trained for it; a need that is settled asks nobody. */
function needProblem(need: Need): Problem | null {
  if (!isOpen(need.state)) return needNotOpen();
  const crisis = need.kind === '危机干预' || need.crisis === 'flagged' || need.crisis === 'confirmed';
  return crisis ? notTheirs() : null;
}

function helperProblem(tx: Tx, helperId: string, need: Need, today: Day): Problem | 'not-held' | null {
  const profile = tx.get(profiles, helperId);
  if (profile === 'not-held') return 'not-held';
  if (profile === 'absent') return noSuchProfile();
  if (profile.stationId !== need.heldBy) return helperElsewhere();
  return mayBeAsked(profile, today) ? null : mayNotBeAsked();
}

export const offerTask = defineCommand({
  name: 'volunteers.offer',
  input: z.strictObject({ needId: Id, helperId: Id, suits: z.string().check(z.maxLength(60)), answerBy: Day }),
  permission: byStation,
  keys: ({ needId, helperId }) => [
    keyOf(needs, needId),
    keyOf(profiles, helperId),
    keyOf(offers, offerIdOf(needId, helperId)),
  ],
  place: (tx, input) => placeOfNeed(tx, input.needId),
  execute: (tx, { needId, helperId, suits, answerBy }, context) => {
    const need = tx.get(needs, needId);
    if (need === 'not-held') return undefined;
    if (need === 'absent') return noSuchNeed();
    const today = dayOf(context.recordedAt);
    const last = dayOf(context.recordedAt + mostDaysAhead * 86_400_000);
    const wrong = needProblem(need) ?? helperProblem(tx, helperId, need, today);
    if (wrong === 'not-held') return undefined;
    if (wrong !== null) return wrong;
    if (answerBy < today || answerBy > last) return offerIsPast(last);
    const id = offerIdOf(needId, helperId);
    const before = tx.get(offers, id);
    if (before !== 'absent' && before !== 'not-held') {
      if (isLive(before.state)) return offeredAlready();
      if (before.state === 'declined') return declinedBefore();
    }
    tx.put(offers, {
      ...{ id, needId, helperId, kind: need.kind, roomId: need.heldIn, stationId: need.heldBy, suits, answerBy },
      ...{ state: 'offered', offeredOn: today, answeredOn: null, assisted: false, declineReason: null, endedOn: null },
      ...{ askedIn: need.heldIn, askedFrom: need.heldBy },
      ...{ endWords: null, authorId: context.onBehalfOf ?? context.actorId, recordedAt: context.recordedAt },
    });
    return undefined;
  },
});

/** 收回: asked by mistake, or somebody else is at it. An accepted one too: the helper is told. */
export const withdrawOffer = defineCommand({
  name: 'volunteers.withdraw-offer',
  input: z.strictObject({ offerId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(offers, input.offerId)],
  place: (tx, input) => placeOfOffer(tx, input.offerId),
  execute: (tx, { offerId }, context) => {
    const offer = tx.get(offers, offerId);
    if (offer === 'not-held') return undefined;
    if (offer === 'absent') return noSuchOffer();
    if (!isLive(offer.state)) return notOffered();
    tx.put(offers, { ...offer, state: 'withdrawn', endedOn: dayOf(context.recordedAt) });
    return undefined;
  },
});

/** The daily job: who did not answer by the day has not agreed, and what has long ended leaves the helper's phone. Run twice it changes nothing. */
export const expireOffers = defineCommand({
  name: 'volunteers.expire-offers',
  system: true,
  input: z.strictObject({ today: Day, offerIds: z.array(Id).check(z.maxLength(300)) }),
  permission: {},
  keys: (input) => input.offerIds.map((id) => keyOf(offers, id)),
  place: () => null,
  execute: (tx, { today, offerIds }) => {
    for (const id of offerIds) {
      const offer = tx.get(offers, id);
      if (offer === 'absent' || offer === 'not-held') continue;
      if (offer.state === 'offered' && offer.answerBy < today)
        tx.put(offers, { ...offer, state: 'expired', endedOn: today });
      else if (isPast(offer, today)) putAway(tx, offer);
      // Asked before phones showed offers, or before the helper had an account.
      else layOut(tx, offer);
    }
    return undefined;
  },
});
