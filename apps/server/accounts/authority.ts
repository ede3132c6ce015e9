/**
 * Who may let people in, reset them and end their sessions, declared once. A station head reaches the people of the own
 * station below their own rank, and only if *every* post of that person lies there: whoever opens a post for somebody
 * else's worker, or for an officer, has not thereby come by their password.
 */
import type { Permission, Post, Reach, Role } from '@yimi/kernel';
import { allowingPost } from '@yimi/kernel';

export const managePeople: Permission = {
  'station-head': 'station',
  'county-officer': 'county',
  administrator: 'county',
};

/** What a station head outranks. */
const belowHead: readonly Role[] = ['hamlet-volunteer', 'village-worker', 'station-worker'];

/** @param theirs the active posts of the person concerned, who belongs to the same county */
export function mayManage(mine: readonly Post[], theirs: readonly Post[]): boolean {
  const everywhere = allowingPost(mine.filter(reachOf('county')), managePeople, {});
  if (everywhere !== null) return true;
  return (
    theirs.length > 0 &&
    theirs.every(
      (post) =>
        belowHead.includes(post.role) &&
        allowingPost(mine.filter(reachOf('station')), managePeople, { stationId: post.stationId }) !== null,
    )
  );
}

function reachOf(reach: Reach): (post: Post) => boolean {
  return (post) => managePeople[post.role] === reach;
}
