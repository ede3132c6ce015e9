/**
 * What the server does when a period of keeping is over: who is gone is noted with the day, a file whose time has come is
 * erased as by its station's head, and values of conflicts that somebody settled are dropped. Each looks again at what
 * it was told: whoever came back in the meantime stays.
 */
import { Day, defineCommand, Id, Instant, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { erasedFile } from '../client-rules.ts';
import { departures, isGone } from '../departures.ts';
import { clients, conflicts } from '../tables.ts';

const nowhere = () => null;
/** One transaction well under a second. */
const Chunk = z.array(Id).check(z.minLength(1), z.maxLength(200));

export const noteDepartures = defineCommand({
  name: 'people.note-departures',
  system: true,
  input: z.strictObject({ clientIds: Chunk, day: Day }),
  permission: {},
  keys: ({ clientIds }) => clientIds.flatMap((id) => [keyOf(clients, id), keyOf(departures, id)]),
  place: nowhere,
  execute: (tx, { clientIds, day }) => {
    for (const id of clientIds) {
      const client = tx.get(clients, id);
      if (client === 'absent' || client === 'not-held') continue;
      const noted = tx.get(departures, id);
      if (!isGone(client)) {
        if (noted !== 'absent') tx.remove(departures, id);
      } else if (noted === 'absent') tx.put(departures, { id, roomId: client.roomId, since: day });
    }
    return undefined;
  },
});

export const eraseDeparted = defineCommand({
  name: 'people.erase-departed',
  system: true,
  input: z.strictObject({ clientId: Id, before: Day }),
  permission: {},
  keys: ({ clientId }) => [keyOf(clients, clientId), keyOf(departures, clientId)],
  subject: (input) => input.clientId,
  place: nowhere,
  execute: (tx, { clientId, before }) => {
    const client = tx.get(clients, clientId);
    const noted = tx.get(departures, clientId);
    if (client === 'absent' || client === 'not-held' || noted === 'absent' || noted === 'not-held') return undefined;
    if (!isGone(client) || noted.since >= before) return undefined;
    tx.put(clients, erasedFile(client));
    tx.remove(departures, clientId);
    return undefined;
  },
});

export const forgetSettled = defineCommand({
  name: 'people.forget-settled',
  system: true,
  input: z.strictObject({ conflictIds: Chunk, before: Instant }),
  permission: {},
  keys: ({ conflictIds }) => conflictIds.map((id) => keyOf(conflicts, id)),
  place: nowhere,
  execute: (tx, { conflictIds, before }) => {
    for (const id of conflictIds) {
      const conflict = tx.get(conflicts, id);
      if (conflict === 'absent' || conflict === 'not-held') continue;
      if (conflict.state === 'open' || conflict.recordedAt >= before) continue;
      tx.put(conflicts, { ...conflict, earlier: null, later: null });
    }
    return undefined;
  },
});
