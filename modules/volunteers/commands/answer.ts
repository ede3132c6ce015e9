/**
 * A helper answers an offer, and has done what they agreed to or gives it back; the desk may write down what they said. A phone
 * holds no offer, only what is carried of it (`carried.ts`): there the same change is laid over that, and the server makes it good (law C6).
 */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, Id, isProblem, keyOf } from '@yimi/kernel';
import { isOpen, needs } from '@yimi/needs';
import { dayOfDeed } from '@yimi/people';
import * as z from 'zod/mini';
import { ownOffers, ownTasks } from '../carried.ts';
import type { Offer } from '../offers.ts';
import { declineReasons, offers } from '../offers.ts';
import { needNotOpen, noSuchOffer, notOffered } from '../problems.ts';

/** The helper themselves, where they have an account. */
const byHelper: Permission = {
  ...{ 'hamlet-volunteer': 'assigned', 'village-worker': 'assigned' },
  ...{ 'station-worker': 'station', 'station-head': 'station' },
};

function placeOfOffer(tx: Tx, offerId: string): Place | 'not-held' | null {
  const offer = tx.get(offers, offerId);
  if (offer === 'absent') return null;
  const held = offer === 'not-held' ? tx.get(ownOffers, offerId) : offer;
  if (held === 'absent' || held === 'not-held') return 'not-held';
  return { roomId: null, stationId: held.stationId, assigneeId: held.helperId };
}

type Told = Pick<Offer, 'state' | 'answerBy' | 'endedOn'>;
type Change = (told: Told) => Partial<Told> | Problem;

/** @param more what only the offer itself says besides */
function change(tx: Tx, offerId: string, of: Change, more: (offer: Offer) => Partial<Offer>): Problem | undefined {
  const offer = tx.get(offers, offerId);
  if (offer === 'absent') return noSuchOffer();
  if (offer === 'not-held') return predict(tx, offerId, of);
  const changed = of(offer);
  if (isProblem(changed)) return changed;
  tx.put(offers, { ...offer, ...changed, ...more(offer) });
  return undefined;
}

/** Whom a helper went to is off the phone as soon as they say that it is over. */
function predict(tx: Tx, offerId: string, of: Change): Problem | undefined {
  const own = tx.get(ownOffers, offerId);
  if (own === 'absent' || own === 'not-held') return undefined;
  const changed = of(own);
  if (isProblem(changed)) return changed;
  const after = { ...own, ...changed };
  tx.put(ownOffers, after);
  const task = tx.get(ownTasks, offerId);
  if (after.state !== 'accepted' && task !== 'absent' && task !== 'not-held') tx.remove(ownTasks, offerId);
  return undefined;
}

const bySomebodyElse = (offer: Offer, context: Context): boolean =>
  (context.onBehalfOf ?? context.actorId) !== offer.helperId;
const keys = (input: { offerId: string }) => [
  ...[keyOf(offers, input.offerId), keyOf(ownOffers, input.offerId), keyOf(ownTasks, input.offerId)],
];

/** Who says yes to what is settled meanwhile would stand before a door that waits for nobody. */
function settled(tx: Tx, offerId: string): boolean {
  const offer = tx.get(offers, offerId);
  if (offer === 'absent' || offer === 'not-held') return false;
  const need = tx.get(needs, offer.needId);
  return need !== 'absent' && need !== 'not-held' && !isOpen(need.state);
}

export const answerOffer = defineCommand({
  name: 'volunteers.answer-offer',
  input: z.strictObject({ offerId: Id, accepted: z.boolean(), reason: z.nullable(z.enum(declineReasons)) }),
  permission: byHelper,
  keys,
  place: (tx, input) => placeOfOffer(tx, input.offerId),
  execute: (tx, { offerId, accepted, reason }, context) => {
    const answer: Change = ({ state, answerBy }) => {
      // Who answered in time and had no network until now is not late.
      const inTime = state === 'expired' && dayOfDeed(context) <= answerBy;
      if (state !== 'offered' && !inTime) return notOffered();
      if (accepted && settled(tx, offerId)) return needNotOpen();
      return { state: accepted ? 'accepted' : 'declined', endedOn: null };
    };
    return change(tx, offerId, answer, (offer) => ({
      ...{ declineReason: accepted ? null : reason, answeredOn: dayOf(context.recordedAt) },
      assisted: bySomebodyElse(offer, context),
    }));
  },
});

/** 办好了, or 退回: what could not be done goes back to the desk, which asks somebody else. */
export const endTask = defineCommand({
  name: 'volunteers.end-task',
  version: 2,
  upcasts: { 1: (input) => (typeof input === 'object' ? { ...input, words: null } : input) },
  input: z.strictObject({
    offerId: Id,
    done: z.boolean(),
    /** What the desk has to know: how it went, or why not. */
    words: z.nullable(z.string().check(z.minLength(1), z.maxLength(200))),
  }),
  permission: byHelper,
  keys,
  place: (tx, input) => placeOfOffer(tx, input.offerId),
  execute: (tx, { offerId, done, words }, context) => {
    const end: Change = ({ state }) => {
      if (state !== 'accepted') return notOffered();
      return { state: done ? 'done' : 'given-back', endedOn: dayOf(context.recordedAt) };
    };
    return change(tx, offerId, end, () => ({ endWords: words }));
  },
});
