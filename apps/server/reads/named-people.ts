/** Names that stand beside records: authors, and the people they are about. Fetched for a page of rows at a time. */

import * as z from 'zod';
import type { Trx } from '../database.ts';
import { rowsOf } from './query.ts';

const StaffRow = z.object({ id: z.string(), name: z.string() });
const ClientRow = z.object({
  id: z.string(),
  name: z.string(),
  hamlet: z.string(),
  room_id: z.string(),
  state: z.string(),
  groups: z.array(z.string()),
});
export type NamedClient = z.infer<typeof ClientRow>;
export type NamedStaff = z.infer<typeof StaffRow>;

export async function staffNamed(trx: Trx, ids: readonly (string | null)[]): Promise<Map<string, NamedStaff>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  // One row a post: the name as it stands in the newest one.
  const text = `select coalesce(user_id, id) as id, (array_agg(name order by active desc, from_day desc nulls last))[1] as name
    from network.staff where coalesce(user_id, id) = any($1::uuid[]) group by 1`;
  const rows = wanted.length === 0 ? [] : await rowsOf(trx, StaffRow, { text, values: [wanted] });
  return new Map(rows.map((row) => [row.id, row]));
}

export async function clientsNamed(trx: Trx, ids: readonly string[]): Promise<Map<string, NamedClient>> {
  const wanted = [...new Set(ids)];
  const text = 'select id, name, hamlet, room_id, state, groups from people.clients where id = any($1::uuid[])';
  const rows = wanted.length === 0 ? [] : await rowsOf(trx, ClientRow, { text, values: [wanted] });
  return new Map(rows.map((row) => [row.id, row]));
}
