/** The sketch of a station's villages stays readable: no name lies on another, however many villages lie in one valley. */
import { derivedId } from '@yimi/kernel';
import { directions, usualTripRule } from '@yimi/services';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TripBoard } from '../screens/trips/trip-api.ts';
import { drawing, drawn } from '../screens/trips/village-drawing.ts';

const id = (n: number): string => derivedId('village drawing', String(n));

function board(villages: readonly { minutes: number; direction: number }[]): TripBoard {
  return {
    ...{ stationId: id(-1), stationName: '', stations: [], today: '2026-03-10', rule: usualTripRule },
    rooms: villages.map(({ minutes }, n) => ({ id: id(n), name: `归稔${'村屯'.charAt(n % 2)}`, minutesAway: minutes })),
    facts: villages.map(({ direction }, n) => ({
      ...{ id: id(n), minutes: null, direction: directions[direction] ?? null },
      ...{ officeDays: [], officeFrom: 540, officeTo: 1020 },
    })),
    ...{ drives: [], people: [], errands: [], trips: [], stops: [], ticks: [], visits: [], members: [] },
  };
}

it('sets ten villages anywhere around the station without one name on another, all within the sheet', () => {
  const village = fc.record({ minutes: fc.integer({ min: 5, max: 150 }), direction: fc.integer({ min: 0, max: 8 }) });
  fc.assert(
    fc.property(fc.array(village, { minLength: 1, maxLength: 10 }), (villages) => {
      const boxes = drawn(board(villages)).map(({ name, label: { x, y, anchor } }) => {
        const wide = name.length * 13;
        const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
        return { left, right: left + wide, top: y - 11, bottom: y + 1 };
      });
      for (const [at, one] of boxes.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        expect(one.right).toBeLessThanOrEqual(drawing.width);
        for (const other of boxes.slice(at + 1)) {
          const apart =
            one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});

it('shows whether it is known where a village lies', () => {
  const [known, unknown] = drawn(
    board([
      { minutes: 30, direction: 2 },
      { minutes: 60, direction: 8 },
    ]),
  );
  expect([known?.known, unknown?.known]).toEqual([true, false]);
  expect(known?.x).toBeGreaterThan(drawing.width / 2);
});
