/** How the sheet of a day is made of a round, when it is late, and whom to ring. Pure, the same on both sides. */
import type { Tx } from '@yimi/kernel';
import { derivedId, scopes, startOfDay } from '@yimi/kernel';
import type { Staff } from '@yimi/network';
import { holderOf, staff, worksOn } from '@yimi/network';
import type { Client } from '@yimi/people';
import { liveClient } from '@yimi/people';
import { doors, ownSheets } from './carried.ts';
import type { Diner, Meal, MealState, Round, Sheet } from './tables.ts';
import { diners, meals, sheets } from './tables.ts';

export function sheetIdOf(roundId: string, day: string): string {
  return derivedId(roundId, `sheet/${day}`);
}

/** One person has one meal of a sheet, however often and by whomever it is made. */
export function mealIdOf(sheetId: string, clientId: string): string {
  return derivedId(sheetId, `meal/${clientId}`);
}

export function dinerIdOf(roundId: string, clientId: string): string {
  return derivedId(roundId, `diner/${clientId}`);
}

export function dueAt({ day, dueMinute }: Pick<Sheet, 'day' | 'dueMinute'>): number {
  return startOfDay(day) + dueMinute * 60_000;
}

export function isLate(sheet: Pick<Sheet, 'day' | 'dueMinute' | 'reportedAt'>, now: number): boolean {
  return sheet.reportedAt === null && now > dueAt(sheet);
}

/** A door at which the deliverer still has something to do or to say. */
export function isLeft({ state, outcome }: { state: MealState; outcome: string | null }): boolean {
  return state === 'waiting' || (state === 'unanswered' && outcome === null);
}

export function staffOf(tx: Tx, stationId: string): readonly Staff[] {
  const found = tx.list(staff, { column: 'stationId', value: stationId }, scopes.station(stationId));
  return found === 'not-held' ? [] : found;
}

/** Who serves at the station on that day, under the person's id. */
export function servesAt(all: readonly Staff[], userId: string, day: string): Staff | undefined {
  return all.find((one) => holderOf(one) === userId && worksOn(one, day));
}

function calleesOf(all: readonly Staff[], sheet: Pick<Sheet, 'day' | 'delivererId' | 'deputyIds'>) {
  const heads = all.filter((one) => one.role === 'station-head' && worksOn(one, sheet.day));
  const deputies = sheet.deputyIds.flatMap((id) => servesAt(all, id, sheet.day) ?? []);
  const seen = new Set([sheet.delivererId]);
  return [...heads, ...deputies].flatMap((one) => {
    const who = holderOf(one);
    if (seen.has(who) || one.phone === null) return [];
    seen.add(who);
    return [{ name: one.name, phone: one.phone }];
  });
}

export function dinersOf(tx: Tx, { id, stationId }: Pick<Round, 'id' | 'stationId'>): Diner[] {
  const found = tx.list(diners, { column: 'roundId', value: id }, scopes.desk(stationId));
  return found === 'not-held' ? [] : [...found].sort((one, other) => one.position - other.position);
}

export function mealsOf(tx: Tx, { id, stationId }: Pick<Sheet, 'id' | 'stationId'>): Meal[] {
  const found = tx.list(meals, { column: 'sheetId', value: id }, scopes.desk(stationId));
  return found === 'not-held' ? [] : [...found];
}

/** What the deliverer's phone carries of the sheet; a sheet that is handed over leaves the phone that had it. */
export function carrySheet(tx: Tx, sheet: Sheet): void {
  const { id, delivererId, stationId, name, day, dueMinute, reportedAt } = sheet;
  const callees = calleesOf(staffOf(tx, stationId), sheet);
  tx.put(ownSheets, { id, delivererId, stationId, name, day, dueMinute, reportedAt, callees });
}

function carryDoor(tx: Tx, sheet: Sheet, meal: Meal, client: Client, diner: Diner): void {
  const { id, sheetId, stationId, clientId, position, state, called, outcome } = meal;
  tx.put(doors, {
    ...{ id, sheetId, delivererId: sheet.delivererId, stationId, clientId, position, state, called, outcome },
    ...{ name: client.name, hamlet: client.hamlet, phone: client.phone },
    ...{ note: diner.note, contacts: diner.contacts },
  });
}

/** Who is served from this village now; the erased and those who left are not. */
export function servedDiner(tx: Tx, clientId: string): Client | null {
  const client = liveClient(tx, clientId);
  return client === 'absent' || client === 'not-held' || client.state !== 'active' ? null : client;
}

function takeAway(tx: Tx, mealId: string): void {
  tx.remove(meals, mealId);
  if (tx.get(doors, mealId) !== 'absent') tx.remove(doors, mealId);
}

/** Makes the sheet of the day, or brings one that nobody has begun into step with its round. */
export function layOut(tx: Tx, round: Round, day: string): void {
  const id = sheetIdOf(round.id, day);
  const serving = round.delivererIds.filter((one) => servesAt(staffOf(tx, round.stationId), one, day) !== undefined);
  // Where nobody of them serves any more the sheet is made all the same: it is late, and the station hears of it.
  const [delivererId, ...deputyIds] = serving.length > 0 ? serving : round.delivererIds;
  if (delivererId === undefined) return;
  const { stationId, name, dueMinute } = round;
  const made = { roundId: round.id, stationId, name, day, dueMinute, delivererId, deputyIds };
  const sheet: Sheet = { id, ...made, reportedAt: null, alertedAt: null };
  tx.put(sheets, sheet);
  carrySheet(tx, sheet);
  const wanted = new Set<string>();
  for (const diner of dinersOf(tx, round)) {
    const client = servedDiner(tx, diner.clientId);
    if (client === null) continue;
    const mealId = mealIdOf(id, client.id);
    if (wanted.has(mealId)) continue;
    wanted.add(mealId);
    const blank = { state: 'waiting', tickedAt: null, tickedBy: null, called: null, outcome: null } as const;
    const of = { sheetId: id, stationId, roomId: client.roomId, clientId: client.id, day, position: diner.position };
    const meal: Meal = { id: mealId, ...of, ...blank };
    tx.put(meals, meal);
    carryDoor(tx, sheet, meal, client, diner);
  }
  for (const meal of mealsOf(tx, sheet)) if (!wanted.has(meal.id)) takeAway(tx, meal.id);
}

/** No sheet is made of a round that is over; one that was made for a day to come goes. */
export function callOff(tx: Tx, sheet: Sheet): void {
  for (const meal of mealsOf(tx, sheet)) takeAway(tx, meal.id);
  tx.remove(sheets, sheet.id);
  if (tx.get(ownSheets, sheet.id) !== 'absent') tx.remove(ownSheets, sheet.id);
}
