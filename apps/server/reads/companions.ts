/**
 * GET /api/companions: the pairs (一对一) of the reader's stations, whoever is due first; with names, for the desk alone. No order of
 * helpers: the list goes by the day on which somebody expects them.
 */
import type { CompanionPair, Contact } from '@yimi/volunteers';
import { contacts, pairs, profiles } from '@yimi/volunteers';
import * as z from 'zod';
import { clientsNamed } from './named-people.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notForYou } from './problems.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const mostShown = 1000;
const contactsShown = 12;
const Input = z.object({});

export const companionsRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/companions',
  input: Input,
  answer: async (_input, context) => {
    const { reader, today } = context;
    if (!reader.anywhere(mayReadNeeds)) return notForYou();
    const where = `station_id = any($1::uuid[]) order by state = 'ended', due_on, id limit ${mostShown}`;
    const found = await rowsWhere(context, pairs, where, [reader.stationsWhere(mayReadNeeds)]);
    const told = await rowsWhere(context, contacts, 'pair_id = any($1::uuid[]) order by day desc, id', [
      found.map((pair) => pair.id),
    ]);
    const byPair = Map.groupBy(told, (contact) => contact.pairId);
    return { today, rows: await named(context, found, byPair) };
  },
};

async function named(
  context: ReadContext,
  found: readonly CompanionPair[],
  byPair: ReadonlyMap<string, readonly Contact[]>,
): Promise<object[]> {
  const { reader, trx, today } = context;
  const people = await clientsNamed(
    trx,
    found.map((pair) => pair.clientId),
  );
  const helpers = await rowsWhere(context, profiles, 'id = any($1::uuid[])', [found.map((pair) => pair.helperId)]);
  const helperOf = new Map(helpers.map((helper) => [helper.id, helper]));
  return found.map((pair) => {
    const person = people.get(pair.clientId);
    const helper = helperOf.get(pair.helperId);
    const met = byPair.get(pair.id) ?? [];
    const { id, clientId, helperId, everyDays, kinds, sinceOn, state, endReason, endedOn, lastOn, dueOn } = pair;
    return {
      ...{ id, clientId, helperId, everyDays, kinds, sinceOn, state, endReason, endedOn, lastOn, dueOn },
      name: person === undefined || person.state === 'erased' ? null : person.name,
      hamlet: person === undefined || person.state === 'erased' ? null : person.hamlet,
      roomName: reader.places.rooms.get(pair.roomId)?.name ?? '',
      helperName: helper?.name ?? '',
      helperPhone: helper?.phone ?? null,
      late: dueOn !== null && dueOn < today,
      times: met.length,
      contacts: met.slice(0, contactsShown).map((one) => ({
        ...{ id: one.id, day: one.day, kinds: one.kinds, byVisit: one.visitId !== null },
      })),
    };
  });
}
