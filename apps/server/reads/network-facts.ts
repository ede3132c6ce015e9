/**
 * What stands beside the tree of places: the offices above the stations, how much of its model each station has, what does not
 * add up. Read in the same snapshot as the tree, and shown only to whoever may know of the places concerned (law A5).
 */
import { roles } from '@yimi/kernel';
import type { Completeness, Contradiction, NetworkFacts } from '@yimi/network';
import { completenessOf, contradictionsOf, modelParts, statements, stationModels } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { ReadContext } from './read-context.ts';
import type { StaffRow } from './staff-list.ts';
import { worksToday } from './staff-list.ts';

const Person = z.object({ user_id: z.string(), name: z.string(), role: z.enum(roles) });

const OfficeRow = z.object({
  id: z.string(),
  level: z.enum(['city-centre', 'county-head']),
  name: z.string(),
  phone: z.string().nullable(),
  address: z.string(),
});

/** The city's centre and the county's head station, named or not yet, with their people for whoever may know names. */
export async function officesOf({ trx, reader, today }: ReadContext): Promise<object[]> {
  const found = await sql`select id, level, name, phone, address from network.offices order by version desc`.execute(
    trx,
  );
  const named = z.array(OfficeRow).parse(found.rows);
  const county = reader.of('county', reader.places.county.id);
  const holders =
    await sql`select p.id, p.user_id, p.role, p.station_id, p.room_id, p.agency_id, p.from_day, p.to_day, a.name
    from network.posts p join login.accounts a on a.user_id = p.user_id
    where p.station_id is null and p.role in ('county-officer', 'administrator', 'supervisor') and a.disabled_at is null
    order by p.role, a.name`.execute(trx);
  const Holder = Person.extend({ from_day: z.string(), to_day: z.string().nullable() });
  const here = z
    .array(Holder)
    .parse(holders.rows)
    .filter((one) => one.from_day <= today && (one.to_day === null || today <= one.to_day));
  const above = await sql`select o.user_id, o.name, o.role, o.from_day, o.to_day, c.name as city
    from public.counties k join login.cities c on c.code = k.city_code
      left join lateral login.officers_of_city(k.city_code) o on true
    where k.id = ${reader.places.county.id}`.execute(trx);
  const Above = z.object({
    user_id: z.string().nullable(),
    name: z.string().nullable(),
    role: z.enum(roles).nullable(),
    city: z.string(),
  });
  const city = z.array(Above).parse(above.rows);
  const cityStaff = city.flatMap(({ user_id, name, role }) =>
    user_id === null || name === null || role === null ? [] : [{ user_id, name, role }],
  );
  const office = (level: 'city-centre' | 'county-head', otherwise: string, staff: z.infer<typeof Person>[]) => {
    const own = named.find((one) => one.level === level);
    return {
      ...{ id: own?.id ?? null, level, name: own?.name ?? otherwise, phone: own?.phone ?? null },
      address: own?.address ?? '',
      staff: county.staff ? staff.map(({ user_id, name, role }) => ({ userId: user_id, name, role })) : [],
      people: county.places ? staff.length : null,
    };
  };
  return [
    office('city-centre', city[0] === undefined ? '' : `${city[0].city}社工指导中心`, cityStaff),
    office('county-head', `${reader.places.county.name}社工总站`, here),
  ];
}

const ModelRow = z.object({ id: z.string(), code: z.string(), parts: z.unknown() });
const PartRow = z.object({
  ...{ id: z.string(), station_id: z.string(), part: z.string(), name: z.string() },
  ...{ from_day: z.string(), to_day: z.string().nullable() },
});

export interface ModelsOfCounty {
  readonly models: readonly { id: string; code: string; parts: unknown }[];
  readonly of: (stationId: string) => (Completeness & { readonly modelId: string }) | null;
}

/** @param roomsOf how many villages a station has today */
export async function modelsOf(
  { trx, today }: ReadContext,
  roomsOf: (stationId: string) => number,
): Promise<ModelsOfCounty> {
  const found = await sql`select id, code, parts from network.station_models order by code, id`.execute(trx);
  const models = z
    .array(ModelRow)
    .parse(found.rows)
    .map((row) => stationModels.schema.parse(row));
  const parts = z
    .array(PartRow)
    .parse((await sql`select id, station_id, part, name, from_day, to_day from network.model_parts`.execute(trx)).rows);
  const recorded = parts.map(({ station_id, from_day, to_day, ...row }) =>
    modelParts.schema.parse({ ...row, stationId: station_id, fromDay: from_day, toDay: to_day }),
  );
  const chosen = z
    .array(z.object({ id: z.string(), model_id: z.string() }))
    .parse((await sql`select id, model_id from network.stations where model_id is not null`.execute(trx)).rows);
  const modelOf = new Map(chosen.map((row) => [row.id, row.model_id]));
  return {
    models,
    of: (stationId) => {
      const model = models.find((one) => one.id === modelOf.get(stationId));
      if (model === undefined) return null;
      const own = recorded.filter((one) => one.stationId === stationId);
      return { modelId: model.id, ...completenessOf(model, own, roomsOf(stationId), today) };
    },
  };
}

const StatementRow = z.object({
  ...{ id: z.string(), subject: z.string(), source: z.string(), divided: z.unknown(), day: z.string() },
  ...{ total: z.number().nullable(), least: z.number().nullable(), most: z.number().nullable() },
});

async function factsOf({ trx, reader, today }: ReadContext, staff: readonly StaffRow[]): Promise<NetworkFacts> {
  const said = await sql`select id, subject, source, total, least, most, divided, day from network.statements`.execute(
    trx,
  );
  return {
    stations: [...reader.places.stations.values()],
    rooms: [...reader.places.rooms.values()],
    posts: staff
      .filter((one) => worksToday(one, today))
      .map(({ post_id, user_id, name, role, station_id, room_id }) => ({
        ...{ id: post_id ?? user_id, userId: user_id, name, role, stationId: station_id, roomId: room_id },
      })),
    agencies: await agenciesRegistered(trx),
    statements: z
      .array(StatementRow)
      .parse(said.rows)
      .map((row) => statements.schema.parse(row)),
    today,
  };
}

async function agenciesRegistered(trx: Trx): Promise<number> {
  const found = await sql`select count(*)::int as n from network.agencies`.execute(trx);
  return z.array(z.object({ n: z.number() })).parse(found.rows)[0]?.n ?? 0;
}

/** The county's desk sees all; a station's own people what concerns their station, by rules that need no other. */
export async function contradictionsFor(context: ReadContext, staff: readonly StaffRow[]): Promise<Contradiction[]> {
  const { reader } = context;
  const wide = reader.of('county', reader.places.county.id).staff;
  const all = contradictionsOf(await factsOf(context, staff));
  if (wide) return all;
  return all.filter(
    ({ stationIds }) => stationIds.length > 0 && stationIds.every((id) => reader.of('station', id).staff),
  );
}
