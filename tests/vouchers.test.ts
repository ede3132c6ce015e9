/** Vouchers for points: reserved from what is there, taken in once by the merchant they were made out to, or given back; never both. */

import { derivedId } from '@yimi/kernel';
import type { PointEntry } from '@yimi/points';
import { accounts, balanceOf, heldBy, pointEntries, standingOn, voucherId, vouchers } from '@yimi/points';
import { systemActor } from '@yimi/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const minute = 60_000;
const dayMs = 1440 * minute;
const start = Date.parse('2026-03-10T06:00:00+08:00');
const today = '2026-03-10';
const oil = { what: '食用油一桶', points: 4 };
const towel = { what: '毛巾一条', points: 1 };
const shop = named('26度万家驿站');
const other = named('another shop');
const token = (n: number): string => `0000-0000-0000-${String(n).padStart(4, '0')}`;

async function county(hours = 3): Promise<World> {
  const world = await memoryCounty();
  world.now = Date.parse('2026-03-10T20:00:00+08:00');
  await told(world, who.wu, 'points.change-rule', { inUse: true, perHour: 2, months: 12 });
  for (const [n, merchantId] of [shop, other].entries()) {
    expect(await save(world, who.shi, { merchantId, name: `店 ${n}`, token: token(n) })).toBe('accepted');
  }
  if (hours > 0) await bring(world, 'a', 0, hours * 60);
  return world;
}

const save = (world: World, userId: string, more: object) =>
  told(world, userId, 'points.save-merchant', {
    ...{ merchantId: shop, stationId: place.station, name: '26度万家驿站', offers: [oil, towel], open: true },
    ...{ token: token(0), ...more },
  });
const bring = (world: World, number: string, from: number, minutes: number) =>
  told(world, who.lan, 'activities.import-hours', {
    ...{ helperId: who.wei, helperName: '韦小妹', roomId: place.room, system: 'zhiyuanyun', number },
    ...{ fromAt: start + from * minute, toAt: start + (from + minutes) * minute },
  });
const strike = (world: World, number: string) =>
  told(world, who.lan, 'activities.strike-hours', {
    ...{ hoursId: derivedId('hours brought', `zhiyuanyun:${number}`), reason: '没有去' },
  });
const ledger = (world: World): PointEntry[] => rowsOf(world, pointEntries);
const asked = (n: number, more: object = {}) => ({
  ...{ number: token(n), helperId: who.wei, stationId: place.station, merchantId: shop, offer: oil, ...more },
});
const reserve = (world: World, n: number, more: object = {}, userId: string = who.lan) =>
  told(world, userId, 'points.reserve-voucher', asked(n, more));
const spend = (world: World, n: number, merchantId = shop, handedOn = today) =>
  told(world, systemActor, 'points.spend-voucher', { number: token(n), merchantId, handedOn });
const redeem = (world: World, n: number, handedOn = today) =>
  told(world, who.lan, 'points.redeem-voucher', { number: token(n), stationId: place.station, handedOn });
const callOff = (world: World, n: number, userId: string = who.lan) =>
  told(world, userId, 'points.call-off-voucher', { voucherId: voucherId(token(n)) });
const giveBack = (world: World, ...numbers: number[]) =>
  told(world, systemActor, 'points.return-vouchers', { voucherIds: numbers.map((n) => voucherId(token(n))) });
const sums = (world: World): number[] => accounts.map((account) => balanceOf(account, ledger(world)) / 60);

