/** How points add up and lapse: pure, the same whatever order entries came in. */
import type { Tx } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import type { PointEntry, PointRule } from './tables.ts';
import { choices, pointEntries, pointRules } from './tables.ts';

export const pointRuleId = derivedId('points', 'rule');
/** Until a county says otherwise: none. */
export const usualPointRule: PointRule = { id: pointRuleId, inUse: false, perHour: 1, months: 24 };
export const fewestMonths = 12;
/** Days before they lapse from which a helper is told. [ours] */
export const noticeDays = 60;

export function pointRuleOf(tx: Tx): PointRule {
  const rule = tx.get(pointRules, pointRuleId, scopes.county);
  return rule === 'absent' || rule === 'not-held' ? usualPointRule : rule;
}

export function choiceOf(helperId: string): string {
  return derivedId(helperId, 'points');
}

export function hasDeclined(tx: Tx, helperId: string): boolean {
  const choice = tx.get(choices, choiceOf(helperId), scopes.self(helperId));
  return choice !== 'absent' && choice !== 'not-held' && choice.declined;
}

export function entriesOf(tx: Tx, helperId: string): readonly PointEntry[] {
  const found = tx.list(pointEntries, { column: 'helperId', value: helperId }, scopes.self(helperId));
  return found === 'not-held' ? [] : found;
}

type Move = Pick<PointEntry, 'takenFrom' | 'givenTo' | 'sixtieths'>;
type Account = PointEntry['takenFrom'];

/** What lies in an account by these entries. */
export function balanceOf(account: Account, entries: readonly Move[]): number {
  return entries.reduce(
    (sum, one) => sum + (one.givenTo === account ? one.sixtieths : 0) - (one.takenFrom === account ? one.sixtieths : 0),
    0,
  );
}

/** What lies in the helper's hands. */
export const heldBy = (entries: readonly Move[]): number => balanceOf('helper', entries);
/** What the county gave and did not take back. */
export const givenBy = (entries: readonly Move[]): number => 0 - balanceOf('county', entries);

/** The end of the month that many months on: whole months, rounded to the helper's good. */
export function goodFor(day: string, months: number): string {
  const firstAfter = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) + months, 1));
  return addDays(firstAfter.toISOString().slice(0, 10), -1);
}

export interface Standing {
  /** Whole points that are good today. */
  readonly points: number;
  /** Of these, what lapses within the days of notice, and the first day of which that is true. */
  readonly lapsing: number;
  readonly lapsesAfter: string | null;
  readonly lapsed: number;
}

/** Lapsing is a function of the day: nothing has to run for it, and no point is good a day too long or too short. */
export function standingOn(entries: readonly PointEntry[], today: string): Standing {
  const good = entries.filter((one) => one.goodUntil >= today);
  const soon = good.filter((one) => one.goodUntil <= addDays(today, noticeDays));
  const lots = [...Map.groupBy(soon, (one) => one.hoursId).values()].filter((lot) => heldBy(lot) > 0);
  const days = lots.flat().map((one) => one.goodUntil);
  const whole = (some: readonly PointEntry[]): number => Math.floor(heldBy(some) / 60);
  return {
    ...{ points: whole(good), lapsing: whole(soon), lapsesAfter: days.sort()[0] ?? null },
    lapsed: whole(entries.filter((one) => one.goodUntil < today)),
  };
}
