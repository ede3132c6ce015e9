/**
 * Proposes trips for the coming days (the far-villages problem): which villages go into one day's way, in which order, whom
 * a team of that size reaches in the time, and why. It goes out on a day on which somebody must be seen and takes along
 * what lies near: people due soon, drop-offs, errands. Pure and deterministic, so that phone and desk propose the same; a
 * person decides.
 *
 * For each day: begin with each village that someone must be seen in, add the village that brings most for its minutes
 * until nothing more fits, try exchanges, keep the best day; what it serves is off the list for the days after.
 */
import type { Day } from '@yimi/kernel';
import { addDays, daysBetween } from '@yimi/kernel';
import type { Risk } from '@yimi/people';
import { bestOrder, cheapestInsertion } from './route.ts';
import type { Task } from './tasks.ts';
import { tasksOn } from './tasks.ts';
import { whoGoes } from './teams.ts';
import type { Habits } from './timetable.ts';
import { stayFor, timetable } from './timetable.ts';
import type { Ways } from './travel.ts';

export interface DueVisit {
  readonly clientId: string;
  readonly roomId: string;
  readonly dueOn: Day;
  readonly risk: Risk;
  /** Visited by two. */
  readonly pair: boolean;
}

export interface OpenErrand {
  readonly id: string;
  readonly roomId: string;
  readonly kind: 'drop-off' | 'errand' | 'collect';
  readonly byDay: Day | null;
}

export interface Village {
  readonly id: string;
  /** Null when nobody has said: then it is taken to be open. */
  readonly office: { readonly days: readonly number[]; readonly from: number; readonly to: number } | null;
}

export interface Situation {
  readonly stationId: string;
  readonly today: Day;
  /** Days on which a trip may leave, in order. */
  readonly days: readonly Day[];
  readonly villages: readonly Village[];
  readonly ways: Ways;
  readonly visits: readonly DueVisit[];
  readonly errands: readonly OpenErrand[];
  /** Who can go on which day; whoever is on another trip is left out by the caller. */
  readonly free: (day: Day) => readonly string[];
  readonly teamSize: number;
  readonly habits: Habits;
}

export interface ProposedStop {
  readonly roomId: string;
  readonly arriveAt: number;
  readonly stayMinutes: number;
  readonly clientIds: readonly string[];
  readonly errandIds: readonly string[];
}

/** What a trip would come to, in numbers: the reasons why it is proposed. */
export interface Serves {
  readonly overdue: number;
  readonly due: number;
  /** Not due yet, but on the way and soon. */
  readonly soon: number;
  readonly highRisk: number;
  readonly pairs: number;
  readonly errands: number;
}

export const reasonsUnserved = ['too-far', 'needs-two', 'office-closed', 'no-time', 'nobody-free'] as const;
export type ReasonUnserved = (typeof reasonsUnserved)[number];

export interface Proposal {
  readonly day: Day;
  readonly memberIds: readonly string[];
  readonly stops: readonly ProposedStop[];
  readonly backAt: number;
  readonly driveMinutes: number;
  readonly estimated: boolean;
  readonly serves: Serves;
}

export interface Unserved {
  readonly kind: 'visit' | 'errand';
  readonly id: string;
  readonly roomId: string;
  readonly why: ReasonUnserved;
}

export interface Plan {
  readonly proposals: readonly Proposal[];
  /** Due within these days, and on none of the proposed trips. */
  readonly unserved: readonly Unserved[];
}

interface Way {
  readonly order: readonly string[];
  readonly served: readonly Task[];
  readonly value: number;
}

export function planTrips(situation: Situation): Plan {
  const proposals: Proposal[] = [];
  const trips = new Map<string, number>();
  let open: readonly Task[] = tasksOn(situation, situation.today);
  const byId = new Map(open.map((task) => [task.id, task]));
  for (const day of situation.days) {
    const today = tasksOn(situation, day).filter((task) => byId.has(task.id));
    if (!today.some((task) => task.must)) continue;
    const team = whoGoes(situation.free(day), situation.teamSize, trips);
    if (team.length === 0) continue;
    const way = bestWay({ ...situation, day, team: team.length }, today);
    if (way === null || !way.served.some((task) => task.must)) continue;
    proposals.push(proposalOf(situation, day, team, way));
    for (const memberId of team) trips.set(memberId, (trips.get(memberId) ?? 0) + 1);
    for (const task of way.served) byId.delete(task.id);
  }
  const lastDay = situation.days.at(-1) ?? situation.today;
  open = tasksOn(situation, lastDay).filter((task) => byId.has(task.id) && task.must);
  return { proposals, unserved: open.map((task) => unservedOf(situation, task)) };
}

