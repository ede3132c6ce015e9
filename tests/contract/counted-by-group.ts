/**
 * What counts once for each special group (特殊群体) of a person, on both stores: the leaves are those of the person as they
 * were on the day, a correction moves them, and a person who is seen twice is one person in each of their groups.
 */
import { dayHistogram, rollups } from '@yimi/kernel';
import { visits } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import type { World } from '../world/world.ts';
import { countyId, erase, named, newClient, newVisit, smallCounty, who } from '../world/world.ts';

export function countedByGroup(makeStore: () => Promise<ServerStore>): void {
  const twoGroups = ['独居老人', '残疾人'];

  async function county(): Promise<World> {
    const world = await smallCounty(1, await makeStore());
    await world.system('people.register-client', newClient(named('both'), { groups: twoGroups }));
    await world.system('people.register-client', newClient(named('none'), { groups: [] }));
    return world;
  }

  async function act(world: World, name: string, input: unknown): Promise<void> {
    const [outcome] = await world.send(who.lan, world.envelope(name, input));
    expect(outcome, String(world.faults)).toMatchObject({ status: 'accepted' });
  }

  function visit(world: World, label: string, client: string, more: Record<string, unknown> = {}) {
    return act(world, 'services.record-visit', newVisit(named(label), world, { clientId: named(client), ...more }));
  }

  /** The figure's leaves of the village as the store keeps them: dimensions → n. */
  async function leaves(world: World, figure: string, table: typeof rollups | typeof dayHistogram = rollups) {
    const scope = table.scope({ ...anyLeaf, roomId: named('room') });
    const columns = Object.keys(table.columns);
    const found = await world.store.snapshot(countyId, (tx) => tx.changed(erase(table), scope, 0, columns));
    const sums = new Map<string, number>();
    for (const { row } of found.map(({ row: one }) => ({ row: table.schema.parse(one) }))) {
      if (row.figure === figure) sums.set(row.dims, (sums.get(row.dims) ?? 0) + row.n);
    }
    return Object.fromEntries([...sums].filter(([, n]) => n !== 0).sort());
  }

  describe('figures by special group', () => {
    it('N1: a visit counts once in each group of the person, and in none for a person of none', async () => {
      const world = await county();
      await visit(world, 'a', 'both');
      await visit(world, 'b', 'client');
      await visit(world, 'c', 'none');
      expect(await leaves(world, 'services.visits-by-group')).toEqual({ '["残疾人"]': 1, '["独居老人"]': 2 });
      expect(await leaves(world, 'services.visits')).toEqual({ '["home","home","station-worker"]': 3 });
    });

    it('N2: taking a visit back takes it out of each of its groups', async () => {
      const world = await county();
      await visit(world, 'a', 'both');
      await visit(world, 'b', 'client');
      await act(world, 'services.withdraw-visit', { visitId: named('a'), reason: '记错了人' });
      expect(await leaves(world, 'services.visits-by-group')).toEqual({ '["独居老人"]': 1 });
      expect(await leaves(world, 'services.clients-visited-by-group')).toEqual({
        '["county-month","独居老人"]': 1,
        '["room-month","独居老人"]': 1,
        '["station-month","独居老人"]': 1,
      });
    });

    it('N3: a person seen twice is one person in each group; a call at a closed door meets nobody', async () => {
      const world = await county();
      await visit(world, 'a', 'both');
      await visit(world, 'b', 'both');
      await visit(world, 'c', 'client', { result: 'nobody' });
      expect(await leaves(world, 'services.clients-visited-by-group')).toMatchObject({
        '["county-month","残疾人"]': 1,
        '["county-month","独居老人"]': 1,
      });
      expect(await leaves(world, 'services.visits-by-group')).toEqual({ '["残疾人"]': 2, '["独居老人"]': 3 });
    });

    it('N2: those on whom nobody has ever called leave the count with the first visit, and return when it is withdrawn', async () => {
      const world = await county();
      const never = () => leaves(world, 'services.never-visited-by-group', dayHistogram);
      expect(await never()).toEqual({ '["残疾人"]': 1, '["独居老人"]': 2 });
      expect(await leaves(world, 'services.never-visited', dayHistogram)).toEqual({ '["key"]': 3 });
      await visit(world, 'a', 'both');
      expect(await never()).toEqual({ '["独居老人"]': 1 });
      await act(world, 'services.withdraw-visit', { visitId: named('a'), reason: '记错了人' });
      expect(await never()).toEqual({ '["残疾人"]': 1, '["独居老人"]': 2 });
    });

    it('N6: a visit keeps the groups of its day, what is due follows the person', async () => {
      const world = await county();
      await visit(world, 'a', 'client');
      const changes = { groups: { from: ['独居老人'], to: ['失能老人'] } };
      await act(world, 'people.correct-client', { clientId: named('client'), changes });
      const people = await world.phone(who.lan);
      await people.sync();
      const client = people.rows(visits).find((one) => one.id === named('a'));
      expect(client?.groups).toEqual(['独居老人']);
      expect(await leaves(world, 'services.due-by-group', dayHistogram)).toEqual({
        '["失能老人"]': 1,
        '["残疾人"]': 1,
        '["独居老人"]': 1,
      });
    });

    it('N6: a visit told late has the groups of its own day, not those of the day on which it is told', async () => {
      const world = await county();
      const clientId = named('client');
      const ended = { group: '独居老人', source: null, fromDay: '2026-01-05', toDay: '2026-03-08' };
      await act(world, 'people.record-membership', { clientId, membership: ended });
      const begun = { group: '失能老人', source: '村委会', fromDay: '2026-03-09', toDay: null };
      await act(world, 'people.record-membership', { clientId, membership: begun });
      const daysAgo = (days: number) => ({ visitedAt: world.now - days * 86_400_000 });
      await visit(world, 'late', 'client', daysAgo(5));
      await visit(world, 'today', 'client');
      // Before the registration: that they were in the group was known, only since when was not.
      await visit(world, 'early', 'client', daysAgo(70));
      const phone = await world.phone(who.lan);
      await phone.sync();
      const groups = (label: string) => phone.row(visits, named(label))?.groups;
      expect(groups('late')).toEqual(['独居老人']);
      expect(groups('today')).toEqual(['失能老人']);
      expect(groups('early')).toEqual(['独居老人']);
    });

    it('N3: a person whose risk changes within the month is one person met', async () => {
      const world = await county();
      await visit(world, 'a', 'client');
      const clientId = named('client');
      await act(world, 'people.correct-client', { clientId, changes: { risk: { from: 'key', to: 'high' } } });
      await visit(world, 'b', 'client');
      const met = await leaves(world, 'services.clients-visited');
      const county1 = Object.entries(met).filter(([dims]) => dims.includes('county-month'));
      expect(county1.reduce((sum, [, n]) => sum + n, 0)).toBe(1);
    });

    it('A1: a volunteer is told no group, neither with the card nor with the own visit', async () => {
      const world = await county();
      const phone = await world.phone(who.wei);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(phone.newId(), world));
      await phone.sync();
      await phone.sync();
      for (const table of catalogue.tables.values()) {
        expect(JSON.stringify(phone.confirmedRows(table)), table.name).not.toContain('独居老人');
      }
    });
  });
}

const anyLeaf = { id: named('leaf'), figure: '', roomId: '', stationId: '', period: '', dims: '', n: 0, stays: null };
