/** What the server finds where no phone can look (law C7): like people of other villages, the same id number anywhere. */
import type { Tx } from '@yimi/kernel';
import { Day, defineCommand, derivedId, Id, keyOf, scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { propose } from '../duplicates.ts';
import { likeness } from '../likeness.ts';

import type { Client } from '../tables.ts';
import { clients, likenessChecks, sameIdNotices } from '../tables.ts';

/**
 * The server looked at one person: `otherIds` share a search key within the station, or the id number anywhere. Within one
 * station the pair is proposed; across stations each head is told only that there is another file, and where (law A5).
 */
export const lookAlike = defineCommand({
  name: 'people.look-alike',
  system: true,
  input: z.strictObject({ clientId: Id, otherIds: z.array(Id).check(z.maxLength(200)), day: Day }),
  permission: {},
  keys: (input) => [
    keyOf(clients, input.clientId),
    keyOf(likenessChecks, input.clientId),
    ...input.otherIds.map((id) => keyOf(clients, id)),
  ],
  place: () => null,
  execute: (tx, { clientId, otherIds, day }) => {
    tx.remove(likenessChecks, clientId);
    const client = tx.get(clients, clientId);
    if (client === 'absent' || client === 'not-held' || client.state !== 'active') return undefined;
    const stationId = stationOf(tx, client);
    for (const otherId of otherIds) {
      const other = tx.get(clients, otherId);
      if (other === 'absent' || other === 'not-held' || other.state !== 'active' || other.id === clientId) continue;
      const found = likeness(client, other);
      const otherStation = stationOf(tx, other);
      if (stationId === null || otherStation === null) continue;
      if (stationId === otherStation) propose(tx, client, other, found);
      else if (found.reasons.includes('same-id')) noticeBoth(tx, [client, stationId], [other, otherStation], day);
    }
    return undefined;
  },
});

function stationOf(tx: Tx, client: Client): string | null {
  const room = tx.get(rooms, client.roomId, scopes.county);
  return room === 'absent' || room === 'not-held' ? null : room.stationId;
}

function noticeBoth(tx: Tx, one: readonly [Client, string], other: readonly [Client, string], day: string): void {
  for (const [[client, stationId], [far, otherStationId]] of [
    [one, other],
    [other, one],
  ] as const) {
    const id = derivedId(client.id, `same-id/${far.id}`);
    if (tx.get(sameIdNotices, id) !== 'absent') continue;
    tx.put(sameIdNotices, { id, stationId, clientId: client.id, otherStationId, noticedOn: day, state: 'open' });
  }
}
