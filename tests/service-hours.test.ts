/** Service hours: each minute of a helper counts once, whatever comes in, how often and in which order. */
import { countedOnce, hours, starsOf } from '@yimi/activities';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const minute = 60_000;
async function county(): Promise<World> {
  const world = await memoryCounty();
  world.now = Date.parse('2026-03-10T20:00:00+08:00');
  return world;
}

const hoursIn = (world: World) => rowsOf(world, hours);
const totalOf = (world: World): number => hoursIn(world).reduce((sum, row) => sum + row.minutes, 0);
const at = (clock: string): number => Date.parse(`2026-03-10T${clock}:00+08:00`);

const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `activities.${name}`, input);

/** An activity at which 韦小妹 helped. */
async function helped(world: World, id: string, roomId = place.room): Promise<void> {
  const activityId = named(id);
  await world.system('activities.plan', {
    ...{ title: id, aim: '', kinds: ['助餐'], roomId, seriesId: null, sessions: [{ activityId, day: '2026-03-10' }] },
    ...{ fromMinute: 540, toMinute: 660, venue: '村委会', places: null, shifts: [], budget: 0, notice: null },
  });
  await world.system('activities.open', { activityId });
  await world.system('activities.sign-up', {
    ...{ entryId: named(`${id} entry`), activityId, part: 'helper', clientId: null, helperId: who.wei, name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
  await tick(world, id, 'came');
}
const tick = (world: World, id: string, attended: string) =>
  world.system('activities.tick', {
    ...{ activityId: named(id), ticks: [{ entryId: named(`${id} entry`), attended }] },
  });
const noted = (id: string, from: string, to: string) => ({
  ...{ entryId: named(`${id} entry`), fromAt: at(from), toAt: at(to) },
});
const added = (id: string, more: object = {}) => ({
  ...{ hoursId: named(id), helperId: who.wei, helperName: '韦小妹', roomId: place.room, fromAt: at('14:00') },
  ...{ toAt: at('16:00'), reason: '当天没有签到表', ...more },
});
const brought = (number: string, more: object = {}) => ({
  ...{ helperId: who.wei, helperName: '韦小妹', roomId: place.room, fromAt: at('17:00'), toAt: at('18:00') },
  ...{ system: 'zhiyuanyun', number, ...more },
});

describe('hours of a list', () => {
  it('are from sign-in to sign-out, put right by noting them once more, and gone with the tick', async () => {
    const world = await county();
    await helped(world, 'a');
    expect(await send(world, who.lan, 'note-hours', noted('a', '09:00', '11:30'))).toBe('accepted');
    expect(hoursIn(world)).toMatchObject([{ minutes: 150, source: 'attendance', state: 'counted', helperId: who.wei }]);
    expect(await send(world, who.lan, 'note-hours', noted('a', '09:00', '11:00'))).toBe('accepted');
    expect(totalOf(world)).toBe(120);
    await tick(world, 'a', 'absent');
    expect(hoursIn(world)).toMatchObject([{ state: 'struck', minutes: 0 }]);
    expect(await send(world, who.lan, 'note-hours', noted('a', '09:00', '11:00'))).toBe('activities.did-not-come');
  });

  it('are refused where they cannot be true', async () => {
    const world = await county();
    await helped(world, 'a');
    expect(await send(world, who.lan, 'note-hours', noted('a', '11:00', '09:00'))).toBe('activities.wrong-stretch');
    expect(await send(world, who.lan, 'note-hours', noted('a', '09:00', '23:00'))).toBe('activities.wrong-stretch');
    expect(await send(world, who.lan, 'note-hours', noted('a', '00:00', '19:00'))).toBe('activities.too-long');
    const dayBefore = {
      ...noted('a', '09:00', '11:00'),
      fromAt: at('09:00') - 86_400_000,
      toAt: at('10:00') - 86_400_000,
    };
    expect(await send(world, who.lan, 'note-hours', dayBefore)).toBe('activities.not-that-day');
    expect(await send(world, who.wei, 'note-hours', noted('a', '09:00', '11:00'))).toBe('sync.out-of-reach');
    expect(await send(world, who.wu, 'note-hours', noted('a', '09:00', '11:00'))).toBe('sync.out-of-reach');
    expect(hoursIn(world)).toEqual([]);
  });

  it('count once where two activities overlap, and fully again when one of them is struck off', async () => {
    const world = await county();
    await helped(world, 'a');
    await helped(world, 'b', place.far);
    await send(world, who.lan, 'note-hours', noted('b', '10:00', '12:00'));
    await send(world, who.lan, 'note-hours', noted('a', '09:00', '11:00'));
    expect(totalOf(world)).toBe(180);
    expect(hoursIn(world).find((row) => row.activityId === named('b'))).toMatchObject({ minutes: 60, overlapping: 60 });
    const first = hoursIn(world).find((row) => row.activityId === named('a'));
    expect(await send(world, who.lan, 'strike-hours', { hoursId: first?.id, reason: '没有去' })).toBe('accepted');
    expect(totalOf(world)).toBe(120);
    expect(await send(world, who.lan, 'strike-hours', { hoursId: first?.id, reason: '没有去' })).toBe(
      'activities.no-such-hours',
    );
  });
});

describe('hours added by hand', () => {
  it('are flagged and count nothing until a second person confirms them', async () => {
    const world = await county();
    expect(await send(world, who.lan, 'add-hours', added('h1'))).toBe('accepted');
    expect(await send(world, who.shi, 'add-hours', added('h1'))).toBe('activities.hours-already-added');
    expect(totalOf(world)).toBe(0);
    const judged = { hoursId: named('h1'), confirmed: true, reason: null };
    expect(await send(world, who.lan, 'confirm-hours', judged)).toBe('activities.second-person');
    expect(await send(world, who.qin, 'confirm-hours', judged)).toBe('sync.out-of-reach');
    expect(await send(world, who.shi, 'confirm-hours', judged)).toBe('accepted');
    expect(hoursIn(world)).toMatchObject([{ minutes: 120, source: 'by-hand', addedBy: who.lan, confirmedBy: who.shi }]);
    expect(await send(world, who.shi, 'confirm-hours', judged)).toBe('activities.hours-not-waiting');
  });

  it('are not confirmed by whoever helped, and stay to be seen when declined', async () => {
    const world = await county();
    await send(world, who.lan, 'add-hours', added('h1', { helperId: who.shi, helperName: '石建国' }));
    const judged = { hoursId: named('h1'), confirmed: false, reason: '那天他在县里开会' };
    expect(await send(world, who.shi, 'confirm-hours', judged)).toBe('activities.second-person');
    await world.system('activities.confirm-hours', judged);
    expect(hoursIn(world)).toMatchObject([{ state: 'declined', minutes: 0, reason: '那天他在县里开会' }]);
  });
});

describe('hours from another volunteer system', () => {
  it('count once under their number there, however often they are brought', async () => {
    const world = await county();
    expect(await send(world, who.lan, 'import-hours', brought('2026-001'))).toBe('accepted');
    expect(await send(world, who.lan, 'import-hours', brought('2026-001'))).toBe('activities.hours-already-added');
    expect(await send(world, who.shi, 'import-hours', brought('2026-001', { toAt: at('19:00') }))).toBe(
      'activities.hours-already-added',
    );
    expect(totalOf(world)).toBe(60);
    expect(hoursIn(world)).toMatchObject([{ source: 'imported', outside: 'zhiyuanyun:2026-001' }]);
  });
});

describe('no hour is ever counted twice', () => {
  const stretch = fc.record({
    id: fc.uuid(),
    fromAt: fc.integer({ min: 0, max: 600 }).map((n) => n * minute),
    length: fc.integer({ min: 1, max: 300 }),
    state: fc.constantFrom('counted' as const, 'counted' as const, 'waiting' as const, 'struck' as const),
  });
  const rows = fc.uniqueArray(stretch, { selector: (one) => one.id, maxLength: 12 });

  it('what counts is exactly the minutes that some counted stretch covers, in any order and when walked twice', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (some, seed) => {
        const all = some.map(({ length, ...row }) => ({
          ...row,
          ...{ toAt: row.fromAt + length * minute, minutes: 0, overlapping: 0 },
        }));
        const covered = new Set<number>();
        for (const { fromAt, toAt, state } of all) {
          if (state !== 'counted') continue;
          for (let now = fromAt / minute; now < toAt / minute; now++) covered.add(now);
        }
        const counted = countedOnce(all);
        expect(counted.reduce((sum, row) => sum + row.minutes, 0)).toBe(covered.size);
        const shuffled = [...all].sort((one, other) => ((one.fromAt ^ seed) % 97) - ((other.fromAt ^ seed) % 97));
        const byId = (list: readonly { id: string; minutes: number }[]) =>
          new Map(list.map((row) => [row.id, row.minutes]));
        expect(byId(countedOnce(shuffled))).toEqual(byId(counted));
        expect(countedOnce(counted)).toEqual(counted);
      }),
      { numRuns: 300, seed: 20260310 },
    );
  });

  it('whatever order and however often the same commands arrive, the helper ends with the same hours', async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    const again = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(order, again, async (indices, repeated) => {
        const world = await county();
        await helped(world, 'a');
        await helped(world, 'b', place.far);
        const envelopes = [
          ...[noted('a', '09:00', '11:00'), noted('b', '10:30', '12:00')].map((one) => ['note-hours', one] as const),
          ...[brought('1'), brought('2', { fromAt: at('17:30'), toAt: at('18:30') })].map(
            (one) => ['import-hours', one] as const,
          ),
          // The same number in the other system, by another command.
          ['import-hours', brought('1')] as const,
          ['add-hours', added('h1', { fromAt: at('11:30'), toAt: at('13:00') })] as const,
          ['add-hours', added('h2', { fromAt: at('18:00'), toAt: at('19:00') })] as const,
          ['add-hours', added('h2', { fromAt: at('18:00'), toAt: at('19:00') })] as const,
        ].map(([name, input]) => world.envelope(`activities.${name}`, input));
        for (const index of [...indices, ...repeated]) {
          const one = envelopes[index];
          if (one !== undefined) await world.send(who.lan, one);
        }
        for (const id of ['h1', 'h2']) {
          expect(
            await send(world, who.shi, 'confirm-hours', { hoursId: named(id), confirmed: true, reason: null }),
          ).toBe('accepted');
        }
        // 09:00–13:00 and 17:00–19:00, each minute once.
        expect(totalOf(world)).toBe(360);
        expect(hoursIn(world)).toHaveLength(6);
      }),
      { numRuns: 20, seed: 20260310 },
    );
  });
});

it('stars begin at 100, 300, 600, 1000 and 1500 hours', () => {
  const levels = [99.99, 100, 299, 300, 600, 999, 1000, 1500].map((n) => starsOf(n * 60));
  expect(levels).toEqual([0, 1, 1, 2, 3, 3, 4, 5]);
});
