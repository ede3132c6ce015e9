/** The demo county: fictional, deterministic, told as commands for the real engine. */

import { allPhotos } from './pictures/scene.ts';
import { planPlaces } from './places.ts';
import type { Options } from './scale.ts';
import { scaleOf } from './scale.ts';
import type { Person } from './staff.ts';
import { planStaff } from './staff.ts';

export type { Batch } from './county.ts';
export { demoCounty } from './county.ts';
export type { NationalCounty, NationalOptions } from './national.ts';
export { nationalRollups } from './national.ts';
export { demoPlace } from './places.ts';
export type { ExpectedFigures } from './read-figures.ts';
export { expectedFigures } from './read-figures.ts';
export type { Signing } from './report.ts';
export type { Options } from './scale.ts';
export { defaultPassword } from './staff.ts';
export type { Refusal } from './trays.ts';

export interface Account extends Pick<Person, 'userId' | 'login' | 'name' | 'sex' | 'phone' | 'role' | 'featured'> {
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly roomId: string | null;
  readonly roomName: string | null;
  readonly agencyId: string | null;
  /** False for who has left: the account exists, the post has ended. */
  readonly active: boolean;
}

/** Everybody who can sign in; the featured ones are those of the tour, one or two a role. */
export function demoAccounts(options: Options): Account[] {
  const scale = scaleOf(options);
  return planStaff(planPlaces(scale), scale, options.today).map((person) => {
    const { userId, login, name, sex, phone, role, featured, station, village, agencyId } = person;
    return {
      userId,
      login,
      name,
      sex,
      phone,
      role,
      featured,
      agencyId,
      stationId: station?.id ?? null,
      stationName: station?.name ?? null,
      roomId: village?.id ?? null,
      roomName: village?.name ?? null,
      active: person.lastDay === null,
    };
  });
}

/** The pictures that visits name as evidence, by hash. */
export function demoPhotos(): Map<string, Uint8Array> {
  return new Map(allPhotos().map((photo) => [photo.sha256, photo.bytes]));
}
