/** The commands that no phone may give: the server's own jobs. */

import { fillSoundKeys } from './commands/fill-sound-keys.ts';
import { lookAlike } from './commands/find-alike.ts';
import { refreshGroups } from './commands/refresh-groups.ts';

export const officeCommands = [refreshGroups, lookAlike, fillSoundKeys];
