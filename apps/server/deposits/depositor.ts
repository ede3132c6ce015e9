/**
 * Whom a deposit token proves: one person on one device. A phone that several share hands in each one's work with that
 * one's token. It still proves its person after the device was revoked, so that unsent work can come out (law S5).
 */
import type { Problem } from '@yimi/kernel';
import type { DeviceRow } from '../accounts/devices.ts';
import { peopleOnDevice } from '../accounts/devices.ts';
import type { AccountParts } from '../accounts/parts.ts';
import { depositToken, peppersOf, sameSecret } from '../accounts/secrets.ts';
import { wrongDepositToken } from './problems.ts';

export interface Proven extends DeviceRow {
  readonly county_id: string;
}

export async function provenBy(parts: AccountParts, deviceId: string, token: string): Promise<Proven | Problem> {
  const people = await parts.database.outsideCounties((trx) => peopleOnDevice(trx, deviceId));
  const peppers = peppersOf(parts.keys);
  const one = people.find((row) =>
    peppers.some((pepper) => sameSecret(token, depositToken(pepper, row.device_id, row.user_id))),
  );
  // People of a city hold no records of people served: they have nothing to deposit.
  return one === undefined || one.county_id === null ? wrongDepositToken() : { ...one, county_id: one.county_id };
}
