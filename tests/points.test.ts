/** Points: off until a county wants them, following from hours that count, each minute's worth given exactly once. */

import { hours } from '@yimi/activities';
import { derivedId } from '@yimi/kernel';
import type { PointEntry, Standing } from '@yimi/points';
import { goodFor, heldBy, pointEntries, standingOn } from '@yimi/points';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const minute = 60_000;
const rule = { inUse: true, perHour: 2, months: 24 };
const start = Date.parse('2026-03-10T06:00:00+08:00');

async function county(given: object | null = rule): Promise<World> {
  const world = await memoryCounty();
  world.now = Date.parse('2026-03-10T20:00:00+08:00');
  if (given !== null) expect(await told(world, who.wu, 'points.change-rule', given)).toBe('accepted');
  return world;
}

const ledger = (world: World): PointEntry[] => rowsOf(world, pointEntries);
const standing = (world: World, today = '2026-03-11'): Standing => standingOn(ledger(world), today);
const stretch = (from: number, minutes: number) => ({
  ...{ helperId: who.wei, helperName: '韦小妹', roomId: place.room },
  ...{ fromAt: start + from * minute, toAt: start + (from + minutes) * minute },
});
const brought = (number: string, from: number, minutes: number) => ({
  ...{ ...stretch(from, minutes), system: 'zhiyuanyun', number },
});
const bring = (world: World, number: string, from: number, minutes: number) =>
  told(world, who.lan, 'activities.import-hours', brought(number, from, minutes));
const idOf = (number: string): string => derivedId('hours brought', `zhiyuanyun:${number}`);
const strike = (world: World, number: string) =>
  told(world, who.lan, 'activities.strike-hours', { hoursId: idOf(number), reason: '没有去' });
const decline = (world: World, userId: string, declined: boolean) =>
  told(world, userId, 'points.decline', { helperId: who.wei, roomId: place.room, declined });

describe('points of a county', () => {
  it('are none until the county puts them to use, and then only for hours that count from that day', async () => {
    const world = await county(null);
    await bring(world, 'before', 0, 60);
    expect(ledger(world)).toEqual([]);
    await told(world, who.wu, 'points.change-rule', rule);
    await bring(world, 'after', 120, 60);
    expect(standing(world).points).toBe(2);
    await told(world, who.wu, 'points.change-rule', { ...rule, inUse: false });
    await bring(world, 'later', 240, 60);
    expect(standing(world).points).toBe(2);
  });

  it('are the county’s to rule, not a station’s, and never last less than twelve months', async () => {
    const world = await county(null);
    expect(await told(world, who.shi, 'points.change-rule', rule)).toBe('sync.out-of-reach');
    expect(await told(world, who.wu, 'points.change-rule', { ...rule, months: 11 })).not.toBe('accepted');
    expect(await told(world, who.wu, 'points.change-rule', { ...rule, months: 12 })).toBe('accepted');
  });

  it('count half hours exactly, though each alone is less than a point', async () => {
    const world = await county({ ...rule, perHour: 1 });
    await bring(world, '1', 0, 30);
    expect(standing(world).points).toBe(0);
    await bring(world, '2', 60, 30);
    expect(standing(world).points).toBe(1);
  });

  it('wait with hours added by hand until a second person confirms them', async () => {
    const world = await county();
    const added = { ...stretch(0, 60), hoursId: named('h'), reason: '当天没有签到表' };
    expect(await told(world, who.lan, 'activities.add-hours', added)).toBe('accepted');
    expect(ledger(world)).toEqual([]);
    const judged = { hoursId: named('h'), confirmed: true, reason: null };
    await told(world, who.shi, 'activities.confirm-hours', judged);
    expect(standing(world).points).toBe(2);
  });

  it('go back when hours are struck off, by an entry set against the first, and no minute is lost to an overlap', async () => {
    const world = await county();
    await bring(world, 'a', 0, 120);
    await bring(world, 'b', 60, 120);
    expect(standing(world).points).toBe(6);
    await strike(world, 'a');
    expect(standing(world).points).toBe(4);
    expect(ledger(world).map((one) => one.reason)).toEqual(expect.arrayContaining(['earned', 'reversed', 'earned']));
    await strike(world, 'b');
    expect(heldBy(ledger(world))).toBe(0);
  });

  it('are declined at the helper’s word: none from then on, those given stay, and the hours count as before', async () => {
    const world = await county();
    await bring(world, 'a', 0, 60);
    expect(await decline(world, who.wu, true)).toBe('sync.out-of-reach');
    const stranger = { helperId: named('somebody of another station'), roomId: place.room, declined: true };
    expect(await told(world, who.lan, 'points.decline', stranger)).toBe('points.not-a-helper-here');
    expect(await decline(world, who.lan, true)).toBe('accepted');
    await bring(world, 'b', 120, 60);
    expect(standing(world).points).toBe(2);
    expect(rowsOf(world, hours).reduce((sum, row) => sum + row.minutes, 0)).toBe(120);
    await decline(world, who.lan, false);
    await bring(world, 'c', 240, 60);
    expect(standing(world).points).toBe(4);
  });
});

