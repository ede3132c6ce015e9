/** One worksheet: rows as they stream by, then what stands behind them (merged ranges). */
import { damaged, tooMuch } from '../problems.ts';
import type { DateFormat } from './dates.ts';
import { dayOfSerial } from './dates.ts';
import type { Cell, LedgerRow, Merge, Sheet } from './ledger.ts';
import { limits } from './ledger.ts';
import { attribute, textOfItem, unescapeXml } from './xml.ts';
import { Refused } from './zip.ts';

export interface SheetContext {
  readonly strings: readonly string[];
  readonly formats: readonly DateFormat[];
  readonly date1904: boolean;
  readonly mostCells: number;
}

export class SheetReader {
  readonly #context: SheetContext;
  readonly #rows: { number: number; hidden: boolean; cells: (Cell | null)[] }[] = [];
  /** Cells of shared strings are shared as well: a village of 3,000 rows says 木桥村 once. */
  readonly #shared = new Map<number, Cell>();
  readonly #hiddenColumns: number[] = [];
  readonly #widths: (number | null)[] = [];
  #merges: Merge[] = [];
  #started = false;
  cells = 0;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  /** An element as `cutAfter` gives it: what stands before the row, and the row itself. */
  take(element: string): void {
    if (!this.#started) this.#takeHead(element);
    const rowAt = element.search(/<row[\s>]/);
    if (rowAt !== -1) this.#takeRows(element.slice(rowAt));
    if (element.includes('<mergeCell ')) this.#takeMerges(element);
  }

  #takeHead(element: string): void {
    this.#started = true;
    const head = element.slice(0, Math.max(0, element.indexOf('<sheetData')));
    for (const [tag] of head.matchAll(/<col\b[^>]*>/g)) {
      const from = Number(attribute(tag, 'min')) - 1;
      const to = Math.min(Number(attribute(tag, 'max')) - 1, limits.columns - 1);
      const width = attribute(tag, 'width');
      const hidden = isTrue(attribute(tag, 'hidden'));
      for (let column = from; column >= 0 && column <= to; column++) {
        this.#widths[column] = width === null ? null : Number(width);
        if (hidden) this.#hiddenColumns.push(column);
      }
    }
  }

  /** Rows without cells close themselves and stand in front of the one that was cut. */
  #takeRows(text: string): void {
    const filled = text.includes('/>') ? text.replace(/<row\b[^>]*\/>/g, '') : text;
    for (const match of filled.matchAll(/<row(?:\s([^>]*))?>([\s\S]*?)<\/row>/g)) {
      const attributes = match[1] ?? '';
      const number = Number(attribute(attributes, 'r') ?? (this.#rows.at(-1)?.number ?? 0) + 1);
      if (!Number.isInteger(number) || number < 1) throw new Refused(damaged());
      const cells = this.#cellsOf(match[2] ?? '');
      if (cells.length === 0) continue;
      this.#rows.push({ number, hidden: isTrue(attribute(attributes, 'hidden')), cells });
      if (this.#rows.length > limits.rows) throw new Refused(tooMuch('rows', limits.rows));
    }
  }

  #cellsOf(xml: string): (Cell | null)[] {
    const cells: (Cell | null)[] = [];
    let next = 0;
    for (const match of xml.matchAll(/<c(?:\s([^>]*?))?(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const attributes = match[1] ?? '';
      const address = /(?:^|\s)r="([A-Z]+)/.exec(attributes)?.[1];
      const column = address === undefined ? next : columnOf(address);
      next = column + 1;
      const cell = this.#cell(attributes, match[2] ?? '');
      if (cell === null) continue;
      if (column >= limits.columns) throw new Refused(tooMuch('columns', limits.columns));
      while (cells.length < column) cells.push(null);
      cells[column] = cell;
      if (++this.cells > this.#context.mostCells) throw new Refused(tooMuch('rows', limits.rows));
    }
    return cells;
  }

  #cell(attributes: string, body: string): Cell | null {
    if (body === '') return null;
    const type = /(?:^|\s)t="(\w+)"/.exec(attributes)?.[1] ?? 'n';
    if (type === 'inlineStr') return textCell(textOfItem(body));
    const value = /<v(?:\s[^>]*)?>([^<]*)<\/v>/.exec(body)?.[1];
    if (value === undefined || value === '') return null;
    const formula = /<f[\s/>]/.test(body);
    if (type === 's') return this.#sharedCell(Number(value));
    if (type === 'str') return withFormula(textCell(unescapeXml(value)), formula);
    if (type === 'b') return { text: value === '1' ? '是' : '否', kind: 'flag' };
    if (type === 'e') return { text: unescapeXml(value), kind: 'fault' };
    if (type === 'd') return { text: value.slice(0, 10), kind: 'text' };
    const style = Number(/(?:^|\s)s="(\d+)"/.exec(attributes)?.[1] ?? 0);
    // Plus nothing: a minus zero is a zero, here and wherever the row is carried.
    return withFormula(this.#numberCell(Number(value) + 0, value, style), formula);
  }

  #sharedCell(index: number): Cell | null {
    const known = this.#shared.get(index);
    if (known !== undefined) return known;
    const cell = textCell(this.#context.strings[index] ?? '');
    if (cell !== null) this.#shared.set(index, cell);
    return cell;
  }

  #numberCell(number: number, raw: string, style: number): Cell {
    if (!Number.isFinite(number)) return { text: raw, kind: 'text' };
    const format = this.#context.formats[style] ?? null;
    const day = format === null ? null : dayOfSerial(number, this.#context.date1904);
    if (day === null) return { text: plainNumber(number), kind: 'number', number };
    const text = format === 'month' ? day.slice(0, 7) : day;
    return { text, kind: 'date', number, day, ...(format === 'month' ? { monthOnly: true } : {}) };
  }

  #takeMerges(element: string): void {
    for (const [, range = ''] of element.matchAll(/<mergeCell\b[^>]*ref="([A-Z0-9:]+)"/g)) {
      const match = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(range);
      if (match === null) continue;
      const [, left = 'A', top = '1', right = 'A', bottom = '1'] = match;
      this.#merges.push({ left: columnOf(left), right: columnOf(right), top: Number(top), bottom: Number(bottom) });
    }
  }

  takeNotes(notes: ReadonlyMap<string, string>): void {
    if (notes.size === 0) return;
    const rows = new Map(this.#rows.map((row) => [row.number, row]));
    for (const [address, note] of notes) {
      const [, letters = '', digits = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
      const row = rows.get(Number(digits));
      const cell = row?.cells[columnOf(letters)];
      if (row !== undefined && cell) row.cells[columnOf(letters)] = { ...cell, note };
    }
  }

  sheet(name: string, hidden: boolean): Sheet {
    const rows: LedgerRow[] = this.#rows.sort((one, other) => one.number - other.number);
    const hiddenColumns = this.#hiddenColumns;
    return { name, hidden, rows, merges: this.#merges, hiddenColumns, widths: this.#widths };
  }
}

function textCell(text: string): Cell | null {
  return text.trim() === '' ? null : { text, kind: 'text' };
}

function withFormula(cell: Cell | null, formula: boolean): Cell | null {
  return cell === null || !formula ? cell : { ...cell, formula };
}

/** As a person would write it: no exponent below 10^21, no binary dust (0.1 + 0.2). */
function plainNumber(number: number): string {
  return Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(15)));
}

function isTrue(text: string | null): boolean {
  return text === '1' || text === 'true';
}

/** A → 0, Z → 25, AA → 26. */
export function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
