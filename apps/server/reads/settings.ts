/** GET /api/settings: what the county set, and how many people each rule is about. */
import { needRules, usualNeedRule } from '@yimi/needs';
import { signInRules } from '@yimi/network';
import { pointRules, usualPointRule } from '@yimi/points';
import {
  defaultEvidenceRule,
  defaultRule,
  dueDays,
  dueRules,
  evidenceRules,
  tripRules,
  usualTripRule,
} from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { histogram } from './figure-sql.ts';
import { riskKeys } from './measures.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Days = z.object({ room_id: z.string(), dims: z.string(), before: z.number(), since: z.number() });

export const settingsRoute: Route<object> = {
  method: 'GET',
  url: '/api/settings',
  input: z.object({}),
  answer: async (_input, context) => {
    const { reader, trx, tx, today } = context;
    if (!reader.anywhere((rights) => rights.settings)) return notForYou();
    const [found] = await readRows(trx, tx.keys, erase(dueRules), 'true', []);
    const { id: _rule, ...dueRule } = found === undefined ? defaultRule : dueRules.schema.parse(found.row);
    const [driven] = await rowsWhere(context, tripRules, 'true', []);
    const { id: _trip, ...tripRule } = driven ?? usualTripRule;
    const [kept] = await readRows(trx, tx.keys, erase(evidenceRules), 'true', []);
    const { id: _, ...evidenceRule } = kept === undefined ? defaultEvidenceRule : evidenceRules.schema.parse(kept.row);
    const [asked] = await rowsWhere(context, signInRules, 'true', []);
    const [told] = await rowsWhere(context, needRules, 'true', []);
    const { id: _need, ...needRule } = told ?? usualNeedRule;
    const [given] = await rowsWhere(context, pointRules, 'true', []);
    const { id: _points, ...pointRule } = given ?? usualPointRule;
    const common = {
      countyName: reader.places.county.name,
      ...{ dueRule, evidenceRule, tripRule, needRule, pointRule },
      signInRule: { roles: asked?.roles ?? [] },
    };
    if (!reader.of('county', reader.places.county.id).figures) return common;
    const due = await rowsOf(trx, Days, histogram(dueDays, { level: 'county' }, today));
    const count = (risk: string): number =>
      due.filter((row) => row.dims === JSON.stringify([risk])).reduce((sum, row) => sum + row.before + row.since, 0);
    const clients = Object.fromEntries(riskKeys.map((risk) => [risk, count(risk)]));
    return { ...common, clients, stations: await stationLoads(context, due) };
  },
};

const Staffed = z.object({
  station_id: z.string(),
  at_station: z.number(),
  in_villages: z.number(),
  volunteers: z.number(),
});
const stationRoles = ['station-worker', 'station-head'];

/** What a rule would be held against: each station's people by village and risk, how far they live, and who could go. */
async function stationLoads(
  { trx, reader, today }: ReadContext,
  due: readonly z.infer<typeof Days>[],
): Promise<object[]> {
  const staffed = await rowsOf(trx, Staffed, {
    text: `select station_id, count(distinct user_id) filter (where role = any($1::text[])) as at_station,
        count(distinct user_id) filter (where role = 'village-worker') as in_villages,
        count(distinct user_id) filter (where role = 'hamlet-volunteer') as volunteers
      from network.posts where station_id is not null and from_day <= $2 and (to_day is null or to_day >= $2) group by station_id`,
    values: [stationRoles, today],
  });
  const byStation = new Map(staffed.map((row) => [row.station_id, row]));
  const byRoom = Map.groupBy(due, (row) => row.room_id);
  const peopleOf = (roomId: string) => {
    const of = (risk: string): number =>
      (byRoom.get(roomId) ?? [])
        .filter((row) => row.dims === JSON.stringify([risk]))
        .reduce((sum, row) => sum + row.before + row.since, 0);
    return { high: of('high'), key: of('key'), ordinary: of('ordinary') };
  };
  return [...reader.places.stations.values()].map(({ id, name }) => ({
    id,
    name,
    stationWorkers: byStation.get(id)?.at_station ?? 0,
    villageWorkers: byStation.get(id)?.in_villages ?? 0,
    volunteers: byStation.get(id)?.volunteers ?? 0,
    villages: [...reader.places.rooms.values()]
      .filter((room) => room.stationId === id && byRoom.has(room.id))
      .map((room) => ({ minutesAway: room.minutesAway, people: peopleOf(room.id) })),
  }));
}
