/**
 * What follows from each purpose of consent (单独同意), and from taking it back (PIPL 15, 47): the one place that says so. What
 * reads or writes about a person asks here, and nowhere judges by itself.
 *
 * - service: asked at the registration. Taken back: the person is due for nothing, stands in no list, plan or count of people
 *   served, and no volunteer keeps their card; a visit all the same is recorded, for it took place, and carries a flag.
 * - photo: no new pictures, none that there are is shown, the person's own picture goes.
 * - location: no place beside new pictures; places that are kept are struck out.
 * - sharing: what leaves the station (registers as files, registers for others than those who serve) counts the person and
 *   does not tell who it is. Figures name nobody anyway, and a person's own copy is theirs.
 */
import { daysBetween } from '@yimi/kernel';
import type { ConsentPurpose } from './code-lists.ts';
import type { Client } from './tables.ts';

type Consenting = Pick<Client, 'consents' | 'birthDay'>;

/** PIPL 31: somebody under fourteen needs the guardian's consent. */
export function needsGuardian(birthDay: string | null, today: string): boolean {
  return birthDay !== null && daysBetween(birthDay, today) < 14 * 365.25;
}

/** Photos and places want a yes: who was never asked has not agreed. */
export function hasConsent(client: Consenting, purpose: ConsentPurpose, today: string): boolean {
  return client.consents.some(
    (one) =>
      one.purpose === purpose &&
      one.withdrawnDay === null &&
      (one.givenBy === 'guardian' || !needsGuardian(client.birthDay, today)),
  );
}

/** Said once and taken back since; who was never asked has taken nothing back. */
export function hasWithdrawn(client: Pick<Client, 'consents'>, purpose: ConsentPurpose): boolean {
  const said = client.consents.filter((one) => one.purpose === purpose);
  return said.length > 0 && said.every((one) => one.withdrawnDay !== null);
}

/** The same of a day: on the day of taking back itself, what was done was still agreed to. */
export function hadWithdrawn(client: Pick<Client, 'consents'>, purpose: ConsentPurpose, day: string): boolean {
  const standing = client.consents.filter((one) => one.withdrawnDay === null || one.withdrawnDay >= day);
  return hasWithdrawn(client, purpose) && !standing.some((one) => one.purpose === purpose);
}

/** True while the station serves the person: they are due, planned for and counted. */
export function isServed(client: Pick<Client, 'consents' | 'state'>): boolean {
  return client.state === 'active' && !hasWithdrawn(client, 'service');
}

/** True if what leaves the station may say who it is about. */
export function mayBeNamedOutside(client: Pick<Client, 'consents'>): boolean {
  return !hasWithdrawn(client, 'sharing');
}
