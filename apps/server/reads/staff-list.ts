/** Who works where, one line a post: today, from a coming day on, or no longer. */
import type { Day } from '@yimi/kernel';
import { roles } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { ReadContext } from './read-context.ts';

const StaffRow = z.object({
  user_id: z.string(),
  post_id: z.string().nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  station_id: z.string(),
  room_id: z.string().nullable(),
  role: z.enum(roles),
  hamlet: z.string(),
  active: z.boolean(),
  from_day: z.string().nullable(),
  to_day: z.string().nullable(),
  last_seen_at: z.number().nullable(),
  disabled: z.boolean(),
  has_account: z.boolean(),
});
export type StaffRow = z.infer<typeof StaffRow>;

/** Whoever the reader may know by name. */
export async function staffOf(context: ReadContext): Promise<StaffRow[]> {
  return (await everybody(context)).filter((one) => mayName(context.reader, one));
}

/** All posts of the county, to be counted for whoever may know how many and not who; the open post beside each person. */
export async function everybody({ trx, today }: ReadContext): Promise<StaffRow[]> {
  // A row of before posts had rows of their own lies under the person's id: its post is the newest of that role.
  // Sessions are read once and not once a person: somebody may have hundreds that they never closed.
  const found =
    await sql`select coalesce(s.user_id, s.id) as user_id, s.name, s.phone, s.station_id, s.room_id, s.role, s.hamlet,
      s.active, s.from_day, s.to_day,
      case when s.user_id is not null then s.id else
        (select p.id from network.posts p where p.county_id = s.county_id and p.user_id = s.id and p.role = s.role
          and (p.to_day is null or p.to_day >= ${today}) order by p.from_day desc, p.id limit 1) end as post_id,
      seen.last_seen_at, a.disabled_at is not null as disabled, a.opened_at is not null as has_account
    from network.staff s
      left join login.accounts a on a.user_id = coalesce(s.user_id, s.id)
      left join (select user_id, max(last_seen_at) as last_seen_at from login.sessions where ended_at is null group by user_id) seen
        on seen.user_id = coalesce(s.user_id, s.id)
    order by s.station_id, s.role, s.id`.execute(trx);
  return z.array(StaffRow).parse(found.rows);
}

export function mayName(reader: ReadContext['reader'], { station_id, room_id }: StaffRow): boolean {
  return room_id === null
    ? reader.of('station', station_id).staff
    : reader.at({ stationId: station_id, roomId: room_id }).staff;
}

/** Works there today, or has a day on which to begin. */
export function isThere({ active, to_day }: StaffRow, today: Day): boolean {
  return active && (to_day === null || today <= to_day);
}

export function worksToday(row: StaffRow, today: Day): boolean {
  return isThere(row, today) && (row.from_day === null || row.from_day <= today);
}

export function staffNode(reader: ReadContext['reader'], row: StaffRow, today: Day) {
  const { user_id, post_id, name, phone, role, room_id, hamlet, from_day, to_day } = row;
  // When somebody's phone was last heard of helps whoever looks after the phones; nobody else is to watch it.
  const oversees = reader.of('station', row.station_id).audit !== 'none';
  return {
    userId: user_id,
    postId: post_id,
    name,
    role,
    roomId: room_id,
    phone,
    hamlet,
    /** The day on which they begin, if that is still to come. */
    comesOn: from_day !== null && from_day > today ? from_day : null,
    leavesOn: to_day !== null && to_day >= today ? to_day : null,
    lastSeenAt: oversees ? row.last_seen_at : null,
    disabled: oversees ? row.disabled : null,
    hasAccount: oversees ? row.has_account : null,
  };
}
