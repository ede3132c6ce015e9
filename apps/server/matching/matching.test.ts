/** Matching is held to what it promises, on invented weeks and on small ones that can be tried out in full. */

import type { Ask, Helper, TaskNetwork } from '@yimi/volunteers';
import { choicesFor, greedyAssignment, limits, taskNetwork, worthOf } from '@yimi/volunteers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimumByFlow } from '../../../bench/matching/min-cost-flow.ts';
import type { Size, Week } from '../../../bench/matching/week.ts';
import { inventedWeek } from '../../../bench/matching/week.ts';
import { bestAssignment } from './best-assignment.ts';

const seeds = fc.integer({ min: 0, max: 1_000_000 });
const small = fc.record({
  asks: fc.integer({ min: 1, max: 5 }),
  helpers: fc.integer({ min: 1, max: 4 }),
  villages: fc.integer({ min: 1, max: 2 }),
});
const middling: Size = { asks: 60, helpers: 50, villages: 9 };

function networkOf({ asks, helpers, minutesBetween }: Week, most = 20): TaskNetwork {
  return taskNetwork(asks, helpers, choicesFor(asks, helpers, minutesBetween, most));
}

/** Who was given whom, by id. */
function tasksOf(network: TaskNetwork, chosen: readonly number[]): { askId: string; helperId: string }[] {
  return chosen.map((at) => {
    const pair = network.pairs[at];
    return {
      askId: network.asks[pair?.ask ?? -1]?.id ?? '',
      helperId: network.helpers[pair?.helper ?? -1]?.id ?? '',
    };
  });
}

/** The limits told once more, from the people and not from the program's candidates. */
function broken(week: Week, tasks: readonly { askId: string; helperId: string }[]): string[] {
  const asks = new Map(week.asks.map((ask) => [ask.id, ask]));
  const helpers = new Map(week.helpers.map((helper) => [helper.id, helper]));
  const given = new Map<string, number>();
  const faults: string[] = [];
  for (const { askId, helperId } of tasks) {
    const ask = asks.get(askId);
    const helper = helpers.get(helperId);
    if (ask === undefined || helper === undefined) {
      faults.push('unknown');
      continue;
    }
    given.set(helperId, (given.get(helperId) ?? 0) + 1);
    const away = ask.villageId === helper.villageId ? 0 : week.minutesBetween(ask.villageId, helper.villageId);
    if (away === null || away > helper.mostMinutes) faults.push('way');
    if (ask.helperSex !== null && ask.helperSex !== helper.sex) faults.push('sex');
    if (ask.languages.length > 0 && ask.languages.every((one) => !helper.languages.includes(one)))
      faults.push('language');
    if (ask.declinedBy.includes(helperId)) faults.push('declined');
    if (helper.free === 0 || (ask.times !== 0 && (ask.times & helper.free) === 0)) faults.push('time');
  }
  if (new Set(tasks.map((task) => task.askId)).size !== tasks.length) faults.push('a need twice');
  for (const [id, n] of given) {
    const helper = helpers.get(id);
    if (helper !== undefined && helper.given + n > helper.places) faults.push('places');
  }
  return faults;
}

/** Every assignment there is, tried. */
function bruteForce(network: TaskNetwork): number {
  const pairsOf = network.asks.map((_, ask) => network.pairs.flatMap((pair, at) => (pair.ask === ask ? [at] : [])));
  const from = (ask: number, chosen: readonly number[]): number => {
    if (ask === pairsOf.length) return worthOf(network, chosen) ?? Number.NEGATIVE_INFINITY;
    return Math.max(from(ask + 1, chosen), ...(pairsOf[ask] ?? []).map((at) => from(ask + 1, [...chosen, at])));
  };
  return from(0, []);
}

