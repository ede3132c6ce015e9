/**
 * GET /api/people/duplicates: open proposals whose two files the reader may both open, the likeliest first. A pair that
 * reaches into another station is not listed: there each head is told only that there is one (law A5).
 */
import { Id } from '@yimi/kernel';
import * as z from 'zod';
import { comparedFiles } from './compared-files.ts';
import { notForYou } from './problems.ts';
import { countOf, rowsOf } from './query.ts';
import type { Route } from './read-context.ts';

const pageSize = 30;
const Input = z.object({
  /** The last proposal of the page before. */
  cursor: z.optional(Id),
});

const Pair = z.object({
  id: z.string(),
  reason: z.string(),
  reasons: z.array(z.string()),
  score: z.number(),
  client_id: z.string(),
  other_id: z.string(),
});

const source = `from people.merge_proposals p
  join people.clients c on c.county_id = p.county_id and c.id = p.client_id and c.state = 'active'
  join people.clients o on o.county_id = p.county_id and o.id = p.other_id and o.state = 'active'
  where p.state = 'open' and p.room_id = any($1::uuid[]) and c.room_id = any($1::uuid[]) and o.room_id = any($1::uuid[])`;

export const duplicatesRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/people/duplicates',
  input: Input,
  answer: async ({ cursor }, context) => {
    const { reader, trx } = context;
    if (!reader.anywhere((rights) => rights.people && rights.review)) return notForYou();
    const values: unknown[] = [reader.roomsWhere((rights) => rights.people && rights.review)];
    const total = await countOf(trx, { text: `select count(*) as n ${source}`, values });
    const after =
      cursor === undefined
        ? ''
        : ` and (-p.score, p.id) > (select -b.score, b.id from people.merge_proposals b where b.id = $${values.push(cursor)}::uuid)`;
    const text = `select p.id, p.reason, p.reasons, p.score, p.client_id, p.other_id ${source}${after}
      order by -p.score, p.id limit ${pageSize + 1}`;
    const found = await rowsOf(trx, Pair, { text, values });
    const shown = found.slice(0, pageSize);
    const files = await comparedFiles(
      context,
      shown.flatMap((pair) => [pair.client_id, pair.other_id]),
    );
    const rows = shown.flatMap(({ id, reason, reasons, score, client_id: clientId, other_id: otherId }) => {
      const [one, other] = [files.get(clientId), files.get(otherId)];
      return one === undefined || other === undefined ? [] : [{ id, reason, reasons, score, one, other }];
    });
    return { rows, total, next: found.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
  },
};
