/** Where things lay on a day (law N6), who works where, and what posts entitle a phone to hold (law S2). */
import type { Day, HeldScope, Post, Tx } from '@yimi/kernel';
import { addDays, scopes } from '@yimi/kernel';
import type { Room, Staff, Station } from './tables.ts';
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

type Coded = Pick<Station | Room, 'code' | 'codeHistory' | 'name' | 'formerNames'>;

/** The division code that the place bore on that day; the code is an attribute with days, never a key. */
export function codeOn({ code, codeHistory }: Pick<Coded, 'code' | 'codeHistory'>, day: Day): string {
  let found = codeHistory[0]?.code ?? code;
  for (const since of codeHistory) if (since.fromDay <= day) found = since.code;
  return found;
}

/** What the place was called on that day. */
export function nameOn({ name, formerNames }: Pick<Coded, 'name' | 'formerNames'>, day: Day): string {
  return formerNames.find((former) => day <= former.lastDay)?.name ?? name;
}

/** The place under another name or code from a day on; what it was before stays beside it. */
export function renamed<T extends Coded>(place: T, to: { name: string; code: string }, fromDay: Day): T {
  const lastDay = addDays(fromDay, -1);
  const formerNames =
    to.name === place.name
      ? place.formerNames
      : [...place.formerNames.filter((one) => one.lastDay < lastDay), { name: place.name, lastDay }];
  const before = place.codeHistory.filter((one) => one.fromDay < fromDay);
  const begun = before.length > 0 ? before : [{ code: place.code, fromDay: '0001-01-01' }];
  const codeHistory = to.code === place.code ? place.codeHistory : [...begun, { code: to.code, fromDay }];
  return { ...place, ...to, formerNames, codeHistory };
}

/** The person of a staff row; rows of before posts had rows of their own lie under the person's id. */
export function holderOf(row: Pick<Staff, 'id' | 'userId'>): string {
  return row.userId ?? row.id;
}

/** Whether the person of the row works there on that day. */
export function worksOn({ active, fromDay, toDay }: Staff, day: Day): boolean {
  return active && (fromDay === null || fromDay <= day) && (toDay === null || day <= toDay);
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