describe('a voucher', () => {
  it('sets points aside when it is made out, and moves them to the merchant when it is taken in', async () => {
    const world = await county();
    expect(await reserve(world, 1)).toBe('accepted');
    expect(sums(world)).toEqual([-6, 2, 4, 0]);
    expect(standingOn(ledger(world), today).points).toBe(2);
    expect(await spend(world, 1)).toBe('accepted');
    expect(sums(world)).toEqual([-6, 2, 0, 4]);
    expect(rowsOf(world, vouchers)).toMatchObject([{ state: 'spent', endedOn: today, ...oil }]);
  });

  it('is not made out for more than is there, for points that lapsed, or for what the merchant does not give', async () => {
    const world = await county(1);
    expect(await reserve(world, 1)).toBe('points.not-enough');
    expect(await reserve(world, 1, { offer: { ...towel, points: 2 } })).toBe('points.no-such-offer');
    expect(await reserve(world, 1, { offer: towel })).toBe('accepted');
    expect(await reserve(world, 1, { offer: towel })).toBe('points.number-taken');
    world.now = Date.parse('2027-04-01T09:00:00+08:00');
    expect(await reserve(world, 2, { offer: towel })).toBe('points.not-enough');
    expect(sums(world)).toEqual([-2, 1, 1, 0]);
  });

  it('takes first what lapses first, and what comes back lapses as it would have', async () => {
    const world = await county(2);
    await told(world, who.wu, 'points.change-rule', { inUse: true, perHour: 2, months: 24 });
    await bring(world, 'b', 240, 120);
    await reserve(world, 1);
    expect(standingOn(ledger(world), '2027-04-01')).toMatchObject({ points: 4, lapsed: 0 });
    await callOff(world, 1);
    expect(standingOn(ledger(world), '2027-03-31').points).toBe(8);
    expect(standingOn(ledger(world), '2027-04-01')).toMatchObject({ points: 4, lapsed: 4 });
  });

  it('is taken in by its own merchant alone, and a second time by nobody: page, desk or the same message again', async () => {
    const world = await county();
    expect(await spend(world, 1)).toBe('points.no-such-voucher');
    await reserve(world, 1);
    expect(await spend(world, 1, other)).toBe('points.other-merchant');
    const message = world.envelope('points.spend-voucher', { number: token(1), merchantId: shop, handedOn: today });
    await world.send(systemActor, message, message);
    await world.send(systemActor, message);
    expect(await spend(world, 1)).toBe('points.voucher-spent');
    expect(await redeem(world, 1)).toBe('points.voucher-spent');
    expect(await callOff(world, 1)).toBe('points.voucher-spent');
    expect(sums(world)).toEqual([-6, 2, 0, 4]);
  });

  it('is for the desk of its station: no village worker, volunteer or other station makes one out, takes it in or calls it off', async () => {
    const world = await county();
    for (const userId of [who.wei, who.wu]) expect(await reserve(world, 1, {}, userId)).toBe('sync.out-of-reach');
    expect(await reserve(world, 1, { helperId: named('a stranger') })).toBe('points.not-a-helper-here');
    await reserve(world, 1);
    expect(await callOff(world, 1, who.wei)).toBe('sync.out-of-reach');
    expect(
      await told(world, who.shi, 'points.spend-voucher', { number: token(1), merchantId: shop, handedOn: today }),
    ).not.toBe('accepted');
    expect(await redeem(world, 1)).toBe('accepted');
  });

  it('may be sent in a week late by a merchant without network, with the day of the handing over; then its points go back', async () => {
    const world = await county();
    for (const n of [1, 2, 3]) await reserve(world, n, { offer: towel });
    expect(await spend(world, 1, shop, '2026-03-09')).toBe('points.wrong-day');
    expect(await spend(world, 1, shop, '2026-03-11')).toBe('points.wrong-day');
    world.now += 37 * dayMs;
    await giveBack(world, 1, 2, 3);
    expect(await spend(world, 1, shop, '2026-04-10')).toBe('points.voucher-lapsed');
    expect(await spend(world, 1, shop, '2026-04-09')).toBe('accepted');
    world.now += dayMs;
    expect(await spend(world, 2, shop, '2026-04-09')).toBe('points.voucher-lapsed');
    await giveBack(world, 1, 2, 3);
    await giveBack(world, 2);
    expect(sums(world)).toEqual([-6, 5, 0, 1]);
    expect(await spend(world, 3, shop, '2026-04-09')).toBe('points.voucher-lapsed');
  });

  it('stays good when the hours behind it are struck off; what was spent is made up by later points', async () => {
    const world = await county(2);
    await reserve(world, 1);
    await spend(world, 1);
    await strike(world, 'a');
    expect(heldBy(ledger(world))).toBe(-4 * 60);
    await bring(world, 'b', 240, 120);
    expect(await reserve(world, 2, { offer: towel })).toBe('points.not-enough');
    await bring(world, 'c', 480, 30);
    expect(await reserve(world, 2, { offer: towel })).toBe('accepted');
    expect(sums(world)).toEqual([-5, 0, 1, 4]);
  });
});

