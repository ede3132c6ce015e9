/** From a file and what was chosen about it to its records: rows sorted, cells by field, what was left out counted. */
import type { Choices } from './choices.ts';
import type { Cell, Ledger } from './reading/ledger.ts';
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
    let above: ReadonlyMap<string, readonly Placed[]> = new Map();
    for (const { row, kind, section } of sortRows(header, rows, new Set(byColumn.keys()), nameColumn)) {
      if (kind === 'total') leftOut.total++;
      else if (kind === 'section') leftOut.section++;
      else if (kind === 'heading-again') leftOut.headingAgain++;
      else if (kind === 'footer') leftOut.footer++;
      if (kind !== 'record') continue;
      const cells = cellsOf(row.cells, byColumn, above);
      above = choices.fillDown ? withVillage(cells, above) : cells;
      if (row.hidden && !choices.hidden) leftOut.hidden++;
      else
        records.push({
          sheet: choice.index,
          row: row.number,
          hidden: row.hidden,
          section,
          title,
          cells: choices.fillDown ? above : cells,
          roomId: choice.roomId,
        });
    }
  }
  return { records, leftOut };
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

function cellsOf(
  cells: readonly (Cell | null)[],
  byColumn: ReadonlyMap<number, string>,
  above: ReadonlyMap<string, readonly Placed[]>,
): Map<string, Placed[]> {
  const found = new Map<string, Placed[]>();
  for (const [column, field] of byColumn) {
    const cell = cells[column];
    if (!cell || isBlank(cell)) continue;
    const same = saysSame(cell.text) ? above.get(field)?.find((one) => one.column === column) : undefined;
    const placed = same ?? { cell, column };
    const list = found.get(field);
    if (list === undefined) found.set(field, [placed]);
    else list.push(placed);
  }
  return found;
}

function withVillage(
  cells: Map<string, Placed[]>,
  above: ReadonlyMap<string, readonly Placed[]>,
): Map<string, readonly Placed[]> {
  const village = above.get('village');
  return cells.has('village') || village === undefined ? cells : new Map([...cells, ['village', village]]);
}
