/**
 * The main job: a visit is recorded, once, in the village. The input is what the person decided; place, role, risk and
 * day are derived. A volunteer's phone holds no village, so there the command fills only the volunteer's own copy; on
 * the server the same lines fill the village's.
 */

import type { Context, Permission, Place, Role, Tx } from '@yimi/kernel';
import { allowingPost, dayOf, defineCommand, Id, Instant, implausible, keyOf, scopes } from '@yimi/kernel';
import { rooms, stationOn } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients, groupsOn, hadWithdrawn, hasConsent, liveClient, recordedFor, roomOn } from '@yimi/people';
import * as z from 'zod/mini';
import { dueRuleId } from '../due.ts';
import { evidenceRuleId, FileInput, fileColumns, inOrder, mostFiles, predictedNote } from '../evidence-rules.ts';
import { alreadyRecorded, clientNotActive, noPhotoConsent, noSuchClient, unknownRoom } from '../problems.ts';
import {
  cards,
  care,
  dueRules,
  evidence,
  evidenceRules,
  needKinds,
  ownVisits,
  visitModes,
  visitResults,
  visits,
} from '../tables.ts';

const permission: Permission = {
  'hamlet-volunteer': 'assigned',
  'village-worker': 'room',
  'station-worker': 'station',
  'station-head': 'station',
};

const Input = z.strictObject({
  visitId: Id,
  clientId: Id,
  /** When the visit took place, milliseconds; the recording's own time is the envelope's. */
  visitedAt: Instant,
  mode: z.enum(visitModes),
  result: z.enum(visitResults),
  findings: z.nullable(z.string().check(z.maxLength(2000))),
  needs: z.array(z.enum(needKinds)).check(z.maxLength(15)),
  files: z.array(FileInput).check(z.maxLength(mostFiles)),
});
type Input = z.infer<typeof Input>;

export const recordVisit = defineCommand({
  name: 'services.record-visit',
  version: 2,
  // Files of version 1 had neither name nor place, and both may still be left out.
  upcasts: { 1: (input) => input },
  input: Input,
  permission,
  keys: (input) => [
    keyOf(visits, input.visitId),
    keyOf(clients, input.clientId),
    keyOf(care, input.clientId),
    keyOf(cards, input.clientId),
    keyOf(ownVisits, input.visitId),
    keyOf(dueRules, dueRuleId),
    keyOf(evidenceRules, evidenceRuleId),
    ...input.files.map((file) => keyOf(evidence, file.id)),
  ],
  subject: (input) => input.clientId,
  place: (tx, input, context) => placeOf(tx, input.clientId, context),
  execute: (tx, input, context) => {
    const client = liveClient(tx, input.clientId);
    if (client === 'absent') return noSuchClient();
    if (client === 'not-held') return recordOwnCopy(tx, input, context);
    if (client.state !== 'active') return clientNotActive();
    // A phone may have its people and not their records yet (S7): then the server is the one to know.
    const known = tx.get(visits, input.visitId, scopes.room(client.roomId));
    if (known !== 'absent' && known !== 'not-held') return alreadyRecorded();
    const photographed = input.files.some((file) => file.kind === 'photo');
    const day = dayOf(input.visitedAt);
    if (photographed && !hasConsent(client, 'photo', day)) return noPhotoConsent();
    return recordInVillage(tx, input, context, client, day);
  },
});

function placeOf(tx: Tx, clientId: string, context: Context): Place | 'not-held' | null {
  const client = liveClient(tx, clientId);
  if (client === 'absent') return null;
  if (client === 'not-held') {
    const card = tx.get(cards, clientId, scopes.self(context.actorId));
    if (card === 'absent') return null;
    return card === 'not-held' ? 'not-held' : { roomId: card.roomId, assigneeId: card.assigneeId };
  }
  const room = tx.get(rooms, client.roomId, scopes.county);
  const stationId = room === 'absent' || room === 'not-held' ? null : room.stationId;
  return { roomId: client.roomId, stationId, assigneeId: client.assigneeId };
}

function isPlausible(input: Input, context: Context): boolean {
  return !implausible(context.occurredAt, context.recordedAt) && !implausible(input.visitedAt, context.recordedAt);
}

function roleOf(context: Context, place: Place): Role {
  return allowingPost(context.posts, permission, place)?.role ?? 'station-worker';
}

function recordInVillage(tx: Tx, input: Input, context: Context, client: Client, day: string) {
  const roomThen = tx.get(rooms, roomOn(client, day), scopes.county);
  const roomNow = tx.get(rooms, client.roomId, scopes.county);
  if (roomThen === 'absent' || roomThen === 'not-held') return unknownRoom();
  const stationId = roomNow === 'absent' || roomNow === 'not-held' ? null : roomNow.stationId;
  const authorId = context.onBehalfOf ?? context.actorId;
  tx.put(visits, {
    id: input.visitId,
    clientId: client.id,
    recordedFor: recordedFor(client, input.clientId),
    heldIn: client.roomId,
    archived: false,
    roomId: roomThen.id,
    stationId: stationOn(roomThen, day),
    authorId,
    authorRole: roleOf(context, { roomId: client.roomId, stationId, assigneeId: client.assigneeId }),
    occurredOn: day,
    occurredAt: input.visitedAt,
    recordedAt: context.recordedAt,
    plausible: isPlausible(input, context),
    mode: input.mode,
    result: input.result,
    risk: client.risk,
    groups: groupsOn(client, day),
    withoutConsent: hadWithdrawn(client, 'service', day),
    findings: input.findings,
    needs: input.needs,
    state: 'counted',
    stateReason: null,
    review: 'open',
    question: null,
    answer: null,
    reviewedBy: null,
  });
  for (const file of input.files) {
    const where = { visitId: input.visitId, clientId: client.id, heldIn: client.roomId, archived: false };
    tx.put(evidence, { ...fileColumns(tx, file, client, day), ...where, authorId });
  }
  return undefined;
}

/** On a phone that holds only the card: the author's copy, as the server will derive it. */
function recordOwnCopy(tx: Tx, input: Input, context: Context) {
  const card = tx.get(cards, input.clientId, scopes.self(context.actorId));
  if (card === 'absent' || card === 'not-held') return undefined;
  if (!card.mayPhotograph && input.files.some((file) => file.kind === 'photo')) return noPhotoConsent();
  const files = inOrder(input.files.map(predictedNote));
  tx.put(ownVisits, {
    id: input.visitId,
    authorId: context.actorId,
    archived: false,
    clientId: card.clientId,
    clientName: card.name,
    occurredOn: dayOf(input.visitedAt),
    occurredAt: input.visitedAt,
    plausible: isPlausible(input, context),
    mode: input.mode,
    result: input.result,
    findings: input.findings,
    needs: input.needs,
    state: 'counted',
    stateReason: null,
    review: 'open',
    question: null,
    answer: null,
    files,
  });
  return undefined;
}