describe('the assignment of a week', () => {
  it('breaks no limit and gives no need twice, neither the best one nor the greedy one', async () => {
    let given = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const week = inventedWeek(seed, middling);
        const network = networkOf(week);
        const best = await bestAssignment(network);
        given += best.chosen.length;
        expect(best.greedyBecause).toBeNull();
        expect(broken(week, tasksOf(network, best.chosen))).toEqual([]);
        expect(broken(week, tasksOf(network, greedyAssignment(network)))).toEqual([]);
      }),
      { numRuns: 12 },
    );
    expect(given).toBeGreaterThan(12);
  });

  it('is as good as the best of all that there are', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, small, async (seed, size) => {
        const network = networkOf(inventedWeek(seed, size));
        const best = bruteForce(network);
        expect((await bestAssignment(network)).worth).toBe(best);
        expect(optimumByFlow(network)).toBe(best);
      }),
      { numRuns: 25 },
    );
  });

  it('is worth what a second, independent solver finds, and greedy never more', async () => {
    const seen: boolean[] = [];
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const network = networkOf(inventedWeek(seed, middling), 6);
        const { worth, greedyWorth } = await bestAssignment(network);
        expect(worth).toBe(optimumByFlow(network));
        expect(greedyWorth).toBeLessThanOrEqual(worth);
        seen.push(greedyWorth < worth);
      }),
      { numRuns: 12 },
    );
    // Were greedy always as good, there would be nothing to solve.
    expect(seen).toContain(true);
  });

  it('comes out the same each time, and worth the same in whatever order needs and helpers come', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const week = inventedWeek(seed, middling);
        const turned = { ...week, asks: [...week.asks].reverse(), helpers: [...week.helpers].reverse() };
        const [one, again, other] = [networkOf(week), networkOf(week), networkOf(turned)];
        const best = await bestAssignment(one);
        expect(tasksOf(again, (await bestAssignment(again)).chosen)).toEqual(tasksOf(one, best.chosen));
        expect(await bestAssignment(other)).toEqual(best);
        expect(other).toEqual(one);
      }),
      { numRuns: 6 },
    );
  });

  it('is the greedy one, and says so, when the solver is given no time', async () => {
    const network = networkOf(inventedWeek(7, middling));
    const best = await bestAssignment(network, 0);
    expect(best.greedyBecause).toBe('out-of-time');
    expect(best.chosen).toEqual(greedyAssignment(network));
    expect(best.worth).toBe(best.greedyWorth);
  });

  it('is the greedy one for who asks while two others are being solved, so that no desk takes all cores', async () => {
    const network = networkOf(inventedWeek(11, middling));
    const [one, two, three] = await Promise.all([0, 1, 2].map(() => bestAssignment(network)));
    expect([one?.greedyBecause, two?.greedyBecause, three?.greedyBecause]).toEqual([null, null, 'busy']);
    expect(three?.chosen).toEqual(greedyAssignment(network));
    expect((await bestAssignment(network)).greedyBecause).toBeNull();
  });

  it('of a week without anybody who could help is empty', async () => {
    const network = networkOf(inventedWeek(3, { asks: 4, helpers: 0, villages: 2 }));
    expect(await bestAssignment(network)).toEqual({ chosen: [], worth: 0, greedyWorth: 0, greedyBecause: null });
  });
});

const ask: Ask = {
  id: 'a',
  villageId: 'v1',
  personId: 'p',
  urgency: 'ordinary',
  skills: ['维修'],
  languages: ['侗'],
  helperSex: null,
  times: 0,
  declinedBy: [],
};
const helper: Helper = {
  id: 'h',
  villageId: 'v1',
  skills: ['维修'],
  languages: ['普通话', '侗'],
  sex: 'female',
  free: 0b10,
  mostMinutes: 30,
  places: 2,
  given: 0,
  served: [],
};
const way = (): number => 25;

