/**
 * Villages and posts that an import made and that are taken back with it, by the server's job: as if they had never been. The
 * job looks first whether anybody has built on them, and holds their scopes still meanwhile.
 */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchPost, noSuchRoom, roomIsMerged } from '../problems.ts';
import { posts, rooms, staff } from '../tables.ts';

export const removeImportedRoom = defineCommand({
  name: 'network.remove-imported-room',
  system: true,
  input: z.strictObject({ roomId: Id }),
  permission: {},
  keys: (input) => [keyOf(rooms, input.roomId)],
  place: () => null,
  execute: (tx, { roomId }) => {
    const room = tx.get(rooms, roomId);
    if (room === 'absent' || room === 'not-held') return noSuchRoom();
    if (room.mergedInto !== null) return roomIsMerged();
    tx.remove(rooms, roomId);
    return undefined;
  },
});

export const removeImportedPost = defineCommand({
  name: 'network.remove-imported-post',
  system: true,
  input: z.strictObject({ postId: Id }),
  permission: {},
  keys: (input) => [keyOf(posts, input.postId), keyOf(staff, input.postId)],
  place: () => null,
  execute: (tx, { postId }) => {
    const post = tx.get(posts, postId);
    if (post === 'absent' || post === 'not-held') return noSuchPost();
    tx.remove(posts, postId);
    const row = tx.get(staff, postId);
    if (row !== 'absent' && row !== 'not-held') tx.remove(staff, postId);
    return undefined;
  },
});
