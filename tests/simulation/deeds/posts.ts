/** A station head opens and ends posts of their own people, from the phone. */
import { addDays, dayOf } from '@yimi/kernel';
import { posts, rooms, staff } from '@yimi/network';
import { volunteers } from '../county.ts';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';

function ownStation(scene: Scene): string | null {
  const mine = scene.replica.rows(posts).find((post) => post.role === 'station-head' && post.toDay === null);
  return mine?.stationId ?? null;
}

export function openPost(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const stationId = ownStation(scene);
  const someone = dice.pick(volunteers);
  const room = dice.pick(replica.rows(rooms).filter((one) => one.stationId === stationId && one.mergedInto === null));
  if (stationId === null || someone === undefined || room === undefined) return null;
  const input = {
    postId: replica.newId(),
    userId: someone.userId,
    name: someone.name,
    phone: null,
    role: 'hamlet-volunteer',
    stationId,
    roomId: room.id,
    agencyId: null,
    fromDay: addDays(dayOf(scene.now), -1),
  };
  return { name: 'network.open-post', input, mends: null, what: `opens a post for ${someone.name}` };
}

/** The head's phone shows who works here, not their posts: ends one of their own that was opened from here. */
export function endPost(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const opened = replica.entries.flatMap(({ envelope, state }) =>
    envelope.name === 'network.open-post' && (state === 'pending' || state === 'accepted') ? [envelope] : [],
  );
  const envelope = dice.pick(opened);
  if (envelope === undefined || replica.rows(staff).length === 0) return null;
  const { postId, userId } = envelope.input as { postId: string; userId: string };
  const input = { postId, userId, lastDay: dayOf(scene.now) };
  return { name: 'network.end-post', input, mends: null, what: `ends post ${short(postId)}` };
}
