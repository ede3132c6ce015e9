/** All that a store holds at one moment, read past the engine: what the checks compare phones and numbers with. */
import type { Table } from '@yimi/kernel';
import type { AuditEntry, Clock, MemoryStore, Receipt, StoredRow } from '@yimi/sync';
import { erase } from '@yimi/sync';
import { countyId } from './county.ts';

export interface PictureParts {
  readonly stored: ReadonlyMap<string, readonly StoredRow[]>;
  readonly clocks: ReadonlyMap<string, Clock>;
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** By figure|grain|place|period|dims|subject. */
  readonly contributions: ReadonlyMap<string, number>;
  /** In the order of acceptance, as the server's transactions were seen to commit. */
  readonly audit: readonly AuditEntry[];
}

export class Picture {
  readonly parts: PictureParts;

  constructor(parts: PictureParts) {
    this.parts = parts;
  }

  rows<Row extends { id: string }>(table: Table<Row>): Row[] {
    // Each row was parsed by its table's schema when it was put.
    return this.stored(erase(table)).map(({ row }) => row as unknown as Row);
  }

  stored(table: Table): readonly StoredRow[] {
    return this.parts.stored.get(table.name) ?? [];
  }
}

export function pictureOfMemory(store: MemoryStore): Picture {
  const county = store.county(countyId);
  const stored = new Map([...county.rows].map(([name, rows]) => [name, [...rows.values()]]));
  const { clocks, receipts, contributions } = county;
  return new Picture({ stored, clocks, receipts, contributions, audit: [] });
}
