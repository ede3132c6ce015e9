/** GET /api/trips, parsed: the rows of the module's own tables, and the people that a plan is about. */
import '../../core/strict-csp.ts';
import { Day, Id, roles } from '@yimi/kernel';
import { riskLevels } from '@yimi/people';
import {
  drives,
  errands,
  needKinds,
  packTicks,
  pairReasons,
  stops,
  tripRules,
  trips,
  villageFacts,
  visitModes,
  visitResults,
} from '@yimi/services';
import * as z from 'zod/mini';

const Named = z.object({ id: Id, name: z.string() });

export const TripBoard = z.object({
  stationId: Id,
  stationName: z.string(),
  stations: z.array(Named),
  today: Day,
  rooms: z.array(z.object({ id: Id, name: z.string(), minutesAway: z.nullable(z.int()) })),
  rule: tripRules.schema,
  facts: z.array(villageFacts.schema),
  drives: z.array(drives.schema),
  people: z.array(
    z.object({
      id: Id,
      name: z.string(),
      roomId: Id,
      hamlet: z.string(),
      risk: z.enum(riskLevels),
      dueOn: Day,
      pairReason: z.nullable(z.enum(pairReasons)),
      pairSuggested: z.nullable(z.enum(pairReasons)),
    }),
  ),
  errands: z.array(errands.schema),
  trips: z.array(trips.schema),
  stops: z.array(stops.schema),
  ticks: z.array(packTicks.schema),
  visits: z.array(
    z.object({
      id: Id,
      clientId: Id,
      roomId: Id,
      authorId: Id,
      occurredOn: Day,
      mode: z.enum(visitModes),
      result: z.enum(visitResults),
      needs: z.array(z.enum(needKinds)),
      plausible: z.boolean(),
      state: z.literal('counted'),
    }),
  ),
  members: z.array(
    z.object({
      id: Id,
      name: z.string(),
      role: z.enum(roles),
      phone: z.nullable(z.string()),
      roomId: z.nullable(Id),
    }),
  ),
});
export type TripBoard = z.infer<typeof TripBoard>;