describe('points that lapse', () => {
  it('are good to the end of their last month, whatever rule comes later, and said sixty days before', async () => {
    const world = await county({ ...rule, months: 12 });
    await bring(world, 'a', 0, 60);
    await told(world, who.wu, 'points.change-rule', { ...rule, months: 24 });
    await bring(world, 'b', 120, 60);
    expect(standing(world, '2027-01-29')).toEqual({ points: 4, lapsing: 0, lapsesAfter: null, lapsed: 0 });
    expect(standing(world, '2027-01-30')).toEqual({ points: 4, lapsing: 2, lapsesAfter: '2027-03-31', lapsed: 0 });
    expect(standing(world, '2027-03-31').points).toBe(4);
    expect(standing(world, '2027-04-01')).toMatchObject({ points: 2, lapsing: 0, lapsed: 2 });
  });

  it('go with an import that is taken back, and are there once when it comes again', async () => {
    const world = await county();
    await bring(world, 'a', 0, 60);
    await bring(world, 'b', 30, 60);
    expect(standing(world).points).toBe(3);
    const takeBack = (number: string) => world.system('activities.withdraw-imported-hours', { hoursId: idOf(number) });
    for (const number of ['a', 'b']) await takeBack(number);
    expect(standing(world).points).toBe(0);
    await expect(takeBack('a')).rejects.toThrow('activities.no-such-hours');
    for (const number of ['b', 'a', 'b']) await bring(world, number, number === 'a' ? 0 : 30, 60);
    expect([standing(world).points, rowsOf(world, hours).length]).toEqual([3, 2]);
    await strike(world, 'a');
    expect(await bring(world, 'a', 0, 60)).toBe('activities.hours-already-added');
    expect(standing(world).points).toBe(2);
  });

  it('leave nothing owed when their hours are struck off after they lapsed', async () => {
    const world = await county({ ...rule, months: 12 });
    await bring(world, 'a', 0, 60);
    world.now = Date.parse('2027-06-01T09:00:00+08:00');
    await bring(world, 'b', 120, 60);
    expect(standing(world, '2027-06-01')).toMatchObject({ points: 2, lapsed: 2 });
    await strike(world, 'a');
    expect(standing(world, '2027-06-01')).toMatchObject({ points: 2, lapsed: 0 });
  });

  it('end with whole months over the turn of a year and in a leap year', () => {
    expect(goodFor('2026-03-10', 12)).toBe('2027-03-31');
    expect(goodFor('2026-12-31', 12)).toBe('2027-12-31');
    expect(goodFor('2026-02-28', 24)).toBe('2028-02-29');
  });
});

describe('no hour and no point is ever counted twice', () => {
  const some = fc.uniqueArray(
    fc.record({
      number: fc.integer({ min: 0, max: 99 }),
      from: fc.integer({ min: 0, max: 500 }),
      length: fc.integer({ min: 1, max: 240 }),
    }),
    { selector: (one) => one.number, minLength: 1, maxLength: 7 },
  );
  const delivery = some.chain((stretches) =>
    fc.record({
      stretches: fc.constant(stretches),
      order: fc.shuffledSubarray(
        stretches.map((_, n) => n),
        { minLength: stretches.length },
      ),
      // What a device sends once more, for it never heard the answer; and what another desk typed in as well.
      again: fc.array(fc.record({ nth: fc.nat(), anew: fc.boolean() }), { maxLength: 6 }),
      batch: fc.integer({ min: 1, max: 4 }),
      struck: fc.subarray(stretches.map((_, n) => n)),
      strikesTwice: fc.boolean(),
    }),
  );

  it('whatever order the stretches arrive in, in whichever batches, however often, and whichever are struck off', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ stretches, order, again, batch, struck, strikesTwice }) => {
        const world = await county();
        const envelope = (n: number) => {
          const one = stretches[n % stretches.length];
          if (one === undefined) throw new Error('no stretch');
          return world.envelope('activities.import-hours', brought(`n-${one.number}`, one.from, one.length));
        };
        const first = order.map(envelope);
        const repeated = again.flatMap(({ nth, anew }) => (anew ? [envelope(nth)] : (first[nth % first.length] ?? [])));
        const all = [...first, ...repeated];
        for (let at = 0; at < all.length; at += batch) await world.send(who.lan, ...all.slice(at, at + batch));
        for (const n of strikesTwice ? [...struck, ...struck] : struck) {
          await strike(world, `n-${stretches[n]?.number}`);
        }
        const left = stretches.filter((_, n) => !struck.includes(n));
        const covered = new Set(left.flatMap(({ from, length }) => Array.from({ length }, (_, n) => from + n)));
        const counted = rowsOf(world, hours).reduce((sum, row) => sum + row.minutes, 0);
        expect(counted).toBe(covered.size);
        const entries = ledger(world);
        expect(heldBy(entries)).toBe(covered.size * rule.perHour);
        const sums = { county: 0, helper: 0, reserved: 0, merchant: 0 };
        for (const { takenFrom, givenTo, sixtieths } of entries) {
          expect(sixtieths).toBeGreaterThan(0);
          sums[takenFrom] -= sixtieths;
          sums[givenTo] += sixtieths;
        }
        expect(sums).toMatchObject({ county: 0 - sums.helper, reserved: 0, merchant: 0 });
        expect(world.faults).toEqual([]);
      }),
      { numRuns: 60, seed: 20261123 },
    );
  });
});
