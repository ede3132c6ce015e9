/** Volunteers are taken on, put right, rest and leave. Who comes back keeps their number. */
import { Day, dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import { HalfDaysOfWeek, sexes } from '@yimi/needs';
import { liveRoom, rooms } from '@yimi/network';
import { languages } from '@yimi/people';
import * as z from 'zod/mini';
import { skills } from '../matching/asks-and-helpers.ts';
import {
  alreadyAdded,
  hasEnded,
  noPostThere,
  notPaused,
  pauseIsPast,
  unknownVillage,
  villageElsewhere,
} from '../problems.ts';
import {
  changeProfile,
  daysProblem,
  keepers,
  nextNumber,
  placeOfProfile,
  placeOfVillage,
  postedAt,
} from '../profile-rules.ts';
import { mostTasksAWeek, mostWayMinutes, profiles } from '../tables.ts';

const told = {
  roomId: Id,
  name: z.string().check(z.minLength(1), z.maxLength(40)),
  phone: z.nullable(z.string().check(z.regex(/^[\d+ -]{5,20}$/))),
  sex: z.nullable(z.enum(sexes)),
  skills: z.array(z.enum(skills)).check(z.maxLength(skills.length)),
  languages: z.array(z.enum(languages)).check(z.maxLength(languages.length)),
  free: HalfDaysOfWeek,
  mostMinutes: z.int().check(z.minimum(0), z.maximum(mostWayMinutes)),
  places: z.int().check(z.minimum(0), z.maximum(mostTasksAWeek)),
  insuredUntil: z.nullable(Day),
  trainedOn: z.nullable(Day),
  consentOn: z.nullable(Day),
};

/** Each once, in the order in which they were given. */
function listed<Told extends { skills: readonly string[]; languages: readonly string[] }>(given: Told): Told {
  return { ...given, skills: [...new Set(given.skills)], languages: [...new Set(given.languages)] };
}

export const addProfile = defineCommand({
  name: 'volunteers.add',
  input: z.strictObject({ profileId: Id, withAccount: z.boolean(), ...told }),
  permission: keepers,
  keys: (input) => [keyOf(profiles, input.profileId), keyOf(rooms, input.roomId)],
  place: (tx, input) => placeOfVillage(tx, input.roomId),
  execute: (tx, { profileId, withAccount, ...given }, context) => {
    const before = tx.get(profiles, profileId);
    // Somebody who left and comes back is the same volunteer, at whichever station.
    const known = before === 'absent' || before === 'not-held' ? null : before;
    if (known !== null && known.state !== 'ended') return alreadyAdded();
    const room = liveRoom(tx, given.roomId);
    if (room === null) return unknownVillage();
    const wrong = daysProblem(given, context);
    if (wrong !== null) return wrong;
    if (withAccount && !postedAt(tx, profileId, room, context)) return noPostThere();
    tx.put(profiles, {
      id: profileId,
      ...listed(given),
      ...{ number: known?.number ?? nextNumber(tx, room), withAccount, roomId: room.id, stationId: room.stationId },
      ...{ state: 'active', pausedUntil: null, authorId: context.onBehalfOf ?? context.actorId },
      recordedAt: context.recordedAt,
    });
    return undefined;
  },
});

export const correctProfile = defineCommand({
  name: 'volunteers.correct',
  input: z.strictObject({ profileId: Id, ...told }),
  permission: keepers,
  keys: (input) => [keyOf(profiles, input.profileId), keyOf(rooms, input.roomId)],
  place: (tx, input) => placeOfProfile(tx, input.profileId),
  execute: (tx, { profileId, ...given }, context) =>
    changeProfile(tx, profileId, (profile) => {
      if (profile.state === 'ended') return hasEnded();
      const room = liveRoom(tx, given.roomId);
      if (room === null) return unknownVillage();
      // Another station takes somebody on by itself, once they have left here.
      if (room.stationId !== profile.stationId) return villageElsewhere();
      return daysProblem(given, context) ?? { ...profile, ...listed(given), roomId: room.id };
    }),
});

const one = z.strictObject({ profileId: Id });
const ofProfile = {
  permission: keepers,
  keys: (input: { profileId: string }) => [keyOf(profiles, input.profileId)],
};

export const pauseProfile = defineCommand({
  name: 'volunteers.pause',
  input: z.strictObject({ profileId: Id, untilDay: z.nullable(Day) }),
  ...ofProfile,
  place: (tx, input) => placeOfProfile(tx, input.profileId),
  execute: (tx, { profileId, untilDay }, context) =>
    changeProfile(tx, profileId, (profile) => {
      if (profile.state === 'ended') return hasEnded();
      if (untilDay !== null && untilDay < dayOf(context.recordedAt)) return pauseIsPast();
      return { ...profile, state: 'paused', pausedUntil: untilDay };
    }),
});

export const resumeProfile = defineCommand({
  name: 'volunteers.resume',
  input: one,
  ...ofProfile,
  place: (tx, input) => placeOfProfile(tx, input.profileId),
  execute: (tx, { profileId }) =>
    changeProfile(tx, profileId, (profile) =>
      profile.state === 'paused' ? { ...profile, state: 'active', pausedUntil: null } : notPaused(),
    ),
});

/** Name and number stay, because hours and certificates stand on them; the phone number and the consent go. */
export const endProfile = defineCommand({
  name: 'volunteers.end',
  input: one,
  ...ofProfile,
  place: (tx, input) => placeOfProfile(tx, input.profileId),
  execute: (tx, { profileId }) =>
    changeProfile(tx, profileId, (profile) =>
      profile.state === 'ended'
        ? hasEnded()
        : { ...profile, state: 'ended', pausedUntil: null, phone: null, consentOn: null },
    ),
});
