/**
 * What a helper's own phone carries, in their scope and no other: that they are asked, with what, about where and until when, and
 * nothing that tells who asks. Who it is lies in a row of its own, laid out once they have agreed and put away as soon as the task
 * ends, is given back or withdrawn, or nobody waits for it any more. What is the station's alone keeps hamlet and words back.
 */
import type { Tx } from '@yimi/kernel';
import { addDays, columns, defineTable, optional, scopes } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { isOpen, needs, urgencies } from '@yimi/needs';
import { liveClient } from '@yimi/people';
import { needKinds } from '@yimi/services';
import type * as z from 'zod/mini';
import type { Offer } from './offers.ts';
import { isLive, offerStates } from './offers.ts';
import { profiles } from './tables.ts';

/** 找我帮忙的: under the offer's id. */
export const ownOffers = defineTable({
  name: 'volunteers.own_offers',
  columns: {
    helperId: columns.id(),
    stationId: columns.id(),
    kind: columns.choice(needKinds),
    urgency: optional(columns.choice(urgencies)),
    roomId: columns.id(),
    hamlet: columns.text(40),
    suits: columns.text(60),
    state: columns.choice(offerStates),
    offeredOn: columns.day(),
    answerBy: columns.day(),
    endedOn: optional(columns.day()),
    /** True: the station has settled it otherwise, and nobody waits at the door. */
    settled: columns.flag(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: ['self'],
});
export type OwnOffer = z.infer<typeof ownOffers.schema>;

/** Whom the helper goes to: under the offer's id, from yes to the end. */
export const ownTasks = defineTable({
  name: 'volunteers.own_tasks',
  columns: {
    helperId: columns.id(),
    clientId: optional(columns.id()),
    name: columns.text(40, { mark: 'guarded' }),
    hamlet: columns.text(40),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    /** What was asked for, in the resident's words. */
    words: optional(columns.text(500, { mark: 'sealed' })),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: ['self'],
  subject: (row) => row.clientId,
});
export type OwnTask = z.infer<typeof ownTasks.schema>;

/** How long an offer that has ended is still to be seen on the phone. */
export const daysShown = 7;

type Asker = Pick<OwnTask, 'name' | 'hamlet' | 'phone'>;

/** Null: erased, or not to be known here. */
function askerOf(tx: Tx, need: Need): Asker | null {
  if (need.clientId === null) return { name: need.askerName ?? '', hamlet: '', phone: need.askerPhone };
  const client = liveClient(tx, need.clientId);
  if (client === 'absent' || client === 'not-held' || client.state !== 'active') return null;
  return { name: client.name, hamlet: client.hamlet, phone: client.phone };
}

function forHelper(offer: Offer, need: Need, asker: Asker | null): OwnOffer {
  const { id, helperId, stationId, kind, roomId, suits, state, offeredOn, answerBy, endedOn, answeredOn } = offer;
  return {
    ...{ id, helperId, stationId, kind, roomId, suits, state, offeredOn, answerBy, urgency: need.urgency },
    hamlet: need.sensitive ? '' : (asker?.hamlet ?? ''),
    endedOn: endedOn ?? (state === 'declined' ? answeredOn : null),
    settled: !isOpen(need.state),
  };
}

/** Brings both rows of an offer into step. A helper without an account has no phone of ours: the desk rings. */
export function layOut(tx: Tx, offer: Offer): void {
  const profile = tx.get(profiles, offer.helperId);
  if (profile === 'absent' || profile === 'not-held' || !profile.withAccount) return;
  const need = tx.get(needs, offer.needId);
  const within = scopes.self(offer.helperId);
  const own = tx.get(ownOffers, offer.id, within);
  const task = tx.get(ownTasks, offer.id, within);
  if (need === 'absent' || need === 'not-held' || own === 'not-held' || task === 'not-held') return;
  const asker = askerOf(tx, need);
  // What was put away does not come back.
  if (isLive(offer.state) || own !== 'absent') tx.put(ownOffers, forHelper(offer, need, asker));
  if (offer.state === 'accepted' && isOpen(need.state) && asker !== null) {
    const { clientId, sensitive, words } = need;
    const { id, helperId } = offer;
    tx.put(ownTasks, { id, helperId, clientId, ...asker, words: sensitive ? null : words });
  } else if (task !== 'absent') tx.remove(ownTasks, offer.id);
}

/** Whether an offer has ended long enough ago to leave the phone. */
export function isPast(offer: Offer, today: string): boolean {
  const end = offer.endedOn ?? offer.answeredOn ?? offer.answerBy;
  return !isLive(offer.state) && end < addDays(today, -daysShown);
}

export function putAway(tx: Tx, offer: Offer): void {
  const own = tx.get(ownOffers, offer.id, scopes.self(offer.helperId));
  if (own !== 'absent' && own !== 'not-held') tx.remove(ownOffers, offer.id);
}
