/**
 * A person's own rights (PIPL 15, 44–47): consent is taken back, data are erased. Erasure empties the file; the
 * server then destroys the person's key, so that receipts and audit can no longer be read (law A7). Counts stand.
 */
import { dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { liveClient, placeOfClient } from '../client-rules.ts';
import { noSuchClient } from '../problems.ts';
import { clients, consentPurposes } from '../tables.ts';

export const withdrawConsent = defineCommand({
  name: 'people.withdraw-consent',
  input: z.strictObject({ clientId: Id, purpose: z.enum(consentPurposes) }),
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    const withdrawnDay = dayOf(context.occurredAt);
    const consents = client.consents.map((one) =>
      one.purpose === input.purpose && one.withdrawnDay === null ? { ...one, withdrawnDay } : one,
    );
    tx.put(clients, { ...client, consents });
    return undefined;
  },
});

export const eraseClient = defineCommand({
  name: 'people.erase-client',
  input: z.strictObject({ clientId: Id }),
  permission: { 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    const client = tx.get(clients, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    tx.put(clients, {
      ...client,
      name: '',
      pinyin: '',
      sex: 'unknown',
      birthDay: null,
      phone: null,
      idNumber: null,
      idLastFour: null,
      guardian: null,
      groups: [],
      hamlet: '',
      householdId: null,
      consents: [],
      assigneeId: null,
      state: 'erased',
    });
    return undefined;
  },
});
