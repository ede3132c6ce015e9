/**
 * Text as a spreadsheet can hold it. A ledger's text comes from many hands: it may begin with `=`, carry a control
 * character of some old system, or spell out one of the format's own escapes. None of it may become a formula, break
 * the file, or change on the way (ECMA-376 part 1, 18.4 and 22.4.2.4).
 */

/** The most a cell holds, in UTF-16 units. */
const mostOfACell = 32_767;
const mostOfAName = 31;

/** What XML 1.0 cannot carry at all; a tab and a line break it can. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must go
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

export function cellText(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(impossible, '')
    // `_x000D_` typed by a person would be read back as a carriage return.
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x');
  return escapeXml(clean.length > mostOfACell ? `${clean.slice(0, mostOfACell - 1).toWellFormed()}…` : clean);
}

/** Text that a spreadsheet, or one that imports it again from .csv, might take for a formula. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text);
}

/** A name that a sheet may have: no more than 31 characters, none of `[]:*?/\`, no apostrophe at either end. */
export function sheetName(wanted: string, taken: ReadonlySet<string> = new Set()): string {
  const clean =
    wanted
      .toWellFormed()
      .replace(impossible, '')
      .replace(/[[\]:*?/\\\n\t]/g, ' ')
      .replace(/^['\s]+|['\s]+$/g, '') || '表';
  // Excel keeps this name for itself.
  const safe = clean.toLowerCase() === 'history' ? `${clean}_` : clean;
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '' : `(${n})`;
    const name = `${safe.slice(0, mostOfAName - tail.length).toWellFormed()}${tail}`;
    if (![...taken].some((one) => one.toLowerCase() === name.toLowerCase())) return name;
  }
}

/** A name for the file itself: what no system forbids, and short enough for all. */
export function fileName(wanted: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return wanted.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_').slice(0, 80);
}

/** 1 → A, 27 → AA. */
export function columnLetter(number: number): string {
  let letters = '';
  for (let n = number; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** Days since 1899-12-30, as spreadsheets count them: right for every day after February 1900. */
export function daySerial(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
}
