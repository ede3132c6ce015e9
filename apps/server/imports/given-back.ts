/**
 * The refused rows as the file they came from: the same sheets, titles, headings, columns and widths, each wrong cell marked
 * with its reason as a note, all reasons of a row in one more column. It can be mended and imported as it is: that column is
 * known and left out.
 */
import ExcelJS from '@protobi/exceljs';
import iconv from 'iconv-lite';
import type { Choices } from './choices.ts';
import type { LineRow } from './lines.ts';
import type { Cell, Format, Ledger, LedgerRow, Sheet } from './reading/ledger.ts';
import { cellText } from './reading/ledger.ts';
import { headerAt, spreadMerges } from './understanding/header.ts';
import type { SortedRow } from './understanding/rows.ts';
import { sortRows } from './understanding/rows.ts';
import type { ImportWords } from './words/index.ts';
import { fieldWord, filled } from './words/index.ts';

type Faults = LineRow['faults'];

interface Kept {
  readonly row: LedgerRow;
  /** null: a title, heading or section line. */
  readonly faults: Faults | null;
}

export interface GivenBack {
  readonly bytes: Buffer;
  readonly extension: 'xlsx' | 'csv';
}

/** @param refused by sheet and row of the file */
export async function giveBack(
  ledger: Ledger,
  choices: Choices,
  refused: readonly LineRow[],
  words: ImportWords,
): Promise<GivenBack> {
  const bySheet = Map.groupBy(refused, (line) => line.sheet);
  const sheets = choices.sheets.flatMap((choice) => {
    const sheet = ledger.sheets[choice.index];
    const lines = bySheet.get(choice.index);
    return sheet === undefined || lines === undefined ? [] : [{ sheet, choice, rows: keptRows(sheet, choice, lines) }];
  });
  if (ledger.format.kind === 'csv')
    return {
      bytes: textFile(ledger.format, sheets[0]?.rows ?? [], choices.sheets[0]?.bottom ?? 0, words),
      extension: 'csv',
    };
  const book = new ExcelJS.Workbook();
  for (const { sheet, choice, rows } of sheets) writeSheet(book, sheet, rows, choice, words);
  return { bytes: Buffer.from(await book.xlsx.writeBuffer()), extension: 'xlsx' };
}

/** Titles and headings, the refused rows, and the section line above each, because it says which group or village they are of. */
function keptRows(sheet: Sheet, choice: Choices['sheets'][number], lines: readonly LineRow[]): Kept[] {
  const faults = new Map(lines.map((line) => [line.line, line.faults]));
  const rows = spreadMerges(sheet);
  const header = headerAt(rows, choice.top, choice.bottom);
  const kept: Kept[] = rows.filter((row) => row.number <= choice.bottom).map((row) => ({ row, faults: null }));
  let section: SortedRow | null = null;
  const every = new Set(header.headings.map((heading) => heading.column));
  for (const sorted of sortRows(header, rows, every, null)) {
    const wrong = faults.get(sorted.row.number);
    if (wrong !== undefined) {
      if (section !== null) kept.push({ row: section.row, faults: null });
      section = null;
      kept.push({ row: sorted.row, faults: wrong });
    } else if (sorted.kind === 'section') section = sorted;
  }
  return kept;
}

export function reasonsOf(faults: Faults, words: ImportWords): string {
  return faults
    .map(({ code, field, details }) => {
      const said = filled(words.faults[code], details);
      const name = fieldWord(words, field);
      return name === '' ? said : `${name}：${said}`;
    })
    .join('；');
}

const wrongFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFCE4D6' } } as const;

function writeSheet(
  book: ExcelJS.Workbook,
  plan: Sheet,
  rows: readonly Kept[],
  choice: Choices['sheets'][number],
  words: ImportWords,
): void {
  const sheet = book.addWorksheet(plan.name === '' ? 'Sheet1' : plan.name);
  const reasonAt = Math.max(0, ...rows.map(({ row }) => row.cells.length)) + 1;
  for (const [at, width] of plan.widths.entries()) if (width) sheet.getColumn(at + 1).width = width;
  sheet.getColumn(reasonAt).width = 44;
  const newRow = new Map<number, number>();
  for (const [at, { row, faults }] of rows.entries()) {
    const line = sheet.getRow(at + 1);
    newRow.set(row.number, at + 1);
    for (const [column, cell] of row.cells.entries()) if (cell !== null) writeCell(line.getCell(column + 1), cell);
    if (faults === null) {
      if (row.number === Math.max(choice.bottom, choice.top)) line.getCell(reasonAt).value = words.reasonHeading;
      continue;
    }
    line.getCell(reasonAt).value = reasonsOf(faults, words);
    for (const fault of faults) mark(line, fault, words);
  }
  mergeTitles(sheet, plan, newRow, choice.bottom);
}

function mark(line: ExcelJS.Row, fault: Faults[number], words: ImportWords): void {
  if (fault.column === null) return;
  const cell = line.getCell(fault.column + 1);
  cell.fill = wrongFill;
  cell.note = filled(words.faults[fault.code], fault.details);
}

/** As text wherever a number could lose digits again; a text is never a formula. */
function writeCell(to: ExcelJS.Cell, cell: Cell): void {
  const safe = cell.kind === 'number' && cell.number !== undefined && Math.abs(cell.number) < 1e11;
  to.value = safe ? (cell.number ?? null) : cell.text;
  if (!safe) to.numFmt = '@';
  if (cell.note !== undefined) to.note = cell.note;
}

/** Titles and headings are merged again where they were. */
function mergeTitles(sheet: ExcelJS.Worksheet, plan: Sheet, newRow: ReadonlyMap<number, number>, bottom: number): void {
  for (const merge of plan.merges) {
    const top = newRow.get(merge.top);
    const end = newRow.get(merge.bottom);
    if (merge.bottom > bottom || top === undefined || end === undefined) continue;
    sheet.mergeCells(top, merge.left + 1, end, merge.right + 1);
  }
}

function textFile(
  format: Extract<Format, { kind: 'csv' }>,
  rows: readonly Kept[],
  bottom: number,
  words: ImportWords,
): Buffer {
  const width = Math.max(0, ...rows.map(({ row }) => row.cells.length));
  const lines = rows.map(({ row, faults }) => {
    const cells = Array.from({ length: width }, (_, column) => cellText(row.cells[column]));
    const last = faults === null ? (row.number === bottom ? words.reasonHeading : '') : reasonsOf(faults, words);
    return [...cells, last].map((text) => quoted(text, format.separator)).join(format.separator);
  });
  const text = `${lines.join('\r\n')}\r\n`;
  if (format.encoding === 'gb18030') return iconv.encode(text, 'gb18030');
  if (format.encoding === 'utf-16le' || format.encoding === 'utf-16be')
    return iconv.encode(text, format.encoding, { addBOM: true });
  // With the mark, so that a spreadsheet reads it as UTF-8.
  return Buffer.from(`\ufeff${text}`);
}

/** What a spreadsheet would take for a formula goes out as text; long digits, so that they stay digits. */
function quoted(text: string, separator: string): string {
  const safe = /^[=+@-]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : /^\d{12,}$/.test(text) ? `="${text}"` : text;
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
