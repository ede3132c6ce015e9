/**
 * A person's own rights (PIPL 15, 44–47): consent is taken back, data are erased. Erasure empties the file; the
 * server then destroys the person's key, so that receipts and audit can no longer be read (law A7). Counts stand.
 */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { dayOfDeed, erasedFile, liveClient, placeOfClient } from '../client-rules.ts';
import { consentPurposes } from '../code-lists.ts';
import { needsGuardian } from '../consent.ts';
import { guardianNeeded, noSuchClient, notActive } from '../problems.ts';
import { clients } from '../tables.ts';

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
    const withdrawnDay = dayOfDeed(context);
    const consents = client.consents.map((one) =>
      one.purpose === input.purpose && one.withdrawnDay === null ? { ...one, withdrawnDay } : one,
    );
    // A picture that may not be kept is not kept: the file goes with the job that clears what nothing names.
    const photo = input.purpose === 'photo' ? null : client.photo;
    tx.put(clients, { ...client, consents, photo });
    return undefined;
  },
});

/** Consent is given, or given anew, after the registration: by the person, or by the guardian of a child under fourteen. */
export const giveConsent = defineCommand({
  name: 'people.give-consent',
  input: z.strictObject({
    clientId: Id,
    purpose: z.enum(consentPurposes),
    givenBy: z.enum(['person', 'guardian']),
  }),
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, { clientId, purpose, givenBy }, context) => {
    const client = liveClient(tx, clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    const day = dayOfDeed(context);
    if (givenBy === 'person' && needsGuardian(client.birthDay, day)) return guardianNeeded();
    if (givenBy === 'guardian' && client.guardian === null) return guardianNeeded();
    if (
      client.consents.some((one) => one.purpose === purpose && one.givenBy === givenBy && one.withdrawnDay === null)
    ) {
      return undefined;
    }
    tx.put(clients, { ...client, consents: [...client.consents, { purpose, givenBy, day, withdrawnDay: null }] });
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
    tx.put(clients, erasedFile(client));
    return undefined;
  },
});
