/**
 * 报平安: a trip that nobody has said is back by its hour alerts by itself (DOMAIN.md 7, Safety). It follows from the plan
 * and the clock alone: no phone is located, none has to be reached.
 */
import { startOfDay } from '@yimi/kernel';
import type { Trip } from './tables.ts';

export function backByInstant(trip: Pick<Trip, 'day' | 'backBy'>): number {
  return startOfDay(trip.day) + trip.backBy * 60_000;
}

/** On the road and past its hour: whoever has waited longest first. */
export function notBack<T extends Pick<Trip, 'state' | 'day' | 'backBy'>>(trips: readonly T[], now: number): T[] {
  return trips
    .filter((trip) => trip.state === 'under-way' && backByInstant(trip) < now)
    .sort((one, other) => backByInstant(one) - backByInstant(other));
}
