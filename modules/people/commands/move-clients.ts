/**
 * People move to another village: one who asks, or all of a village that was merged, in chunks (law S10). Their records
 * keep the place of their own day; the files follow the person.
 */
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { noSuchRoom } from '../problems.ts';
import { clients } from '../tables.ts';

export const moveClients = defineCommand({
  name: 'people.move-clients',
  // A chunk is one transaction: 200 people and the rows that follow them stay well under a second.
  input: z.strictObject({
    clientIds: z.array(Id).check(z.minLength(1), z.maxLength(200)),
    fromRoomId: Id,
    toRoomId: Id,
    fromDay: Day,
  }),
  permission: { 'station-worker': 'station', 'station-head': 'station', administrator: 'county' },
  keys: (input) => [...input.clientIds.map((id) => keyOf(clients, id)), keyOf(rooms, input.toRoomId)],
  place: (tx, input) => {
    const room = tx.get(rooms, input.fromRoomId, scopes.county);
    if (room === 'not-held') return 'not-held';
    return room === 'absent' ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, input) => {
    const room = liveRoom(tx, input.toRoomId);
    if (room === null) return noSuchRoom();
    for (const clientId of input.clientIds) {
      const client = tx.get(clients, clientId);
      // Somebody who moved on in the meantime stays where they went.
      if (client === 'absent' || client === 'not-held' || client.roomId !== input.fromRoomId) continue;
      const roomHistory = [...client.roomHistory, { roomId: room.id, fromDay: input.fromDay }];
      tx.put(clients, { ...client, roomId: room.id, roomHistory });
    }
    return undefined;
  },
});
