/** What follows from villages and needs: a volunteer goes with the home village, an offer with its need. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { isOpen, needs } from '@yimi/needs';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
import { offers } from './offers.ts';
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

/** Offers lie where their need lies; once nobody has to do anything about it, who has not answered is not asked any more. */
const offersFollowNeed = defineFollower(needs, (tx: Tx, before: Need | null, after: Need | null) => {
  if (before === null || after === null) return;
  const settled = isOpen(before.state) && !isOpen(after.state);
  if (!settled && before.heldBy === after.heldBy && before.heldIn === after.heldIn) return;
  const found = tx.list(offers, { column: 'needId', value: after.id }, scopes.desk(before.heldBy));
  if (found === 'not-held') return;
  for (const offer of found) {
    const state = settled && offer.state === 'offered' ? 'withdrawn' : offer.state;
    tx.put(offers, { ...offer, state, roomId: after.heldIn, stationId: after.heldBy });
  }
});

export const followers = [profilesFollowRoom, offersFollowNeed];
