/**
 * A ledger (台账) as it was read, whatever kind of file it came in: sheets of rows of cells. A cell keeps what the reader of
 * the file would see (`text`) and what the program behind it knew (`number`, `day`), because the two differ exactly where
 * ledgers go wrong: ids that became 1.10105E+17, days that are counted from 1900 or 1904.
 */
import type { Day } from '@yimi/kernel';

export interface Cell {
  readonly text: string;
  /** fault: the spreadsheet itself shows an error (#REF!, #N/A). */
  readonly kind: 'text' | 'number' | 'date' | 'flag' | 'fault';
  /** Of numbers and dates; a date's is its serial number. */
  readonly number?: number;
  readonly day?: Day;
  /** The date is shown without a day of the month: the day that lies behind it was made up by the spreadsheet. */
  readonly monthOnly?: boolean;
  /** Computed by a formula. */
  readonly formula?: boolean;
  /** A note (批注) that hangs on the cell. */
  readonly note?: string;
}

export interface LedgerRow {
  /** As the spreadsheet counts, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  /** By column from 0; the end may be missing. */
  readonly cells: readonly (Cell | null)[];
}

/** Rows from 1, columns from 0, both ends included. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Only rows that hold something. */
  readonly rows: readonly LedgerRow[];
  readonly merges: readonly Merge[];
  readonly hiddenColumns: readonly number[];
  /** Widths in characters, by column. */
  readonly widths: readonly (number | null)[];
}

export type Format =
  | { readonly kind: 'xlsx'; readonly date1904: boolean }
  | {
      readonly kind: 'csv';
      readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';
      readonly separator: string;
    };

export interface Ledger {
  readonly format: Format;
  readonly sheets: readonly Sheet[];
}

/**
 * Far above any ledger of a county, far below what hurts a server: 200,000 rows of a merged county list, the 300 columns
 * of the widest form we know of. A file that unpacks to more than 600 MB is built to do so.
 */
export const limits = {
  fileBytes: 40 * 1024 * 1024,
  unpackedBytes: 600 * 1024 * 1024,
  rows: 200_000,
  columns: 300,
  cells: 6_000_000,
  sheets: 100,
  cellText: 32_767,
  entries: 4_000,
} as const;

export function cellText(cell: Cell | null | undefined): string {
  return cell?.text ?? '';
}

export function isBlank(cell: Cell | null | undefined): boolean {
  return cell === null || cell === undefined || cell.text.trim() === '';
}
