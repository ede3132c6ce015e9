/** Somebody looks at two edits that crossed (law S8) and says which value is right; the earlier one may come back. */
import { defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { withFields } from '../client-fields.ts';
import type { Days } from '../client-rules.ts';
import { daysOf, placeOfClient } from '../client-rules.ts';
import { noSuchClient, noSuchConflict } from '../problems.ts';
import type { Client } from '../tables.ts';
import { clients, conflicts } from '../tables.ts';

export const settleConflict = defineCommand({
  name: 'people.settle-conflict',
  input: z.strictObject({ conflictId: Id, clientId: Id, keep: z.enum(['earlier', 'later']) }),
  permission: { 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId), keyOf(conflicts, input.conflictId)],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfClient(tx, input.clientId),
  execute: (tx, input, context) => {
    const client = tx.get(clients, input.clientId);
    if (client === 'not-held') return undefined;
    if (client === 'absent') return noSuchClient();
    const conflict = tx.get(conflicts, input.conflictId, scopes.room(client.roomId));
    if (conflict === 'not-held') return undefined;
    if (conflict === 'absent' || conflict.clientId !== client.id || conflict.state !== 'open') return noSuchConflict();
    if (input.keep === 'earlier') {
      const restored = withEarlier(client, conflict.field, conflict.earlier, daysOf(context));
      if (restored === null) return noSuchConflict();
      tx.put(clients, restored);
    }
    tx.put(conflicts, { ...conflict, state: input.keep === 'earlier' ? 'restored' : 'kept-later' });
    return undefined;
  },
});

/** The person with the value as it was kept; null if it cannot be read any more, as after an erasure. */
function withEarlier(client: Client, field: string, earlier: string | null, days: Days): Client | null {
  if (earlier === null) return null;
  const value: unknown = JSON.parse(earlier);
  // The address was kept as a group of columns; every other field is a column of its own.
  const change = field === 'address' && typeof value === 'object' ? { ...value } : { [field]: value };
  const parsed = clients.schema.safeParse({ ...client, ...change });
  return parsed.success ? withFields(client, change, days) : null;
}
