/**
 * Person-days per 100 due visits: proposed trips against two ways to go without a planner, over a quarter of several
 * townships, on the same roads, with the same team, hours, patience and shut doors. The planner's constants were tuned on
 * other townships (seeds 100 to 102) than those that are reported.
 */
import type { BenchRun, Figures } from '../main.ts';
import { mostOverdueVillage, nearestFirst, planned } from './policies.ts';
import type { Quarter } from './quarter.ts';
import { quarter } from './quarter.ts';
import { kinds, township } from './township.ts';

const policies = { planned, mostOverdueVillage, nearestFirst } as const;
const names = ['planned', 'mostOverdueVillage', 'nearestFirst'] as const;

interface Line {
  readonly personDaysPer100: number;
  readonly personDays: number;
  readonly visits: number;
  readonly driveHours: number;
  readonly overduePercent: number;
}

const firstSeed = 1;
const seeds = 4;

export async function run({ say }: BenchRun): Promise<Figures> {
  const sums: Record<string, Record<(typeof names)[number], Quarter[]>> = {};
  let planMs = 0;
  for (const kind of kinds) {
    const of = { planned: [], mostOverdueVillage: [], nearestFirst: [] } as Record<(typeof names)[number], Quarter[]>;
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const place = township(kind, seed * 7919);
      for (const name of names) {
        const began = performance.now();
        of[name].push(quarter(place, policies[name], seed));
        if (name === 'planned') planMs += performance.now() - began;
      }
      say(`${kind.name}, township ${seed}`);
    }
    sums[kind.name] = of;
  }
  const all = Object.values(sums);
  const total = table(Object.fromEntries(names.map((name) => [name, all.flatMap((of) => of[name])])));
  const [mine = 0, village = 0, nearest = 0] = names.map((name) => total[name]?.personDaysPer100 ?? 0);
  return {
    townships: seeds * kinds.length,
    ...total,
    ratioToMostOverdueVillage: round(mine / village, 3),
    ratioToNearestFirst: round(mine / nearest, 3),
    byKind: Object.fromEntries(Object.entries(sums).map(([name, of]) => [name, table(of)])),
    planMillisecondsPerMorning: round(planMs / (seeds * kinds.length * 65), 1),
  };
}

function table(of: Record<string, readonly Quarter[]>): Record<string, Line> {
  return Object.fromEntries(Object.entries(of).map(([name, quarters]) => [name, line(quarters)]));
}

function line(quarters: readonly Quarter[]): Line {
  const sum = (pick: (one: Quarter) => number): number => quarters.reduce((all, one) => all + pick(one), 0);
  const personDays = sum((one) => one.personDays);
  const visits = sum((one) => one.visits);
  return {
    personDaysPer100: round((personDays / visits) * 100, 2),
    personDays,
    visits,
    driveHours: Math.round(sum((one) => one.driveMinutes) / 60),
    overduePercent: round((sum((one) => one.overdueShare) / quarters.length) * 100, 1),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
