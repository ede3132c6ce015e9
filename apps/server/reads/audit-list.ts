/**
 * GET /api/audit: who did what, when, and whether it went through. What was typed stays sealed; only the purpose of a
 * reading and the code of a refusal are opened, to those who oversee them.
 */
import * as z from 'zod';
import { InstantCursor, TextInput } from './input.ts';
import { notForYou } from './problems.ts';
import { countOf, rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';

const pageSize = 50;

const Input = z.object({
  cursor: InstantCursor.optional(),
  action: TextInput(80).optional(),
  outcome: z.enum(['accepted', 'refused', 'waiting']).optional(),
});
type Input = z.infer<typeof Input>;

const Row = z.object({
  id: z.string(),
  at: z.number(),
  actor_id: z.string(),
  actor_name: z.string().nullable(),
  action: z.string(),
  outcome: z.string(),
  subject: z.string().nullable(),
  content: z.instanceof(Buffer),
  seq: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

export const auditRoute: Route<Input> = {
  method: 'GET',
  url: '/api/audit',
  input: Input,
  answer: async (input, context) => {
    const { reader, trx, tx } = context;
    if (!reader.anywhere((rights) => rights.audit !== 'none')) return notForYou();
    const found = await rowsOf(trx, Row, auditQuery(input, actorsWithin(context)));
    const shown = found.slice(0, pageSize);
    await tx.keys.fetch(
      shown.map((row) => row.subject),
      false,
    );
    const last = found.length > pageSize ? shown.at(-1) : undefined;
    const rows = shown.map((row) => auditRow(context, row));
    return { rows, next: last === undefined ? null : `${last.at}_${last.id}`, chain: await chainOf(context) };
  },
};

/** Stations whose people's acts the reader oversees; null: the whole county's. */
function actorsWithin({ reader }: ReadContext): readonly string[] | null {
  if (reader.of('county', reader.places.county.id).audit !== 'none') return null;
  return reader.stationsWhere((rights) => rights.audit !== 'none');
}

/** The day of an act in the county: UTC+8 without daylight saving. */
const actDay = "to_char(to_timestamp(a.at / 1000.0) at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD')";

function auditQuery({ cursor, action, outcome }: Input, stations: readonly string[] | null) {
  const values: unknown[] = [];
  const where = [
    // Who serves at two stations, or has moved, is overseen by each for the days spent there.
    ...(stations === null
      ? []
      : [
          `exists (select 1 from network.staff w where w.county_id = a.county_id and coalesce(w.user_id, w.id) = a.actor_id
            and w.station_id = any($${values.push(stations)}::uuid[])
            and (w.from_day is null or w.from_day <= ${actDay}) and (w.to_day is null or ${actDay} <= w.to_day))`,
        ]),
    ...(action === undefined ? [] : [`a.action = $${values.push(action)}`]),
    ...(outcome === undefined ? [] : [`a.outcome = $${values.push(outcome)}`]),
    ...(cursor === undefined
      ? []
      : [`(a.at, a.id) < ($${values.push(cursor.at)}::bigint, $${values.push(cursor.id)}::uuid)`]),
  ];
  const text = `select a.id, a.at, a.actor_id, coalesce(s.name, l.name) as actor_name, a.action, a.outcome, a.subject, a.content, c.seq
    from engine.audit a
      left join engine.audit_chain c on c.county_id = a.county_id and c.entry_id = a.id
      left join lateral (select w.name from network.staff w where w.county_id = a.county_id and coalesce(w.user_id, w.id) = a.actor_id
        order by w.active desc, w.from_day desc nulls last limit 1) s on true
      left join login.accounts l on l.user_id = a.actor_id
    where ${where.length === 0 ? 'true' : where.join(' and ')} order by a.at desc, a.id desc limit ${pageSize + 1}`;
  return { text, values };
}

function auditRow(context: ReadContext, row: Row): object {
  const wide = context.reader.of('county', context.reader.places.county.id).audit;
  const purposes =
    wide === 'purposes' || (wide === 'none' && context.reader.anywhere((rights) => rights.audit === 'purposes'));
  const told = purposes ? opened(context, row) : {};
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    outcome: row.outcome,
    problemCode: told.problem?.code ?? null,
    purpose: told.purpose ?? null,
    hasSubject: row.subject !== null,
  };
}

const Content = z.object({
  purpose: z.string().optional(),
  problem: z.object({ code: z.string() }).nullable().optional(),
});

function opened({ tx }: ReadContext, row: Row): z.infer<typeof Content> {
  if (row.content.length === 0) return {};
  const text = openedText(tx.keys, row);
  const parsed = text === null ? null : Content.safeParse(JSON.parse(text));
  return parsed?.data ?? {};
}

/** An entry that was tampered with must not close the list to whoever looks for it; `verify` names it. */
function openedText(keys: ReadContext['tx']['keys'], row: Row): string | null {
  try {
    return keys.open(row.subject, row.content, `audit/${row.id}`);
  } catch {
    return null;
  }
}

async function chainOf({ trx }: ReadContext) {
  const sealedTo = await countOf(trx, {
    text: 'select coalesce(max(seq), 0)::bigint as n from engine.audit_chain',
    values: [],
  });
  const waiting = await countOf(trx, { text: 'select count(*) as n from engine.audit_unsealed', values: [] });
  // Whether the chain is whole is proved by `npm run verify`, which reads every entry; a list does not.
  return { sealedTo, entries: sealedTo + waiting, whole: null, sealedAt: null };
}
