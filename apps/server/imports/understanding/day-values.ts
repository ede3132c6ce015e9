/**
 * Days as ledgers write them: 1953-07-01, 1953.7.1, 1953年7月1日, 19530701, 53-07-01, a serial number; and what is no
 * day: 1953.7, 1953, an age. No day of the month is ever made up: what is less than a day is told and left open.
 */
import type { Day } from '@yimi/kernel';
import { dayOfSerial } from '../reading/dates.ts';
import type { Cell } from '../reading/ledger.ts';
import type { Parsed } from './fault.ts';
import { wrong } from './fault.ts';
import { plainText } from './plain.ts';

export interface DayRules {
  readonly today: Day;
  readonly date1904: boolean;
}

export function realDay(year: number, month: number, day: number): Day | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text ? null : text;
}

export function parseDay(cell: Cell, rules: DayRules): Parsed<Day> {
  if (cell.kind === 'fault') return wrong('spreadsheet-error');
  if (cell.kind === 'date' && cell.day !== undefined) {
    return cell.monthOnly === true ? { value: null, remark: 'day-month-only' } : checked(cell.day, rules);
  }
  const text = plainText(cell.text)
    .replace(/(?:出生|生|\s*00:00(?::00)?(?:\.0)?)$/, '')
    .trim();
  return parseWritten(text, rules) ?? parseDigits(text, rules) ?? wrong('day-unreadable');
}

function checked(day: Day | null, { today }: DayRules): Parsed<Day> {
  if (day === null) return wrong('day-impossible');
  if (day > today) return wrong('day-future');
  return day < '1890-01-01' ? wrong('day-impossible') : { value: day };
}

/** With marks between the numbers. */
function parseWritten(text: string, rules: DayRules): Parsed<Day> | null {
  const parts =
    /^(\d{2}|\d{4})\s*[-/.年,、 ]\s*(\d{1,2})(?:\s*(?:[-/.月,、 ]\s*(\d{1,2})\s*日?号?|月|月份)?)?\.?$/.exec(text);
  if (parts === null) return /^\d{4}年$/.test(text) ? { value: null, remark: 'day-year-only' } : null;
  const [, yearText = '', month = '', day] = parts;
  if (Number(month) < 1 || Number(month) > 12) return wrong('day-impossible');
  const year = fullYear(yearText, rules);
  if (year === null) return wrong('day-two-digit-year');
  if (day === undefined) return month === '' ? null : { value: null, remark: 'day-month-only' };
  return checked(realDay(year, Number(month), Number(day)), rules);
}

/** 53 can only be 1953; 05 may be 1905 or 2005, and nobody but the writer knows. */
function fullYear(text: string, { today }: DayRules): number | null {
  if (text.length === 4) return Number(text);
  return Number(text) > Number(today.slice(2, 4)) ? 1900 + Number(text) : null;
}

/** Digits only: 19530701, 195307, 1953, or a serial number that lost its format. */
function parseDigits(text: string, rules: DayRules): Parsed<Day> | null {
  const whole = /^\d+$/.test(text) ? text : null;
  if (whole === null) return null;
  if (whole.length === 8) {
    return checked(realDay(Number(whole.slice(0, 4)), Number(whole.slice(4, 6)), Number(whole.slice(6))), rules);
  }
  if (whole.length === 6 && /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/.test(whole))
    return { value: null, remark: 'day-month-only' };
  if (/^(?:19|20)\d{2}$/.test(whole)) return { value: null, remark: 'day-year-only' };
  // 3,653 is 1910 and 60,000 is 2064: between them lie the people of a ledger.
  const serial = Number(whole);
  return serial > 3_653 && serial < 60_000 ? checked(dayOfSerial(serial, rules.date1904), rules) : null;
}

/** 72, 72岁, 七十二 is not read. Months of a baby's age (8个月) are zero years. */
export function parseAge(cell: Cell): Parsed<number> {
  const text = plainText(cell.text);
  if (/^\d{1,2}\s*(?:个月|月)$/.test(text)) return { value: 0 };
  const match = /^(\d{1,3})(?:\.\d+)?\s*(?:周?岁|虚岁)?$/.exec(text);
  if (match === null || Number(match[1]) > 130) return wrong('day-unreadable');
  return { value: Number(match[1]), remark: 'day-from-age' };
}
