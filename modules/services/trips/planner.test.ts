/** Given villages, people due and a car, when trips are proposed, then each can be driven and says why it is proposed. */
import { addDays, derivedId } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import type { DueVisit, Situation } from './planner.ts';
import { planTrips, weekday, workdays } from './planner.ts';
import { bestOrder, wayMinutes } from './route.ts';
import { stayFor, timetable, usualHabits } from './timetable.ts';
import type { PlaceOnTheWay } from './travel.ts';
import { waysOf } from './travel.ts';

const id = (label: string): string => derivedId('planner', label);
const station = id('station');
const monday = '2026-03-09';

function places(...list: readonly [string, number | null, PlaceOnTheWay['direction']][]): PlaceOnTheWay[] {
  return list.map(([name, minutes, direction]) => ({ id: id(name), minutes, direction }));
}

/** 桥头 and 上塘 lie along one valley to the north, 大瑶冲 far to the south. */
const three = places(['桥头', 40, 'n'], ['上塘', 60, 'n'], ['大瑶冲', 90, 's']);

function due(name: string, n: number, dueOn: string, more: Partial<DueVisit> = {}): DueVisit[] {
  return Array.from({ length: n }, (_, at) => ({
    clientId: id(`${name} ${at} ${dueOn}`),
    roomId: id(name),
    dueOn,
    risk: 'key' as const,
    pair: false,
    ...more,
  }));
}

function situation(more: Partial<Situation> = {}): Situation {
  return {
    stationId: station,
    today: monday,
    days: workdays(monday, 10),
    villages: three.map((place) => ({ id: place.id, office: null })),
    ways: waysOf(station, three, []),
    visits: [],
    errands: [],
    free: () => [id('蓝'), id('石')],
    teamSize: 2,
    habits: usualHabits,
    ...more,
  };
}

describe('proposed trips', () => {
  it('put the villages of one valley into one day and leave the other valley for another', () => {
    const visits = [...due('桥头', 6, monday), ...due('上塘', 6, monday), ...due('大瑶冲', 14, monday)];
    const { proposals, unserved } = planTrips(situation({ visits }));
    const ways = proposals.map((one) => one.stops.map((stop) => stop.roomId).sort());
    expect(ways).toContainEqual([id('桥头'), id('上塘')].sort());
    expect(ways).toContainEqual([id('大瑶冲')]);
    expect(proposals.length).toBe(2);
    expect(unserved).toEqual([]);
    expect(proposals.flatMap((one) => one.stops.flatMap((stop) => stop.clientIds)).length).toBe(26);
  });

  it('take along who is due soon and what is to be dropped off, but do not go out for them', () => {
    const soon = due('上塘', 2, addDays(monday, 5));
    const errand = { id: id('rice'), roomId: id('上塘'), kind: 'drop-off' as const, byDay: null };
    const withSomebodyDue = planTrips(
      situation({ visits: [...due('桥头', 1, monday), ...soon], errands: [errand], days: [monday] }),
    );
    expect(withSomebodyDue.proposals[0]?.serves).toMatchObject({ due: 1, soon: 2, errands: 1 });
    const alone = planTrips(situation({ visits: soon, errands: [errand], days: [monday] }));
    expect(alone.proposals).toEqual([]);
  });

  it('see high risk first when the day is too short for all, and say who is left and why', () => {
    const visits = [
      ...due('大瑶冲', 30, monday, { risk: 'ordinary', dueOn: addDays(monday, -8) }),
      ...due('大瑶冲', 2, monday, { risk: 'high' }),
    ];
    const { proposals, unserved } = planTrips(situation({ visits, days: [monday] }));
    const served = proposals[0]?.stops[0]?.clientIds ?? [];
    expect(proposals[0]?.serves.highRisk).toBe(2);
    expect(served.length + unserved.length).toBe(32);
    expect(new Set(unserved.map((one) => one.why))).toEqual(new Set(['no-time']));
  });

  it('send two to whom two must visit, and nobody when only one is free', () => {
    const visits = due('桥头', 1, monday, { pair: true });
    expect(planTrips(situation({ visits })).proposals[0]?.memberIds.length).toBe(2);
    const one = planTrips(situation({ visits, free: () => [id('蓝')] }));
    expect(one.proposals).toEqual([]);
    expect(one.unserved.map((left) => left.why)).toEqual(['needs-two']);
    expect(planTrips(situation({ visits, free: () => [] })).unserved.map((left) => left.why)).toEqual(['nobody-free']);
  });

  it('do an errand at the village office only while it is open', () => {
    const errand = { id: id('stamp'), roomId: id('桥头'), kind: 'errand' as const, byDay: monday };
    const open = (days: readonly number[], from: number, to: number) =>
      planTrips(
        situation({
          errands: [errand],
          days: [monday],
          villages: [{ id: id('桥头'), office: { days, from, to } }],
        }),
      );
    expect(open([1], 540, 1020).proposals[0]?.serves.errands).toBe(1);
    expect(open([2, 4], 540, 1020).unserved.map((one) => one.why)).toEqual(['office-closed']);
    expect(open([1], 960, 1020).proposals).toEqual([]);
  });

  it('never propose a way that cannot be back in time, and say that a village is too far', () => {
    const far = places(['天边', 260, 'w']);
    const { proposals, unserved } = planTrips(
      situation({
        visits: due('天边', 2, monday),
        ways: waysOf(station, far, []),
        villages: far.map((place) => ({ id: place.id, office: null })),
      }),
    );
    expect(proposals).toEqual([]);
    expect(unserved.map((one) => one.why)).toEqual(['too-far', 'too-far']);
  });

  it('send out in turn, so that the far villages are everybody’s', () => {
    const people = ['蓝', '石', '覃', '韦'].map(id);
    const visits = [...due('桥头', 20, monday), ...due('大瑶冲', 20, monday)];
    const { proposals } = planTrips(situation({ visits, free: () => people }));
    const out = proposals.slice(0, 2).flatMap((one) => one.memberIds);
    expect([...out].sort()).toEqual([...people].sort());
  });

  it('are the same whatever order the lists come in', () => {
    const visits = [...due('桥头', 6, monday), ...due('上塘', 9, addDays(monday, -3)), ...due('大瑶冲', 7, monday)];
    const once = planTrips(situation({ visits }));
    const again = planTrips(situation({ visits: [...visits].reverse() }));
    expect(again).toEqual(once);
  });
});

