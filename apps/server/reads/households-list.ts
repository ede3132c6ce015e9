/**
 * GET /api/households: the households of one village, for choosing one. POST /api/households/search: those in which somebody
 * of that name lives; the name travels in the body, for addresses go to logs.
 */
import { Id, scopes } from '@yimi/kernel';
import { tokenPrefix } from '@yimi/people';
import * as z from 'zod';
import { TextInput } from './input.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';

/** As many as somebody looks through; a name narrows it. */
const most = 30;
const ListInput = z.strictObject({ room: Id });
const SearchInput = ListInput.extend({ search: TextInput(60) });
const Row = z.object({
  id: z.string(),
  hamlet: z.string(),
  address: z.string(),
  head_name: z.string().nullable(),
  members: z.array(z.string()),
});

export const householdsRoute: Route<z.infer<typeof ListInput>> = {
  method: 'GET',
  url: '/api/households',
  input: ListInput,
  answer: households,
};

export const householdSearchRoute: Route<z.infer<typeof SearchInput>> = {
  method: 'POST',
  url: '/api/households/search',
  input: SearchInput,
  answer: households,
};

async function households(
  { room, search }: { readonly room: string; readonly search?: string },
  { reader, trx }: ReadContext,
): Promise<object> {
  if (!reader.atRoom(room).people) return notFound();
  const values: unknown[] = [room];
  const typed = tokenPrefix(search ?? '');
  // The household whose member's token begins with what was typed; equality and ranges only (law A6).
  const named =
    typed === ''
      ? ''
      : ` and h.id in (select m.household_id from people.clients m join engine.search_tokens t
            on t.county_id = m.county_id and t.row_id = m.id
            where t.table_name = 'people.clients' and t.scope = $${values.push(scopes.room(room))} and t.token >= $${values.push(typed)} and t.token < $${values.push(`${typed}\u{10ffff}`)}
              and m.room_id = $1::uuid and m.state = 'active')`;
  const text = `select h.id, h.hamlet, h.address, head.name as head_name,
        coalesce(json_agg(m.name order by m.birth_day nulls last, m.id) filter (where m.id is not null), '[]') as members
      from people.households h
      left join people.clients m on m.county_id = h.county_id and m.household_id = h.id and m.room_id = h.room_id and m.state = 'active'
      left join people.clients head on head.county_id = h.county_id and head.id = h.head_id and head.state = 'active'
      where h.room_id = $1::uuid and h.state = 'active'${named}
      group by h.id, h.hamlet, h.address, head.name order by h.hamlet, h.id limit ${most}`;
  const found = await rowsOf(trx, Row, { text, values });
  return {
    rows: found.map(({ head_name: headName, ...row }) => ({ ...row, headName })),
  };
}
