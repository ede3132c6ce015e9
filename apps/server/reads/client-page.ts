/** GET /api/people/:id: one person's file. Opening it is logged; a merged id leads to the person it became (law C7). */

import type { Problem } from '@yimi/kernel';
import { addDays, Id } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { clients, conflicts, hasConsent, membershipsOf } from '@yimi/people';
import { care, defaultRule, dueRules } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { logAccess } from './access-log.ts';
import { householdFactsOf, householdOf, mergedInto, tiesOf } from './client-home.ts';
import { storyVisits } from './client-story.ts';
import { comparedFiles } from './compared-files.ts';
import { staffNamed } from './named-people.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';

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
  const { id, roomId, hamlet, sex, birthDay, phone, groups, risk, pinyin, guardian, guardianContact } = client;
  const { householdId, consents, assigneeId, ethnicity, languages, whereabouts, documentKind } = client;
  const erased = client.state === 'erased';
  return {
    id,
    name: erased ? null : client.name,
    state: client.state,
    ...{ roomId, hamlet, sex, birthDay, phone, groups, risk, pinyin, guardian, guardianContact },
    ...{ householdId, consents, assigneeId, ethnicity, languages, whereabouts, documentKind },
    selfCare: client.selfCare ?? null,
    photo: hasConsent(client, 'photo', context.today) ? client.photo : null,
    memberships: erased ? [] : membershipsOf(client),
    roomName: room?.name ?? '',
    stationId: room?.stationId ?? '',
    stationName: reader.places.stations.get(room?.stationId ?? '')?.name ?? '',
    registeredOn: client.registeredOn,
    homes: client.roomHistory.map((one) => ({
      roomName: reader.places.rooms.get(one.roomId)?.name ?? '',
      fromDay: one.fromDay,
    })),
    assigneeName: staff.get(assigneeId ?? '')?.name ?? null,
    idLastFour: rights.idLastFour ? (client.idLastFour ?? null) : null,
    hasIdNumber: rights.idLastFour && (await hasNumber(context, id)),
    dueOn: state?.dueOn ?? null,
    lastVisitOn: state?.lastVisitOn ?? null,
    care: state,
    everyDays: await everyDaysOf(context, risk),
    household: await householdOf(context, client),
    householdFacts: await householdFactsOf(context, client),
    ties: await tiesOf(context, client),
    days: await daysOf(context, ids),
    visits: await storyVisits(context, client, ids),
    // What is proposed, merged and what clashed is for those who decide on it, as on their phones.
    proposals: rights.review ? await proposalsOf(context, id) : [],
    merged: rights.review ? await mergedInto(context, client) : [],
    conflicts: rights.review ? await conflictsOf(context, id) : [],
  };
}

async function everyDaysOf({ trx, tx }: ReadContext, risk: Client['risk']): Promise<number> {
  const [found] = await readRows(trx, tx.keys, erase(dueRules), 'true', []);
  return (found === undefined ? defaultRule : dueRules.schema.parse(found.row))[risk];
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

const DayCount = z.object({ day: z.string(), n: z.number() });

/** The last year, as the heat map of one person's visits: those that count. */
async function daysOf({ trx, today }: ReadContext, ids: readonly string[]) {
  const text = `select occurred_on as day, count(*) as n from services.visits
    where client_id = any($1::uuid[]) and state = 'counted' and plausible and occurred_on > $2 group by occurred_on order by occurred_on`;
  return rowsOf(trx, DayCount, { text, values: [ids, addDays(today, -366)] });
}

const Proposal = z.object({ id: z.string(), reason: z.string(), reasons: z.array(z.string()), other_id: z.string() });

async function proposalsOf(context: ReadContext, id: string) {
  const text = `select id, reason, reasons, case when client_id = $1::uuid then other_id else client_id end as other_id
    from people.merge_proposals where state = 'open' and (client_id = $1::uuid or other_id = $1::uuid)
    order by score desc, id limit 20`;
  const found = await rowsOf(context.trx, Proposal, { text, values: [id] });
  const files = await comparedFiles(
    context,
    found.map((row) => row.other_id),
  );
  return found.flatMap(({ id: proposalId, reason, reasons, other_id: otherId }) => {
    const other = files.get(otherId);
    return other === undefined ? [] : [{ id: proposalId, reason, reasons, other }];
  });
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
