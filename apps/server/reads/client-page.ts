/** GET /api/people/:id: one person's file. Opening it is logged; a merged id leads to the person it became (law C7). */

import type { Problem } from '@yimi/kernel';
import { addDays, Id } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { clients, conflicts } from '@yimi/people';
import { care } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { logAccess } from './access-log.ts';
import { staffNamed } from './named-people.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { readVisits, visitRows } from './visit-rows.ts';

const Input = z.object({ id: Id });

export const clientRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/people/:id',
  input: Input,
  answer: async ({ id }, context) => {
    const client = await liveClientOf(context, id);
    if (client === null || !context.reader.atRoom(client.roomId).people) return notFound();
    await logAccess(context, { action: 'people.open-file', outcome: 'accepted', subject: client.id, content: {} });
    return clientPage(context, client);
  },
};

/** What is opened only on request, with a purpose (law A3). */
const numbers: readonly string[] = ['idNumber', 'documentNumber'];

/** The person through any merges, card number left sealed unless asked for. */
export async function liveClientOf({ trx, tx }: ReadContext, id: string, withNumber = false): Promise<Client | null> {
  let wanted = id;
  // Merges form a tree; 50 hops is far deeper than any person was ever merged.
  for (let hops = 0; hops < 50; hops++) {
    const [found] = await readRows(
      trx,
      tx.keys,
      erase(clients),
      'id = $1::uuid',
      [wanted],
      (column) => withNumber || !numbers.includes(column),
    );
    if (found === undefined) return null;
    const client = clients.schema.parse(found.row);
    if (client.mergedInto === null) return client;
    wanted = client.mergedInto;
  }
  return null;
}

async function clientPage(context: ReadContext, client: Client): Promise<object | Problem> {
  const { reader, trx } = context;
  const rights = reader.atRoom(client.roomId);
  const room = reader.places.rooms.get(client.roomId);
  const staff = await staffNamed(trx, [client.assigneeId]);
  const state = await careOf(context, client.id);
  const ids = await idsOf(context, client.id);
  const {
    id,
    roomId,
    hamlet,
    sex,
    birthDay,
    phone,
    groups,
    risk,
    pinyin,
    guardian,
    householdId,
    consents,
    assigneeId,
  } = client;
  return {
    id,
    name: client.state === 'erased' ? null : client.name,
    state: client.state,
    ...{ roomId, hamlet, sex, birthDay, phone, groups, risk, pinyin, guardian, householdId, consents, assigneeId },
    roomName: room?.name ?? '',
    stationId: room?.stationId ?? '',
    stationName: reader.places.stations.get(room?.stationId ?? '')?.name ?? '',
    registeredOn: client.registeredOn,
    assigneeName: staff.get(assigneeId ?? '')?.name ?? null,
    idLastFour: rights.idLastFour ? (client.idLastFour ?? null) : null,
    hasIdNumber: rights.idLastFour && (await hasNumber(context, id)),
    dueOn: state?.dueOn ?? null,
    lastVisitOn: state?.lastVisitOn ?? null,
    care: state,
    household: await householdOf(context, client),
    days: await daysOf(context, ids),
    visits: await visitRows(
      context,
      await readVisits(context, 'client_id = any($1::uuid[]) order by occurred_on desc, id desc limit 50', [ids]),
    ),
    // What is proposed and what clashed is for those who decide on it, as on their phones.
    proposals: rights.review ? await proposalsOf(context, id) : [],
    conflicts: rights.review ? await conflictsOf(context, id) : [],
  };
}

/** The person's id and those that were merged into it, in any number of steps. */
async function idsOf({ trx }: ReadContext, id: string): Promise<string[]> {
  const text = `with recursive merged as (
      select $1::uuid as id
      union select c.id from people.clients c join merged m on c.merged_into = m.id)
    select id from merged`;
  return (await rowsOf(trx, z.object({ id: z.string() }), { text, values: [id] })).map((row) => row.id);
}

async function careOf({ trx, tx }: ReadContext, id: string) {
  const [found] = await readRows(trx, tx.keys, erase(care), 'id = $1::uuid', [id]);
  if (found === undefined) return null;
  const { lastVisitOn, lastMetOn, dueOn, visits } = care.schema.parse(found.row);
  return { lastVisitOn, lastMetOn, dueOn, visits };
}

async function hasNumber({ trx }: ReadContext, id: string): Promise<boolean> {
  const text = 'select id_number is not null as has from people.clients where id = $1::uuid';
  return (await rowsOf(trx, z.object({ has: z.boolean() }), { text, values: [id] }))[0]?.has ?? false;
}

const Named = z.object({ id: z.string(), name: z.string() });

async function householdOf({ trx }: ReadContext, client: Client) {
  if (client.householdId === null) return [];
  const text = `select id, name from people.clients
    where room_id = $1::uuid and household_id = $2::uuid and id <> $3::uuid and state = 'active' order by pinyin, id limit 20`;
  return rowsOf(trx, Named, { text, values: [client.roomId, client.householdId, client.id] });
}

const DayCount = z.object({ day: z.string(), n: z.number() });

/** The last year, as the heat map of one person's visits: those that count. */
async function daysOf({ trx, today }: ReadContext, ids: readonly string[]) {
  const text = `select occurred_on as day, count(*) as n from services.visits
    where client_id = any($1::uuid[]) and state = 'counted' and plausible and occurred_on > $2 group by occurred_on order by occurred_on`;
  return rowsOf(trx, DayCount, { text, values: [ids, addDays(today, -366)] });
}

const Proposal = z.object({
  id: z.string(),
  reason: z.enum(['same-name', 'same-name-and-birth', 'same-id', 'alike']),
  other_id: z.string(),
  name: z.string(),
  hamlet: z.string(),
  birth_day: z.string().nullable(),
  phone: z.string().nullable(),
  registered_on: z.string(),
  room_id: z.string(),
  visits: z.number().nullable(),
});

async function proposalsOf({ trx, reader }: ReadContext, id: string) {
  const text = `select p.id, p.reason, o.id as other_id, o.name, o.hamlet, o.birth_day, o.phone, o.registered_on, o.room_id, s.visits
    from people.merge_proposals p
    join people.clients o on o.county_id = p.county_id and o.id = case when p.client_id = $1::uuid then p.other_id else p.client_id end
    left join services.care s on s.county_id = o.county_id and s.id = o.id
    where p.state = 'open' and (p.client_id = $1::uuid or p.other_id = $1::uuid) order by p.id limit 20`;
  const found = await rowsOf(trx, Proposal, { text, values: [id] });
  return found
    .filter((row) => reader.atRoom(row.room_id).people)
    .map((row) => ({
      id: row.id,
      reason: row.reason,
      other: {
        id: row.other_id,
        name: row.name,
        hamlet: row.hamlet,
        birthDay: row.birth_day,
        phone: row.phone,
        registeredOn: row.registered_on,
        visits: row.visits ?? 0,
      },
    }));
}

async function conflictsOf({ trx, tx }: ReadContext, id: string) {
  const where = "client_id = $1::uuid and state = 'open' order by recorded_at, id limit 50";
  const found = (await readRows(trx, tx.keys, erase(conflicts), where, [id])).map(({ row }) =>
    conflicts.schema.parse(row),
  );
  const staff = await staffNamed(
    trx,
    found.map((one) => one.laterBy),
  );
  return found.map(({ id: conflictId, field, earlier, later, laterBy, recordedAt }) => ({
    id: conflictId,
    field,
    earlier,
    later,
    laterByName: staff.get(laterBy)?.name ?? null,
    recordedAt,
  }));
}
