/**
 * GET /api/needs/:id/alike: what may be the same need, at the same station, with why. Words are opened here for who may read
 * them anyway, compared in memory and forgotten.
 */
import { addDays, Id } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { alikeTo, alikeWithinDays, needs } from '@yimi/needs';
import * as z from 'zod';
import { clientsNamed } from './named-people.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({ id: Id });
/** A station's two months; more would be no list that a person looks through. */
const mostCompared = 1_000;

const Household = z.object({ id: z.string(), household_id: z.string().nullable() });

/** The household of a need: named with it, or that of the person who asks. */
async function householdsOf({ trx }: ReadContext, found: readonly Need[]): Promise<(need: Need) => string | null> {
  const clientIds = [...new Set(found.flatMap((need) => need.clientId ?? []))];
  const text = 'select id, household_id from people.clients where id = any($1::uuid[])';
  const rows = await rowsOf(trx, Household, { text, values: [clientIds] });
  const byClient = new Map(rows.map((row) => [row.id, row.household_id]));
  return (need) => need.householdId ?? byClient.get(need.clientId ?? '') ?? null;
}

export const alikeNeedsRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/needs/:id/alike',
  input: Input,
  answer: async ({ id }, context) => {
    const { reader, trx } = context;
    const [need] = await rowsWhere(context, needs, 'id = $1::uuid', [id]);
    if (need === undefined || !mayReadNeeds(reader.atRoom(need.heldIn))) return notFound();
    const from = addDays(need.receivedOn, -alikeWithinDays);
    const to = addDays(need.receivedOn, alikeWithinDays);
    const where = `held_by = $1::uuid and received_on between $2 and $3 and state not in ('merged', 'withdrawn')
      order by received_on desc, id limit ${mostCompared}`;
    const others = await rowsWhere(context, needs, where, [need.heldBy, from, to]);
    const household = await householdsOf(context, [need, ...others]);
    const asked = (one: Need) => ({ ...one, householdId: household(one) });
    const byId = new Map(others.map((one) => [one.id, one]));
    const alike = alikeTo(asked(need), others.map(asked));
    const people = await clientsNamed(
      trx,
      others.flatMap((one) => one.clientId ?? []),
    );
    const rows = alike.flatMap(({ id: other, reason }) => {
      const one = byId.get(other);
      if (one === undefined) return [];
      const { kind, words, state, receivedOn, channel } = one;
      const name = people.get(one.clientId ?? '')?.name ?? one.askerName;
      return [{ id: one.id, reason, kind, words, state, receivedOn, channel, name }];
    });
    return { rows };
  },
};
