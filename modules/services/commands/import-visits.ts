/**
 * Visits from an old ledger (台账), many in one command (law C1): the day is the ledger's, not a phone's clock, so it is not
 * held against the clock (C5). What was read and settled on paper comes as reviewed. Rows that cannot be taken refuse the
 * whole command, which names them: an import is checked row by row before it is sent.
 */

import type { Context, Tx } from '@yimi/kernel';
import { Day, dayOf, defineCommand, Id, Instant, keyOf, problem, roles, scopes } from '@yimi/kernel';
import { rooms, stationOn } from '@yimi/network';
import { clients, groupsOn, hadWithdrawn, liveClient, recordedFor, roomOn } from '@yimi/people';
import * as z from 'zod/mini';
import { dueRuleId } from '../due.ts';
import { alreadyRecorded } from '../problems.ts';
import { cards, care, dueRules, needKinds, ownVisits, visitModes, visitResults, visits } from '../tables.ts';

const Row = z.strictObject({
  visitId: Id,
  clientId: Id,
  visitedAt: Instant,
  authorId: Id,
  authorRole: z.enum(roles),
  mode: z.enum(visitModes),
  result: z.enum(visitResults),
  findings: z.nullable(z.string().check(z.maxLength(2000))),
  needs: z.array(z.enum(needKinds)).check(z.maxLength(15)),
  reviewedBy: z.nullable(Id),
});
type Row = z.infer<typeof Row>;

export const importVisits = defineCommand({
  name: 'services.import-visits',
  // A hundred rows and what follows them stay well under a second, and one fault costs little to send again.
  input: z.strictObject({
    stationId: Id,
    ledger: z.string().check(z.maxLength(80)),
    importedOn: Day,
    rows: z.array(Row).check(z.minLength(1), z.maxLength(100)),
  }),
  permission: { 'station-head': 'station' },
  // All that the followers ask for, too: each row fetched late would run the whole page anew.
  keys: (input) => [
    keyOf(dueRules, dueRuleId),
    ...input.rows.flatMap((row) => [
      keyOf(visits, row.visitId),
      keyOf(clients, row.clientId),
      keyOf(care, row.clientId),
      keyOf(cards, row.clientId),
      keyOf(ownVisits, row.visitId),
    ]),
  ],
  // A page tells of many people: each row lies under its own person's key, so that an erasure takes it along (A7).
  apart: (input) => input.rows.map((row, at) => ({ subject: row.clientId, path: ['rows', at] })),
  place: (_tx, input) => ({ stationId: input.stationId }),
  execute: (tx, input, context) => {
    for (const [at, row] of input.rows.entries()) {
      const wrong = importOne(tx, input.stationId, row, at, context);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  },
});

function importOne(tx: Tx, stationId: string, row: Row, at: number, context: Context) {
  const field = `input.rows.${at}`;
  const client = liveClient(tx, row.clientId);
  if (client === 'not-held') return undefined;
  if (client === 'absent') return problem('not-found', 'services.no-such-client', {}, `${field}.clientId`);
  // Nothing more is written about a person who was erased (A7).
  if (client.state === 'erased') return problem('conflict', 'services.client-not-active', {}, `${field}.clientId`);
  const day = dayOf(row.visitedAt);
  const room = tx.get(rooms, roomOn(client, day), scopes.county);
  const then = room === 'absent' || room === 'not-held' ? null : stationOn(room, day);
  // A head imports for the own station: whose person it is not is answered like one who is not there (A5).
  if (room === 'absent' || room === 'not-held' || then !== stationId) {
    return problem('not-found', 'services.no-such-client', {}, `${field}.clientId`);
  }
  if (tx.get(visits, row.visitId, scopes.room(client.roomId)) !== 'absent') return alreadyRecorded();
  const { visitId: id, visitedAt: occurredAt, reviewedBy, clientId: _, ...rest } = row;
  tx.put(visits, {
    ...rest,
    id,
    clientId: client.id,
    recordedFor: recordedFor(client, row.clientId),
    heldIn: client.roomId,
    archived: false,
    roomId: room.id,
    stationId: then,
    occurredOn: day,
    occurredAt,
    recordedAt: context.recordedAt,
    plausible: occurredAt <= context.recordedAt,
    risk: client.risk,
    groups: groupsOn(client, day),
    withoutConsent: hadWithdrawn(client, 'service', day),
    state: 'counted',
    stateReason: null,
    review: reviewedBy === null ? 'open' : 'reviewed',
    question: null,
    answer: null,
    reviewedBy,
  });
  return undefined;
}
