/** What follows from villages: a volunteer goes with the home village. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
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

export const followers = [profilesFollowRoom];
