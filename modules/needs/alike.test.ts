/** Which needs are proposed as one, and which are left alone. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AskedNeed } from './alike.ts';
import { alikeness, alikeTo } from './alike.ts';

const need = (id: string, more: Partial<AskedNeed> = {}): AskedNeed => ({
  ...{ id, kind: '助餐', clientId: null, householdId: null, heldIn: '木桥村', receivedOn: '2026-03-01', words: null },
  ...more,
});

it('the same person who asks for the same again within two months is proposed, later or for something else is not', () => {
  const mine = need('a', { clientId: '杨' });
  const again = need('b', { clientId: '杨', receivedOn: '2026-04-30' });
  const late = need('c', { clientId: '杨', receivedOn: '2026-05-01' });
  const other = need('d', { clientId: '杨', kind: '出行' });
  expect(alikeTo(mine, [mine, again, late, other])).toEqual([{ id: 'b', reason: 'same-person' }]);
});

it('a household counts as one asker, and stands behind the person themselves', () => {
  const mine = need('a', { clientId: '杨', householdId: '户' });
  const spouse = need('b', { clientId: '韦', householdId: '户' });
  const self = need('c', { clientId: '杨', householdId: '户' });
  expect(alikeTo(mine, [spouse, self])).toEqual([
    { id: 'c', reason: 'same-person' },
    { id: 'b', reason: 'same-household' },
  ]);
});

it('nearly the same words from one village are proposed whatever their kind; from another village, or few words, they are not', () => {
  const mine = need('a', { words: '村口的路灯坏了三个月，晚上看不见' });
  const alike = need('b', { kind: '环境保护', words: '村口路灯坏了三个月 晚上看不见。' });
  const far = need('c', { heldIn: '枫香村', words: '村口的路灯坏了三个月，晚上看不见' });
  const unlike = need('d', { words: '孙子放学没人管，能不能有个托管' });
  expect(alikeTo(mine, [alike, far, unlike])).toEqual([{ id: 'b', reason: 'same-words' }]);
  expect(alikeTo(need('e', { words: '想订饭' }), [need('f', { words: '想订饭' })])).toEqual([]);
});

it('being alike goes both ways, lies between 0 and 1, and is 1 only of a text with itself said at length', () => {
  const text = fc.string({ unit: fc.constantFrom(...'村口路灯坏了没人修理，。 '), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const n = alikeness(one, other);
      expect(n).toBe(alikeness(other, one));
      expect(n).toBeGreaterThanOrEqual(0);
      expect(n).toBeLessThanOrEqual(1);
      const letters = [...one.replace(/[\s\p{P}]/gu, '')].length;
      expect(alikeness(one, one)).toBe(letters >= 5 ? 1 : 0);
    }),
  );
});
