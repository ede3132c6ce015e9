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

export function backByInstant(trip: Pick<Trip, 'day' | 'startedAt' | 'backBy'>): number {
  return startOfDay(dayDriven(trip)) + trip.backBy * 60_000;
}

/** On the road and past its hour: whoever has waited longest first. */
export function notBack<T extends Pick<Trip, 'state' | 'day' | 'startedAt' | 'backBy'>>(
  trips: readonly T[],
  now: number,
): T[] {
  return trips
    .filter((trip) => trip.state === 'under-way' && backByInstant(trip) < now)
    .sort((one, other) => backByInstant(one) - backByInstant(other));
}
