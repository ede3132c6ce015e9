/** What comes while a lot is under way goes as one lot; nobody is mixed up, kept waiting or lost. */
import { describe, expect, it } from 'vitest';
import { Gathering } from './gathering.ts';

/** A run that ends when the test says so. */
function held() {
  const lots: { items: readonly number[]; end: () => void; fail: (error: unknown) => void }[] = [];
  const run = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve, reject) => {
      lots.push({ items, end: () => resolve(items.map((item) => item * 10)), fail: reject });
    });
  return { lots, run };
}

describe('gathering', () => {
  it('sends who comes alone at once, and all who come meanwhile together, each with the own answer', async () => {
    const { lots, run } = held();
    const gathering = new Gathering(run, 100);
    const first = gathering.add('a', 1, 1);
    const later = [3, 4, 5].map((item) => gathering.add('a', item, 1));
    expect(lots.map((lot) => lot.items)).toEqual([[1]]);
    lots[0]?.end();
    expect(await first).toBe(10);
    expect(lots.map((lot) => lot.items)).toEqual([[1], [3, 4, 5]]);
    lots[1]?.end();
    expect(await Promise.all(later)).toEqual([30, 40, 50]);
  });

  it('keeps lanes apart, and lots within the weight, but takes what is heavy by itself', async () => {
    const { lots, run } = held();
    const gathering = new Gathering(run, 10);
    for (const item of [1, 2]) void gathering.add('a', item, 1);
    for (const [item, weight] of [
      [3, 20],
      [4, 6],
      [5, 6],
    ] as const)
      void gathering.add('a', item, weight);
    void gathering.add('b', 6, 1);
    expect(lots.map((lot) => lot.items)).toEqual([[1], [6]]);
    for (let at = 0; at < 6; at++) {
      lots[at]?.end();
      await Promise.resolve().then(() => undefined);
      await new Promise((done) => setTimeout(done, 0));
    }
    expect(lots.map((lot) => lot.items)).toEqual([[1], [6], [2], [3], [4], [5]]);
  });

  it('gives those who were just answered a moment to come again, and goes on when all are here or it is over', async () => {
    const { lots, run } = held();
    const ends: (() => void)[] = [];
    const asked: [number, number][] = [];
    const gathering = new Gathering(run, 100, (recently, waiting) => {
      asked.push([recently, waiting]);
      return recently < 2 ? null : new Promise<void>((end) => ends.push(end));
    });
    const settled = () => new Promise((done) => setTimeout(done, 0));
    void gathering.add('a', 1, 1);
    for (const item of [2, 3]) void gathering.add('a', item, 1);
    lots[0]?.end();
    await settled();
    expect(lots.map((lot) => lot.items)).toEqual([[1]]);
    void gathering.add('a', 4, 1);
    await settled();
    expect(lots.map((lot) => lot.items)).toEqual([[1], [2, 3, 4]]);
    lots[1]?.end();
    await settled();
    void gathering.add('a', 5, 1);
    await settled();
    expect(lots).toHaveLength(2);
    ends[1]?.();
    await settled();
    expect(lots.map((lot) => lot.items)).toEqual([[1], [2, 3, 4], [5]]);
    expect(asked).toEqual([
      [1, 1],
      [3, 2],
      [3, 0],
    ]);
  });

  it('tells all of a lot that it failed, and goes on with the next', async () => {
    const { lots, run } = held();
    const gathering = new Gathering(run, 100);
    const early = gathering.add('a', 1, 1);
    const together = [2, 3].map((item) => gathering.add('a', item, 1));
    lots[0]?.fail(new Error('gone'));
    await expect(early).rejects.toThrow('gone');
    await new Promise((done) => setTimeout(done, 0));
    const later = gathering.add('a', 4, 1);
    lots[1]?.fail(new Error('gone as well'));
    for (const one of await Promise.allSettled(together)) expect(one.status).toBe('rejected');
    await new Promise((done) => setTimeout(done, 0));
    lots[2]?.end();
    expect(await later).toBe(40);
  });
});
