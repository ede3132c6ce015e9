/**
 * Days as spreadsheets keep them: a number counted from the end of 1899, or from 1904 in files from old Macs, shown as a
 * date by the cell's number format (ECMA-376, 18.8.30). Excel believes that 1900 was a leap year, so serial 60 is a day
 * that never was.
 */
import type { Day } from '@yimi/kernel';

const dayMs = 86_400_000;

export function dayOfSerial(serial: number, date1904: boolean): Day | null {
  const whole = Math.floor(serial);
  if (whole < (date1904 ? 0 : 1) || whole > 2_958_465 || (!date1904 && whole === 60)) return null;
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30);
  return new Date(epoch + whole * dayMs).toISOString().slice(0, 10);
}

/** Built-in formats that show a date; 27–36 and 50–58 are the East Asian ones. */
const builtIn = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
/** Of these, 17 (mmm-yy), 27 (yyyy年m月), 36, 50, 52, 55 and 57 show no day of the month. */
const builtInMonths = new Set([17, 27, 36, 50, 52, 55, 57]);

export type DateFormat = 'day' | 'month' | null;

export function dateFormat(id: number, code: string | undefined): DateFormat {
  if (code === undefined) return builtIn.has(id) ? (builtInMonths.has(id) ? 'month' : 'day') : null;
  const bare = code
    .replace(/\\./g, '')
    .replace(/"[^"]*"/g, (quoted) => quoted.replace(/[^年月日号]/g, ''))
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase();
  if (/general|g\/通用/.test(bare)) return null;
  const hasYear = /y|e/.test(bare) && !/0e|e[+-]/.test(bare);
  if (/d|日|号/.test(bare) && /[ym]/.test(bare)) return 'day';
  return hasYear && /[my]/.test(bare) ? 'month' : null;
}
