/** Laws about order, prediction, windows and scale, on whichever store is handed in. */
import { Catalogue, defineCommand, defineModule, Id, rollups } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { care, ownVisits, visits, windows } from '@yimi/services';
import type { ServerStore, Transport } from '@yimi/sync';
import { MemoryPersistence, ServerEngine } from '@yimi/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { modules } from '../../apps/catalogue.ts';
import { actingPosts, sha256 } from '../../apps/server/engine.ts';
import type { World } from '../world/world.ts';
import { countyId, smallCounty as countyOn, erase, named, newVisit, who } from '../world/world.ts';

/** What happens to one message of a phone. */
type Fate = 'arrives' | 'lost on the way' | 'answer lost' | 'arrives twice';
const fate = fc.constantFrom<Fate>('arrives', 'lost on the way', 'answer lost', 'arrives twice');

function shaky(transport: Transport, fates: Iterator<Fate>): Transport {
  return {
    push: async (batch) => {
      const next = fates.next().value ?? 'arrives';
      if (next === 'lost on the way') throw new Error('cut');
      const answer = await transport.push(batch);
      if (next === 'answer lost') throw new Error('cut');
      return next === 'arrives twice' ? transport.push(batch) : answer;
    },
    pull: (request) => transport.pull(request),
  };
}

/** Rows as a fresh phone of the station sees them, without what the server's clock wrote. */
async function picture(world: World): Promise<unknown[]> {
  const phone = await world.phone(who.lan);
  await phone.sync();
  const rows = [erase(visits), erase(care), erase(rollups)].flatMap((table) => phone.confirmedRows(table));
  return rows
    .map(({ recordedAt: _, ...row }) => row)
    .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
}

async function work(world: World, fates: Iterator<Fate>): Promise<unknown[]> {
  const disk = new MemoryPersistence();
  let phone = await world.phone(who.lan, disk, shaky(world.transport(who.lan), fates));
  await phone.sync().catch(() => undefined);
  const results = ['home', 'nobody', 'home', 'refused'] as const;
  for (const [at, result] of results.entries()) {
    await phone.record('services.record-visit', newVisit(named(`s4 ${at}`), world, { result }));
    if (at === 2) await phone.record('services.withdraw-visit', { visitId: named('s4 0'), reason: '记重了' });
    await phone.sync().catch(() => undefined);
    phone = await world.phone(who.lan, disk, shaky(world.transport(who.lan), fates));
  }
  for (let round = 0; round < 3; round++) await phone.sync().catch(() => undefined);
  const healed = await world.phone(who.lan, disk);
  await healed.sync();
  await healed.sync();
  expect(healed.entries).toEqual([]);
  return picture(world);
}

export function orderAndScale(makeStore: () => Promise<ServerStore>, runs: number): void {
  const smallCounty = async () => countyOn(1, await makeStore());

  describe('order', () => {
    it('S4: cuts, lost answers and repetitions of a phone’s ordered outbox end in the same state', async () => {
      const straight = await work(await smallCounty(), [].values());
      await fc.assert(
        fc.asyncProperty(fc.array(fate, { minLength: 8, maxLength: 8 }), async (fates) => {
          expect(await work(await smallCounty(), fates.values())).toEqual(straight);
        }),
        { numRuns: runs },
      );
    });

    it('C2: what a station worker’s phone predicts is what the server then says, row for row', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.lan);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(named('v1'), world));
      const tables = [erase(visits), erase(ownVisits), erase(care)];
      const predicted = tables.map((table) => phone.rows(table));
      const counted = () => phone.rows(rollups).filter((row) => row.figure === 'services.visits');
      const predictedCount = counted();
      await phone.sync();
      expect(phone.entries).toEqual([]);
      expect(tables.map((table) => phone.rows(table))).toEqual(predicted);
      expect(counted()).toEqual(predictedCount);
    });
  });

  describe('windows', () => {
    it('S7: old visits leave the phones by a command, the summary stays, and they still count', async () => {
      const world = await smallCounty();
      await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('old'), world)));
      world.now += 86_400_000;
      await world.send(
        who.lan,
        world.envelope('services.record-visit', newVisit(named('new'), world, { result: 'nobody' })),
      );
      const phone = await world.phone(who.lan);
      await phone.sync();
      const before = phone.rows(rollups);
      const roomId = phone.row(visits, named('old'))?.roomId;
      await world.system('services.archive-visits', {
        roomId,
        fromDay: '2026-03-11',
        visitIds: [named('old'), named('new')],
      });
      expect((await phone.sync()).diverged).toEqual([]);
      expect(phone.rows(visits).map((row) => row.id)).toEqual([named('new')]);
      expect(phone.rows(ownVisits).map((row) => row.id)).toEqual([named('new')]);
      expect(phone.rows(windows)).toMatchObject([{ fromDay: '2026-03-11' }]);
      expect(phone.row(care, named('client'))).toMatchObject({ visits: 2, lastMetOn: '2026-03-10' });
      expect(phone.rows(rollups)).toEqual(before);
      await world.send(who.lan, world.envelope('services.withdraw-visit', { visitId: named('new'), reason: '记错了' }));
      await phone.sync();
      expect(phone.row(care, named('client'))).toMatchObject({ visits: 1, lastVisitOn: '2026-03-10' });
    });
  });

  describe('scale', () => {
    it('N4: a visit moves only the clocks of its village and of its people, never of station or county', async () => {
      const world = await smallCounty();
      const [outcome] = await world.send(
        who.wei,
        world.envelope('services.record-visit', newVisit(named('v1'), world)),
      );
      expect(
        Object.keys(outcome?.clocks ?? {})
          .map((scope) => scope.split(':')[0])
          .sort(),
      ).toEqual(['room', 'self']);
    });

    it('Z4: one command that throws is told of, and the others of its batch are taken', async () => {
      const store = await makeStore();
      const world = await countyOn(1, store);
      const broken = defineCommand({
        name: 'tests.break',
        input: z.strictObject({ id: Id }),
        permission: {},
        place: () => ({}),
        execute: () => {
          throw new Error('a fault of the program');
        },
      });
      const faults: string[] = [];
      const engine = new ServerEngine({
        catalogue: new Catalogue([...modules, defineModule({ name: 'tests', tables: [], commands: [broken] })]),
        store,
        now: () => world.now,
        digest: sha256,
        posts: actingPosts,
        fault: (_error, name) => faults.push(name),
      });
      const bad: Envelope = { ...world.envelope('tests.break', { id: named('x') }), name: 'tests.break' };
      const batch = [
        world.envelope('services.record-visit', newVisit(named('v1'), world)),
        { ...bad, id: named('bad') },
        world.envelope('services.record-visit', newVisit(named('v2'), world)),
      ];
      const actor = '00000000-0000-8000-8000-000000000000';
      const outcomes = await engine.push({ countyId, userId: actor }, batch);
      expect(outcomes.map((one) => [one.status, one.problem?.code])).toEqual([
        ['accepted', undefined],
        ['waiting', 'sync.fault'],
        ['accepted', undefined],
      ]);
      expect(faults).toEqual(['tests.break']);
    });
  });
}
