/** Memberships begin and end on days: the server's own job brings the groups of those people into step. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { membershipsOf, withMemberships } from '../memberships.ts';
import { clients } from '../tables.ts';

/** The day has come on which a membership begins or has ended; the server's own job looks (law N1: time moves nothing by itself). */
export const refreshGroups = defineCommand({
  name: 'people.refresh-groups',
  system: true,
  input: z.strictObject({ clientIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), day: Day }),
  permission: {},
  keys: (input) => input.clientIds.map((id) => keyOf(clients, id)),
  place: () => null,
  execute: (tx, { clientIds, day }) => {
    for (const id of clientIds) {
      const client = tx.get(clients, id);
      if (client === 'absent' || client === 'not-held' || client.groupsChangeOn === null) continue;
      const fresh = withMemberships(membershipsOf(client), day, client.groups);
      // A group that is in the list and in no membership was told before memberships were kept.
      const same = client.groups.every((group) => fresh.groups.includes(group));
      if (same && fresh.groupsChangeOn === client.groupsChangeOn) continue;
      tx.put(clients, { ...client, ...fresh });
    }
    return undefined;
  },
});
