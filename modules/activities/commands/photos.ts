/**
 * Pictures of an activity (活动照片): put there at the desk by whoever asked those in it, taken away at anybody's word, and gone with
 * the county's period for words. A picture is no proof that somebody came, and an activity without one counts the same.
 */
import type { Place, Tx } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { activityOf, organisers, placeOfActivity } from '../activity-rules.ts';
import { noSuchPhoto, notHeldYet, tooManyPhotos } from '../problems.ts';
import { activities, mostPhotos, photos } from '../tables.ts';

export const addPhoto = defineCommand({
  name: 'activities.add-photo',
  input: z.strictObject({
    photoId: Id,
    activityId: Id,
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    /** Whoever is to be recognised in it was asked, a child's guardian for the child. */
    asked: z.literal(true),
  }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId), keyOf(photos, input.photoId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { photoId, activityId, sha256 }, context) => {
    const found = activityOf(tx, activityId);
    if ('answer' in found) return found.answer;
    const { state, roomId, stationId, day } = found.activity;
    if (state !== 'open' && state !== 'held' && state !== 'closed') return notHeldYet();
    const known = tx.list(photos, { column: 'activityId', value: activityId }, scopes.desk(stationId));
    if (known === 'not-held') return undefined;
    // The same picture a second time is the same picture.
    if (known.some((one) => one.sha256 === sha256 || one.id === photoId)) return undefined;
    if (known.length >= mostPhotos) return tooManyPhotos(mostPhotos);
    tx.put(photos, {
      ...{ id: photoId, activityId, roomId, stationId, day, sha256 },
      ...{ authorId: context.onBehalfOf ?? context.actorId, recordedAt: context.recordedAt },
    });
    return undefined;
  },
});

function placeOfPhoto(tx: Tx, photoId: string): Place | 'not-held' | null {
  const photo = tx.get(photos, photoId);
  if (photo === 'not-held') return 'not-held';
  return photo === 'absent' ? null : { roomId: photo.roomId, stationId: photo.stationId };
}

export const removePhoto = defineCommand({
  name: 'activities.remove-photo',
  input: z.strictObject({ photoId: Id }),
  permission: organisers,
  keys: (input) => [keyOf(photos, input.photoId)],
  place: (tx, input) => placeOfPhoto(tx, input.photoId),
  execute: (tx, { photoId }) => {
    const photo = tx.get(photos, photoId);
    if (photo === 'absent') return noSuchPhoto();
    if (photo !== 'not-held') tx.remove(photos, photoId);
    return undefined;
  },
});

/** Past the county's period for words: the pictures go, the activity stands. */
export const forgetPhotos = defineCommand({
  name: 'activities.forget-photos',
  system: true,
  input: z.strictObject({ photoIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: ({ photoIds }) => photoIds.map((id) => keyOf(photos, id)),
  place: () => null,
  execute: (tx, { photoIds, before }) => {
    for (const id of photoIds) {
      const photo = tx.get(photos, id);
      if (photo !== 'absent' && photo !== 'not-held' && photo.day < before) tx.remove(photos, id);
    }
    return undefined;
  },
});