describe('a merchant', () => {
  it('is kept by the head of its station, or by the county for all stations, and stays where it was begun', async () => {
    const world = await county();
    expect(await save(world, who.lan, {})).toBe('sync.out-of-reach');
    expect(await save(world, who.shi, { merchantId: named('m'), stationId: null })).toBe('sync.out-of-reach');
    expect(await save(world, who.wu, { merchantId: named('m'), stationId: null, token: token(9) })).toBe('accepted');
    expect(await save(world, who.shi, { merchantId: named('m') })).toBe('sync.out-of-reach');
    expect(await save(world, who.wu, { merchantId: named('m') })).toBe('points.merchant-elsewhere');
    expect(await save(world, who.shi, { offers: [oil, oil] })).toBe('points.offers-alike');
    expect(await reserve(world, 1, { merchantId: named('m') })).toBe('accepted');
  });

  it('that is closed gets no new voucher, and honours what was made out', async () => {
    const world = await county();
    await reserve(world, 1);
    expect(await save(world, who.shi, { open: false })).toBe('accepted');
    expect(await reserve(world, 2, { offer: towel })).toBe('points.merchant-closed');
    expect(await spend(world, 1)).toBe('accepted');
  });
});

describe('no point is spent twice', () => {
  type Kind = 'reserve' | 'spend' | 'redeem' | 'call-off' | 'return' | 'later';
  interface Step {
    readonly kind: Kind;
    readonly n: number;
    readonly small: boolean;
    readonly foreign: boolean;
    readonly again: boolean;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom<Kind>('reserve', 'spend', 'redeem', 'call-off', 'return', 'later'),
    n: fc.integer({ min: 0, max: 5 }),
    small: fc.boolean(),
    foreign: fc.boolean(),
    again: fc.boolean(),
  });
  const envelopeOf = (world: World, { kind, n, small, foreign }: Step) => {
    const day = new Date(world.now + 8 * 60 * minute).toISOString().slice(0, 10);
    if (kind === 'reserve') return world.envelope('points.reserve-voucher', asked(n, { offer: small ? towel : oil }));
    if (kind === 'call-off') return world.envelope('points.call-off-voucher', { voucherId: voucherId(token(n)) });
    if (kind === 'redeem')
      return world.envelope('points.redeem-voucher', { number: token(n), stationId: place.station, handedOn: day });
    if (kind === 'spend')
      return world.envelope('points.spend-voucher', {
        number: token(n),
        merchantId: foreign ? other : shop,
        handedOn: day,
      });
    return world.envelope('points.return-vouchers', { voucherIds: [voucherId(token(n))] });
  };

  it('whatever is reserved, taken in, called off and returned, in whichever order, twice over and from two devices', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const world = await county(4);
        for (const one of steps) {
          if (one.kind === 'later') {
            world.now += 20 * dayMs;
            continue;
          }
          const actor = ['spend', 'return'].includes(one.kind) ? systemActor : who.lan;
          const first = envelopeOf(world, one);
          // The same message once more, and another device that says the same at once.
          const twin = envelopeOf(world, one);
          await Promise.all([world.send(actor, first), world.send(actor, twin)]);
          if (one.again) await world.send(actor, first, twin);
        }
        const entries = ledger(world);
        for (const { sixtieths, takenFrom, givenTo } of entries) {
          expect(sixtieths).toBeGreaterThan(0);
          expect(takenFrom).not.toBe(givenTo);
        }
        const all = rowsOf(world, vouchers);
        const worth = (...states: string[]): number =>
          all.filter(({ state }) => states.includes(state)).reduce((sum, one) => sum + one.points, 0);
        taken += worth('spent');
        expect(sums(world)).toEqual([-8, 8 - worth('reserved', 'spent'), worth('reserved'), worth('spent')]);
        expect(heldBy(entries)).toBeGreaterThanOrEqual(0);
        expect(world.faults).toEqual([]);
      }),
      { numRuns: 80, seed: 20261124 },
    );
    expect(taken).toBeGreaterThan(0);
  });
});
