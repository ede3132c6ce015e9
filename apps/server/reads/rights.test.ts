/** Who sees what, walked through completely: the table of DOMAIN.md 1, line by line. */
import { roles } from '@yimi/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rights } from './rights.ts';
import { noRights, rightsByRole, together } from './rights.ts';

/** reach, records, findings, audit, then what else is given. */
const expected: Record<(typeof roles)[number], string> = {
  'hamlet-volunteer': 'none none none none',
  'village-worker': 'room with-person own none figures people places settings staff',
  'station-worker': 'station with-person all none figures idLastFour people places reveal review settings staff',
  'station-head': 'station with-person all purposes figures idLastFour people places reveal review settings sign staff',
  'agency-manager': 'contracts without-person none none figures places staff',
  'county-officer': 'county without-person none purposes figures places reveal settings staff',
  'township-officer': 'station none none none figures places',
  'city-officer': 'city none none none figures',
  evaluator: 'county-or-station without-person none none figures places',
  supervisor: 'county-or-station without-person none none figures places staff',
  administrator: 'county none none acts places settings staff',
};

function line(rights: Rights): string {
  const given = Object.entries(rights)
    .filter(([, value]) => value === true)
    .map(([name]) => name);
  return [rights.reach, rights.records, rights.findings, rights.audit, ...given.sort()].join(' ');
}

describe('the table of reading rights', () => {
  it.each(roles)('gives %s what DOMAIN.md 1 says and no more', (role) => {
    expect(line(rightsByRole[role])).toBe(expected[role]);
  });

  it('gives findings, people and card numbers only where the records name the person', () => {
    for (const role of roles) {
      const rights = rightsByRole[role];
      if (rights.records === 'with-person') continue;
      expect([role, rights.findings, rights.people, rights.idLastFour, rights.review]).toEqual([
        role,
        'none',
        false,
        false,
        false,
      ]);
    }
  });

  it('takes nothing away when two posts reach one place, and adds nothing that neither has', () => {
    const role = fc.constantFrom(...roles);
    fc.assert(
      fc.property(role, role, (one, other) => {
        const both = together(rightsByRole[one], rightsByRole[other]);
        for (const key of [
          'figures',
          'people',
          'idLastFour',
          'reveal',
          'review',
          'places',
          'staff',
          'sign',
          'settings',
        ] as const) {
          expect(both[key]).toBe(rightsByRole[one][key] || rightsByRole[other][key]);
        }
        expect([rightsByRole[one].records, rightsByRole[other].records]).toContain(both.records);
        expect({ ...together(noRights, rightsByRole[one]), reach: '' }).toEqual({ ...rightsByRole[one], reach: '' });
      }),
    );
  });
});
