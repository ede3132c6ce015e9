/**
 * What each row under the heading is: a record, or what people put between records. A section line (一、低保户) speaks for
 * the rows beneath it, up to the next.
 */
import type { Cell, LedgerRow } from '../reading/ledger.ts';
import { cellText, isBlank } from '../reading/ledger.ts';
import type { Header } from './header.ts';
import { plainHeading, plainText } from './plain.ts';

export type RowKind = 'record' | 'blank' | 'total' | 'section' | 'heading-again' | 'footer';

export interface SortedRow {
  readonly row: LedgerRow;
  readonly kind: RowKind;
  /** The section lines above, the nearest last; a new numbered line takes the place of the one before. */
  readonly section: string;
}

/** @param columns those that some field was chosen for: other columns do not make a record */
export function sortRows(
  header: Header,
  rows: readonly LedgerRow[],
  columns: ReadonlySet<number>,
  nameColumn: number | null,
): SortedRow[] {
  const headings = new Map(header.headings.map((heading) => [heading.column, heading]));
  let section = '';
  const sorted: SortedRow[] = [];
  for (const row of rows) {
    if (row.number <= header.bottom) continue;
    const kind = kindOf(row, headings, columns, nameColumn);
    if (kind === 'section') section = plainText(firstText(row));
    sorted.push({ row, kind, section });
  }
  return sorted;
}

function kindOf(
  row: LedgerRow,
  headings: ReadonlyMap<number, { last: string; text: string }>,
  columns: ReadonlySet<number>,
  nameColumn: number | null,
): RowKind {
  const cells = row.cells.filter((cell): cell is Cell => !isBlank(cell));
  if (cells.length === 0) return 'blank';
  const first = plainText(firstText(row)).replace(/\s/g, '');
  if (isTotal(row, first, nameColumn)) return 'total';
  if (isHeadingAgain(row, headings)) return 'heading-again';
  if (isFooter(first, cells)) return 'footer';
  const distinct = new Set(cells);
  if (distinct.size === 1 && isSection(row, first, cells, nameColumn)) return 'section';
  const speaks = row.cells.some((cell, column) => columns.has(column) && !isBlank(cell));
  // A running number that was dragged down past the last person.
  return speaks ? 'record' : 'blank';
}

function firstText(row: LedgerRow): string {
  return cellText(row.cells.find((cell) => !isBlank(cell)));
}

function isTotal(row: LedgerRow, first: string, nameColumn: number | null): boolean {
  const total = /^(?:本?页?(?:合|小|总|共|累)计|合共|总数|小结|汇总)/;
  const name = nameColumn === null ? '' : plainText(cellText(row.cells[nameColumn])).replace(/\s/g, '');
  return total.test(first) || total.test(name) || /^共\d+[户人名]/.test(first);
}

function isHeadingAgain(row: LedgerRow, headings: ReadonlyMap<number, { last: string; text: string }>): boolean {
  let same = 0;
  let filled = 0;
  for (const [column, cell] of row.cells.entries()) {
    if (isBlank(cell)) continue;
    filled++;
    const heading = headings.get(column);
    const text = plainHeading(cellText(cell));
    if (heading !== undefined && text !== '' && (heading.last === text || plainHeading(heading.text).includes(text)))
      same++;
  }
  return filled >= 2 && same / filled >= 0.6;
}

/** Signatures and explanations under a table. */
function isFooter(first: string, cells: readonly Cell[]): boolean {
  if (/^(?:填表|制表|填报|审核|审批|复核|经办|负责|单位负责|主管|联系|统计|盖章|录入)[^,，]{0,6}[:：(（]/.test(first))
    return true;
  return new Set(cells).size <= 2 && /^(?:备注|说明|注|填表说明|填写说明|注意)\d?[:：]/.test(first);
}

/** One text alone: a numbered line, or one that cannot be the name of a person. */
function isSection(row: LedgerRow, first: string, cells: readonly Cell[], nameColumn: number | null): boolean {
  if (
    /^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十\d]+[组村类队])/.test(
      first,
    )
  )
    return true;
  if (cells.length > 1) return true;
  const lone = row.cells.findIndex((cell) => !isBlank(cell));
  return lone !== nameColumn && /[\p{Script=Han}]{2,}/u.test(first) && !/\d{6,}/.test(first);
}
