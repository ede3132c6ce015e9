/**
 * Time is passed in, never read: a figure is a function of records and `asOf` (law N1). Instants are milliseconds
 * since 1970; days are `YYYY-MM-DD` in the county's zone. All of China keeps UTC+8 without daylight saving since 1991.
 */
import * as z from 'zod/mini';

const zoneOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

export type Day = string;
export type Month = string;

/** A day of the calendar, from 1800 to 2999; `0001-01-01` says "since ever". Others would be no instant to count with. */
export const Day = z
  .string()
  .check(z.regex(/^(0001|1[89]\d\d|2\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), z.refine(ofCalendar));
/** 1900 to 2200: wide enough for a phone whose clock is a year off, narrow enough to be an instant. */
export const Instant = z.int().check(z.minimum(-2_208_988_800_000), z.maximum(7_258_118_400_000));

/** Whether there is such a day: a program reads 30 February as 2 March, and is asked also about what is no day at all. */
function ofCalendar(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

export function dayOf(instant: number): Day {
  return new Date(instant + zoneOffsetMs).toISOString().slice(0, 10);
}

/** The instant at which the day begins in the county. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) - zoneOffsetMs;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/**
 * Law C5: a device time is implausible when it lies in the future of the server's clock by more than ten minutes
 * (phones drift) or more than 90 days in its past (the longest a phone may stay away before its history is doubted).
 */
export function implausible(occurredAt: number, recordedAt: number): boolean {
  return occurredAt > recordedAt + 600_000 || occurredAt < recordedAt - 90 * dayMs;
}
