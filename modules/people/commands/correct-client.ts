/**
 * What is wrong in a person's file is put right, field by field. The writer says what they saw (`from`); a field that
 * changed in between is a conflict: the later accepted value wins, the earlier is kept and shown (law S8). Fields that
 * make sense only together are one group: the address (village's hamlet and household) merges as one.
 */

import type { Context, Tx } from '@yimi/kernel';
import { Day, defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { sameValue, withFields } from '../client-fields.ts';
import { daysOf, liveClient, placeOfClient } from '../client-rules.ts';
import {
  Ethnicity,
  Groups,
  GuardianContact,
  Hamlet,
  Languages,
  Name,
  Phone,
  Pinyin,
  RiskLevel,
  SelfCareLevel,
  Sex,
  WhereaboutsKind,
} from '../input-parts.ts';
import { noSuchClient, noSuchHousehold, notActive } from '../problems.ts';
import type { Client } from '../tables.ts';
import { clients, conflicts, households } from '../tables.ts';
import { liveHousehold } from './households.ts';

const change = <T extends z.ZodMiniType>(of: T) => z.optional(z.strictObject({ from: of, to: of }));

const Changes = z.strictObject({
  name: change(Name),
  pinyin: change(Pinyin),
  sex: change(Sex),
  birthDay: change(z.nullable(Day)),
  phone: change(Phone),
  guardian: change(z.nullable(z.string().check(z.maxLength(40)))),
  guardianContact: change(GuardianContact),
  groups: change(Groups),
  risk: change(RiskLevel),
  ethnicity: change(Ethnicity),
  languages: change(Languages),
  whereabouts: change(WhereaboutsKind),
  selfCare: change(SelfCareLevel),
  address: change(z.strictObject({ hamlet: Hamlet, householdId: z.nullable(Id) })),
  assigneeId: change(z.nullable(Id)),
  state: change(z.enum(['active', 'moved-away', 'died'])),
});

export const correctClient = defineCommand({
  name: 'people.correct-client',
  version: 2,
  // Version 2 knows more fields; those of version 1 are as they were.
  upcasts: { 1: (input) => input },
  input: z.strictObject({ clientId: Id, changes: Changes }),
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: ({ clientId, changes }) => [
    keyOf(clients, clientId),
    ...(changes.address?.to.householdId ? [keyOf(households, changes.address.to.householdId)] : []),
  ],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    const { address, ...fields } = input.changes;
    if (address !== undefined && !livesThere(tx, client, address.to.householdId)) return noSuchHousehold();
    const written: Record<string, unknown> = { ...address?.to };
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      keepEarlier(tx, client, field, client[field as keyof Client], value, context);
      written[field] = value.to;
    }
    if (address !== undefined) {
      keepEarlier(tx, client, 'address', { hamlet: client.hamlet, householdId: client.householdId }, address, context);
    }
    tx.put(clients, withFields(client, written, daysOf(context)));
    return undefined;
  },
});

/** A household of the person's own village; of another one, answered as if there were none (law A5). */
function livesThere(tx: Tx, client: Client, householdId: string | null): boolean {
  if (householdId === null || householdId === client.householdId) return true;
  const household = liveHousehold(tx, householdId);
  // A phone that does not hold it leaves it to the server (law C6).
  return household === 'not-held' || (household !== 'absent' && household.roomId === client.roomId);
}

function keepEarlier(
  tx: Tx,
  client: Client,
  field: string,
  now: unknown,
  value: { from: unknown; to: unknown },
  context: Context,
): void {
  const current = JSON.stringify(now);
  if (sameValue(now, value.from) || sameValue(now, value.to)) return;
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
