/** Files as they are laid side by side when two may be one person: everything that may differ, card numbers by their end. */
import type { Client } from '@yimi/people';
import { clients } from '@yimi/people';
import { care } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { staffNamed } from './named-people.ts';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';

/** Only what the reader may open; the others are left out as if there were none (law A5). */
export async function comparedFiles(context: ReadContext, ids: readonly string[]): Promise<Map<string, object>> {
  const { reader, trx, tx } = context;
  if (ids.length === 0) return new Map();
  const found = await readRows(
    trx,
    tx.keys,
    erase(clients),
    'id = any($1::uuid[])',
    [ids],
    (name) => name === 'selfCare',
  );
  const files = found
    .map(({ row }) => clients.schema.parse(row))
    .filter((one) => one.state === 'active' && reader.atRoom(one.roomId).people);
  const named = await staffNamed(
    trx,
    files.map((one) => one.assigneeId),
  );
  const states = await readRows(trx, tx.keys, erase(care), 'id = any($1::uuid[])', [ids]);
  const careById = new Map(states.map(({ row }) => care.schema.parse(row)).map((one) => [one.id, one]));
  const households = await membersOf(context, files);
  return new Map(
    files.map((file) => [
      file.id,
      {
        ...facts(context, file),
        household: (households.get(file.householdId ?? '') ?? [])
          .filter((one) => one.id !== file.id)
          .map((one) => one.name),
        assigneeName: named.get(file.assigneeId ?? '')?.name ?? null,
        lastVisitOn: careById.get(file.id)?.lastVisitOn ?? null,
        visits: careById.get(file.id)?.visits ?? 0,
      },
    ]),
  );
}

function facts({ reader }: ReadContext, file: Client) {
  const { id, name, pinyin, sex, birthDay, phone, guardian, groups, risk, ethnicity, languages, whereabouts } = file;
  const { selfCare, documentKind, photo, hamlet, registeredOn } = file;
  return {
    ...{ id, name, pinyin, sex, birthDay, phone, guardian, groups, risk, ethnicity, languages, whereabouts },
    ...{ selfCare: selfCare ?? null, documentKind, photo, hamlet, registeredOn },
    idLastFour: reader.atRoom(file.roomId).idLastFour ? (file.idLastFour ?? null) : null,
    roomName: reader.places.rooms.get(file.roomId)?.name ?? '',
  };
}

const Member = z.object({ id: z.string(), name: z.string(), household_id: z.string() });

async function membersOf(
  { trx }: ReadContext,
  files: readonly Client[],
): Promise<Map<string, z.infer<typeof Member>[]>> {
  const households = files.map((one) => one.householdId).filter((one) => one !== null);
  if (households.length === 0) return new Map();
  const text = `select id, name, household_id from people.clients
    where room_id = any($1::uuid[]) and household_id = any($2::uuid[]) and state = 'active' order by pinyin, id limit 400`;
  const found = await rowsOf(trx, Member, { text, values: [files.map((one) => one.roomId), households] });
  return Map.groupBy(found, (one) => one.household_id);
}
