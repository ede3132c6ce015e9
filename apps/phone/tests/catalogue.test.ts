/** A phone carries what somebody on a phone may give, all that it needs to predict it, and no more (laws C2, C6). */
import type { Role } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { phoneCatalogue } from '../../phone-catalogue.ts';

const onPhones: readonly Role[] = ['hamlet-volunteer', 'village-worker', 'station-worker', 'station-head'];

describe('the catalogue of a phone', () => {
  it('holds every command that a role on a phone may give, and no other', () => {
    const given = [...catalogue.commands.values()].filter(
      (one) => !one.system && onPhones.some((role) => one.permission[role] !== undefined),
    );
    expect(given.length).toBeGreaterThan(40);
    expect([...phoneCatalogue.commands.keys()].sort()).toEqual(given.map((one) => one.name).sort());
  });

  it('has the very definitions of the server', () => {
    for (const [name, command] of phoneCatalogue.commands) expect(catalogue.commands.get(name), name).toBe(command);
  });

  it('holds all tables, followers and figures, so that predictions and what syncs are whole', () => {
    expect([...phoneCatalogue.tables]).toEqual([...catalogue.tables]);
    expect([...phoneCatalogue.figures]).toEqual([...catalogue.figures]);
    for (const table of catalogue.tables.keys())
      expect(phoneCatalogue.followersOf(table), table).toEqual(catalogue.followersOf(table));
  });
});
