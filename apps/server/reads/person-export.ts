/**
 * POST /api/people/export: everything that is held about one person, as one document to hand to them (PIPL 45, 查阅复制权). For a
 * stated purpose, and written to the audit before anything is answered. Other people stay out of it: a tie says what somebody
 * is to the person, and no more.
 */
import { entries } from '@yimi/activities';
import { Id } from '@yimi/kernel';
import { diners, meals } from '@yimi/meals';
import type { Client } from '@yimi/people';
import { clients, conflicts, households, membershipsOf, merges, ties } from '@yimi/people';
import { care, evidence, visits } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { logAccess } from './access-log.ts';
import { liveClientOf } from './client-page.ts';
import { staffNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { Purpose } from './reveal.ts';

const Input = z.strictObject({ clientId: Id, purpose: Purpose });

export const exportRoute: Route<z.infer<typeof Input>> = {
  method: 'POST',
  url: '/api/people/export',
  input: Input,
  answer: async ({ clientId, purpose }, context) => {
    const { reader } = context;
    // What was found on visits is part of it: only who reads all of that hands it out.
    const may = (rights: { people: boolean; reveal: boolean; findings: string }) =>
      rights.people && rights.reveal && rights.findings === 'all';
    if (!reader.anywhere(may)) return notForYou();
    const client = await liveClientOf(context, clientId, true);
    const content = { clientId, purpose: purpose.trim() };
    if (client === null || !may(reader.atRoom(client.roomId))) {
      await logAccess(context, { action: 'people.export', outcome: 'refused', subject: null, content });
      return notFound();
    }
    await logAccess(context, { action: 'people.export', outcome: 'accepted', subject: client.id, content });
    return documentOf(context, client, purpose.trim());
  },
};

async function documentOf(context: ReadContext, client: Client, purpose: string): Promise<object> {
  const files = await mergedInto(context, client.id);
  const ids = [client.id, ...files.map((one) => one.id)];
  const all = async (table: Parameters<typeof erase>[0], column: string) =>
    (await readRows(context.trx, context.tx.keys, erase(table), `${column} = any($1::uuid[]) order by id`, [ids])).map(
      ({ row }) => row,
    );
  const recorded = (await all(visits as never, 'client_id')).map((row) => visits.schema.parse(row));
  const staff = await staffNamed(
    context.trx,
    recorded.map((visit) => visit.authorId),
  );
  return {
    title: '个人信息副本',
    madeOn: context.today,
    purpose,
    person: personOf(context, client),
    // Files that were merged into this one, with the values that were not chosen.
    mergedFiles: files.map((file) => personOf(context, file)),
    merges: (await all(merges as never, 'into_id')).map((row) =>
      pick(row, ['clientId', 'mergedAt', 'state', 'replaced']),
    ),
    household: await householdOf(context, client),
    ties: (await all(ties as never, 'client_id')).map((row) => pick(row, ['kind', 'otherName', 'otherPhone'])),
    care: (await all(care as never, 'id')).map((row) =>
      pick(row, ['risk', 'dueOn', 'lastVisitOn', 'lastMetOn', 'visits']),
    ),
    visits: recorded.map((visit) => ({
      ...pick(visit, [
        'occurredOn',
        'mode',
        'result',
        'findings',
        'needs',
        'state',
        'stateReason',
        'question',
        'answer',
      ]),
      by: staff.get(visit.authorId)?.name ?? null,
    })),
    files: (await all(evidence as never, 'client_id')).map((row) =>
      pick(row, ['kind', 'sha256', 'mime', 'bytes', 'takenAt']),
    ),
    activities: (await all(entries as never, 'client_id')).map((row) =>
      pick(row, ['day', 'part', 'attended', 'rating', 'ratingWords']),
    ),
    meals: (await all(meals as never, 'client_id')).map((row) => pick(row, ['day', 'state', 'outcome'])),
    // Whom to ring at a shut door is about others.
    mealNotes: (await all(diners as never, 'client_id')).map((row) => pick(row, ['note'])),
    replacedValues: (await all(conflicts as never, 'client_id')).map((row) =>
      pick(row, ['field', 'earlier', 'later', 'recordedAt', 'state']),
    ),
    whoLooked: await accessesOf(context, ids),
  };
}

function personOf({ reader }: ReadContext, client: Client): object {
  const { roomId, roomHistory, assigneeId: _, soundKey: __, groups: ___, ...said } = client;
  const village = (id: string) => reader.places.rooms.get(id)?.name ?? null;
  return {
    ...said,
    memberships: membershipsOf(client),
    village: village(roomId),
    villages: roomHistory.map((one) => ({ village: village(one.roomId), fromDay: one.fromDay })),
  };
}

/** All files that became this one, in any number of steps. */
async function mergedInto({ trx, tx }: ReadContext, id: string): Promise<Client[]> {
  const where = `id in (with recursive merged as (
      select c.id from people.clients c where c.merged_into = $1::uuid
      union select c.id from people.clients c join merged m on c.merged_into = m.id)
    select id from merged) order by id`;
  return (await readRows(trx, tx.keys, erase(clients), where, [id])).map(({ row }) => clients.schema.parse(row));
}

async function householdOf({ trx, tx }: ReadContext, { householdId }: Client): Promise<object | null> {
  if (householdId === null) return null;
  const [found] = await readRows(trx, tx.keys, erase(households), 'id = $1::uuid', [householdId]);
  return found === undefined ? null : pick(found.row, ['hamlet', 'address', 'phone']);
}

const Looked = z.object({ at: z.number(), action: z.string(), actor_id: z.string() });

/** Who opened, showed or took out the file, and when (PIPL 44: the person may know). */
async function accessesOf({ trx }: ReadContext, ids: readonly string[]): Promise<object[]> {
  const text = `select at, action, actor_id from engine.audit where subject = any($1::uuid[])
    and action in ('people.open-file', 'people.reveal', 'people.export') order by at, id limit 2000`;
  const found = await rowsOf(trx, Looked, { text, values: [ids] });
  const staff = await staffNamed(
    trx,
    found.map((one) => one.actor_id),
  );
  return found.map(({ at, action, actor_id: actor }) => ({ at, action, by: staff.get(actor)?.name ?? null }));
}

function pick(row: object, names: readonly string[]): Record<string, unknown> {
  const kept = new Set(names);
  return Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name)));
}
