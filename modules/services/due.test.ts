/** Who is due when, where a county says how far a call (电话) may stand in for a visit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRule, dueOn, fromVisits, withVisit } from './due.ts';
import type { Calls, Care, Visit } from './tables.ts';

const id = '0195e2a0-0000-7000-8000-000000000001';
const fresh: Care = {
  ...{ id, roomId: id, stationId: id, risk: 'key', groups: [], active: true, registeredOn: '2026-01-01' },
  ...{ lastVisitOn: null, lastMetOn: null, lastSeenOn: null, dueOn: '2026-01-31', visits: 0, pairReason: null },
};
const ruled = (calls: Calls['key']) => ({ ...defaultRule, calls: { ...defaultRule.calls, key: calls } });

function contact(occurredOn: string, mode: 'home' | 'phone', result: 'home' | 'nobody' = 'home'): Visit {
  return {
    ...{ id, clientId: id, recordedFor: null, heldIn: id, archived: false, roomId: id, stationId: id, authorId: id },
    ...{ authorRole: 'station-worker', occurredOn, occurredAt: 0, recordedAt: 0, plausible: true, mode, result },
    ...{ risk: 'key', groups: [], findings: null, needs: [], state: 'counted', stateReason: null, review: 'open' },
    withoutConsent: false,
    ...{ question: null, answer: null, reviewedBy: null },
  };
}

describe('A person of key risk, every thirty days', () => {
  it('is due thirty days after a call as after a visit, as long as the county sets no limit', () => {
    expect(withVisit(fresh, contact('2026-02-01', 'phone'), ruled(null)).dueOn).toBe('2026-03-03');
  });

  it('must be met at the door where calls are no substitute: a call moves nothing', () => {
    const called = withVisit(fresh, contact('2026-01-20', 'phone'), ruled(0));
    expect([called.lastMetOn, called.lastSeenOn, called.dueOn]).toEqual(['2026-01-20', null, '2026-01-31']);
    expect(withVisit(called, contact('2026-01-25', 'home'), ruled(0)).dueOn).toBe('2026-02-24');
  });

  it('may be called twice in a row and must then be met, where two calls in a row are allowed', () => {
    const rule = ruled(2);
    let state = withVisit(fresh, contact('2026-01-10', 'home'), rule);
    for (const [day, due] of [
      ['2026-02-09', '2026-03-11'],
      ['2026-03-11', '2026-04-10'],
      ['2026-04-08', '2026-04-10'],
    ] as const) {
      state = withVisit(state, contact(day, 'phone'), rule);
      expect(state.dueOn).toBe(due);
    }
    expect(withVisit(state, contact('2026-04-10', 'home'), rule).dueOn).toBe('2026-05-10');
  });

  it('is not seen by whoever found nobody at home', () => {
    expect(withVisit(fresh, contact('2026-01-20', 'home', 'nobody'), ruled(1)).lastSeenOn).toBeNull();
  });

  it('is due the same day in whatever order the records arrive (S4)', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
    const any = fc.tuple(day, fc.constantFrom('home', 'phone'), fc.constantFrom('home', 'nobody'));
    const limit = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
    fc.assert(
      fc.property(fc.array(any as fc.Arbitrary<[string, 'home' | 'phone', 'home' | 'nobody']>), limit, (all, calls) => {
        const visits = all.map((one) => contact(...one));
        const rule = ruled(calls);
        expect(fromVisits(fresh, visits.toReversed(), rule)).toEqual(fromVisits(fresh, visits, rule));
      }),
    );
  });

  it('never falls due later under a limit than without one', () => {
    const seen = { ...fresh, lastMetOn: '2026-02-20', lastSeenOn: '2026-01-05' };
    const days = [null, 9, 3, 2, 1, 0].map((calls) => dueOn(ruled(calls), seen));
    expect(days).toEqual(days.toSorted().reverse());
  });
});
