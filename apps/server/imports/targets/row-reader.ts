/** The cells of one row as a target reads them: by field, with what is wrong and what is worth saying gathered on the way. */
import type { LedgerRecord, Placed } from '../target.ts';
import type { Fault, Parsed, Remark } from '../understanding/fault.ts';
import { plainText, saysNothing } from '../understanding/plain.ts';

/** Reads the cells of one row, collecting what is wrong; what may be left blank is, where that was asked for. */
export class RowReader {
  readonly faults: Fault[] = [];
  readonly remarks: Remark[] = [];
  readonly #cells: LedgerRecord['cells'];
  readonly #leaveBlank: ReadonlySet<string>;

  constructor(record: LedgerRecord, leaveBlank: readonly string[]) {
    // Put together anew for whoever asks: asked once.
    this.#cells = record.cells;
    this.#leaveBlank = new Set(leaveBlank);
    for (const [field, placed] of this.#cells) {
      for (const { cell, column } of placed)
        if (cell.note !== undefined) this.remarks.push({ code: 'note-on-cell', column, field });
    }
  }

  /** Cells that say something. */
  cells(field: string): readonly Placed[] {
    return (this.#cells.get(field) ?? []).filter(({ cell }) => !saysNothing(cell.text));
  }

  /** Cells with anything in them: where 无 is an answer. */
  everyCell(field: string): readonly Placed[] {
    return this.#cells.get(field) ?? [];
  }

  text(field: string): string {
    return this.cells(field)
      .map(({ cell }) => plainText(cell.text))
      .join(' ');
  }

  read<T>(field: string, parse: (placed: Placed) => Parsed<T>): T | null {
    const [placed] = this.cells(field);
    return placed === undefined ? null : this.take(field, placed.column, parse(placed));
  }

  take<T>(field: string, column: number | null, parsed: Parsed<T>): T | null {
    if (parsed.remark !== undefined) this.remarks.push({ code: parsed.remark, column, field });
    if (parsed.fault !== undefined) this.fault(field, column, parsed.fault.code, parsed.fault.details);
    return parsed.value;
  }

  fault(field: string, column: number | null, code: Fault['code'], details: Fault['details'] = {}): void {
    // A column of ticks is left blank with the groups.
    const secondary = this.#leaveBlank.has(field.startsWith('is:') ? 'groups' : field);
    if (secondary) this.remarks.push({ code: 'left-blank', column, field });
    else this.faults.push({ code, column, field, details });
  }

  columnOf(field: string): number | null {
    return this.#cells.get(field)?.[0]?.column ?? null;
  }
}
