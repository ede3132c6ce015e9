/** What a register is made of: its columns, filters and periods as data, and short ways to write a column down. */
import type { RegisterName } from './report-tables.ts';

/** long: wraps over several lines · choice: a code, said by its words · day: `YYYY-MM-DD`. */
export type CellFormat = 'text' | 'long' | 'number' | 'day' | 'choice';
/**
 * plain: all who open records · staff: who may know workers by name · person: about the one served, for others than
 * the station only with a stated purpose · sealed: by explicit choice, for a purpose, station staff only (law A3).
 */
export type ColumnMark = 'plain' | 'staff' | 'person' | 'sealed';

export interface RegisterColumn {
  readonly key: string;
  readonly heading: string;
  /** In characters of the spreadsheet. */
  readonly width: number;
  readonly format: CellFormat;
  readonly mark: ColumnMark;
  /** One of the columns that a register opens with. */
  readonly shown: boolean;
  readonly sortable: boolean;
  /** Its sum stands in the last line. */
  readonly summed: boolean;
  readonly words: Readonly<Record<string, string>> | null;
}

export interface RegisterFilter {
  readonly key: string;
  readonly heading: string;
  readonly mark: ColumnMark;
  readonly words: Readonly<Record<string, string>>;
}

export interface Register {
  readonly name: RegisterName;
  readonly title: string;
  /** The figure whose records these are, and whose number the register's total is. */
  readonly figure: string;
  /** True: who may not read what residents said does not open it; in a small village a kind tells who asked. */
  readonly desk?: true;
  /** What one row is: 户次, 人. */
  readonly unit: string;
  /** months: what happened from month to month · standing: how things stand today. */
  readonly period: 'months' | 'standing';
  readonly columns: readonly RegisterColumn[];
  readonly filters: readonly RegisterFilter[];
  readonly sort: { readonly by: string; readonly order: 'asc' | 'desc' };
  /** Why a row is not counted, in the words of the paper. */
  readonly reasons: Readonly<Record<string, string>>;
}

const base = { mark: 'plain', shown: true, sortable: false, summed: false, words: null } as const;
type More = Partial<Pick<RegisterColumn, 'mark' | 'shown' | 'sortable' | 'summed'>>;

export function text(key: string, heading: string, width: number, more: More = {}): RegisterColumn {
  return { ...base, key, heading, width, format: 'text', ...more };
}
export function long(key: string, heading: string, width: number, more: More = {}): RegisterColumn {
  return { ...base, key, heading, width, format: 'long', ...more };
}
export function number(key: string, heading: string, width: number, more: More = {}): RegisterColumn {
  return { ...base, key, heading, width, format: 'number', ...more };
}
export function day(key: string, heading: string, more: More = {}): RegisterColumn {
  return { ...base, key, heading, width: 15, format: 'day', ...more };
}
export function choice(
  key: string,
  heading: string,
  width: number,
  words: RegisterColumn['words'],
  more: More = {},
): RegisterColumn {
  return { ...base, key, heading, width, format: 'choice', words, ...more };
}

/** Code lists that are kept in Chinese are their own words. */
export function sameWords(values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value) => [value, value]));
}

export const hidden = { shown: false } as const;
export const person = { mark: 'person' } as const;
