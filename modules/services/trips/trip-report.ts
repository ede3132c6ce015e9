/**
 * The trip report is the sum of its visits: nothing in it is typed. A visit belongs to a trip because of what it is anyway
 * (that day, that village, by a member of the trip, at the door), so whoever records from any screen fills the report, and
 * nobody has to remember to begin at the trip sheet. Withdrawn and rejected visits fall out as they do everywhere (N1).
 */

import { counts } from '../due.ts';
import type { Visit } from '../tables.ts';
import { dayDriven } from './back-by.ts';
import type { Errand, Stop, Trip } from './tables.ts';

export type TripVisit = Pick<
  Visit,
  'id' | 'clientId' | 'roomId' | 'authorId' | 'occurredOn' | 'mode' | 'result' | 'needs' | 'state' | 'plausible'
>;

export interface TripReport {
  readonly villages: number;
  readonly skipped: number;
  readonly visits: number;
  /** Different people met, and doors at which nobody was. */
  readonly met: number;
  readonly nobodyHome: number;
  readonly refused: number;
  /** Visited beside the plan: found on the way. */
  readonly besidesPlan: number;
  /** Of those planned, whom nobody called on. */
  readonly notReached: readonly string[];
  readonly needs: readonly { readonly need: string; readonly n: number }[];
  readonly errandsDone: number;
  /** From leaving to "we are back"; null as long as one of the two is missing. */
  readonly minutes: number | null;
  readonly visitIds: readonly string[];
}

/** On the road or back: only then a trip has visits. */
export function wentOut({ state }: Pick<Trip, 'state'>): boolean {
  return state === 'under-way' || state === 'closed';
}

/** Two trips of one day by the same people through the same village: the one that left first has the visit. */
export function tripOfVisit<T extends Trip>(
  visit: TripVisit,
  trips: readonly T[],
  stopsOf: (tripId: string) => readonly Stop[],
): T | null {
  const fits = trips.filter((trip) => belongs(visit, trip, stopsOf(trip.id)));
  fits.sort((one, other) => one.leaveAt - other.leaveAt || (one.id < other.id ? -1 : 1));
  return fits[0] ?? null;
}

function belongs(visit: TripVisit, trip: Trip, stops: readonly Stop[]): boolean {
  return (
    visit.mode === 'home' &&
    visit.occurredOn === dayDriven(trip) &&
    wentOut(trip) &&
    trip.memberIds.includes(visit.authorId) &&
    stops.some((stop) => stop.roomId === visit.roomId)
  );
}

export function tripReport(
  trip: Trip,
  stops: readonly Stop[],
  visits: readonly TripVisit[],
  errands: readonly Errand[],
  others: readonly { readonly trip: Trip; readonly stops: readonly Stop[] }[] = [],
): TripReport {
  const known = new Map([...others.map((one) => [one.trip.id, one.stops] as const), [trip.id, stops] as const]);
  const all = [...others.map((one) => one.trip).filter((one) => one.id !== trip.id), trip];
  const mine = visits.filter(
    (visit) => counts(visit) && tripOfVisit(visit, all, (id) => known.get(id) ?? [])?.id === trip.id,
  );
  const planned = new Set(stops.flatMap((stop) => stop.clientIds));
  const called = new Set(mine.map((visit) => visit.clientId));
  const needs = new Map<string, number>();
  for (const need of mine.flatMap((visit) => visit.needs)) needs.set(need, (needs.get(need) ?? 0) + 1);
  return {
    villages: stops.filter((stop) => stop.state === 'reached').length,
    skipped: stops.filter((stop) => stop.state === 'skipped').length,
    visits: mine.length,
    met: new Set(mine.filter((visit) => visit.result === 'home').map((visit) => visit.clientId)).size,
    nobodyHome: mine.filter((visit) => visit.result === 'nobody' || visit.result === 'vacant').length,
    refused: mine.filter((visit) => visit.result === 'refused').length,
    besidesPlan: [...called].filter((id) => !planned.has(id)).length,
    notReached: [...planned].filter((id) => !called.has(id)),
    needs: [...needs].map(([need, n]) => ({ need, n })).sort((one, other) => other.n - one.n),
    errandsDone: errands.filter((errand) => errand.tripId === trip.id && errand.state === 'done').length,
    minutes:
      trip.startedAt === null || trip.backAt === null ? null : Math.round((trip.backAt - trip.startedAt) / 60_000),
    visitIds: mine.map((visit) => visit.id),
  };
}
