/**
 * What is wrong in a person's file is put right, field by field. The writer says what they saw (`from`); a field that
 * changed in between is a conflict: the later accepted value wins, the earlier is kept and shown (law S8). Fields that
 * make sense only together are one group: the address (village's hamlet and household) merges as one.
 */

import type { Context, Tx } from '@yimi/kernel';
import { Day, defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { liveClient, placeOfClient } from '../client-rules.ts';
import { noSuchClient, notActive } from '../problems.ts';
import type { Client } from '../tables.ts';
import { clients, conflicts, riskLevels, specialGroups } from '../tables.ts';

const change = <T extends z.ZodMiniType>(of: T) => z.optional(z.strictObject({ from: of, to: of }));

const Changes = z.strictObject({
  name: change(z.string().check(z.minLength(1), z.maxLength(40))),
  pinyin: change(z.string().check(z.maxLength(200))),
  sex: change(z.enum(['male', 'female', 'unknown'])),
  birthDay: change(z.nullable(Day)),
  phone: change(z.nullable(z.string().check(z.maxLength(20)))),
  guardian: change(z.nullable(z.string().check(z.maxLength(40)))),
  groups: change(z.array(z.enum(specialGroups)).check(z.maxLength(20))),
  risk: change(z.enum(riskLevels)),
  address: change(z.strictObject({ hamlet: z.string().check(z.maxLength(40)), householdId: z.nullable(Id) })),
  assigneeId: change(z.nullable(Id)),
  state: change(z.enum(['active', 'moved-away', 'died'])),
});

export const correctClient = defineCommand({
  name: 'people.correct-client',
  input: z.strictObject({ clientId: Id, changes: Changes }),
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    const { address, ...fields } = input.changes;
    let row: Client = client;
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      const now = client[field as keyof Client];
      keepEarlier(tx, client, field, now, value, context);
      row = { ...row, [field]: value.to };
    }
    if (address !== undefined) {
      keepEarlier(tx, client, 'address', { hamlet: client.hamlet, householdId: client.householdId }, address, context);
      row = { ...row, ...address.to };
    }
    tx.put(clients, row);
    return undefined;
  },
});

function keepEarlier(
  tx: Tx,
  client: Client,
  field: string,
  now: unknown,
  value: { from: unknown; to: unknown },
  context: Context,
): void {
  const seen = JSON.stringify(value.from);
  const current = JSON.stringify(now);
  if (current === seen || current === JSON.stringify(value.to)) return;
  tx.put(conflicts, {
    id: derivedId(context.commandId, `conflict/${field}`),
    roomId: client.roomId,
    clientId: client.id,
    field,
    earlier: current,
    later: JSON.stringify(value.to),
    laterBy: context.actorId,
    recordedAt: context.recordedAt,
    state: 'open',
  });
}