describe('the hours of a day on the road', () => {
  it('part the team and meet again: a pair takes two, everybody else one', () => {
    const habits = usualHabits;
    expect(stayFor({ singles: 4, pairs: 0, errands: 0 }, 2, habits)).toBe(50);
    expect(stayFor({ singles: 3, pairs: 0, errands: 0 }, 2, habits)).toBe(50);
    expect(stayFor({ singles: 2, pairs: 1, errands: 0 }, 2, habits)).toBe(50);
    expect(stayFor({ singles: 1, pairs: 1, errands: 0 }, 3, habits)).toBe(25);
    expect(stayFor({ singles: 1, pairs: 1, errands: 0 }, 1, habits)).toBeNull();
    // One of the two has half an hour to spare: the errand costs nothing.
    expect(stayFor({ singles: 3, pairs: 0, errands: 2 }, 2, habits)).toBe(50);
    expect(stayFor({ singles: 0, pairs: 0, errands: 3 }, 2, habits)).toBe(15);
  });

  it('add up driving, staying and one rest after noon', () => {
    const ways = waysOf(station, three, []);
    const halts = [
      { roomId: id('桥头'), stayMinutes: 100 },
      { roomId: id('上塘'), stayMinutes: 100 },
    ];
    const timed = timetable(station, halts, ways, usualHabits);
    expect(timed.halts.map((halt) => halt.arriveAt)).toEqual([550, 670]);
    expect(timed.driveMinutes).toBe(40 + 20 + 60);
    expect(timed.backAt).toBe(510 + 120 + 200 + 45);
    expect(timed.estimated).toBe(true);
  });

  it('take measured minutes before estimates, and estimate from direction, else from the middle', () => {
    const drive = { id: id('drive'), oneId: id('桥头'), otherId: id('上塘'), minutes: 33 };
    expect(waysOf(station, three, [drive]).leg(id('上塘'), id('桥头'))).toEqual({ minutes: 33, estimated: false });
    expect(waysOf(station, three, []).leg(id('桥头'), id('大瑶冲'))).toEqual({ minutes: 130, estimated: true });
    const nowhere = places(['甲', 40, null], ['乙', 60, null], ['丙', null, null]);
    expect(waysOf(station, nowhere, []).leg(id('甲'), id('乙'))).toEqual({ minutes: 60, estimated: true });
    expect(waysOf(station, nowhere, []).leg(station, id('丙'))).toEqual({ minutes: 60, estimated: true });
  });

  it('order up to eight villages as no other order could be shorter, and twelve no longer than as they came', () => {
    const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
    const many = places(
      ...Array.from({ length: 12 }, (_, n): [string, number, (typeof directions)[number]] => [
        `v${n}`,
        20 + ((n * 37) % 70),
        directions[(n * 5) % 8] ?? 'n',
      ]),
    );
    const ways = waysOf(station, many, []);
    const ids = many.map((place) => place.id);
    const five = ids.slice(0, 5);
    const all = permutations(five).map((order) => wayMinutes(station, order, ways));
    expect(wayMinutes(station, bestOrder(station, five, ways), ways)).toBe(Math.min(...all));
    expect(wayMinutes(station, bestOrder(station, ids, ways), ways)).toBeLessThan(wayMinutes(station, ids, ways));
  });
});

describe('days', () => {
  it('knows Monday, and skips the weekend', () => {
    expect(weekday(monday)).toBe(1);
    expect(workdays('2026-03-13', 3)).toEqual(['2026-03-13', '2026-03-16', '2026-03-17']);
  });
});

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one, at) =>
    permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
  );
}
