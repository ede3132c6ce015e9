/** What of meal rounds stays with the office: rounds, diners and meals, their figure, and what only the desk and the server do. */
import { alertRounds, handOver, layOutRound, putAwayRounds, setRound } from './commands/rounds.ts';
import { mealCount } from './figures.ts';
import { diners, meals, rounds } from './tables.ts';

export const mealsFigures = [mealCount];
export const mealsOfficeTables = [rounds, diners, meals];
export const mealsOffice = [setRound, handOver, layOutRound, alertRounds, putAwayRounds];
