/** What a target asks of a ledger: its fields, the names they go by, and what their values look like. */
import type { Cell } from '../reading/ledger.ts';
import { plainHeading } from './plain.ts';

export interface Field {
  readonly key: string;
  /** Under which headings ledgers have it, the most usual first. */
  readonly names: readonly string[];
  /** How much a column of such cells looks like the field: 0 (cannot be) to 1 (nothing else does); null: cannot be told. */
  readonly looks?: (cells: readonly Cell[]) => number | null;
  /** May be left blank where its cell is wrong, if the person who imports says so. */
  readonly secondary: boolean;
  /** Several columns may carry it (two columns of remarks, of groups). */
  readonly several: boolean;
  /** Meant only by its whole name: 残疾人证号 is no column of ticks for 残疾人. */
  readonly exact: boolean;
}

export interface ColumnChoice {
  /** The heading's key. */
  readonly heading: string;
  /** A field's key; null: left out. */
  readonly field: string | null;
}

export interface Proposal extends ColumnChoice {
  /** 0–1. */
  readonly confidence: number;
  readonly because: 'remembered' | 'heading' | 'values' | 'nothing';
}

interface NamedField {
  readonly field: Field;
  readonly names: readonly string[];
}

/** Fields with their names in the form in which headings are compared. */
export class FieldList {
  readonly fields: readonly Field[];
  readonly #named: readonly NamedField[];
  readonly #exact = new Map<string, Field>();

  constructor(fields: readonly Field[]) {
    this.fields = fields;
    this.#named = fields.map((field) => ({ field, names: field.names.map(plainHeading) }));
    for (const { field, names } of this.#named) {
      for (const name of names) if (!this.#exact.has(name)) this.#exact.set(name, field);
    }
  }

  /** How much a heading says that it is one: 1 a field's name, 0.5 holds one, 0 neither. */
  knows(heading: string): number {
    if (this.#exact.has(heading)) return 1;
    return heading.length <= 12 && this.meant([heading]).size > 0 ? 0.5 : 0;
  }

  field(key: string): Field | undefined {
    return this.fields.find((field) => field.key === key);
  }

  /** Fields that a heading may mean, with how surely. */
  meant(headings: readonly string[]): Map<string, number> {
    const found = new Map<string, number>();
    const raise = (field: Field, to: number): void => {
      found.set(field.key, Math.max(found.get(field.key) ?? 0, to));
    };
    for (const heading of headings) {
      if (heading === '') continue;
      const exact = this.#exact.get(heading);
      if (exact !== undefined) raise(exact, 1);
      for (const { field, names } of this.#named) {
        if (field.exact) continue;
        const inside = names.filter((name) => name.length >= 2 && heading.includes(name)).map((name) => name.length);
        // 服务对象联系电话 ends in what it is; 电话是否核实 only mentions it.
        const ends = names.some((name) => name.length >= 2 && heading.endsWith(name));
        const longest = Math.max(0, ...inside);
        if (longest > 0) raise(field, (ends ? 0.62 : 0.45) + 0.2 * (longest / heading.length));
      }
    }
    return found;
  }
}
