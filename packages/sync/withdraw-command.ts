/** Takes back a refused command: changes nothing but that the refused one counts as settled (law C4). */

import type { Permission } from '@yimi/kernel';
import { defineCommand, defineModule, Id, roles } from '@yimi/kernel';
import * as z from 'zod/mini';

const everybodyTheirOwn: Permission = Object.fromEntries(roles.map((role) => [role, 'own']));

export const withdrawCommand = defineCommand({
  name: 'sync.withdraw-command',
  input: z.strictObject({ commandId: Id }),
  permission: everybodyTheirOwn,
  place: (_tx, _input, context) => ({ authorId: context.actorId }),
  // The engine does the rest, from the envelope's `mends`.
  execute: () => undefined,
});

export const syncModule = defineModule({ name: 'sync', tables: [], commands: [withdrawCommand] });