describe('what is fair', () => {
  it('two equal needs go to two helpers, though one of them lives nearer to both', async () => {
    const asks = [ask, { ...ask, id: 'b', personId: 'q' }];
    const helpers = [helper, { ...helper, id: 'i', villageId: 'v2' }];
    const network = networkOf({ asks, helpers, minutesBetween: () => 10 });
    const tasks = tasksOf(network, (await bestAssignment(network)).chosen);
    expect(tasks.map((task) => task.helperId).sort()).toEqual(['h', 'i']);
  });

  it('who has tasks this week already comes after who has none', async () => {
    const helpers = [
      { ...helper, given: 1 },
      { ...helper, id: 'i' },
    ];
    const network = networkOf({ asks: [ask], helpers, minutesBetween: way });
    expect(tasksOf(network, (await bestAssignment(network)).chosen)).toEqual([{ askId: 'a', helperId: 'i' }]);
  });

  it('a village whose only need fits worse is not left out for a second need of another', async () => {
    const asks = [ask, { ...ask, id: 'b' }, { ...ask, id: 'c', villageId: 'v2', personId: null }];
    const network = networkOf({ asks, helpers: [helper], minutesBetween: way });
    const tasks = tasksOf(network, (await bestAssignment(network)).chosen);
    expect(tasks).toHaveLength(2);
    expect(tasks.map((task) => task.askId)).toContain('c');
  });

  it('an urgent need comes before an ordinary one that fits better', async () => {
    const asks = [ask, { ...ask, id: 'b', urgency: 'urgent' as const, skills: ['法律' as const] }];
    const network = networkOf({ asks, helpers: [{ ...helper, places: 1 }], minutesBetween: way });
    expect(tasksOf(network, (await bestAssignment(network)).chosen)).toEqual([{ askId: 'b', helperId: 'h' }]);
  });
});

describe('the candidates of a need', () => {
  it('say why: village, skill, knowing each other, language, time and load', () => {
    const [choice] = choicesFor([ask], [{ ...helper, given: 1, served: ['p'] }], way, 20);
    expect(choice?.candidates).toEqual([
      {
        helperId: 'h',
        fit: 95,
        reasons: [
          { code: 'same-village' },
          { code: 'skill', skill: '维修' },
          { code: 'served-before' },
          { code: 'language', language: '侗' },
          { code: 'free', halfDay: 1, among: 1 },
          { code: 'load', given: 1, places: 2 },
        ],
      },
    ]);
  });

  it.each([
    ['too-far', { villageId: 'v2', mostMinutes: 24 }, {}],
    ['no-place', { given: 2 }, {}],
    ['no-time', { free: 0 }, {}],
    ['no-time', {}, { times: 0b1 }],
    ['sex', {}, { helperSex: 'male' as const }],
    ['sex', { sex: null }, { helperSex: 'female' as const }],
    ['language', { languages: ['普通话' as const] }, {}],
    ['declined', {}, { declinedBy: ['h'] }],
  ] as const)('leave out whoever is stopped by %s, and count it', (limit, ofHelper, ofAsk) => {
    const [choice] = choicesFor([{ ...ask, ...ofAsk }], [{ ...helper, ...ofHelper }], way, 20);
    const none = Object.fromEntries(limits.map((one) => [one, 0]));
    expect(choice?.candidates).toEqual([]);
    expect(choice?.stopped).toEqual({ ...none, [limit]: 1 });
  });

  it('nobody is proposed over a way that is not known, and nobody is ruled out by a language that is not', () => {
    const [choice] = choicesFor([ask], [{ ...helper, villageId: 'v2' }], () => null, 20);
    expect(choice?.candidates).toEqual([]);
    expect(choice?.stopped['way-unknown']).toBe(1);
    const [open] = choicesFor([{ ...ask, languages: [] }], [{ ...helper, languages: [] }], way, 20);
    expect(open?.candidates).toHaveLength(1);
  });

  it('are at most as many as asked for, the best first and equal ones by id', () => {
    const helpers = ['c', 'a', 'b'].map((id) => ({ ...helper, id }));
    const [choice] = choicesFor([ask], [...helpers, { ...helper, id: '0', skills: [] }], way, 2);
    expect(choice?.candidates.map((one) => one.helperId)).toEqual(['a', 'b']);
  });
});
