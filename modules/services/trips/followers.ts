/** What follows from trips: a village learns of its day. And what is to be done for a person goes where the person goes. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { clients, liveClient } from '@yimi/people';
import { stopsOf } from './rules.ts';
import type { Stop, Trip } from './tables.ts';
import { errands, stops, trips, villageDays } from './tables.ts';

/** Drafts and requests tell a village nothing: somebody would wait at the road for a car that was never granted. */
function announces(trip: Trip): boolean {
  return trip.state === 'approved' || trip.state === 'under-way' || trip.state === 'closed';
}

function announce(tx: Tx, trip: Trip, stop: Stop): void {
  const known = tx.get(villageDays, stop.id, scopes.room(stop.roomId));
  // Called off after it was told: the village hears that, too.
  if (!announces(trip)) {
    if (known === 'absent' || known === 'not-held') return;
    tx.put(villageDays, { ...known, state: 'not-coming' });
    return;
  }
  const { id, tripId, roomId, arriveAt } = stop;
  const state = stop.state === 'planned' ? 'coming' : stop.state === 'reached' ? 'here' : 'not-coming';
  tx.put(villageDays, { id, tripId, roomId, arriveAt, day: trip.day, memberIds: trip.memberIds, state });
}

const daysFollowTrip = defineFollower(trips, (tx: Tx, before: Trip | null, after: Trip | null) => {
  if (after === null) return;
  const told = (trip: Trip | null): string =>
    trip === null ? '' : JSON.stringify([announces(trip), trip.day, trip.memberIds]);
  if (told(before) === told(after)) return;
  for (const stop of stopsOf(tx, after)) announce(tx, after, stop);
});

const daysFollowStop = defineFollower(stops, (tx: Tx, before: Stop | null, after: Stop | null) => {
  const gone = before !== null && (after === null || after.roomId !== before.roomId);
  if (gone) {
    const known = tx.get(villageDays, before.id, scopes.room(before.roomId));
    if (known !== 'absent' && known !== 'not-held') tx.remove(villageDays, before.id);
  }
  if (after === null) return;
  const trip = tx.get(trips, after.tripId, scopes.station(after.stationId));
  if (trip !== 'absent' && trip !== 'not-held') announce(tx, trip, after);
});

const errandsFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null) return;
  const erased = after.state === 'erased' && before.state !== 'erased';
  const merged = after.mergedInto !== null && before.mergedInto === null;
  if (before.roomId === after.roomId && !erased && !merged) return;
  const into = merged ? liveClient(tx, after.id) : after;
  if (into === 'absent' || into === 'not-held') return;
  const theirs = tx.list(errands, { column: 'clientId', value: after.id }, scopes.room(before.roomId));
  if (theirs === 'not-held') return;
  for (const errand of theirs) {
    const moved = { ...errand, clientId: into.id, roomId: into.roomId };
    // Erasure (law A7): what was to be brought tells about a person as their file does.
    tx.put(errands, erased ? { ...moved, text: '', state: errand.state === 'open' ? 'dropped' : errand.state } : moved);
  }
});

export const tripFollowers = [daysFollowTrip, daysFollowStop, errandsFollowClient];
