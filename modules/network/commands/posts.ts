/**
 * Who works where: posts are opened, ended and moved, never deleted, so that old records keep their author's role. The staff
 * directory follows, one row a post. A day in the future is a plan: the row says so by its days, and phones read them.
 */
import type { Context, Permission, Place, Problem, Role, Tx } from '@yimi/kernel';
import { activePosts, addDays, Day, dayOf, defineCommand, Id, keyOf, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import {
  alreadyEnded,
  alreadyThere,
  endsBeforeItBegins,
  evaluatorNeedsEnd,
  movesTooEarly,
  noSuchPost,
  noSuchRoom,
  noSuchStation,
  postNeedsPlace,
  roomElsewhere,
  roomIsMerged,
  worksElsewhere,
} from '../problems.ts';
import type { Staff } from '../tables.ts';
import { posts, rooms, staff, stations } from '../tables.ts';

const byHead: Permission = { 'station-head': 'station', administrator: 'county', 'county-officer': 'county' };
/** What a station head may hand out: nobody makes themselves an officer. */
const rolesOfAStation: readonly Role[] = ['hamlet-volunteer', 'village-worker', 'station-worker'];
const inAStation: readonly Role[] = [...rolesOfAStation, 'station-head'];
const inARoom: readonly Role[] = ['hamlet-volunteer', 'village-worker'];
const Hamlet = z._default(z.string().check(z.maxLength(40)), '');

export const openPost = defineCommand({
  name: 'network.open-post',
  version: 2,
  // Version 2 may say which hamlet a volunteer looks after, and until when a post lasts.
  upcasts: { 1: (input) => input },
  input: z.strictObject({
    postId: Id,
    userId: Id,
    name: z.string().check(z.minLength(1), z.maxLength(40)),
    phone: z.nullable(z.string().check(z.maxLength(20))),
    role: z.enum(roles),
    stationId: z.nullable(Id),
    roomId: z.nullable(Id),
    agencyId: z.nullable(Id),
    fromDay: Day,
    hamlet: Hamlet,
    /** The last day, where it is known from the first. */
    toDay: z._default(z.nullable(Day), null),
  }),
  permission: byHead,
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.postId)],
  // An officer's post lies at no station, so a head's reach never covers it.
  place: (_tx, input) => ({ stationId: rolesOfAStation.includes(input.role) ? input.stationId : null }),
  execute: (tx, { postId, name, phone, ...post }, context) => {
    const known = tx.get(posts, postId, scopes.self(post.userId));
    // A head's phone does not hold other people's posts (law C6).
    if (known !== 'absent' && known !== 'not-held') return alreadyThere('input.postId');
    if (inAStation.includes(post.role) && post.stationId === null) return postNeedsPlace(post.role);
    if (inARoom.includes(post.role) && post.roomId === null) return postNeedsPlace(post.role);
    if (post.role === 'agency-manager' && post.agencyId === null) return postNeedsPlace(post.role);
    // 第三方评估: whoever looks in from outside does so for a time (DOMAIN.md 1).
    if (post.role === 'evaluator' && post.toDay === null) return evaluatorNeedsEnd();
    if (post.toDay !== null && post.toDay < post.fromDay) return endsBeforeItBegins();
    const nowhere = post.stationId === null ? undefined : placeProblem(tx, post.stationId, post.roomId);
    if (nowhere !== undefined) return nowhere;
    // A head reaches nobody who works for another station; the county's desk may give them a second post.
    const byAHead = context.posts.some((held) => held.role === 'station-head');
    if (byAHead && worksForAnother(tx, post.userId, post.stationId, context)) return worksElsewhere();
    tx.put(posts, { id: postId, ...post });
    const { userId, role, stationId, roomId, fromDay, toDay, hamlet } = post;
    if (stationId !== null && inAStation.includes(role)) {
      const row = { id: postId, userId, name, phone, stationId, roomId, role, hamlet, fromDay, toDay };
      tx.put(staff, { ...row, active: toDay === null || dayOf(context.recordedAt) <= toDay });
    }
    return undefined;
  },
});

/** A post lies at a station that there is, and in a village of that station. */
function placeProblem(tx: Tx, stationId: string, roomId: string | null): Problem | undefined {
  if (tx.get(stations, stationId, scopes.county) === 'absent') return noSuchStation();
  if (roomId === null) return undefined;
  const room = tx.get(rooms, roomId, scopes.county);
  if (room === 'absent') return noSuchRoom();
  if (room === 'not-held') return undefined;
  if (room.mergedInto !== null) return roomIsMerged();
  return room.stationId === stationId ? undefined : roomElsewhere();
}

