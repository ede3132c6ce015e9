/** From a file and what was chosen about it to its records: rows sorted, cells by field, what was left out counted. */
import type { Choices } from './choices.ts';
import type { Cell, Ledger, LedgerRow } from './reading/ledger.ts';
import { isBlank } from './reading/ledger.ts';
import type { LedgerRecord, Placed } from './target.ts';
import type { FieldList } from './understanding/field.ts';
import type { Header } from './understanding/header.ts';
import { headerAt, spreadMerges } from './understanding/header.ts';
import { plainText, saysSame } from './understanding/plain.ts';
import { sortRows } from './understanding/rows.ts';

export interface LeftOut {
  readonly total: number;
  readonly section: number;
  readonly headingAgain: number;
  readonly footer: number;
  readonly hidden: number;
}

export interface Records {
  readonly records: readonly LedgerRecord[];
  readonly leftOut: LeftOut;
}

export function recordsOf(ledger: Ledger, choices: Choices, fields: FieldList): Records {
  const chosen = new Map(choices.columns.flatMap(({ heading, field }) => (field === null ? [] : [[heading, field]])));
  const records: LedgerRecord[] = [];
  const leftOut = { total: 0, section: 0, headingAgain: 0, footer: 0, hidden: 0 };
  for (const choice of choices.sheets) {
    const sheet = ledger.sheets[choice.index];
    if (sheet === undefined) continue;
    const rows = spreadMerges(sheet);
    const header = headerAt(rows, choice.top, choice.bottom);
    const byColumn = columnsOf(header, chosen, fields);
    const nameColumn = [...byColumn].find(([, field]) => field === 'name' || field === 'head')?.[0] ?? null;
    const title = titleOf(sheet.name, rows, header);
    const table: Table = { sheet: choice.index, title, roomId: choice.roomId, byColumn };
    let above: RowRecord | null = null;
    for (const { row, kind, section } of sortRows(header, rows, new Set(byColumn.keys()), nameColumn)) {
      if (kind === 'total') leftOut.total++;
      else if (kind === 'section') leftOut.section++;
      else if (kind === 'heading-again') leftOut.headingAgain++;
      else if (kind === 'footer') leftOut.footer++;
      if (kind !== 'record') continue;
      const record: RowRecord = new RowRecord(table, row, section, takenOver(table, row, above, choices.fillDown));
      above = record;
      if (row.hidden && !choices.hidden) leftOut.hidden++;
      else records.push(record);
    }
  }
  return { records, leftOut };
}

/** What all records of a table have in common. */
interface Table {
  readonly sheet: number;
  readonly title: string;
  readonly roomId: string | null;
  readonly byColumn: ReadonlyMap<number, string>;
}

/**
 * A record is its row, seen through the columns that were chosen: of 100,000 only the rows of the file lie in memory, and
 * their cells by field are put together for whoever reads one.
 */
class RowRecord implements LedgerRecord {
  readonly #table: Table;
  readonly #row: LedgerRow;
  /** Cells of rows above that stand in for this row's: 同上, a village filled down. */
  readonly taken: ReadonlyMap<number, Cell> | null;
  readonly section: string;

  constructor(table: Table, row: LedgerRow, section: string, taken: ReadonlyMap<number, Cell> | null) {
    this.#table = table;
    this.#row = row;
    this.section = section;
    this.taken = taken;
  }

  get sheet(): number {
    return this.#table.sheet;
  }

  get row(): number {
    return this.#row.number;
  }

  get hidden(): boolean {
    return this.#row.hidden;
  }

  get title(): string {
    return this.#table.title;
  }

  get roomId(): string | null {
    return this.#table.roomId;
  }

  cellAt(column: number): Cell | null {
    return this.taken?.get(column) ?? this.#row.cells[column] ?? null;
  }

  get cells(): ReadonlyMap<string, readonly Placed[]> {
    const found = new Map<string, Placed[]>();
    for (const [column, field] of this.#table.byColumn) {
      const cell = this.cellAt(column);
      if (cell === null || isBlank(cell)) continue;
      const list = found.get(field);
      if (list === undefined) found.set(field, [{ cell, column }]);
      else list.push({ cell, column });
    }
    return found;
  }
}

function takenOver(
  { byColumn }: Table,
  row: LedgerRow,
  above: RowRecord | null,
  fillDown: boolean,
): ReadonlyMap<number, Cell> | null {
  if (above === null) return null;
  let taken: Map<number, Cell> | null = null;
  const villages = [...byColumn].flatMap(([column, field]) => (field === 'village' ? [column] : []));
  const villageless = fillDown && villages.every((column) => isBlank(row.cells[column]));
  for (const [column, field] of byColumn) {
    const cell = row.cells[column];
    const same = cell && saysSame(cell.text);
    if (!same && !(villageless && field === 'village')) continue;
    const over = above.cellAt(column);
    if (over === null || isBlank(over)) continue;
    taken ??= new Map();
    taken.set(column, over);
  }
  return taken;
}

function columnsOf(header: Header, chosen: ReadonlyMap<string, string>, fields: FieldList): Map<number, string> {
  const byColumn = new Map<number, string>();
  for (const heading of header.headings) {
    const field = chosen.get(heading.key);
    if (field !== undefined && fields.field(field) !== undefined) byColumn.set(heading.column, field);
  }
  // A ledger of households has its people under 户主 alone.
  const named = [...byColumn.values()];
  if (!named.includes('name') && fields.field('head') !== undefined) {
    for (const [column, field] of byColumn) if (field === 'head') byColumn.set(column, 'name');
  }
  return byColumn;
}

/** Title rows and the sheet's name: they often say which village and which group. */
function titleOf(
  name: string,
  rows: readonly { number: number; cells: readonly (Cell | null)[] }[],
  header: Header,
): string {
  const lines = rows.filter((row) => row.number < header.top).flatMap((row) => [...new Set(row.cells)]);
  const texts = lines.filter((cell): cell is Cell => !isBlank(cell)).map((cell) => plainText(cell.text));
  return [name, ...texts].join(' ').slice(0, 400);
}
