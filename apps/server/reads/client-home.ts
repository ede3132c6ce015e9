/** With whom a person lives and to whom they are tied; and the files that were merged into theirs. */
import type { Client } from '@yimi/people';
import { clients, households, merges, ties } from '@yimi/people';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { staffNamed } from './named-people.ts';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';

const Member = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string(),
  birth_day: z.string().nullable(),
  risk: z.string(),
});

export async function householdOf({ trx }: ReadContext, client: Client) {
  if (client.householdId === null) return [];
  const text = `select id, name, sex, birth_day, risk from people.clients
    where room_id = $1::uuid and household_id = $2::uuid and id <> $3::uuid and state = 'active'
    order by birth_day nulls last, id limit 20`;
  const found = await rowsOf(trx, Member, { text, values: [client.roomId, client.householdId, client.id] });
  return found.map(({ birth_day: birthDay, ...one }) => ({ ...one, birthDay }));
}

export async function householdFactsOf({ trx, tx }: ReadContext, client: Client) {
  if (client.householdId === null) return null;
  const where = 'id = $1::uuid and room_id = $2::uuid';
  const [found] = await readRows(trx, tx.keys, erase(households), where, [client.householdId, client.roomId]);
  if (found === undefined) return null;
  const { address, hamlet, headId, phone } = households.schema.parse(found.row);
  return { address, hamlet, headId, phone };
}

/** Of somebody whose file the reader may not open, no more than that there is a tie (law A5). */
export async function tiesOf({ trx, tx, reader }: ReadContext, client: Client) {
  const found = await readRows(trx, tx.keys, erase(ties), 'client_id = $1::uuid order by kind, id limit 40', [
    client.id,
  ]);
  const all = found.map(({ row }) => ties.schema.parse(row));
  const ids = all.map((one) => one.otherId).filter((one) => one !== null);
  const named = await readRows(trx, tx.keys, erase(clients), 'id = any($1::uuid[])', [ids], () => false);
  const others = new Map(
    named
      .map(({ row }) => clients.schema.parse(row))
      .filter((one) => one.state !== 'erased' && reader.atRoom(one.roomId).people)
      .map((one) => [one.id, one]),
  );
  return all.map(({ tieId, kind, otherId, otherName, otherPhone }) => {
    const other = others.get(otherId ?? '');
    return {
      tieId,
      kind,
      otherId: other === undefined ? null : (other.mergedInto ?? other.id),
      otherName: other?.name ?? otherName,
      otherPhone: other?.phone ?? otherPhone,
    };
  });
}

export async function mergedInto({ trx, tx }: ReadContext, client: Client) {
  const where = "into_id = $1::uuid and state = 'merged' order by merged_at desc, id limit 20";
  const found = await readRows(trx, tx.keys, erase(merges), where, [client.id]);
  const all = found.map(({ row }) => merges.schema.parse(row));
  const text = 'select id, name from people.clients where id = any($1::uuid[])';
  const values = [all.map((one) => one.clientId)];
  const names = await rowsOf(trx, z.object({ id: z.string(), name: z.string() }), { text, values });
  const staff = await staffNamed(
    trx,
    all.map((one) => one.mergedBy),
  );
  return all.map(({ clientId, mergedBy, mergedAt }) => ({
    clientId,
    name: names.find((one) => one.id === clientId)?.name ?? null,
    mergedAt,
    mergedByName: staff.get(mergedBy)?.name ?? null,
  }));
}
