/** Special groups over time, also when a phone's clock ran ahead: a group is left only when somebody says so. */
import { expect, it } from 'vitest';
import { withGroups, withMembership } from './memberships.ts';
import type { Client } from './tables.ts';

type Grouped = Pick<Client, 'groups' | 'memberships' | 'registeredOn'>;

/** Told by a phone whose clock is a year ahead. */
const ahead: Grouped = {
  groups: ['孤儿'],
  memberships: [{ group: '孤儿', source: null, fromDay: '2027-03-10', toDay: null }],
  registeredOn: '2027-03-10',
};
const told = { group: '残疾人', source: '名单', fromDay: '2025-01-01', toDay: null } as const;

it('a group told by a phone whose clock runs ahead stays when another group is recorded', () => {
  const { groups } = withMembership(ahead, told, '2026-03-11');
  expect([...groups].sort()).toEqual(['孤儿', '残疾人'].sort());
});

it('it is left when the list is written without it, and does not come back when that clock is right', () => {
  const written = withGroups(ahead, [], '2026-03-11', '2026-03-11');
  expect(written).toEqual({ groups: [], memberships: [], groupsChangeOn: null });
});

it('it is not begun a second time when the list is written with it', () => {
  expect(withGroups(ahead, ['孤儿'], '2026-03-11', '2026-03-11').memberships).toEqual(ahead.memberships);
});

it('a membership that is to come is not current, whatever the list says of others', () => {
  const later = { ...told, fromDay: '2026-06-01' };
  expect(withMembership(ahead, later, '2026-03-11').groups).toEqual(['孤儿']);
});
