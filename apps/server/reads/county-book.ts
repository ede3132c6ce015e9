/**
 * GET /api/network/book: what the county's desk keeps of its network beside the tree: agencies with their contracts, station
 * models with who follows them, and what papers say. POST /api/network/villagers: the people of a village by name, for
 * whoever parts it person by person; a purpose is stated and kept (laws A3, A4).
 */
import { Id } from '@yimi/kernel';
import { founders, registrationLevels, statementSubjects, statements, stationModels } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import { logAccess } from './access-log.ts';
import { notForYou, notFound } from './problems.ts';
import type { ReadContext, Route } from './read-context.ts';
import { Purpose } from './reveal.ts';

const AgencyRow = z.object({
  ...{ id: z.string(), name: z.string(), incubator: z.string() },
  founder: z.enum(founders).nullable(),
  registered_at: z.enum(registrationLevels).nullable(),
});
const ContractRow = z.object({
  ...{ id: z.string(), agency_id: z.string(), station_id: z.string(), lot: z.string() },
  ...{ from_day: z.string(), to_day: z.string().nullable() },
});
const ModelRow = z.object({ id: z.string(), code: z.string(), parts: z.unknown() });
const ChosenRow = z.object({ id: z.string(), model_id: z.string() });
const StatementRow = z.object({
  ...{ id: z.string(), subject: z.enum(statementSubjects), source: z.string(), divided: z.unknown(), day: z.string() },
  ...{ total: z.number().nullable(), least: z.number().nullable(), most: z.number().nullable() },
});

async function agenciesOf({ trx, reader }: ReadContext): Promise<object[]> {
  const found = await sql`select id, name, founder, registered_at, incubator from network.agencies
    order by name, id`.execute(trx);
  const held = await sql`select id, agency_id, station_id, lot, from_day, to_day from network.contracts
    order by from_day desc, lot, id`.execute(trx);
  const contracts = z.array(ContractRow).parse(held.rows);
  return z
    .array(AgencyRow)
    .parse(found.rows)
    .map(({ registered_at, ...row }) => ({
      ...row,
      registeredAt: registered_at,
      contracts: contracts
        .filter((one) => one.agency_id === row.id)
        .map(({ id, station_id, lot, from_day, to_day }) => ({
          ...{ id, lot, fromDay: from_day, toDay: to_day, stationId: station_id },
          stationName: reader.places.stations.get(station_id)?.name ?? '',
        })),
    }));
}

async function modelsOf({ trx, reader }: ReadContext): Promise<object[]> {
  const found = await sql`select id, code, parts from network.station_models order by code, id`.execute(trx);
  const chosen = await sql`select id, model_id from network.stations where model_id is not null`.execute(trx);
  const followers = Map.groupBy(z.array(ChosenRow).parse(chosen.rows), (row) => row.model_id);
  return z
    .array(ModelRow)
    .parse(found.rows)
    .map((row) => stationModels.schema.parse(row))
    .map(({ id, code, parts }) => ({
      ...{ id, code, parts },
      stations: (followers.get(id) ?? []).map((one) => reader.places.stations.get(one.id)?.name ?? ''),
    }));
}

async function statementsOf({ trx }: ReadContext): Promise<object[]> {
  const found = await sql`select id, subject, source, total, least, most, divided, day from network.statements
    order by day desc, source, id`.execute(trx);
  return z
    .array(StatementRow)
    .parse(found.rows)
    .map((row) => statements.schema.parse(row));
}

/** The desk that sets up the network: the same people who may give its commands. */
export function keepsNetwork({ reader }: ReadContext): boolean {
  return reader.of('county', reader.places.county.id).settings;
}

export const networkBookRoute: Route<object> = {
  method: 'GET',
  url: '/api/network/book',
  input: z.object({}),
  answer: async (_, context) => {
    if (!keepsNetwork(context)) return notForYou();
    return {
      agencies: await agenciesOf(context),
      models: await modelsOf(context),
      statements: await statementsOf(context),
    };
  },
};

const OfVillage = z.strictObject({ roomId: Id, purpose: Purpose });
const Villager = z.object({
  id: z.string(),
  name: z.string(),
  hamlet: z.string(),
  household_id: z.string().nullable(),
});
/** More than a village has; a list beyond it would be no help for choosing by name. */
const most = 5000;

export const villagersRoute: Route<z.infer<typeof OfVillage>> = {
  method: 'POST',
  url: '/api/network/villagers',
  input: OfVillage,
  answer: async ({ roomId, purpose }, context) => {
    const { reader, trx } = context;
    // An administrator sets up places and never reads names: by hamlet they part a village all the same.
    if (!keepsNetwork(context) || !reader.anywhere((rights) => rights.reveal)) return notForYou();
    const content = { roomId, purpose: purpose.trim() };
    const room = reader.places.rooms.get(roomId);
    if (room === undefined || !reader.atRoom(roomId).reveal) return notFound();
    await logAccess(context, { action: 'people.list-villagers', outcome: 'accepted', subject: null, content });
    const found = await sql`select id, name, hamlet, household_id from people.clients
      where room_id = ${roomId} and state = 'active' order by hamlet, household_id, pinyin, id limit ${most}`.execute(
      trx,
    );
    return {
      rows: z
        .array(Villager)
        .parse(found.rows)
        .map(({ household_id, ...row }) => ({ ...row, householdId: household_id })),
    };
  },
};
