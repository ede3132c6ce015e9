/** What a file says of a person beyond plain fields: groups over time, the document shown, the picture. */
import type { Permission } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { isOldCitizenId, readCitizenId } from '../citizen-id.ts';
import { dayOfDeed, daysOf, liveClient, placeOfClient } from '../client-rules.ts';
import { hasConsent } from '../consent.ts';
import { Document, Sha256 } from '../input-parts.ts';
import { withMembership } from '../memberships.ts';
import {
  invalidCitizenId,
  noPhotoConsent,
  noSuchClient,
  notActive,
  oldCitizenId,
  twoDocuments,
  wrongDays,
} from '../problems.ts';
import { clients, Membership } from '../tables.ts';

const permission: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };

/** A membership begins, ends, or is put right: the current one of that group, else a new one. */
export const recordMembership = defineCommand({
  name: 'people.record-membership',
  input: z.strictObject({ clientId: Id, membership: Membership }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, { clientId, membership }, context) => {
    const client = liveClient(tx, clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    if (membership.toDay !== null && membership.toDay < membership.fromDay) return wrongDays();
    tx.put(clients, { ...client, ...withMembership(client, membership, daysOf(context).today) });
    return undefined;
  },
});

/** The document is put right. A village worker's phone holds no numbers, so this is for the station. */
export const correctDocument = defineCommand({
  name: 'people.correct-document',
  input: z.strictObject({
    clientId: Id,
    idNumber: z.nullable(z.string().check(z.maxLength(18))),
    document: z.nullable(Document),
  }),
  permission: { 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, { clientId, idNumber, document }) => {
    const client = liveClient(tx, clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    const id = idNumber === null ? null : readCitizenId(idNumber);
    if (idNumber !== null && id === null) return isOldCitizenId(idNumber) ? oldCitizenId() : invalidCitizenId();
    if (idNumber !== null && document !== null) return twoDocuments();
    tx.put(clients, {
      ...client,
      idNumber: idNumber?.trim().toUpperCase() ?? null,
      idLastFour: id?.lastFour ?? null,
      birthDay: id?.birthDay ?? client.birthDay,
      sex: id?.sex ?? client.sex,
      documentKind: document?.kind ?? null,
      documentNumber: document?.number ?? null,
    });
    return undefined;
  },
});

/** A picture of the person, only with their consent to photos; null takes it away. The file travels on its own queue (S6). */
export const setPhoto = defineCommand({
  name: 'people.set-photo',
  input: z.strictObject({ clientId: Id, photo: z.nullable(Sha256) }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, { clientId, photo }, context) => {
    const client = liveClient(tx, clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state !== 'active') return notActive();
    if (photo !== null && !hasConsent(client, 'photo', dayOfDeed(context))) return noPhotoConsent();
    tx.put(clients, { ...client, photo });
    return undefined;
  },
});
