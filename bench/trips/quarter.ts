/**
 * A quarter of a township under one policy. The day is driven on the true roads: what does not fit before the hour of
 * return is not done; a door in ten stays shut, the same doors for every policy.
 */
import { addDays, derivedId, mix32 } from '@yimi/kernel';
import { stayFor, timetable, usualHabits, workdays } from '@yimi/services';
import type { Policy, Round } from './policies.ts';
import type { Township } from './township.ts';
import { every } from './township.ts';

const firstDay = '2026-03-02';
const workingDays = 65;
const team = ['a', 'b'];
const shutDoors = 0.1;

export interface Quarter {
  personDays: number;
  /** People met who were due, or would have been soon. */
  visits: number;
  driveMinutes: number;
  /** Share of people who are overdue, averaged over the evenings. */
  overdueShare: number;
}

export function quarter(township: Township, policy: Policy, seed: number): Quarter {
  const days = workdays(firstDay, workingDays + 10);
  const dueOn = new Map(township.people.map((person) => [person.id, addDays(firstDay, person.firstDue)]));
  const risks = new Map(township.people.map((person) => [person.id, person.risk]));
  const sum: Quarter = { personDays: 0, visits: 0, driveMinutes: 0, overdueShare: 0 };
  for (let n = 0; n < workingDays; n++) {
    const today = days[n] ?? firstDay;
    const round = policy({ township, today, days: days.slice(n, n + 10), dueOn, team });
    const { met, driveMinutes } = drive(township, round, (id) => shut(seed, id, today));
    if (driveMinutes > 0) {
      sum.personDays += team.length;
      sum.driveMinutes += driveMinutes;
    }
    sum.visits += met.length;
    for (const id of met) dueOn.set(id, addDays(today, every[risks.get(id) ?? 'ordinary']));
    const overdue = [...dueOn.values()].filter((day) => day < today).length;
    sum.overdueShare += overdue / township.people.length / workingDays;
  }
  return sum;
}

function shut(seed: number, id: string, today: string): boolean {
  return mix32(derivedId(id, today), seed) / 2 ** 32 < shutDoors;
}

function drive(township: Township, round: Round, isShut: (id: string) => boolean) {
  const pairs = new Set(township.people.filter((person) => person.pair).map((person) => person.id));
  const done: { roomId: string; people: string[] }[] = [];
  const endsInTime = (): boolean => backAt(township, done, pairs).backAt <= usualHabits.backBy;
  for (const { roomId, people } of round) {
    const here: { roomId: string; people: string[] } = { roomId, people: [] };
    done.push(here);
    for (const id of people) {
      here.people.push(id);
      if (!endsInTime()) here.people.pop();
    }
    if (here.people.length === 0) done.pop();
  }
  const met = done.flatMap(({ people }) => people).filter((id) => !isShut(id));
  return { met, driveMinutes: done.length === 0 ? 0 : backAt(township, done, pairs).driveMinutes };
}

function backAt(
  township: Township,
  done: readonly { roomId: string; people: readonly string[] }[],
  pairs: Set<string>,
) {
  const halts = done.map(({ roomId, people }) => {
    const two = people.filter((id) => pairs.has(id)).length;
    const work = { pairs: two, singles: people.length - two, errands: 0 };
    return { roomId, stayMinutes: stayFor(work, team.length, usualHabits) ?? 0 };
  });
  return timetable(township.stationId, halts, township.truth, usualHabits);
}
