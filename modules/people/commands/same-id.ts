/** The notice that one id number has a file in two stations: only the heads can settle it, between them (law A5). */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchClient } from '../problems.ts';
import { sameIdNotices } from '../tables.ts';

/** The heads have spoken to each other: the notice is laid aside. */
export const settleSameId = defineCommand({
  name: 'people.settle-same-id',
  input: z.strictObject({ noticeId: Id }),
  permission: { 'station-head': 'station' },
  keys: (input) => [keyOf(sameIdNotices, input.noticeId)],
  place: (tx, input) => {
    const notice = tx.get(sameIdNotices, input.noticeId);
    if (notice === 'not-held') return 'not-held';
    return notice === 'absent' ? null : { stationId: notice.stationId };
  },
  execute: (tx, input) => {
    const notice = tx.get(sameIdNotices, input.noticeId);
    if (notice === 'not-held') return undefined;
    if (notice === 'absent') return noSuchClient();
    tx.put(sameIdNotices, { ...notice, state: 'settled' });
    return undefined;
  },
});
