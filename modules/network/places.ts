/** Where things lay on a day (law N6), and what a person's posts entitle their phone to hold (law S2). */
import type { HeldScope, Post, Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import type { Room } from './tables.ts';
import { rooms } from './tables.ts';

/** The station a room belonged to on that day; before its first entry, the first one. */
export function stationOn(room: Room, day: string): string {
  let found = room.stationHistory[0]?.stationId ?? room.stationId;
  for (const since of room.stationHistory) if (since.fromDay <= day) found = since.stationId;
  return found;
}

/** The room itself, or the one it was merged into. */
export function liveRoom(tx: Tx, roomId: string): Room | null {
  let id = roomId;
  // A chain of merges ends: a room is merged only into one that is not.
  for (let hops = 0; hops < 50; hops++) {
    const room = tx.get(rooms, id, scopes.county);
    if (room === 'absent' || room === 'not-held') return null;
    if (room.mergedInto === null) return room;
    id = room.mergedInto;
  }
  return null;
}

/**
 * What a phone holds. A volunteer holds no village, only the cards of people given to them, in `self`. Officers of
 * agency, township, county and city hold no people: they read figures by query, and people only with a purpose.
 */
export function heldScopes(
  userId: string,
  posts: readonly Post[],
  roomsOfStation: (stationId: string) => readonly string[],
): HeldScope[] {
  const held = new Map<string, HeldScope>();
  const add = (one: HeldScope): void => {
    // A person with two posts sees a village as the one that sees more of it.
    if (held.get(one.scope)?.roleClass !== 'station') held.set(one.scope, one);
  };
  add({ scope: scopes.self(userId), roleClass: 'self' });
  if (posts.length > 0) add({ scope: scopes.county, roleClass: 'member' });
  for (const post of posts) {
    if (post.role === 'village-worker' && post.roomId !== null) {
      add({ scope: scopes.room(post.roomId), roleClass: 'village' });
      if (post.stationId !== null) add({ scope: scopes.station(post.stationId), roleClass: 'village' });
    }
    if ((post.role === 'station-worker' || post.role === 'station-head') && post.stationId !== null) {
      add({ scope: scopes.station(post.stationId), roleClass: 'station' });
      for (const roomId of roomsOfStation(post.stationId)) add({ scope: scopes.room(roomId), roleClass: 'station' });
    }
  }
  return [...held.values()];
}
