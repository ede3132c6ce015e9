/**
 * What the server answered, in two halves (law S7): who is served, which a phone must have at once; and history, thousands of
 * rows a village, which may come and be read after. Scope versions, hashes and the leaving of scopes stand in the first half;
 * the second repeats of them what makes old history go.
 */
import type { Catalogue } from '@yimi/kernel';
import type { ScopePart } from '@yimi/protocol';
import type { Segment } from './persistence.ts';

export interface Halves {
  readonly people: Segment;
  /** Null where the answer says nothing of history. */
  readonly history: Segment | null;
}

export function isHistory(catalogue: Catalogue, table: string): boolean {
  return catalogue.tables.get(table)?.history === true;
}

export function halvesOf(catalogue: Catalogue, { parts, dropped, epoch }: Segment): Halves {
  const half = (part: ScopePart, history: boolean): ScopePart => ({
    ...part,
    tables: part.tables.filter(({ table }) => isHistory(catalogue, table) === history),
    gone: part.gone.filter(({ table }) => isHistory(catalogue, table) === history),
  });
  const told = parts
    .map((part) => half(part, true))
    .filter((part) => part.reset || part.tables.length > 0 || part.gone.length > 0);
  return {
    people: { parts: parts.map((part) => half(part, false)), dropped, ...(epoch === undefined ? {} : { epoch }) },
    history: told.length > 0 || dropped.length > 0 ? { parts: told, dropped } : null,
  };
}
