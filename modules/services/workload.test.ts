/** What a visit rule costs: worked through by hand once, and by its properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assumptions, VillageLoad } from './workload.ts';
import { contactsPerMonth, daysThereAre, usualAssumptions, workload } from './workload.ts';

const rule = { high: 7, key: 30, ordinary: 90 };
const village = (minutesAway: number | null, high: number, key: number, ordinary: number): VillageLoad => ({
  minutesAway,
  people: { high, key, ordinary },
});
const anyVillage = fc.record({
  minutesAway: fc.option(fc.integer({ min: 5, max: 180 })),
  people: fc.record({ high: fc.nat(30), key: fc.nat(80), ordinary: fc.nat(200) }),
});
const anyRule = fc.record({
  high: fc.integer({ min: 1, max: 31 }),
  key: fc.integer({ min: 1, max: 92 }),
  ordinary: fc.integer({ min: 1, max: 366 }),
});

describe('the person-days that a visit rule needs', () => {
  it('are those worked out by hand for one village', () => {
    // 30.4375 days a month: 2 people weekly are 8.70 contacts, 6 monthly 6.09, 9 quarterly 3.04: 17.83 in all.
    const one = village(60, 2, 6, 9);
    expect(contactsPerMonth(one.people, rule)).toBeCloseTo(17.83, 2);
    const { visits, trips, days } = workload([one], rule, usualAssumptions);
    expect(visits).toBeCloseTo(17.83, 2);
    // Four people a drive: 4.46 drives of two hours there and back.
    expect(trips).toBeCloseTo(4.457, 2);
    expect(days.driving).toBeCloseTo((4.457 * 120) / 360, 2);
    expect(days.visiting).toBeCloseTo((17.83 * 40) / 360, 2);
    expect(days.all).toBeCloseTo(days.driving + days.visiting, 9);
  });

  it('take the assumed way to a village of which nobody has said how far it is, and say how many those are', () => {
    const told = workload([village(45, 1, 1, 1)], rule, usualAssumptions);
    const untold = workload([village(null, 1, 1, 1), village(null, 0, 0, 0)], rule, usualAssumptions);
    expect(untold.days.all).toBeCloseTo(told.days.all, 9);
    expect([told.villagesUnknown, untold.villagesUnknown]).toEqual([0, 1]);
  });

  it('a call takes minutes and no drive: with half the contacts by phone, half the drives are left', () => {
    const villages = [village(60, 3, 10, 40), village(20, 1, 4, 12)];
    const atTheDoor = workload(villages, rule, usualAssumptions);
    const half = workload(villages, rule, { ...usualAssumptions, callsPercent: 50 });
    expect(half.trips).toBeCloseTo(atTheDoor.trips / 2, 9);
    expect(half.calls).toBeCloseTo(half.visits, 9);
    expect(half.days.calling).toBeCloseTo((half.calls * 10) / 360, 9);
    expect(half.days.all).toBeLessThan(atTheDoor.days.all);
  });

  it('calls only as often in a row as the rule allows: after two calls a third of the contacts is at the door', () => {
    const villages = [village(60, 3, 10, 40)];
    const always = workload(villages, rule, usualAssumptions, { high: 0, key: 0, ordinary: 0 });
    const mixed = workload(villages, rule, usualAssumptions, { high: 2, key: 2, ordinary: 2 });
    expect(always.calls).toBeCloseTo(0);
    expect(mixed.visits).toBeCloseTo(always.visits / 3);
    expect(mixed.visits + mixed.calls).toBeCloseTo(always.visits);
    expect(mixed.days.all).toBeLessThan(always.days.all);
  });

  it('double at the door where two go together, and not on the phone', () => {
    const villages = [village(60, 3, 10, 40)];
    const alone = workload(villages, rule, { ...usualAssumptions, callsPercent: 20 });
    const two = workload(villages, rule, { ...usualAssumptions, callsPercent: 20, workersPerTrip: 2 });
    expect(two.days.visiting + two.days.driving).toBeCloseTo(2 * (alone.days.visiting + alone.days.driving), 9);
    expect(two.days.calling).toBe(alone.days.calling);
  });

  it('never grow when people are visited less often, and add up village by village', () => {
    fc.assert(
      fc.property(fc.array(anyVillage, { maxLength: 12 }), anyRule, fc.nat(100), (villages, every, callsPercent) => {
        const given: Assumptions = { ...usualAssumptions, callsPercent };
        const now = workload(villages, every, given);
        const seldom = { high: every.high + 1, key: every.key + 1, ordinary: every.ordinary + 1 };
        expect(workload(villages, seldom, given).days.all).toBeLessThanOrEqual(now.days.all + 1e-9);
        const apart = villages.reduce((sum, one) => sum + workload([one], every, given).days.all, 0);
        expect(now.days.all).toBeCloseTo(apart, 6);
        expect(now.days.all).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('are held against the station workers’ days and a part of the village workers’', () => {
    expect(daysThereAre({ stationWorkers: 4, villageWorkers: 0 }, usualAssumptions)).toBe(84);
    expect(daysThereAre({ stationWorkers: 4, villageWorkers: 10 }, usualAssumptions)).toBe(126);
  });
});
