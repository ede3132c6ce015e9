/** The printed permissions are those that the program obeys. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsFile, permissionTable } from './permission-table.ts';

it('docs/permissions.md is what the catalogue declares today (else run node apps/server/accounts/permission-table.ts)', () => {
  expect(readFileSync(permissionsFile, 'utf8')).toBe(permissionTable());
});

it('the printed table gives a hamlet volunteer no id number, group or risk of anybody', () => {
  const own = permissionTable()
    .split('\n')
    .filter((line) => line.includes('| self |'))
    .join('\n');
  expect(own).toContain('services.cards');
  for (const column of ['idNumber', 'idLastFour', 'groups', 'risk']) expect(own).not.toContain(column);
});
