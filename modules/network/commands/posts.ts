/** Who works where: posts are opened and ended, never deleted, so that old records keep their author's role. */

import type { Permission, Role } from '@yimi/kernel';
import { activePosts, Day, dayOf, defineCommand, Id, keyOf, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { alreadyEnded, alreadyThere, noSuchPost, postNeedsPlace, worksElsewhere } from '../problems.ts';
import { posts, staff } from '../tables.ts';

const byHead: Permission = { 'station-head': 'station', administrator: 'county', 'county-officer': 'county' };
/** What a station head may hand out: nobody makes themselves an officer. */
const rolesOfAStation: readonly Role[] = ['hamlet-volunteer', 'village-worker', 'station-worker'];
const inAStation: readonly Role[] = [...rolesOfAStation, 'station-head'];
const inARoom: readonly Role[] = ['hamlet-volunteer', 'village-worker'];

export const openPost = defineCommand({
  name: 'network.open-post',
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
  }),
  permission: byHead,
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.userId)],
  // An officer's post lies at no station, so a head's reach never covers it.
  place: (_tx, input) => ({ stationId: rolesOfAStation.includes(input.role) ? input.stationId : null }),
  execute: (tx, { postId, name, phone, ...post }, context) => {
    const known = tx.get(posts, postId, scopes.self(post.userId));
    // A head's phone does not hold other people's posts (law C6).
    if (known !== 'absent' && known !== 'not-held') return alreadyThere('input.postId');
    if (inAStation.includes(post.role) && post.stationId === null) return postNeedsPlace(post.role);
    if (inARoom.includes(post.role) && post.roomId === null) return postNeedsPlace(post.role);
    if (post.role === 'agency-manager' && post.agencyId === null) return postNeedsPlace(post.role);
    const theirs = tx.get(staff, post.userId);
    const elsewhere =
      theirs !== 'absent' && theirs !== 'not-held' && theirs.active && theirs.stationId !== post.stationId;
    // A head reaches nobody who works for another station; the county's desk may move them.
    if (elsewhere && context.posts.some((held) => held.role === 'station-head')) return worksElsewhere();
    tx.put(posts, { id: postId, ...post, toDay: null });
    const { userId, role, stationId, roomId } = post;
    if (stationId !== null && inAStation.includes(role)) {
      tx.put(staff, { id: userId, name, phone, stationId, roomId, role, active: true });
    }
    return undefined;
  },
});

export const endPost = defineCommand({
  name: 'network.end-post',
  input: z.strictObject({ postId: Id, userId: Id, lastDay: Day }),
  permission: byHead,
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.userId)],
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
    tx.put(posts, { ...post, toDay: input.lastDay });
    const person = tx.get(staff, post.userId);
    const others = tx.list(posts, { column: 'userId', value: post.userId }, scopes.self(post.userId));
    const today = dayOf(context.recordedAt);
    const goesOn =
      others === 'not-held' || activePosts(others, today).some((other) => other.stationId === post.stationId);
    if (!goesOn && person !== 'absent' && person !== 'not-held' && person.stationId === post.stationId) {
      tx.put(staff, { ...person, active: false });
    }
    return undefined;
  },
});
