/** Erasure (law A7): the person leaves their rounds, and the phones that carry their door. That a meal was brought stands. */
import type { Tx } from '@yimi/kernel';
import { defineFollower, scopes } from '@yimi/kernel';
import { liveRoom } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients } from '@yimi/people';
import { doors } from './carried.ts';
import { diners, meals } from './tables.ts';

const roundsFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  const stations = new Set(
    [after.roomId, ...after.roomHistory.map((one) => one.roomId)].flatMap((id) => liveRoom(tx, id)?.stationId ?? []),
  );
  const by = { column: 'clientId', value: after.id } as const;
  for (const stationId of stations) {
    const listed = tx.list(diners, by, scopes.desk(stationId));
    if (listed !== 'not-held') for (const { id } of listed) tx.remove(diners, id);
    const served = tx.list(meals, by, scopes.desk(stationId));
    if (served === 'not-held') continue;
    for (const meal of served) {
      if (tx.get(doors, meal.id) !== 'absent') tx.remove(doors, meal.id);
      if (meal.state === 'waiting') tx.remove(meals, meal.id);
    }
  }
});

export const followers = [roundsFollowErasure];
