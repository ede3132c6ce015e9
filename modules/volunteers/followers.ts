/** What follows from villages, people and needs: a volunteer goes with the home village, an offer with its need, and what phones carry with both. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { isOpen, needs } from '@yimi/needs';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients } from '@yimi/people';
import { layOut } from './carried.ts';
import type { Offer } from './offers.ts';
import { isLive, offers } from './offers.ts';
import type { Profile } from './tables.ts';
import { profiles } from './tables.ts';

/** A village that is merged, or given to another station, takes its volunteers along, to the desk of that station. */
const profilesFollowRoom = defineFollower(rooms, (tx: Tx, before: Room | null, after: Room | null) => {
  if (before === null || after === null) return;
  if (before.stationId === after.stationId && before.mergedInto === after.mergedInto) return;
  const room = liveRoom(tx, after.id);
  if (room === null) return;
  const found = tx.list(profiles, { column: 'roomId', value: after.id }, scopes.desk(before.stationId));
  if (found === 'not-held') return;
  for (const profile of found) tx.put(profiles, { ...profile, roomId: room.id, stationId: room.stationId });
});

/** Who leaves is at nothing any more, and keeps nobody's address. */
const offersFollowProfile = defineFollower(profiles, (tx: Tx, before: Profile | null, after: Profile | null) => {
  if (after?.state !== 'ended' || before?.state === 'ended') return;
  const found = tx.list(offers, { column: 'helperId', value: after.id }, scopes.desk(after.stationId));
  if (found === 'not-held') return;
  for (const offer of found) if (isLive(offer.state)) tx.put(offers, { ...offer, state: 'withdrawn' });
});

function offersOf(tx: Tx, need: Need): readonly Offer[] {
  const found = tx.list(offers, { column: 'needId', value: need.id }, scopes.desk(need.heldBy));
  return found === 'not-held' ? [] : found;
}

/** Offers lie where their need lies; once nobody has to do anything about it, who has not answered is not asked any more. */
const offersFollowNeed = defineFollower(needs, (tx: Tx, before: Need | null, after: Need | null) => {
  if (before === null || after === null) return;
  const settled = isOpen(before.state) && !isOpen(after.state);
  const moved = before.heldBy !== after.heldBy || before.heldIn !== after.heldIn;
  for (const offer of offersOf(tx, before)) {
    const state = settled && offer.state === 'offered' ? 'withdrawn' : offer.state;
    const endWords = after.words === null ? null : offer.endWords;
    if (moved || state !== offer.state || endWords !== offer.endWords)
      tx.put(offers, { ...offer, state, endWords, roomId: after.heldIn, stationId: after.heldBy });
    else layOut(tx, offer);
  }
});

const ownFollowsOffer = defineFollower(offers, (tx: Tx, _before: Offer | null, after: Offer | null) => {
  if (after !== null) layOut(tx, after);
});

/** A number or a name put right is put right on the phone of who is on the way. A move, a merger and an erasure come by the needs. */
const tasksFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.roomId !== after.roomId) return;
  const { name, phone, hamlet, state } = before;
  if (name === after.name && phone === after.phone && hamlet === after.hamlet && state === after.state) return;
  const station = liveRoom(tx, after.roomId)?.stationId;
  for (const within of [scopes.room(after.roomId), ...(station === undefined ? [] : [scopes.desk(station)])]) {
    const found = tx.list(needs, { column: 'clientId', value: after.id }, within);
    const open = found === 'not-held' ? [] : found.filter((need) => isOpen(need.state));
    for (const need of open) for (const offer of offersOf(tx, need)) layOut(tx, offer);
  }
});

export const followers = [
  ...[profilesFollowRoom, offersFollowProfile, offersFollowNeed],
  ...[ownFollowsOffer, tasksFollowClient],
];
