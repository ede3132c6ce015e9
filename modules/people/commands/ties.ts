/** Ties of family and neighbourhood: who to ring when nobody opens, who looks after whom. Each end has a row of its own. */
import type { Context, Missing, Permission, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { liveClient, placeOfClient, reachesClient } from '../client-rules.ts';
import { inverseRelation, relationKinds } from '../code-lists.ts';
import { Name, Phone } from '../input-parts.ts';
import { noSuchClient, noSuchTie, notActive, sameClient, tieNeedsOneEnd } from '../problems.ts';
import type { Client } from '../tables.ts';
import { clients, ties } from '../tables.ts';
import { tieEndId } from '../tie-rules.ts';

const permission: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };

const Tied = z.strictObject({
  tieId: Id,
  clientId: Id,
  /** What the other is to the person. */
  kind: z.enum(relationKinds),
  /** Somebody with a file, or … */
  otherId: z.nullable(Id),
  /** … somebody without. */
  contact: z.nullable(z.strictObject({ name: Name, phone: Phone })),
});

export const tieClients = defineCommand({
  name: 'people.tie-clients',
  input: Tied,
  permission,
  keys: (input) => [keyOf(clients, input.clientId), ...(input.otherId === null ? [] : [keyOf(clients, input.otherId)])],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    if ((input.otherId === null) === (input.contact === null)) return tieNeedsOneEnd();
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    if (client.state === 'erased') return notActive();
    // Said again (mended on two phones, say): the later accepted wins, and it stays one tie, whoever was merged meanwhile.
    removeBoth(tx, input.tieId, client);
    if (input.otherId !== null) return tieBoth(tx, input, client, input.otherId, context);
    tx.put(ties, {
      ...end(input.tieId, client, input.kind),
      otherId: null,
      otherName: input.contact?.name ?? null,
      otherPhone: input.contact?.phone ?? null,
    });
    return undefined;
  },
});

function end(tieId: string, client: Client, kind: z.infer<typeof Tied>['kind']) {
  return { id: tieEndId(tieId, client.id), tieId, roomId: client.roomId, clientId: client.id, kind, recordedFor: null };
}

function tieBoth(tx: Tx, input: z.infer<typeof Tied>, client: Client, otherId: string, context: Context) {
  // Tied to somebody who is not theirs to see, answered as if there were none (law A5).
  if (!reachesClient(tx, otherId, permission, context)) return noSuchClient();
  const other = liveClient(tx, otherId);
  const nobody = { otherName: null, otherPhone: null };
  if (other === 'absent') return noSuchClient();
  if (other !== 'not-held') {
    if (other.id === client.id) return sameClient();
    if (other.state === 'erased') return notActive();
    tx.put(ties, { ...end(input.tieId, other, inverseRelation[input.kind]), otherId: client.id, ...nobody });
  }
  // By the id it goes by now: the other end's row is named by it.
  const otherNow = other === 'not-held' ? otherId : other.id;
  tx.put(ties, { ...end(input.tieId, client, input.kind), otherId: otherNow, ...nobody });
  return undefined;
}

export const untieClients = defineCommand({
  name: 'people.untie-clients',
  input: z.strictObject({ tieId: Id, clientId: Id }),
  permission,
  keys: (input) => [keyOf(clients, input.clientId), keyOf(ties, tieEndId(input.tieId, input.clientId))],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input) => {
    // Before all else: who does not hold the person any more still names the tie, and waits for it (law C7).
    tx.get(ties, tieEndId(input.tieId, input.clientId));
    const client = liveClient(tx, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    return removeBoth(tx, input.tieId, client) === 'absent' ? noSuchTie() : undefined;
  },
});

/** Both ends go; on a phone that does not hold the other's village, the server sees to it. */
function removeBoth(tx: Tx, tieId: string, client: Client): 'removed' | Missing {
  const mine = tx.list(ties, { column: 'clientId', value: client.id }, scopes.room(client.roomId));
  if (mine === 'not-held') return 'not-held';
  const tie = mine.find((one) => one.tieId === tieId);
  if (tie === undefined) return 'absent';
  tx.remove(ties, tie.id);
  const other = tie.otherId === null ? 'absent' : tx.get(ties, tieEndId(tieId, tie.otherId));
  if (other !== 'absent' && other !== 'not-held') tx.remove(ties, other.id);
  return 'removed';
}
