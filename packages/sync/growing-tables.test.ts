/** Tables grow: phones of yesterday meet the server of today, and the app of today opens what was kept yesterday. */
import { added, Catalogue, columns, defineCommand, defineModule, defineTable, Id, keyOf, scopes } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Confirmed } from './confirmed.ts';
import { emptyHash, hashText, shift } from './set-hash.ts';
import { Workspace } from './workspace.ts';

const name = columns.text(40);
const declare = <C extends Parameters<typeof defineTable>[0]['columns']>(more: C) =>
  defineTable({ name: 'tests.houses', columns: { name, ...more }, scope: () => scopes.county, seenBy: ['member'] });
const yesterday = declare({});
const today = declare({ storeys: added(columns.count(), 1) });
const brandNew = defineTable({
  name: 'tests.wells',
  columns: { name },
  scope: () => scopes.county,
  seenBy: ['member'],
});
const paint = <T extends typeof yesterday | typeof today>(table: T) =>
  defineCommand({
    name: 'tests.paint',
    input: z.strictObject({ id: Id }),
    permission: {},
    keys: (input) => [keyOf(yesterday, input.id)],
    place: () => null,
    execute: (tx, input) => {
      const row = tx.get(table as typeof yesterday, input.id, scopes.county);
      if (row !== 'absent' && row !== 'not-held') tx.put(table as typeof yesterday, { ...row, name: 'red' });
      return undefined;
    },
  });
const catalogueOf = (table: typeof yesterday | typeof today, more: readonly (typeof brandNew)[] = []) =>
  new Catalogue([defineModule({ name: 'tests', tables: [table, ...more], commands: [paint(table)] })]);

const id = '01890000-0000-7000-8000-000000000001';
const well = '01890000-0000-7000-8000-000000000002';

function segment(tables: { table: string; columns: string[]; rows: unknown[][] }[]) {
  const hash = emptyHash();
  for (const table of tables) for (const row of table.rows) shift(hash, String(row[0]), 1, 1);
  const parts = tables.map((table) => ({ ...table, versions: table.rows.map(() => 1) }));
  const part = { scope: 'county', roleClass: 'member' as const, reset: true, version: 1, hash: hashText(hash) };
  return { parts: [{ ...part, tables: parts, gone: [] }], dropped: [] };
}

describe('a table that grows', () => {
  it('S9: a row kept before the column existed is read with the value declared for it, and can be written', () => {
    const confirmed = new Confirmed(catalogueOf(today));
    expect(confirmed.apply(segment([{ table: 'tests.houses', columns: ['id', 'name'], rows: [[id, 'a']] }]))).toEqual(
      [],
    );
    const tx = new Workspace(confirmed);
    expect(tx.get(today, id)).toEqual({ id, name: 'a', storeys: 1 });
    paint(today).execute(tx, { id }, {} as never);
    expect(tx.get(today, id)).toEqual({ id, name: 'red', storeys: 1 });
  });

  it('S9: a phone of yesterday edits a row that has a column of tomorrow, and its prediction runs', () => {
    const confirmed = new Confirmed(catalogueOf(yesterday));
    confirmed.apply(segment([{ table: 'tests.houses', columns: ['id', 'name', 'storeys'], rows: [[id, 'a', 2]] }]));
    const tx = new Workspace(confirmed);
    paint(yesterday).execute(tx, { id }, {} as never);
    expect(tx.get(yesterday, id)).toMatchObject({ id, name: 'red' });
  });

  it('S3: rows of a table that the app does not know yet count in its hash, and are there after the update', () => {
    const known = { table: 'tests.houses', columns: ['id', 'name'], rows: [[id, 'a']] };
    const unknown = { table: 'tests.wells', columns: ['id', 'name'], rows: [[well, 'deep']] };
    const before = new Confirmed(catalogueOf(today));
    expect(before.apply(segment([known, unknown]))).toEqual([]);
    const after = new Confirmed(catalogueOf(today, [brandNew]));
    expect(after.apply(before.people())).toEqual([]);
    expect(after.row(brandNew as never, well, undefined)).toEqual({ id: well, name: 'deep' });
  });
});
