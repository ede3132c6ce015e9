/**
 * The rows of a sheet as one run of bytes, put together again for whoever looks at one. Of a ledger of 100,000 rows the cells
 * as objects weigh 77 MB, and passing from the thread that read them to the server's they would weigh that three times; the
 * bytes weigh 14, and are handed over without a copy. A row is JSON: null, a plain text, a whole cell in brackets, or the
 * column whose very cell this is, for who reads a sheet asks whether cells are one (docs/bench-import.md).
 */
import type { Cell, Ledger, LedgerRow, Sheet } from './ledger.ts';

interface PackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each row ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly numbers: Uint32Array<ArrayBuffer>;
  readonly hidden: Uint8Array<ArrayBuffer>;
}

export interface PackedLedger extends Omit<Ledger, 'sheets'> {
  readonly sheets: readonly (Omit<Sheet, 'rows'> & { readonly rows: PackedRows })[];
}

type PackedCell = null | string | number | readonly [Cell];

export function packed(ledger: Ledger): PackedLedger {
  return { ...ledger, sheets: ledger.sheets.map((sheet) => ({ ...sheet, rows: packRows(sheet.rows) })) };
}

/** What may be handed to another thread without being copied. */
export function buffersOf({ sheets }: PackedLedger): ArrayBuffer[] {
  return sheets.flatMap(({ rows }) => [rows.bytes, rows.ends, rows.numbers, rows.hidden].map(({ buffer }) => buffer));
}

export function unpacked(ledger: PackedLedger): Ledger {
  return { ...ledger, sheets: ledger.sheets.map((sheet) => ({ ...sheet, rows: unpackRows(sheet.rows) })) };
}

/** Bytes to begin with; doubled when they are full. */
const firstBytes = 64 * 1024;
/** UTF-8 of a UTF-16 unit. */
const mostBytes = 3;

/** Packs rows as they are read, so that not even the thread that reads holds all their cells. */
export class RowPacker {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(firstBytes);
  #end = 0;
  readonly #ends: number[] = [];
  readonly #numbers: number[] = [];
  readonly #hidden: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  push({ number, hidden, cells }: LedgerRow): void {
    const text = JSON.stringify(cells.map(packedCell));
    const room = this.#end + text.length * mostBytes;
    if (room > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(room, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = larger;
    }
    this.#end += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
    this.#ends.push(this.#end);
    this.#numbers.push(number);
    this.#hidden.push(hidden ? 1 : 0);
  }

  packed(): PackedRows {
    return {
      bytes: this.#bytes.slice(0, this.#end),
      ends: Uint32Array.from(this.#ends),
      numbers: Uint32Array.from(this.#numbers),
      hidden: Uint8Array.from(this.#hidden),
    };
  }

  /** The same as rows; packed again they are only handed on. */
  rows(): LedgerRow[] {
    const done = this.packed();
    const rows = unpackRows(done);
    packedBefore.set(rows, done);
    return rows;
  }
}

const packedBefore = new WeakMap<readonly LedgerRow[], PackedRows>();

function packRows(rows: readonly LedgerRow[]): PackedRows {
  const before = packedBefore.get(rows);
  if (before !== undefined) return before;
  const packer = new RowPacker();
  for (const row of rows) packer.push(row);
  return packer.packed();
}

function packedCell(cell: Cell | null, column: number, cells: readonly (Cell | null)[]): PackedCell {
  if (cell === null || cell === undefined) return null;
  const first = cells.indexOf(cell);
  if (first < column) return first;
  return cell.kind === 'text' && Object.keys(cell).length === 2 ? cell.text : [cell];
}

function unpackRows({ bytes, ends, numbers, hidden }: PackedRows): LedgerRow[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const opened: Opened = { row: null, cells: [] };
  return Array.from(numbers, (number, at) => {
    const span = { all, from: at === 0 ? 0 : (ends[at - 1] ?? 0), to: ends[at] ?? 0 };
    return new PackedRow(number, hidden[at] === 1, span, opened);
  });
}

/** The row of a sheet that was looked at last: whoever looks at one cell looks at the others next. */
interface Opened {
  row: PackedRow | null;
  cells: readonly (Cell | null)[];
}

class PackedRow implements LedgerRow {
  readonly number: number;
  readonly hidden: boolean;
  readonly #all: Buffer;
  readonly #from: number;
  readonly #to: number;
  readonly #opened: Opened;

  constructor(number: number, hidden: boolean, span: { all: Buffer; from: number; to: number }, opened: Opened) {
    this.number = number;
    this.hidden = hidden;
    this.#all = span.all;
    this.#from = span.from;
    this.#to = span.to;
    this.#opened = opened;
  }

  get cells(): readonly (Cell | null)[] {
    if (this.#opened.row === this) return this.#opened.cells;
    // Written above, by this program.
    const packedCells: PackedCell[] = JSON.parse(this.#all.toString('utf8', this.#from, this.#to));
    const cells: (Cell | null)[] = [];
    for (const cell of packedCells) {
      if (typeof cell === 'string') cells.push({ text: cell, kind: 'text' });
      else if (typeof cell === 'number') cells.push(cells[cell] ?? null);
      else cells.push(cell === null ? null : cell[0]);
    }
    this.#opened.row = this;
    this.#opened.cells = cells;
    return cells;
  }
}