interface Today extends Situation {
  readonly day: Day;
  readonly team: number;
}

function bestWay(today: Today, tasks: readonly Task[]): Way | null {
  const seeds = [...new Set(tasks.filter((task) => task.must).map((task) => task.roomId))];
  const rooms = [...new Set(tasks.map((task) => task.roomId))].sort();
  let best: Way | null = null;
  for (const seed of seeds) {
    const way = grown(today, tasks, rooms, wayOf(today, tasks, [seed]));
    if (way !== null && (best === null || way.value > best.value)) best = way;
  }
  return best === null ? null : exchanged(today, tasks, rooms, best);
}

/** One village more, as long as a day with it is worth more than the day without. */
function grown(today: Today, tasks: readonly Task[], rooms: readonly string[], start: Way | null): Way | null {
  let way = start;
  while (way !== null) {
    let better: Way | null = null;
    for (const room of rooms) {
      if (way.order.includes(room)) continue;
      const { order } = cheapestInsertion(today.stationId, way.order, room, today.ways);
      const tried = wayOf(today, tasks, order);
      if (tried !== null && tried.value > (better ?? way).value) better = tried;
    }
    if (better === null) return way;
    way = better;
  }
  return null;
}

/** A village on the way for one that is not: mends what greed chose too early. */
function exchanged(today: Today, tasks: readonly Task[], rooms: readonly string[], start: Way): Way {
  let best = start;
  for (const out of start.order) {
    const rest = best.order.filter((id) => id !== out);
    for (const room of rooms) {
      if (best.order.includes(room)) continue;
      const { order } = cheapestInsertion(today.stationId, rest, room, today.ways);
      const tried = grown(today, tasks, rooms, wayOf(today, tasks, order));
      if (tried !== null && tried.value > best.value) best = tried;
    }
  }
  const order = bestOrder(today.stationId, best.order, today.ways);
  const shortest = wayOf(today, tasks, order);
  return shortest !== null && shortest.value >= best.value ? shortest : best;
}

/** Half an hour of a day is worth what one person not yet due is: so much a longer way must bring. */
const minuteValue = 1 / 30;
/** Higher than it costs to drive on: half a village is nobody’s good day, and the way there is driven twice. */
const minuteAgain = 0.3;

/** The day along this order: the most pressing first, as long as all are back in time. */
function wayOf(today: Today, tasks: readonly Task[], order: readonly string[]): Way | null {
  const served: Task[] = [];
  const atRoom = new Map<string, Task[]>(order.map((id) => [id, []]));
  if (backAt(today, order, atRoom) === null) return null;
  for (const task of tasks) {
    const here = atRoom.get(task.roomId);
    if (here === undefined) continue;
    here.push(task);
    if (backAt(today, order, atRoom) === null) here.pop();
    else served.push(task);
  }
  // A village with nothing to do in it is no stop.
  const used = order.filter((id) => (atRoom.get(id)?.length ?? 0) > 0);
  if (used.length === 0) return null;
  const back = backAt(today, used, atRoom) ?? today.habits.backBy;
  const worth = served.reduce((sum, task) => sum + task.worth, 0);
  const value = worth - (back - today.habits.leaveAt) * minuteValue - again(today, tasks, used, served);
  return { order: used, served, value };
}

/** A village left with somebody who had to be seen is driven to once more: what that drive will cost. */
function again(today: Today, tasks: readonly Task[], order: readonly string[], served: readonly Task[]): number {
  const done = new Set(served);
  const left = new Set(tasks.filter((task) => task.must && !done.has(task)).map((task) => task.roomId));
  const minutes = order.filter((id) => left.has(id)).map((id) => 2 * today.ways.leg(today.stationId, id).minutes);
  return minutes.reduce((sum, one) => sum + one, 0) * minuteAgain;
}

