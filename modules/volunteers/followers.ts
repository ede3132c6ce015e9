/** What follows from villages: a volunteer goes with the home village, an offer with the village of its need. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, rooms } from '@yimi/network';
import { offers, profiles } from './tables.ts';

/** A village that is merged, or given to another station, takes its volunteers and offers along, to the desk of that station. */
const followRoom = defineFollower(rooms, (tx: Tx, before: Room | null, after: Room | null) => {
  if (before === null || after === null) return;
  if (before.stationId === after.stationId && before.mergedInto === after.mergedInto) return;
  const room = liveRoom(tx, after.id);
  if (room === null) return;
  const by = { column: 'roomId', value: after.id } as const;
  const desk = scopes.desk(before.stationId);
  const there = { roomId: room.id, stationId: room.stationId };
  const helpers = tx.list(profiles, by, desk);
  if (helpers !== 'not-held') for (const profile of helpers) tx.put(profiles, { ...profile, ...there });
  const asked = tx.list(offers, by, desk);
  if (asked !== 'not-held') for (const offer of asked) tx.put(offers, { ...offer, ...there });
});

export const followers = [followRoom];