function worksForAnother(tx: Tx, userId: string, stationId: string | null, context: Context): boolean {
  const theirs = tx.list(posts, { column: 'userId', value: userId }, scopes.self(userId));
  if (theirs === 'not-held') return false;
  return activePosts(theirs, dayOf(context.recordedAt)).some(
    (one) => inAStation.includes(one.role) && one.stationId !== stationId,
  );
}

/** The directory's row of a post; rows of before posts had rows of their own lie under the person's id. */
function staffRow(tx: Tx, post: { id: string; userId: string; stationId: string | null }): Staff | null {
  for (const id of [post.id, post.userId]) {
    const row = tx.get(staff, id);
    if (row !== 'absent' && row !== 'not-held' && row.stationId === post.stationId) return row;
  }
  return null;
}

function close(tx: Tx, post: z.infer<typeof posts.schema>, lastDay: Day, context: Context): void {
  tx.put(posts, { ...post, toDay: lastDay });
  const row = staffRow(tx, post);
  if (row === null) return;
  const today = dayOf(context.recordedAt);
  if (row.id === post.userId) {
    // One row for all the person's posts: it ends with the last of them.
    const others = tx.list(posts, { column: 'userId', value: post.userId }, scopes.self(post.userId));
    if (others === 'not-held') return;
    if (activePosts(others, today).some((other) => other.stationId === post.stationId)) return;
    tx.put(staff, { ...row, active: false });
    return;
  }
  tx.put(staff, { ...row, toDay: lastDay, active: today <= lastDay });
}

export const endPost = defineCommand({
  name: 'network.end-post',
  input: z.strictObject({ postId: Id, userId: Id, lastDay: Day }),
  permission: byHead,
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.postId)],
  place: (tx, input) => {
    const post = tx.get(posts, input.postId);
    if (post === 'not-held') return 'not-held';
    if (post === 'absent') return null;
    return { stationId: rolesOfAStation.includes(post.role) ? post.stationId : null };
  },
  execute: (tx, input, context) => {
    const post = tx.get(posts, input.postId);
    if (post === 'not-held') return undefined;
    if (post === 'absent' || post.userId !== input.userId) return noSuchPost();
    if (post.toDay !== null) return alreadyEnded();
    close(tx, post, input.lastDay, context);
    return undefined;
  },
});

/** A head moves their own people between their own villages; between stations the county's desk does. */
function placeOfMove(tx: Tx, input: { postId: string; stationId: string; role: Role }): Place | 'not-held' | null {
  const post = tx.get(posts, input.postId);
  if (post === 'not-held') return 'not-held';
  if (post === 'absent') return null;
  const below = rolesOfAStation.includes(post.role) && rolesOfAStation.includes(input.role);
  return { stationId: below && post.stationId === input.stationId ? post.stationId : null };
}

/**
 * A person leaves one post and takes another, in one act: no day without a post, none with both. What they recorded keeps
 * the old place (law N6); their phone is re-scoped on the day, and what it had not sent comes to the tray (law S5).
 */
export const moveWorker = defineCommand({
  name: 'network.move-worker',
  input: z.strictObject({
    postId: Id,
    userId: Id,
    newPostId: Id,
    role: z.enum(['hamlet-volunteer', 'village-worker', 'station-worker', 'station-head']),
    stationId: Id,
    roomId: z.nullable(Id),
    hamlet: Hamlet,
    /** The first day at the new place. */
    fromDay: Day,
  }),
  permission: byHead,
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.postId), keyOf(posts, input.newPostId)],
  place: placeOfMove,
  execute: (tx, { postId, newPostId, userId, ...to }, context) => {
    const post = tx.get(posts, postId);
    if (post === 'not-held') return undefined;
    if (post === 'absent' || post.userId !== userId) return noSuchPost();
    // A post that was to end later anyway ends earlier.
    if (post.toDay !== null && post.toDay < to.fromDay) return alreadyEnded();
    if (tx.get(posts, newPostId) !== 'absent') return alreadyThere('input.newPostId');
    const row = staffRow(tx, post);
    if (row === null) return noSuchPost();
    if (inARoom.includes(to.role) && to.roomId === null) return postNeedsPlace(to.role);
    if (to.fromDay <= post.fromDay) return movesTooEarly(post.fromDay);
    const nowhere = placeProblem(tx, to.stationId, to.roomId);
    if (nowhere !== undefined) return nowhere;
    close(tx, post, addDays(to.fromDay, -1), context);
    const agencyId = to.stationId === post.stationId ? post.agencyId : null;
    tx.put(posts, { id: newPostId, userId, ...to, agencyId, toDay: null });
    const { name, phone } = row;
    tx.put(staff, { id: newPostId, userId, name, phone, ...to, toDay: null, active: true });
    return undefined;
  },
});
