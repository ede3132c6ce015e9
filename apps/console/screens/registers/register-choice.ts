/** What is chosen of a register on the screen, as the question that the server is asked. */
import type { Register, RegisterName } from '@yimi/services';
import { registers } from '@yimi/services';
import type { Registers, View } from '../../register-api.ts';

export type Span = 'month' | 'quarter' | 'year';

export interface Choice {
  readonly register: RegisterName;
  /** `county`, `station:id` or `room:id`. */
  readonly at: string;
  readonly month: string;
  readonly span: Span;
  readonly columns: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: { readonly by: string; readonly order: 'asc' | 'desc' };
  readonly leftOut: boolean;
  /** `report id.come` or `.gone`. */
  readonly since: string;
}

export function monthsBack(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - by, 1)).toISOString().slice(0, 7);
}

export function fromOf({ month, span }: Pick<Choice, 'month' | 'span'>): string {
  if (span === 'month') return month;
  return span === 'quarter' ? monthsBack(month, 2) : `${month.slice(0, 4)}-01`;
}

/** The body of the question. @param purpose empty where none is needed */
export function questionOf(choice: Choice, purpose: string): Record<string, unknown> {
  const [level = 'county', place] = choice.at.split(':');
  const [report, what] = choice.since.split('.');
  return {
    register: choice.register,
    level,
    ...(place === undefined ? {} : { place }),
    from: fromOf(choice),
    to: choice.month,
    columns: choice.columns,
    filters: choice.filters,
    sort: choice.sort,
    rows: choice.leftOut ? 'left-out' : 'counted',
    ...(what === undefined ? {} : { since: { report, what } }),
    ...(purpose === '' ? {} : { purpose }),
  };
}

function offeredOf(all: Registers, name: RegisterName) {
  return all.registers.find((one) => one.name === name) ?? { columns: [], filters: [] };
}

/** The columns that this reader may choose, with whether they must say what for. */
export function columnsFor(all: Registers, name: RegisterName) {
  const { columns } = offeredOf(all, name);
  return registers[name].columns.flatMap((column) => {
    const open = columns.find(({ key }) => key === column.key);
    return open === undefined ? [] : [{ ...column, purpose: open.purpose }];
  });
}

export function filtersFor(all: Registers, name: RegisterName) {
  const { filters } = offeredOf(all, name);
  return registers[name].filters.flatMap((filter) => {
    const open = filters.find(({ key }) => key === filter.key);
    return open === undefined ? [] : [{ ...filter, purpose: open.purpose }];
  });
}

/** As a register opens: its usual columns that need no words first, its own order. */
export function opening(all: Registers, name: RegisterName): Pick<Choice, 'columns' | 'filters' | 'sort'> {
  const columns = columnsFor(all, name).filter(({ shown, purpose }) => shown && !purpose);
  return { columns: columns.map(({ key }) => key), filters: {}, sort: registers[name].sort };
}

/** A saved view, without what this reader may no longer choose. */
export function ofView(all: Registers, view: View): Pick<Choice, 'columns' | 'filters' | 'sort'> {
  const keys = new Set(columnsFor(all, view.register).map(({ key }) => key));
  const known = filtersFor(all, view.register);
  const columns = view.settings.columns.filter((key) => keys.has(key));
  const filters = Object.entries(view.settings.filters).filter(([key, value]) =>
    known.some((filter) => filter.key === key && Object.hasOwn(filter.words, value)),
  );
  const usual = opening(all, view.register);
  return {
    columns: columns.length === 0 ? usual.columns : columns,
    filters: Object.fromEntries(filters),
    sort: view.settings.sort ?? usual.sort,
  };
}

/** True if what is chosen shows, filters or orders by what needs a purpose. */
export function needsPurpose(all: Registers, choice: Choice): boolean {
  const columns = columnsFor(all, choice.register).filter(({ purpose }) => purpose);
  return (
    columns.some(({ key }) => choice.columns.includes(key) || choice.sort.by === key) ||
    filtersFor(all, choice.register).some(({ key, purpose }) => purpose && Object.hasOwn(choice.filters, key))
  );
}

export function registerOf(name: RegisterName): Register {
  return registers[name];
}
