/**
 * What a deliverer does on the way: a tick a door, what became of one that nobody opened, and the word that all is done. A phone
 * holds no meal, only the doors that it carries: there the same change is laid over these (law C6).
 */
import type { Permission, Place, Problem, Tx } from '@yimi/kernel';
import { defineCommand, Id, isProblem, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import type { Door } from '../carried.ts';
import { doors, ownSheets } from '../carried.ts';
import { alreadyReported, doorAnswered, doorsOpen, noSuchMeal, noSuchSheet } from '../problems.ts';
import { isLeft, mealsOf } from '../round-rules.ts';
import { calledKinds, doorOutcomes, meals, sheets, ticks } from '../tables.ts';

const deliverers: Permission = {
  'hamlet-volunteer': 'assigned',
  'village-worker': 'assigned',
  'station-worker': 'station',
  'station-head': 'station',
};

function placeOfMeal(tx: Tx, mealId: string): Place | 'not-held' | null {
  const meal = tx.get(meals, mealId);
  if (meal === 'absent') return null;
  if (meal !== 'not-held') return placeOfSheet(tx, meal.sheetId);
  const door = tx.get(doors, mealId);
  if (door === 'absent' || door === 'not-held') return 'not-held';
  return { stationId: door.stationId, assigneeId: door.delivererId };
}

function placeOfSheet(tx: Tx, sheetId: string): Place | 'not-held' | null {
  const sheet = tx.get(sheets, sheetId);
  if (sheet === 'absent') return null;
  if (sheet !== 'not-held') return { stationId: sheet.stationId, assigneeId: sheet.delivererId };
  const own = tx.get(ownSheets, sheetId);
  if (own === 'absent' || own === 'not-held') return 'not-held';
  return { stationId: own.stationId, assigneeId: own.delivererId };
}

type Told = Pick<Door, 'state' | 'called' | 'outcome'>;

/** The change is laid over the meal and over the copy of it, each where it is held. */
function change(
  tx: Tx,
  mealId: string,
  of: (told: Told) => Told | Problem,
  by: { tickedAt: number; tickedBy: string },
): Problem | undefined {
  const meal = tx.get(meals, mealId);
  if (meal === 'absent') return noSuchMeal();
  const door = tx.get(doors, mealId);
  const told = meal === 'not-held' ? door : meal;
  if (told === 'absent' || told === 'not-held') return undefined;
  const after = of(told);
  if (isProblem(after)) return after;
  if (meal !== 'not-held') tx.put(meals, { ...meal, ...after, ...by });
  if (door !== 'absent' && door !== 'not-held') tx.put(doors, { ...door, ...after });
  return undefined;
}

export const tickMeal = defineCommand({
  name: 'meals.tick',
  input: z.strictObject({ mealId: Id, state: z.enum(ticks) }),
  permission: deliverers,
  keys: (input) => [keyOf(meals, input.mealId), keyOf(doors, input.mealId)],
  place: (tx, input) => placeOfMeal(tx, input.mealId),
  execute: (tx, { mealId, state }, { actorId, onBehalfOf, occurredAt }) =>
    change(tx, mealId, () => ({ state, called: null, outcome: null }), {
      tickedAt: occurredAt,
      tickedBy: onBehalfOf ?? actorId,
    }),
});

export const reportDoor = defineCommand({
  name: 'meals.report-door',
  input: z.strictObject({ mealId: Id, called: z.enum(calledKinds), outcome: z.enum(doorOutcomes) }),
  permission: deliverers,
  keys: (input) => [keyOf(meals, input.mealId), keyOf(doors, input.mealId)],
  place: (tx, input) => placeOfMeal(tx, input.mealId),
  execute: (tx, { mealId, called, outcome }, { actorId, onBehalfOf, occurredAt }) => {
    const report = (told: Told) => (told.state === 'unanswered' ? { ...told, called, outcome } : doorAnswered());
    return change(tx, mealId, report, { tickedAt: occurredAt, tickedBy: onBehalfOf ?? actorId });
  },
});

function leftOf(all: readonly Told[]): Problem | null {
  const left = all.filter(isLeft).length;
  return left === 0 ? null : doorsOpen(left);
}

/** 报平安: every door has its tick, and each that nobody opened what became of it. */
export const reportRound = defineCommand({
  name: 'meals.report-round',
  input: z.strictObject({ sheetId: Id }),
  permission: deliverers,
  keys: (input) => [keyOf(sheets, input.sheetId), keyOf(ownSheets, input.sheetId)],
  place: (tx, input) => placeOfSheet(tx, input.sheetId),
  execute: (tx, { sheetId }, { recordedAt }) => {
    const sheet = tx.get(sheets, sheetId);
    if (sheet === 'absent') return noSuchSheet();
    const own = tx.get(ownSheets, sheetId);
    const told = own === 'absent' || own === 'not-held' ? sheet : own;
    if (told === 'not-held') return undefined;
    if (told.reportedAt !== null) return alreadyReported();
    const carried =
      told === sheet
        ? 'not-held'
        : tx.list(doors, { column: 'sheetId', value: sheetId }, scopes.self(told.delivererId));
    const known = mealsOf(tx, { id: sheetId, stationId: told.stationId });
    const wrong = leftOf(known.length > 0 || carried === 'not-held' ? known : carried);
    if (wrong !== null) return wrong;
    if (sheet !== 'not-held') tx.put(sheets, { ...sheet, reportedAt: recordedAt });
    if (own !== 'absent' && own !== 'not-held') tx.put(ownSheets, { ...own, reportedAt: recordedAt });
    return undefined;
  },
});
