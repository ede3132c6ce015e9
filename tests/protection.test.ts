/** A mandatory report as people live it: written by whoever saw it, passed on, told of by itself when it is not, closed by a head. */
import { ownReports, readers, reports, steps } from '@yimi/protection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, newClient, place, who } from './world/world.ts';

const hour = 3_600_000;
const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `protection.${name}`, input);

function report(world: World, more: object = {}) {
  return {
    ...{ reportId: named('report'), roomId: place.room, clientId: named('client'), who: '杨桂花', whereabouts: null },
    ...{
      whom: 'child',
      danger: 'not-now',
      signs: ['injury', 'neglect'],
      seen: '手臂上有旧伤',
      heard: '“不要告诉爸爸”',
    },
    ...{ observedAt: world.now - hour, steps: [], ...more },
  };
}
const step = (world: World, kind: string, more: object = {}) => ({
  ...{
    reportId: named('report'),
    stepId: named(`step ${kind}`),
    kind,
    at: world.now,
    number: null,
    note: null,
    ...more,
  },
});
const one = (world: World) => {
  const [found] = rowsOf(world, reports);
  if (found === undefined) throw new Error('no report');
  return found;
};

describe('a report of suspected harm', () => {
  it('is taken from whoever is in service, about anybody, also about somebody whom nobody knows', async () => {
    const world = await memoryCounty();
    expect(await send(world, who.wei, 'report', report(world))).toBe('accepted');
    const stranger = { reportId: named('other'), clientId: null, who: '路边的小孩', whereabouts: '村口小卖部' };
    expect(await send(world, who.qin, 'report', report(world, stranger))).toBe('accepted');
    const unknown = { reportId: named('third'), clientId: named('nobody at all') };
    expect(await send(world, who.wei, 'report', report(world, unknown))).toBe('accepted');
    expect(rowsOf(world, reports).map(({ clientId, stationId }) => [clientId, stationId])).toEqual(
      expect.arrayContaining([
        [named('client'), place.station],
        [null, place.station],
      ]),
    );
    expect(rowsOf(world, reports).filter(({ clientId }) => clientId === named('nobody at all'))).toEqual([]);
  });

  it('is on its writer’s and the heads’ phones without a word of what was seen or heard, and on no other phone', async () => {
    const world = await memoryCounty();
    await send(world, who.wei, 'report', report(world));
    for (const user of [who.wei, who.shi]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(ownReports).map((row) => [row.who, row.state])).toEqual([['杨桂花', 'open']]);
      expect(JSON.stringify(phone.rows(ownReports))).not.toMatch(/旧伤|爸爸|injury/);
    }
    for (const user of [who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(ownReports)).toEqual([]);
    }
  });

  it('is written and passed on without a network, and arrives with what was done', async () => {
    const world = await memoryCounty();
    const phone = await world.phone(who.wei);
    await phone.sync();
    await phone.record('protection.report', report(world));
    expect(phone.rows(ownReports).map(({ passedOnAt, told: all }) => [passedOnAt, all])).toEqual([[null, []]]);
    await phone.record('protection.add-step', step(world, 'police', { number: '110-0312' }));
    expect(phone.rows(ownReports)[0]?.passedOnAt).toBe(world.now);
    await phone.sync();
    expect(one(world).passedOnAt).toBe(world.now);
    expect(rowsOf(world, steps).map(({ kind, number, byId }) => [kind, number, byId])).toEqual([
      ['police', '110-0312', who.wei],
    ]);
    expect(phone.rows(ownReports)[0]?.passedOnAt).toBe(world.now);
    expect(world.faults).toEqual([]);
  });

  it('alerts by itself two hours after somebody in danger was reported, a day after anybody else was, and only once', async () => {
    const world = await memoryCounty();
    await send(world, who.wei, 'report', report(world, { danger: 'now' }));
    await send(world, who.wei, 'report', report(world, { reportId: named('other') }));
    const reportIds = [named('report'), named('other')];
    const alerted = () => new Map(rowsOf(world, reports).map(({ id, alertedAt }) => [id, alertedAt]));
    const start = world.now;
    await world.system('protection.alert', { reportIds });
    expect([...alerted().values()]).toEqual([null, null]);
    world.now = start + 2 * hour + 1;
    await world.system('protection.alert', { reportIds });
    const first = world.now;
    expect(alerted()).toEqual(
      new Map([
        [named('report'), first],
        [named('other'), null],
      ]),
    );
    await send(world, who.wei, 'add-step', step(world, 'station'));
    world.now = start + 25 * hour;
    await world.system('protection.alert', { reportIds });
    expect(alerted()).toEqual(
      new Map([
        [named('report'), first],
        [named('other'), world.now],
      ]),
    );
  });

  it('is not passed on by telling the station, and does not alert once police or authority know', async () => {
    const world = await memoryCounty();
    await send(world, who.wei, 'report', report(world, { danger: 'now' }));
    await send(world, who.wei, 'add-step', step(world, 'station'));
    expect(one(world).passedOnAt).toBeNull();
    await send(world, who.shi, 'add-step', step(world, 'authority', { note: '民政所' }));
    world.now += 3 * hour;
    await world.system('protection.alert', { reportIds: [named('report')] });
    expect(one(world).alertedAt).toBeNull();
  });

  it('is added to by its writer, the heads and who is named; a neighbour’s helper or a colleague learns not even that it is there', async () => {
    const world = await memoryCounty();
    await send(world, who.wei, 'report', report(world));
    const refusedTo = await Promise.all(
      [who.qin, who.lan, who.wu].map((user) => send(world, user, 'add-step', step(world, 'police'))),
    );
    const unknown = await send(world, who.lan, 'add-step', step(world, 'police', { reportId: named('nothing') }));
    expect(refusedTo).toEqual([unknown, unknown, unknown]);
    expect(await send(world, who.shi, 'name-reader', { userId: who.lan, stationId: place.station, ended: false })).toBe(
      'accepted',
    );
    expect(await send(world, who.lan, 'add-step', step(world, 'police'))).toBe('accepted');
    expect(await send(world, who.shi, 'name-reader', { userId: who.lan, stationId: place.station, ended: true })).toBe(
      'accepted',
    );
    expect(await send(world, who.lan, 'add-step', step(world, 'rescue'))).toBe(unknown);
  });

  it('is read by nobody who named themselves: a worker names nobody, a head no volunteer and nobody for the county', async () => {
    const world = await memoryCounty();
    const name = (by: string, userId: string, stationId: string | null) =>
      send(world, by, 'name-reader', { userId, stationId, ended: false });
    for (const [by, userId, at] of [
      [who.lan, who.lan, place.station],
      [who.wu, who.wu, null],
      [who.shi, who.shi, null],
    ] as const)
      expect(await name(by, userId, at)).not.toBe('accepted');
    expect(await name(who.shi, who.wei, place.station)).toBe('protection.no-such-reader');
    expect(rowsOf(world, readers)).toEqual([]);
  });

  it('is closed by a head once police or authority know, and by its writer never', async () => {
    const world = await memoryCounty();
    await send(world, who.wei, 'report', report(world));
    const close = (by: string, outcome: string) =>
      send(world, by, 'close', { reportId: named('report'), outcome, note: '派出所已处理' });
    expect(await close(who.shi, 'safe')).toBe('protection.not-passed-on');
    await send(world, who.wei, 'add-step', step(world, 'police'));
    expect(await close(who.wei, 'safe')).not.toBe('accepted');
    expect(await close(who.shi, 'safe')).toBe('accepted');
    expect(await close(who.shi, 'safe')).toBe('protection.report-closed');
    const phone = await world.phone(who.wei);
    await phone.sync();
    expect(phone.rows(ownReports).map(({ state, outcome }) => [state, outcome])).toEqual([['closed', 'safe']]);
  });

  it('stands in the same state in whatever order its steps arrive, each of them once', async () => {
    const kinds = ['station', 'police', 'rescue', 'authority', 'follow-up'] as const;
    const wanted: readonly string[] = kinds;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...kinds, ...kinds], { minLength: 10 }), async (order) => {
        const world = await memoryCounty();
        await send(world, who.wei, 'report', report(world));
        const start = world.now - 9 * 60_000;
        const at = (kind: string): number => start + wanted.indexOf(kind) * 60_000;
        for (const kind of order) await send(world, who.wei, 'add-step', step(world, kind, { at: at(kind) }));
        expect(one(world).told.map(({ kind }) => kind)).toEqual(kinds);
        expect(one(world).passedOnAt).toBe(at('police'));
        expect(rowsOf(world, steps)).toHaveLength(kinds.length);
      }),
      { numRuns: 15 },
    );
  });

  it('loses its words when the person is erased, and stays as a report', async () => {
    const world = await memoryCounty();
    await world.system('people.register-client', newClient(named('child'), { name: '小石头', phone: null }));
    await send(world, who.wei, 'report', report(world, { clientId: named('child') }));
    await world.system('people.erase-client', { clientId: named('child') });
    const { who: name, seen, heard, signs, state } = one(world);
    expect([name, seen, heard, signs, state]).toEqual([null, null, null, null, 'open']);
  });
});
