/**
 * Devices. Several people share one phone, so that a row is a person on a device. The deposit token proves both, and can
 * only deposit (law S5); a lost device is revoked for everybody on it, and is told to wipe itself at its next contact.
 */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { firstOf, rowsOf } from './rows.ts';

const DeviceRow = z.object({
  device_id: z.string(),
  user_id: z.string(),
  county_id: z.string().nullable(),
  name: z.string(),
  revoked_at: z.number().nullable(),
  wipe_requested: z.boolean(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

export function deviceOf(trx: Trx, deviceId: string, userId: string): Promise<DeviceRow | null> {
  return firstOf(
    trx,
    DeviceRow,
    sql`select device_id, user_id, county_id, name, revoked_at, wipe_requested from login.devices
      where device_id = ${deviceId} and user_id = ${userId}`,
  );
}

export function peopleOnDevice(trx: Trx, deviceId: string): Promise<DeviceRow[]> {
  return rowsOf(
    trx,
    DeviceRow,
    sql`select device_id, user_id, county_id, name, revoked_at, wipe_requested from login.devices where device_id = ${deviceId}`,
  );
}

export async function knowDevice(
  trx: Trx,
  device: { readonly id: string; readonly name: string },
  userId: string,
  countyId: string | null,
  now: number,
): Promise<void> {
  await sql`insert into login.devices (device_id, user_id, county_id, name, first_seen_at)
    values (${device.id}, ${userId}, ${countyId}, ${device.name}, ${now})
    on conflict (device_id, user_id) do update set name = excluded.name`.execute(trx);
}

/** A fresh enrolment on a device that was found again lets this person back on it. */
export async function readmitDevice(trx: Trx, deviceId: string, userId: string): Promise<void> {
  await sql`update login.devices set revoked_at = null, wipe_requested = false
    where device_id = ${deviceId} and user_id = ${userId}`.execute(trx);
}

/** Lost or stolen: nobody's session goes on there. */
export async function revokeDevice(trx: Trx, deviceId: string, now: number): Promise<void> {
  await sql`update login.devices set revoked_at = coalesce(revoked_at, ${now}), wipe_requested = true
    where device_id = ${deviceId}`.execute(trx);
  await sql`update login.sessions set ended_at = ${now} where device_id = ${deviceId} and ended_at is null`.execute(
    trx,
  );
}
