/**
 * The visits from which trips add up: those of the days on which they were driven, in the villages of their ways. Asked
 * for by village and day, one step in an index each, however many visits a county has; which of them belong to which trip
 * is the module's to say (`tripReport`).
 */
import type { Stop, Trip, TripVisit } from '@yimi/services';
import { dayDriven, needKinds, visitModes, visitResults, wentOut } from '@yimi/services';
import * as z from 'zod';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';

const Visited = z.object({
  id: z.string(),
  client_id: z.string(),
  room_id: z.string(),
  author_id: z.string(),
  occurred_on: z.string(),
  mode: z.enum(visitModes),
  result: z.enum(visitResults),
  needs: z.array(z.enum(needKinds)),
  plausible: z.boolean(),
});

export async function visitsOfTrips(
  { trx }: Pick<ReadContext, 'trx'>,
  trips: readonly Trip[],
  stops: readonly Pick<Stop, 'tripId' | 'roomId'>[],
): Promise<TripVisit[]> {
  const days = new Map(trips.filter(wentOut).map((trip) => [trip.id, dayDriven(trip)]));
  const called = stops.flatMap(({ tripId, roomId }) => {
    const day = days.get(tripId);
    return day === undefined ? [] : [`${roomId}/${day}`];
  });
  const pairs = [...new Set(called)].map((pair) => pair.split('/'));
  if (pairs.length === 0) return [];
  const text = `select v.id, v.client_id, v.room_id, v.author_id, v.occurred_on, v.mode, v.result, v.needs, v.plausible
    from unnest($1::uuid[], $2::text[]) as called(room_id, day)
      join services.visits v on v.room_id = called.room_id and v.occurred_on = called.day
    where v.state = 'counted' order by v.id`;
  const found = await rowsOf(trx, Visited, {
    text,
    values: [pairs.map(([room]) => room), pairs.map(([, day]) => day)],
  });
  return found.map(
    ({ client_id: clientId, room_id: roomId, author_id: authorId, occurred_on: occurredOn, ...rest }) => ({
      ...rest,
      ...{ clientId, roomId, authorId, occurredOn },
      state: 'counted' as const,
    }),
  );
}
