/** meals: rounds of meal delivery, from the station's plan to each door, and what to do at one that nobody opens. */
import { defineModule } from '@yimi/kernel';
import { doors, ownSheets } from './carried.ts';
import { reportDoor, reportRound, tickMeal } from './commands/at-the-door.ts';
import { followers } from './followers.ts';
import { sheets } from './tables.ts';

export type { Door, OwnSheet } from './carried.ts';
export { doors, ownSheets } from './carried.ts';
export { mealCount } from './figures.ts';
export { mealsFigures, mealsOffice, mealsOfficeTables } from './office.ts';
export { dueAt, isLate, isLeft, mealIdOf, sheetIdOf } from './round-rules.ts';
export type { Contact, Diner, Meal, MealState, Round, Sheet } from './tables.ts';
export { calledKinds, contactKinds, diners, doorOutcomes, mealStates, meals, rounds, sheets, ticks } from './tables.ts';

/** What phones take in after their first list (ADR 30); `office.ts` has the rest. */
export const mealsModule = defineModule({
  name: 'meals',
  tables: [sheets, ownSheets, doors],
  commands: [tickMeal, reportDoor, reportRound],
  followers,
});