/** When such a day ends; null if it ends too late, or cannot be done like that at all. */
function backAt(today: Today, order: readonly string[], atRoom: ReadonlyMap<string, readonly Task[]>): number | null {
  const { habits, stationId, ways, team } = today;
  const halts = [];
  for (const roomId of order) {
    const stayMinutes = stayFor(workOf(atRoom.get(roomId) ?? []), team, habits);
    if (stayMinutes === null) return null;
    halts.push({ roomId, stayMinutes });
  }
  const timed = timetable(stationId, halts, ways, habits);
  if (timed.backAt > habits.backBy) return null;
  for (const halt of timed.halts) {
    const needsOffice = atRoom.get(halt.roomId)?.some((task) => task.kind === 'errand' && task.needsOffice) ?? false;
    if (needsOffice && !officeOpen(today, halt.roomId, halt.arriveAt, halt.leaveAt)) return null;
  }
  return timed.backAt;
}

function workOf(tasks: readonly Task[]): { singles: number; pairs: number; errands: number } {
  const people = tasks.filter((task) => task.kind === 'visit');
  const pairs = people.filter((task) => task.pair).length;
  return { pairs, singles: people.length - pairs, errands: tasks.length - people.length };
}

/** Open at some time of the stay. */
function officeOpen({ villages, day }: Today, roomId: string, from: number, to: number): boolean {
  const office = villages.find((village) => village.id === roomId)?.office ?? null;
  return office === null || (office.days.includes(weekday(day)) && from < office.to && to > office.from);
}

/** 1 is Monday, 7 Sunday. */
export function weekday(day: Day): number {
  return (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;
}

/** Monday to Friday, from the day itself on. */
export function workdays(from: Day, n: number): Day[] {
  const days: Day[] = [];
  for (let at = from; days.length < n; at = addDays(at, 1)) if (weekday(at) <= 5) days.push(at);
  return days;
}

function proposalOf(situation: Situation, day: Day, memberIds: readonly string[], way: Way): Proposal {
  const { stationId, ways, habits } = situation;
  const at = (roomId: string): readonly Task[] => way.served.filter((task) => task.roomId === roomId);
  const halts = way.order.map((roomId) => ({
    roomId,
    stayMinutes: stayFor(workOf(at(roomId)), memberIds.length, habits) ?? 0,
  }));
  const timed = timetable(stationId, halts, ways, habits);
  const stops = halts.map(({ roomId, stayMinutes }, n) => ({
    roomId,
    stayMinutes,
    arriveAt: timed.halts[n]?.arriveAt ?? habits.leaveAt,
    clientIds: at(roomId).flatMap((task) => (task.kind === 'visit' ? [task.id] : [])),
    errandIds: at(roomId).flatMap((task) => (task.kind === 'errand' ? [task.id] : [])),
  }));
  const { backAt: back, driveMinutes, estimated } = timed;
  return { day, memberIds, stops, backAt: back, driveMinutes, estimated, serves: servesOf(way.served, day) };
}

function servesOf(tasks: readonly Task[], day: Day): Serves {
  const people = tasks.filter((task) => task.kind === 'visit');
  const n = (wanted: (task: Task) => boolean): number => people.filter(wanted).length;
  return {
    overdue: n((task) => task.by !== null && task.by < day),
    due: n((task) => task.by === day),
    soon: n((task) => task.by === null || task.by > day),
    highRisk: n((task) => task.risk === 'high'),
    pairs: n((task) => task.pair),
    errands: tasks.length - people.length,
  };
}

function unservedOf(situation: Situation, task: Task): Unserved {
  const { kind, id, roomId } = task;
  return { kind, id, roomId, why: whyNot(situation, task) };
}

/** The first thing that would have to change. */
function whyNot(situation: Situation, task: Task): ReasonUnserved {
  const { days, free, habits, teamSize } = situation;
  const teams = days.map((day) => ({ day, team: Math.min(teamSize, free(day).length) })).filter(({ team }) => team > 0);
  if (teams.length === 0) return 'nobody-free';
  if (task.pair && teams.every(({ team }) => team < 2)) return 'needs-two';
  const alone = teams.filter(({ day, team }) => wayOf({ ...situation, day, team }, [task], [task.roomId]) !== null);
  if (alone.length > 0) return 'no-time';
  const wide = { ...situation, villages: [], team: 2, day: days[0] ?? situation.today };
  return wayOf({ ...wide, habits }, [task], [task.roomId]) === null ? 'too-far' : 'office-closed';
}
