/**
 * Finds where a sheet's table begins: under title rows, in one line or in two whose upper cells are merged over several
 * columns. Merged ranges are spread over their cells first, so that each column carries its whole heading.
 */
import type { Cell, LedgerRow, Sheet } from '../reading/ledger.ts';
import { cellText, isBlank, limits } from '../reading/ledger.ts';
import { plainHeading } from './plain.ts';

export interface Heading {
  readonly column: number;
  /** As a reader sees it: 家庭成员 · 姓名. */
  readonly text: string;
  /** As it is compared and remembered; a second column of the same heading ends in #2. */
  readonly key: string;
  /** The lowest line alone. */
  readonly last: string;
}

export interface Header {
  /** Spreadsheet rows, both included; a table without a heading begins before its first row: bottom < top. */
  readonly top: number;
  readonly bottom: number;
  readonly headings: readonly Heading[];
}

/** Every cell of a merged range holds what its first cell holds. */
export function spreadMerges(sheet: Sheet): readonly LedgerRow[] {
  if (sheet.merges.length === 0) return sheet.rows;
  const byNumber = new Map(sheet.rows.map((row) => [row.number, { ...row, cells: [...row.cells] }]));
  const widest = Math.max(0, ...sheet.rows.map((row) => row.cells.length));
  let left: number = limits.cells;
  for (const merge of sheet.merges) {
    const first = byNumber.get(merge.top)?.cells[merge.left] ?? null;
    if (first === null) continue;
    const right = Math.min(merge.right, Math.max(widest - 1, merge.left));
    for (let number = merge.top; number <= Math.min(merge.bottom, merge.top + limits.rows); number++) {
      const row = byNumber.get(number);
      if (left-- < 0) return [...byNumber.values()];
      if (row !== undefined) fill(row.cells, merge.left, right, first);
    }
  }
  return [...byNumber.values()];
}

function fill(cells: (Cell | null)[], from: number, to: number, cell: Cell): void {
  while (cells.length < from) cells.push(null);
  for (let column = from; column <= to; column++) cells[column] = cell;
}

/** Titles and dates of printing stand above a table; no ledger has more of them than this. */
const deepestHeader = 40;

/** @param known how surely a heading (plain) is one that some field goes by, 0–1 */
export function findHeader(
  sheet: Sheet,
  rows: readonly LedgerRow[],
  known: (heading: string) => number,
): Header | null {
  const first = rows.slice(0, deepestHeader);
  let best: { row: LedgerRow; score: number } | null = null;
  for (const row of first) {
    const score = scoreOf(row, known);
    if (score > (best?.score ?? 0)) best = { row, score };
  }
  if (best === null) return null;
  const at = first.indexOf(best.row);
  const top = startsAbove(first[at - 1], best.row) ? (first[at - 1]?.number ?? best.row.number) : best.row.number;
  return headerAt(rows, top, endOfHeader(sheet, rows, best.row, known));
}

/** Known headings count; a row with numbers in it is no heading, and one known word in a sentence is a title. */
function scoreOf(row: LedgerRow, known: (heading: string) => number): number {
  const cells = row.cells.filter((cell): cell is Cell => !isBlank(cell));
  const distinct = new Set(cells.map((cell) => plainHeading(cell.text)));
  const hits = [...distinct].reduce((sum, heading) => sum + known(heading), 0);
  const numbers = cells.filter(
    (cell) => cell.kind === 'number' || cell.kind === 'date' || /\d{6,}/.test(cell.text),
  ).length;
  const short = cells.every((cell) => cell.text.trim().length <= 20);
  const enough = hits >= 1.5 || (hits >= 1 && short && distinct.size === cells.length);
  return enough && numbers <= cells.length / 4 ? hits * 2 + distinct.size / 10 - numbers : 0;
}

/** A line of group headings right above (基本信息 | 救助类别), each over some columns; a title lies over all of them. */
function startsAbove(above: LedgerRow | undefined, row: LedgerRow): boolean {
  if (above === undefined || above.number !== row.number - 1) return false;
  const cells = above.cells.filter((cell): cell is Cell => !isBlank(cell));
  const distinct = new Set(cells);
  const wide = cells.length >= Math.min(4, row.cells.length / 2);
  const short = [...distinct].every((cell) => cell.text.trim().length <= 16 && !/[:：]/.test(cell.text));
  return distinct.size >= 2 && distinct.size < cells.length && wide && short;
}

/** A second line belongs to the heading where the first is merged across it, or where it divides merged groups. */
function endOfHeader(
  sheet: Sheet,
  rows: readonly LedgerRow[],
  row: LedgerRow,
  known: (heading: string) => number,
): number {
  const across = sheet.merges.filter((merge) => merge.top <= row.number && merge.bottom > row.number);
  const reach = Math.max(row.number, ...across.map((merge) => merge.bottom));
  if (reach > row.number && reach <= row.number + 3) return reach;
  const below = rows.find((one) => one.number === row.number + 1);
  const divided = sheet.merges.some(
    (merge) =>
      merge.top === row.number &&
      merge.bottom === row.number &&
      merge.right > merge.left &&
      merge.right < row.cells.length,
  );
  if (below === undefined || !divided) return row.number;
  const cells = below.cells.filter((cell): cell is Cell => !isBlank(cell));
  const heads = cells.filter(
    (cell) => cell.kind === 'text' && cell.text.trim().length <= 12 && !/\d{4,}/.test(cell.text),
  );
  return cells.some((cell) => known(plainHeading(cell.text)) === 1) || heads.length === cells.length
    ? below.number
    : row.number;
}

/** The headings of the rows that a person (or `findHeader`) says are the heading; for none, the columns by number. */
export function headerAt(rows: readonly LedgerRow[], top: number, bottom: number): Header {
  const lines = rows.filter((row) => row.number >= top && row.number <= bottom);
  const body = rows.filter((row) => row.number > bottom);
  const width = Math.max(
    0,
    ...lines.map((row) => row.cells.length),
    ...body.slice(0, 500).map((row) => row.cells.length),
  );
  const seen = new Map<string, number>();
  const headings: Heading[] = [];
  for (let column = 0; column < width; column++) {
    const texts: string[] = [];
    for (const row of lines) {
      const text = cellText(row.cells[column]).replace(/\s+/g, ' ').trim();
      if (text !== '' && texts.at(-1) !== text) texts.push(text);
    }
    const used = texts.length > 0 || body.slice(0, 500).some((row) => !isBlank(row.cells[column]));
    if (!used) continue;
    const key = texts.map(plainHeading).join('/') || `column${column + 1}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    headings.push({
      column,
      text: texts.join(' · '),
      key: (count === 1 ? key : `${key}#${count}`).slice(0, 120),
      last: plainHeading(texts.at(-1) ?? ''),
    });
  }
  return { top, bottom, headings };
}
