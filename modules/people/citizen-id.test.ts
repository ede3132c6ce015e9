/** GB 11643: the standard's own example, and the property that any slip of one character is found. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCitizenId, withCheckDigit } from './citizen-id.ts';

it('reads birth date and sex from the standard example', () => {
  expect(readCitizenId('11010519491231002X')).toEqual({ birthDay: '1949-12-31', sex: 'female', lastFour: '002X' });
  expect(readCitizenId('11010519491231002x')?.lastFour).toBe('002X');
});

it('refuses every number in which one digit was mistyped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const right = '11010519491231002X';
      const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
      expect(readCitizenId(wrong)).toBeNull();
    }),
  );
});

it('refuses a day that no calendar has, whatever its check digit', () => {
  expect(readCitizenId(withCheckDigit('11010519490230002'))).toBeNull();
  expect(readCitizenId('1.10105E+17')).toBeNull();
});
