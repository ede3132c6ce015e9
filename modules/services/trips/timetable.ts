/**
 * The hours of a day on the road: when a team is where, how long it stays, when it is back. One rule for the planner, for
 * the board on which people move villages about, and for the sheet in the car.
 */
import type { Ways } from './travel.ts';

export interface Habits {
  /** Minutes of the day. */
  readonly leaveAt: number;
  readonly backBy: number;
  /** One visit with the walk from the last door. */
  readonly visitMinutes: number;
  readonly errandMinutes: number;
  /** Midday rest, taken once on the way when the day goes past noon. */
  readonly restMinutes: number;
}

export const usualHabits: Habits = {
  leaveAt: 8 * 60 + 30,
  backBy: 17 * 60 + 30,
  visitMinutes: 25,
  errandMinutes: 10,
  restMinutes: 45,
};

export interface Work {
  /** People whom one may visit alone. */
  readonly singles: number;
  /** People who are visited by two. */
  readonly pairs: number;
  readonly errands: number;
}

/**
 * How long a team of `team` stays. It parts and meets again: a pair of visitors takes two of the team, everybody else
 * goes alone; nobody is left half-visited. Errands fill what is left of somebody's round.
 * @returns minutes, or null when somebody must be visited by two and the team is one
 */
export function stayFor(work: Work, team: number, habits: Habits): number | null {
  const { singles, pairs, errands } = work;
  if (pairs > 0 && team < 2) return null;
  const places = 2 * pairs + singles;
  const rounds = Math.max(pairs === 0 ? 0 : Math.ceil(pairs / Math.floor(team / 2)), Math.ceil(places / team));
  const spare = rounds * team - places;
  const errandMinutes = errands * habits.errandMinutes;
  const left = Math.max(0, errandMinutes - spare * habits.visitMinutes);
  return rounds * habits.visitMinutes + Math.ceil(left / team);
}

export interface Halt {
  readonly roomId: string;
  readonly stayMinutes: number;
}

export interface Timed {
  readonly halts: readonly { readonly roomId: string; readonly arriveAt: number; readonly leaveAt: number }[];
  readonly backAt: number;
  readonly driveMinutes: number;
  /** Some leg of the way was estimated. */
  readonly estimated: boolean;
}

const noon = 12 * 60;

export function timetable(stationId: string, halts: readonly Halt[], ways: Ways, habits: Habits): Timed {
  let clock = habits.leaveAt;
  let driveMinutes = 0;
  let estimated = false;
  let rested = habits.restMinutes === 0;
  let at = stationId;
  const drive = (to: string): void => {
    const leg = ways.leg(at, to);
    clock += leg.minutes;
    driveMinutes += leg.minutes;
    estimated ||= leg.estimated;
    at = to;
  };
  const timed = halts.map(({ roomId, stayMinutes }) => {
    drive(roomId);
    const arriveAt = clock;
    clock += stayMinutes;
    if (!rested && clock > noon) {
      clock += habits.restMinutes;
      rested = true;
    }
    return { roomId, arriveAt, leaveAt: clock };
  });
  if (halts.length > 0) drive(stationId);
  return { halts: timed, backAt: clock, driveMinutes, estimated };
}
