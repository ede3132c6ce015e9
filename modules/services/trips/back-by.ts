/**
 * 报平安: a trip that nobody has said is back by its hour alerts by itself (DOMAIN.md 7, Safety). It follows from the plan
 * and the clock alone: no phone is located, none has to be reached.
 */
import { dayOf, startOfDay } from '@yimi/kernel';
import type { Trip } from './tables.ts';

/** The day on which it really left: a trip goes a day early because of rain, and its visits are of that day. */
export function dayDriven({ day, startedAt }: Pick<Trip, 'day' | 'startedAt'>): string {
  return startedAt === null ? day : dayOf(startedAt);
}

type Hours = Pick<Trip, 'day' | 'startedAt' | 'leaveAt' | 'backBy'>;

/** Who leaves when the hour has already passed is given the time that was planned for the way; others keep the hour. */
export function backByInstant(trip: Hours): number {
  const planned = startOfDay(dayDriven(trip)) + trip.backBy * 60_000;
  const { startedAt } = trip;
  return startedAt === null || startedAt < planned ? planned : startedAt + (trip.backBy - trip.leaveAt) * 60_000;
}

/** The same as minutes after midnight, to be said. */
export function backByMinute(trip: Hours): number {
  const at = backByInstant(trip);
  return Math.floor((at - startOfDay(dayOf(at))) / 60_000);
}

/** On the road and past its hour: whoever has waited longest first. */
export function notBack<T extends Hours & Pick<Trip, 'state'>>(trips: readonly T[], now: number): T[] {
  return trips
    .filter((trip) => trip.state === 'under-way' && backByInstant(trip) < now)
    .sort((one, other) => backByInstant(one) - backByInstant(other));
}
