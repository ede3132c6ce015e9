/** What meal rounds refuse. */
import { problem } from '@yimi/kernel';

export const noSuchRound = () => problem('not-found', 'meals.no-such-round', {}, 'input.roundId');
export const noSuchSheet = () => problem('not-found', 'meals.no-such-sheet', {}, 'input.sheetId');
export const noSuchMeal = () => problem('not-found', 'meals.no-such-meal', {}, 'input.mealId');
export const noSuchDeliverer = () => problem('conflict', 'meals.no-such-deliverer', {}, 'input.delivererIds');
export const noSuchDiner = () => problem('conflict', 'meals.no-such-diner', {}, 'input.diners');
export const dinerTwice = () => problem('invalid', 'meals.diner-twice', {}, 'input.diners');
export const doorAnswered = () => problem('conflict', 'meals.door-answered', {}, 'input.mealId');
export const doorsOpen = (left: number) => problem('conflict', 'meals.doors-open', { left }, 'input.sheetId');
export const alreadyReported = () => problem('conflict', 'meals.already-reported', {}, 'input.sheetId');
