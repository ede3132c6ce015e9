/** The kinds of ledger that can be imported. A new one is a file beside this and a line here. */
import type { TargetName } from '../choices.ts';
import type { ImportTarget } from '../target.ts';
import { hoursTarget } from './hours.ts';
import { needsTarget } from './needs.ts';
import { peopleTarget } from './people.ts';
import { staffTarget } from './staff.ts';
import { villagesTarget } from './villages.ts';
import { visitsTarget } from './visits.ts';

/** Each target's values are its own; whoever goes through the list hands them back to the same target. */
const list = [
  peopleTarget,
  visitsTarget,
  villagesTarget,
  staffTarget,
  needsTarget,
  hoursTarget,
] as unknown as readonly ImportTarget[];

export const targets = new Map<TargetName, ImportTarget>(list.map((target) => [target.name, target]));
