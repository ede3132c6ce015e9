/**
 * Who may do what, declared once and used on both sides (DOMAIN.md 1). A person holds *posts*: a role at a place, from
 * a day to a day. A command names, per role, how far that role *reaches*; the place the command acts on then decides.
 */
import * as z from 'zod/mini';
import { Id } from './ids.ts';
import { Day } from './time.ts';

export const roles = [
  'hamlet-volunteer',
  'village-worker',
  'station-worker',
  'station-head',
  'agency-manager',
  'county-officer',
  'township-officer',
  'city-officer',
  'evaluator',
  'supervisor',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

export const Post = z.object({
  id: Id,
  userId: Id,
  role: z.enum(roles),
  stationId: z.nullable(Id),
  roomId: z.nullable(Id),
  agencyId: z.nullable(Id),
  fromDay: Day,
  toDay: z.nullable(Day),
});
export type Post = z.infer<typeof Post>;

/** own: records they wrote · assigned: people given to them · room, station, county: everybody there. */
export type Reach = 'own' | 'assigned' | 'room' | 'station' | 'county';
export type Permission = Partial<Record<Role, Reach>>;

/** Where a command acts, as far as the side that asks can know. `null` fields match no reach. */
export interface Place {
  readonly roomId?: string | null;
  readonly stationId?: string | null;
  readonly authorId?: string | null;
  readonly assigneeId?: string | null;
}

export function activePosts(posts: readonly Post[], today: Day): Post[] {
  return posts.filter((post) => post.fromDay <= today && (post.toDay === null || today <= post.toDay));
}

function reaches(post: Post, reach: Reach, place: Place): boolean {
  switch (reach) {
    case 'county':
      return true;
    case 'station':
      return post.stationId !== null && post.stationId === place.stationId;
    case 'room':
      return post.roomId !== null && post.roomId === place.roomId;
    case 'assigned':
      return place.assigneeId === post.userId;
    case 'own':
      return place.authorId === post.userId;
  }
}

/** The post under which the act is allowed, or null. Posts must be active ones (see `activePosts`). */
export function allowingPost(posts: readonly Post[], permission: Permission, place: Place): Post | null {
  for (const post of posts) {
    const reach = permission[post.role];
    if (reach !== undefined && reaches(post, reach, place)) return post;
  }
  return null;
}
