/**
 * The rhythm of a year in a mountain county: working days, the long spring festival, the rains of early summer with
 * roads cut, market days (圩日), the rush at the end of a month.
 */

import type { Day } from '@yimi/kernel';
import { addDays, daysBetween } from '@yimi/kernel';
import { Random } from './random.ts';

/** First day of the lunar year (GB/T 33661-2017); a year outside the table is taken as 5 February. */
const lunarNewYear: Readonly<Record<string, string>> = {
  '2022': '02-01',
  '2023': '01-22',
  '2024': '02-10',
  '2025': '01-29',
  '2026': '02-17',
  '2027': '02-06',
  '2028': '01-26',
  '2029': '02-13',
  '2030': '02-03',
  '2031': '01-23',
  '2032': '02-11',
  '2033': '01-31',
  '2034': '02-19',
  '2035': '02-08',
  '2036': '01-28',
  '2037': '02-15',
  '2038': '02-04',
  '2039': '01-24',
  '2040': '02-12',
};

export const windowDays = 365;
export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

export interface DayOfWork {
  readonly day: Day;
  /** Days since the window began. */
  readonly index: number;
  readonly season: Season;
  readonly weekend: boolean;
  /** Around the spring festival: stations closed, people with their families. */
  readonly festival: boolean;
  readonly heavyRain: boolean;
  /** Roads to villages far up the valleys are cut. */
  readonly roadsCut: boolean;
  readonly monthEnd: boolean;
}

export function firstDay(today: Day): Day {
  return addDays(today, -windowDays);
}

function seasonOf(day: Day): Season {
  const month = Number(day.slice(5, 7));
  if (month >= 3 && month <= 4) return 'spring';
  if (month >= 5 && month <= 9) return 'summer';
  return month >= 10 && month <= 11 ? 'autumn' : 'winter';
}

export function daysOfWork(today: Day): DayOfWork[] {
  const start = firstDay(today);
  return Array.from({ length: windowDays }, (_, index) => describe(addDays(start, index), index));
}

function describe(day: Day, index: number): DayOfWork {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const newYear = `${day.slice(0, 4)}-${lunarNewYear[day.slice(0, 4)] ?? '02-05'}`;
  const fromNewYear = daysBetween(newYear, day);
  const yearDay = day.slice(5);
  const rains = yearDay >= '05-15' && yearDay <= '07-12';
  return {
    day,
    index,
    season: seasonOf(day),
    weekend:
      weekday === 0 ||
      weekday === 6 ||
      (yearDay >= '10-01' && yearDay <= '10-05') ||
      (yearDay >= '05-01' && yearDay <= '05-03'),
    festival: fromNewYear >= -4 && fromNewYear <= 9,
    heavyRain: new Random(`weather ${day}`).chance(rains ? 0.42 : 0.05),
    roadsCut: yearDay >= '06-14' && yearDay <= '06-22',
    monthEnd: Number(addDays(day, 3).slice(8)) <= 3,
  };
}

/** Every third day is market day in the township; the fifteen markets take turns. */
export function isMarketDay(work: DayOfWork, station: number): boolean {
  return (daysBetween('2020-01-01', work.day) + station) % 3 === 0;
}

/** How much of a year's visits falls on the day, relative to an ordinary working day. */
export function stationWeight(work: DayOfWork, station: number): number {
  if (work.festival) return 0.03;
  const base = work.weekend ? 0.16 : 1;
  // On market days people are in town, and so are the workers, with their stall.
  const market = isMarketDay(work, station) ? 0.7 : 1.1;
  const rain = work.heavyRain ? 0.3 : 1;
  return base * market * rain * (work.monthEnd ? 1.75 : 1);
}

export function villageWeight(work: DayOfWork): number {
  if (work.festival) return 0.25;
  return (work.weekend ? 1.15 : 1) * (work.heavyRain ? 0.55 : 1) * (work.monthEnd ? 1.3 : 1);
}

/** A day of a May within the year, not too near its ends, as close to the 20th as can be. */
export function resignationDay(today: Day): Day {
  const start = firstDay(today);
  let best = addDays(today, -30);
  let distance = 99;
  for (let i = 7; i < windowDays - 7; i++) {
    const day = addDays(start, i);
    const off = Math.abs(Number(day.slice(8)) - 20);
    if (day.slice(5, 7) === '05' && off < distance) [best, distance] = [day, off];
  }
  return best;
}

/** Days of phones' own records at the end of the year; before them stand the paper ledgers. */
export const daysOfPhones = 42;
