/** The stations at whose desks entries of a person may lie: of every village they lived in, now and before. */
import type { Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import type { Client } from '@yimi/people';

export function stationsOf(tx: Tx, { roomId, roomHistory }: Pick<Client, 'roomId' | 'roomHistory'>): Set<string> {
  const lived = new Set([roomId, ...roomHistory.map((one) => one.roomId)]);
  return new Set(
    [...lived].flatMap((id) => {
      const room = tx.get(rooms, id, scopes.county);
      if (room === 'absent' || room === 'not-held') return [];
      return [room.stationId, ...room.stationHistory.map((one) => one.stationId)];
    }),
  );
}
