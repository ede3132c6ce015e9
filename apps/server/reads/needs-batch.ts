/**
 * GET /api/needs/batch: a station's open needs of the week laid beside the helpers who may be asked, and the best assignment of all of
 * them at once (`apps/server/matching`), each pair with its reasons and with who else would do. It proposes and changes nothing: the desk
 * asks by ordinary offers, and each helper says yes or no. What found nobody says what stopped whom.
 */
import { Id } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { needs } from '@yimi/needs';
import type { Choice, Helper, Profile } from '@yimi/volunteers';
import { choicesFor, liveStates, offers, taskNetwork } from '@yimi/volunteers';
import * as z from 'zod';
import { bestAssignment } from '../matching/best-assignment.ts';
import { clientsNamed } from './named-people.ts';
import { asksOf, helpersOf, waysAt } from './need-candidates.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notForYou } from './problems.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({
  /** One of the reader's; none: their first. */
  station: z.optional(Id),
});
/** A week of a large station is a hundred; what is beyond waits for the next batch, the least pressing last. */
const mostNeeds = 300;
/** The solver weighs so many helpers a need. */
const mostWeighed = 20;
/** The desk chooses among so many. */
const mostShown = 6;
/** A station's week takes a tenth of one; the snapshot is not held open for longer. */
const longestSeconds = 3;

export const needsBatchRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/needs/batch',
  input: Input,
  answer: async ({ station }, context) => {
    const { reader, today } = context;
    const mine = reader.stationsWhere(mayReadNeeds);
    const stationId = station ?? mine[0];
    if (stationId === undefined || !mine.includes(stationId)) return notForYou();
    const { open, live } = await openNeeds(context, stationId);
    const free = open.filter((need) => !live.has(need.id));
    const batch = free.slice(0, mostNeeds);
    const given = await rowsWhere(context, offers, 'need_id = any($1::uuid[])', [batch.map((need) => need.id)]);
    const { helpers, byId } = await helpersOf(context, stationId);
    const asks = await asksOf(context, batch, given);
    const choices = choicesFor(asks, helpers, await waysAt(context, stationId), mostWeighed);
    const network = taskNetwork(asks, helpers, choices);
    const best = await bestAssignment(network, longestSeconds);
    const chosen = new Map(
      best.chosen.flatMap((at) => {
        const pair = network.pairs[at];
        return pair === undefined ? [] : [[network.asks[pair.ask]?.id ?? '', network.helpers[pair.helper]?.id ?? '']];
      }),
    );
    return {
      ...{ today, stationId, worth: best.worth, greedyWorth: best.greedyWorth, greedyBecause: best.greedyBecause },
      stations: mine.map((id) => ({ id, name: reader.places.stations.get(id)?.name ?? '' })),
      ...{ waiting: live.size, later: free.length - batch.length },
      helpers: helpersShown(context, helpers, byId),
      rows: await rowsShown(context, batch, choices, chosen),
    };
  },
};

/** What nobody is at yet and may be asked for, the most pressing first; and which of it somebody was asked for already. */
async function openNeeds(context: ReadContext, stationId: string): Promise<{ open: Need[]; live: Set<string> }> {
  const where = `held_by = $1::uuid and state in ('received', 'triaged') and crisis in ('none', 'cleared') and kind <> '危机干预'
    order by array_position(array['紧急', '较急', '一般'], coalesce(urgency, '一般')), due_on, id`;
  const open = await rowsWhere(context, needs, where, [stationId]);
  const asked = await rowsWhere(context, offers, 'station_id = $1::uuid and state = any($2::text[])', [
    ...[stationId, liveStates],
  ]);
  const ids = new Set(open.map((need) => need.id));
  return { open, live: new Set(asked.flatMap(({ needId }) => (ids.has(needId) ? [needId] : []))) };
}

function helpersShown(context: ReadContext, helpers: readonly Helper[], byId: ReadonlyMap<string, Profile>): object[] {
  const { places } = context.reader;
  return helpers.map(({ id, villageId, given, places: most }) => ({
    ...{ id, name: byId.get(id)?.name ?? '', roomName: places.rooms.get(villageId)?.name ?? '', given, places: most },
    withAccount: byId.get(id)?.withAccount ?? false,
  }));
}

async function rowsShown(
  context: ReadContext,
  batch: readonly Need[],
  choices: readonly Choice[],
  chosen: ReadonlyMap<string, string>,
): Promise<object[]> {
  const people = await clientsNamed(
    context.trx,
    batch.flatMap((need) => need.clientId ?? []),
  );
  const choiceOf = new Map(choices.map((choice) => [choice.askId, choice]));
  return batch.map((need) => {
    const { id, kind, urgency, dueOn, clientId, askerName, heldIn } = need;
    const choice = choiceOf.get(id);
    const helperId = chosen.get(id) ?? null;
    const found = choice?.candidates ?? [];
    return {
      ...{ id, kind, urgency, dueOn, helperId, roomName: context.reader.places.rooms.get(heldIn)?.name ?? '' },
      name: people.get(clientId ?? '')?.name ?? askerName,
      // Whoever was proposed is among them, also where six others fit better and are needed elsewhere.
      candidates: found.filter((one, at) => at < mostShown || one.helperId === helperId),
      stopped: choice?.stopped ?? {},
    };
  });
}
