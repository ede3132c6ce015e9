/** The commands that no phone may give: the server's own jobs. */

import { fillSoundKeys } from './commands/fill-sound-keys.ts';
import { lookAlike } from './commands/find-alike.ts';
import { refreshGroups } from './commands/refresh-groups.ts';
import { eraseDeparted, forgetSettled, noteDepartures } from './commands/retention.ts';
import { departures } from './departures.ts';

export const officeCommands = [
  ...[refreshGroups, lookAlike, fillSoundKeys],
  ...[noteDepartures, eraseDeparted, forgetSettled],
];

/** What no phone ever receives. */
export const officeTables = [departures];
