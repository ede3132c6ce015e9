/**
 * What the program proposes for a file before anybody has said a word: which sheets, where their headings are, which
 * column is what, which village a sheet is of. Each is only a proposal; the wizard shows how sure it is.
 */
import type { Choices } from './choices.ts';
import { noHeader } from './problems.ts';
import type { Cell, Ledger, LedgerRow, Sheet } from './reading/ledger.ts';
import { cellText } from './reading/ledger.ts';
import type { ImportTarget, Village } from './target.ts';
import { Villages } from './targets/place-words.ts';
import type { Proposal } from './understanding/field.ts';
import type { Header } from './understanding/header.ts';
import { findHeader, headerAt, spreadMerges } from './understanding/header.ts';
import { plainText } from './understanding/plain.ts';
import type { Memory } from './understanding/propose.ts';
import { proposeColumns, samplesOf } from './understanding/propose.ts';

export interface ColumnSeen extends Proposal {
  readonly column: number;
  readonly text: string;
  /** A few values as they stand in the file. */
  readonly samples: readonly string[];
}

export interface SheetSeen {
  readonly index: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: number;
  readonly hiddenRows: number;
  /** Proposed for import: it is shown, and a table was found in it. */
  readonly proposed: boolean;
  readonly top: number;
  readonly bottom: number;
  readonly roomId: string | null;
  /** The first rows as they stand, to choose the heading by. */
  readonly head: readonly { readonly number: number; readonly cells: readonly string[] }[];
  readonly columns: readonly ColumnSeen[];
}

/** Rows shown to choose the heading by, and cells of each: what fits on a screen. */
const headRows = 14;
const headCells = 40;

type AnyTarget = Pick<ImportTarget, 'fields' | 'reach'>;

export function lookOver(ledger: Ledger, target: AnyTarget, villages: readonly Village[], memory: Memory): SheetSeen[] {
  const named = new Villages(villages);
  return ledger.sheets.map((sheet, index) => lookAt(sheet, index, target, named, memory, null));
}

/** The same with a heading that a person chose. */
export function lookAgain(
  ledger: Ledger,
  index: number,
  at: { top: number; bottom: number },
  target: AnyTarget,
  villages: readonly Village[],
  memory: Memory,
): SheetSeen | null {
  const sheet = ledger.sheets[index];
  return sheet === undefined ? null : lookAt(sheet, index, target, new Villages(villages), memory, at);
}

function lookAt(
  sheet: Sheet,
  index: number,
  target: AnyTarget,
  villages: Villages,
  memory: Memory,
  at: { top: number; bottom: number } | null,
): SheetSeen {
  const rows = spreadMerges(sheet);
  const found =
    at === null
      ? findHeader(sheet, rows, (heading) => target.fields.knows(heading))
      : headerAt(rows, at.top, at.bottom);
  const first = rows[0]?.number ?? 1;
  const header = found ?? headerless(rows, first);
  const body = rows.filter((row) => row.number > header.bottom && !row.hidden);
  const proposals = proposeColumns(target.fields, header, body, memory);
  const known = proposals.some((one) => one.field !== null && one.confidence >= 0.6);
  return {
    index,
    name: sheet.name,
    hidden: sheet.hidden,
    rows: rows.filter((row) => row.number > header.bottom).length,
    hiddenRows: rows.filter((row) => row.hidden && row.number > header.bottom).length,
    proposed: !sheet.hidden && body.length > 0 && known,
    top: header.top,
    bottom: header.bottom,
    roomId: target.reach !== 'county' ? villageOf(sheet, rows, header, villages) : null,
    head: rows.slice(0, headRows).map((row) => ({
      number: row.number,
      cells: row.cells.slice(0, headCells).map((cell) => cellText(cell).slice(0, 60)),
    })),
    columns: header.headings.map((heading, n) => ({
      ...(proposals[n] ?? { heading: heading.key, field: null, confidence: 0, because: 'nothing' as const }),
      column: heading.column,
      text: heading.text,
      samples: samplesOf(body, heading.column)
        .slice(0, 3)
        .map((cell) => plainText(cell.text).slice(0, 40)),
    })),
  };
}

/** A table without a heading: the columns by number, known by their values. */
function headerless(rows: readonly LedgerRow[], first: number): Header {
  return headerAt(rows, first, first - 1);
}

/** The sheet's name and what stands above its heading. @param top the heading's first row */
export function titlesOf(sheet: Sheet, top: number): string[] {
  const above = sheet.rows.filter((row) => row.number < top).flatMap((row) => [...new Set(row.cells)]);
  return [sheet.name, ...above.filter((cell): cell is Cell => cell !== null).map((cell) => cell.text)];
}

/** The sheet's name or a title names the village of all its rows. */
function villageOf(sheet: Sheet, rows: readonly LedgerRow[], header: Header, villages: Villages): string | null {
  for (const text of titlesOf({ ...sheet, rows }, header.top)) {
    const found = villages.find(text);
    if (typeof found !== 'string') return found.village.id;
  }
  return null;
}

/** What the wizard begins with: everything as proposed. */
export function proposedChoices(
  seen: readonly SheetSeen[],
  target: Choices['target'],
): Choices | ReturnType<typeof noHeader> {
  const taken = seen.filter((sheet) => sheet.proposed);
  if (taken.length === 0) return noHeader();
  const columns = new Map<string, { heading: string; field: string | null }>();
  for (const sheet of taken) {
    for (const { heading, field } of sheet.columns)
      if (columns.get(heading)?.field == null) columns.set(heading, { heading, field });
  }
  return {
    target,
    sheets: taken.map(({ index, top, bottom, roomId }) => ({ index, top, bottom, roomId })),
    columns: [...columns.values()],
    hidden: false,
    fillDown: false,
    leaveBlank: [],
    there: 'skip',
    consent: false,
    unlisted: false,
  };
}
