/** Where a profile lies, the number it is given, and what may not stand in it. Pure, the same on both sides. */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { activePosts, dayOf, derivedId, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, posts, stations } from '@yimi/network';
import { dayToCome, noSuchProfile } from './problems.ts';
import type { Profile } from './tables.ts';
import { numberBooks, profiles } from './tables.ts';

/** A village its own volunteers, a station all of its villages'. */
export const keepers: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };

export function placeOfVillage(tx: Tx, roomId: string): Place | null {
  const room = liveRoom(tx, roomId);
  return room === null ? null : { roomId: room.id, stationId: room.stationId };
}

export function placeOfProfile(tx: Tx, profileId: string): Place | 'not-held' | null {
  const profile = tx.get(profiles, profileId);
  if (profile === 'not-held') return 'not-held';
  return profile === 'absent' ? null : { roomId: profile.roomId, stationId: profile.stationId };
}

/** Writes what `change` makes of the profile, unless it refuses; a side that does not hold it lets the server decide (law C6). */
export function changeProfile(
  tx: Tx,
  profileId: string,
  change: (profile: Profile) => Profile | Problem,
): Problem | undefined {
  const profile = tx.get(profiles, profileId);
  if (profile === 'not-held') return undefined;
  if (profile === 'absent') return noSuchProfile();
  const after = change(profile);
  if ('code' in after) return after;
  tx.put(profiles, after);
  return undefined;
}

/** Agreeing and being trained are things that have happened. */
export function daysProblem(given: Pick<Profile, 'consentOn' | 'trainedOn'>, context: Context): Problem | null {
  const today = dayOf(context.recordedAt);
  if (given.consentOn !== null && given.consentOn > today) return dayToCome('consentOn');
  return given.trainedOn !== null && given.trainedOn > today ? dayToCome('trainedOn') : null;
}

/** Whether the account has a post in the village, or at its station. */
export function postedAt(tx: Tx, userId: string, room: Room, context: Context): boolean {
  const held = tx.list(posts, { column: 'userId', value: userId }, scopes.self(userId));
  if (held === 'not-held') return false;
  return activePosts(held, dayOf(context.recordedAt)).some((post) => post.stationId === room.stationId);
}

/** The next number under the township's code: nine digits of the code, four in the order of the server (law S4). */
export function nextNumber(tx: Tx, room: Room): string {
  const station = tx.get(stations, room.stationId, scopes.county);
  const code = station === 'absent' || station === 'not-held' ? '' : station.code.slice(0, 9);
  const id = derivedId('volunteer numbers', code);
  const book = tx.get(numberBooks, id, scopes.office);
  const last = (book === 'absent' || book === 'not-held' ? 0 : book.last) + 1;
  tx.put(numberBooks, { id, code, last });
  return `${code}-${String(last).padStart(4, '0')}`;
}
