/**
 * Whom a deposit token proves. A token is of one person on one device; a phone that several share sends all the tokens
 * it was given. It still proves its person after the device was revoked, so that unsent work can come out (law S5).
 */
import type { Problem } from '@yimi/kernel';
import type { DeviceRow } from '../accounts/devices.ts';
import { peopleOnDevice } from '../accounts/devices.ts';
import type { AccountParts } from '../accounts/parts.ts';
import { depositToken, sameSecret } from '../accounts/secrets.ts';
import { wrongDepositToken } from './problems.ts';

export interface Proven extends DeviceRow {
  readonly county_id: string;
}

export async function provenBy(
  parts: AccountParts,
  deviceId: string,
  tokens: readonly string[],
): Promise<readonly [Proven, ...Proven[]] | Problem> {
  const people = await parts.database.outsideCounties((trx) => peopleOnDevice(trx, deviceId));
  const [first, ...rest] = people.flatMap((row) => {
    const right = depositToken(parts.keys.pepper, row.device_id, row.user_id);
    // People of a city hold no records of people served: they have nothing to deposit.
    return row.county_id !== null && tokens.some((token) => sameSecret(token, right))
      ? [{ ...row, county_id: row.county_id }]
      : [];
  });
  return first === undefined ? wrongDepositToken() : [first, ...rest];
}
