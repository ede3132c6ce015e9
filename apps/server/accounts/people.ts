/** Accounts and the posts of their people, as they lie in the database. */
import type { Post } from '@yimi/kernel';
import { activePosts, Day, dayOf, Id, roles } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { prepared } from '../statements.ts';
import { firstOf, rowsOf } from './rows.ts';

const AccountRow = z.object({
  user_id: z.string(),
  county_id: z.string().nullable(),
  city_code: z.string().nullable(),
  login: z.string(),
  phone: z.string().nullable(),
  name: z.string(),
  password_hash: z.string().nullable(),
  created_by: z.string().nullable(),
  opened_at: z.number().nullable(),
  disabled_at: z.number().nullable(),
});
export type AccountRow = z.infer<typeof AccountRow>;

const accountColumns = sql.raw(
  'user_id, county_id, city_code, login, phone, name, password_hash, created_by, opened_at, disabled_at',
);

export function accountOf(trx: Trx, userId: string): Promise<AccountRow | null> {
  return firstOf(trx, AccountRow, sql`select ${accountColumns} from login.accounts where user_id = ${userId}`);
}

/** @param identifier see `identifierOf`; a login never looks like a phone number, so at most one account is meant */
export function accountNamed(trx: Trx, identifier: string): Promise<AccountRow | null> {
  return firstOf(
    trx,
    AccountRow,
    sql`select ${accountColumns} from login.accounts where login = ${identifier} or phone = ${identifier}`,
  );
}

const PostRow = z.object({
  id: Id,
  user_id: Id,
  role: z.enum(roles),
  station_id: z.nullable(Id),
  room_id: z.nullable(Id),
  agency_id: z.nullable(Id),
  from_day: Day,
  to_day: z.nullable(Day),
});

function postOf(row: z.infer<typeof PostRow>): Post {
  return {
    id: row.id,
    userId: row.user_id,
    role: row.role,
    stationId: row.station_id,
    roomId: row.room_id,
    agencyId: row.agency_id,
    fromDay: row.from_day,
    toDay: row.to_day,
  };
}

/** Posts of these people, ended ones too; the transaction has named its county. */
export async function postsOf(trx: Trx, userIds: readonly string[]): Promise<Post[]> {
  const found =
    await prepared`select id, user_id, role, station_id, room_id, agency_id, from_day, to_day from network.posts
      where user_id = any(${userIds}::uuid[]) order by from_day, id`.execute(trx);
  return z.array(PostRow).parse(found.rows).map(postOf);
}

export async function cityPostsOf(trx: Trx, userId: string): Promise<Post[]> {
  const rows = await rowsOf(
    trx,
    PostRow,
    sql`select id, user_id, role, null::uuid as station_id, null::uuid as room_id, null::uuid as agency_id, from_day, to_day
      from login.city_posts where user_id = ${userId} order by from_day, id`,
  );
  return rows.map(postOf);
}

/** From here on the transaction is within the county; for a person of no county it stays where no row is seen. */
export async function enterCounty(trx: Trx, countyId: string): Promise<void> {
  await prepared`select set_config('yimi.county', ${countyId}, true)`.execute(trx);
}

export function today(posts: readonly Post[], now: number): Post[] {
  return activePosts(posts, dayOf(now));
}
