/** Since when somebody who died or moved away is gone: the day from which their file's time runs (保存期限). Never synced. */
import { columns, defineTable, scopes } from '@yimi/kernel';
import type { Client } from './tables.ts';

export const departures = defineTable({
  name: 'people.departures',
  columns: { roomId: columns.id(), since: columns.day() },
  scope: (row) => scopes.room(row.roomId),
  seenBy: [],
});

export const isGone = (client: Client): boolean => client.state === 'died' || client.state === 'moved-away';
