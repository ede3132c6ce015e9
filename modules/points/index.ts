/** points: a county's thank-you for service hours, as a ledger in which nothing counts twice. */
import { defineModule } from '@yimi/kernel';
import { changePointRule, declinePoints } from './commands.ts';
import { followers } from './followers.ts';
import { choices, pointEntries, pointRules } from './tables.ts';

export type { Standing } from './ledger.ts';
export { goodFor, heldBy, standingOn, usualPointRule } from './ledger.ts';
export type { PointEntry } from './tables.ts';
export { choices, pointEntries, pointRules } from './tables.ts';

export const pointsModule = defineModule({
  name: 'points',
  tables: [pointRules, choices, pointEntries],
  commands: [changePointRule, declinePoints],
  followers,
  figures: [],
});
