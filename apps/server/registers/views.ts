/** The views of registers that a person sees: their own, and those that their station's head shared. */
import { registerNames, ViewSettings } from '@yimi/services';
import * as z from 'zod';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';

const Row = z.object({
  id: z.string(),
  register: z.enum(registerNames),
  name: z.string(),
  owner_id: z.string(),
  shared_with: z.string().nullable(),
  settings: ViewSettings,
});

export async function viewsFor({ trx, actor }: ReadContext): Promise<object[]> {
  const stations = actor.posts.flatMap((post) => post.stationId ?? []);
  const text = `select id, register, name, owner_id, shared_with, settings from services.register_views
    where owner_id = $1::uuid or shared_with = any($2::uuid[]) order by name, id`;
  const found = await rowsOf(trx, Row, { text, values: [actor.userId, stations] });
  return found.map(({ owner_id, shared_with, ...view }) => ({
    ...view,
    mine: owner_id === actor.userId,
    sharedWith: shared_with,
  }));
}
