/**
 * When something was done, as registers of the last years write it: with a time of day, or without the year that the title
 * names once for all (2025年走访台账: 3月5日). A year is taken from the title alone, and only if the title names one.
 */
import type { Cell } from '../reading/ledger.ts';
import type { DayRules } from './day-values.ts';
import { parseDay, realDay } from './day-values.ts';
import type { Parsed } from './fault.ts';
import { wrong } from './fault.ts';
import { plainText } from './plain.ts';

export interface Moment {
  readonly day: string;
  /** Minutes since midnight; null where the ledger tells none. */
  readonly minutes: number | null;
}

/** The one year that a title names. */
export function yearInTitle(title: string): number | null {
  const years = new Set([...plainText(title).matchAll(/(?<!\d)(20\d{2})\s*年/g)].map((match) => Number(match[1])));
  const [year] = years;
  return years.size === 1 && year !== undefined ? year : null;
}

export function parseMoment(cell: Cell, rules: DayRules, titleYear: number | null): Parsed<Moment> {
  const text = plainText(cell.text);
  if (/\d[日号]?\s*[、,，;；及和]\s*\d/.test(text) || /\d[日号]?\s*(?:至|到|~|—)\s*\d/.test(text))
    return wrong('day-several');
  const [, dayText = text, hour, minute] =
    /^(.*?[\d日号])\s+(\d{1,2})[:：时点](\d{2})?(?:[:：]\d{2}(?:\.\d+)?)?分?$/.exec(text) ?? [];
  const minutes = hour === undefined ? null : clockOf(Number(hour), Number(minute ?? 0));
  const parts = /^(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?$/.exec(dayText);
  if (parts !== null && cell.kind !== 'date') return withTitleYear(parts, rules, titleYear, minutes);
  const parsed = parseDay({ ...cell, text: dayText }, rules);
  if (parsed.fault !== undefined) return wrong(parsed.fault.code);
  // A month without its day tells of no visit.
  return parsed.value === null ? wrong('day-unreadable') : { value: { day: parsed.value, minutes } };
}

/** 00:00 is what a spreadsheet writes where no time was given. */
function clockOf(hour: number, minute: number): number | null {
  const minutes = hour * 60 + minute;
  return minutes > 0 && minutes < 1440 && minute < 60 ? minutes : null;
}

function withTitleYear(
  parts: RegExpExecArray,
  { today }: DayRules,
  year: number | null,
  minutes: number | null,
): Parsed<Moment> {
  if (year === null) return wrong('day-no-year');
  const day = realDay(year, Number(parts[1]), Number(parts[2]));
  if (day === null) return wrong('day-impossible');
  return day > today ? wrong('day-future') : { value: { day, minutes }, remark: 'day-year-of-title' };
}
