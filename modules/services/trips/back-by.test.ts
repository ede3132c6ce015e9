import { startOfDay } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import { backByInstant, backByMinute, notBack } from './back-by.ts';

const day = '2026-11-23';
const at = (hour: number, minute = 0): number => startOfDay(day) + (hour * 60 + minute) * 60_000;
const trip = (startedAt: number | null) => ({
  state: 'under-way' as const,
  day,
  startedAt,
  leaveAt: 8 * 60 + 30,
  backBy: 17 * 60 + 30,
});

describe('the hour by which a trip is back', () => {
  it('is the planned one, also for who leaves an hour late: the night comes no later', () => {
    expect(backByInstant(trip(at(9, 30)))).toBe(at(17, 30));
    expect(notBack([trip(at(9, 30))], at(17, 31))).toHaveLength(1);
  });

  it('is on the day on which they really left', () => {
    const early = { ...trip(at(8, 30) - 86_400_000) };
    expect(backByInstant(early)).toBe(at(17, 30) - 86_400_000);
  });

  it('moves for who leaves only when it has passed: nobody is missed before they are out of the door', () => {
    const evening = trip(at(17, 48));
    expect(backByInstant(evening)).toBe(at(26, 48));
    expect(notBack([evening], at(17, 49))).toEqual([]);
    expect(notBack([evening], at(26, 49))).toHaveLength(1);
    expect(backByMinute(evening)).toBe(2 * 60 + 48);
  });
});
