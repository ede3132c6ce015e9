/**
 * Townships for the trip benchmark, from a seed: villages along valleys, some of them far, people with their risks. The
 * true driving times are those of the roads (a tree: one goes back to the fork); the planner is told only what a station
 * knows, minutes from the station and a direction, and has to estimate the rest.
 */
import type { Risk } from '@yimi/people';
import type { Ways } from '@yimi/services';
import { directions, placeOf, waysOf } from '@yimi/services';

export interface Person {
  readonly id: string;
  readonly roomId: string;
  readonly risk: Risk;
  readonly pair: boolean;
  /** Days from the first day on which they are first due. */
  readonly firstDue: number;
}

export interface Township {
  readonly stationId: string;
  readonly roomIds: readonly string[];
  readonly people: readonly Person[];
  /** What the roads say. */
  readonly truth: Ways;
  /** What the station knows. */
  readonly known: Ways;
}

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const every: Readonly<Record<Risk, number>> = { high: 7, key: 30, ordinary: 90 };

export interface Kind {
  readonly name: string;
  readonly villages: number;
  readonly peopleEach: readonly [number, number];
  /** Minutes from the station to the nearest and farthest village. */
  readonly minutes: readonly [number, number];
  readonly highShare: number;
}

export const kinds: readonly Kind[] = [
  { name: 'valleys', villages: 11, peopleEach: [8, 26], minutes: [15, 75], highShare: 0.02 },
  { name: 'far mountains', villages: 9, peopleEach: [6, 18], minutes: [35, 125], highShare: 0.02 },
  { name: 'many small', villages: 18, peopleEach: [3, 10], minutes: [10, 80], highShare: 0.02 },
];

export function township(kind: Kind, seed: number): Township {
  const roll = dice(seed);
  const between = (from: number, to: number): number => from + roll() * (to - from);
  const stationId = 'station';
  const valleys = 3 + Math.floor(roll() * 3);
  const places = Array.from({ length: kind.villages }, (_, n) => {
    const far = n / Math.max(1, kind.villages - 1);
    const minutes = Math.round(kind.minutes[0] + far * (kind.minutes[1] - kind.minutes[0]) * between(0.8, 1));
    const valley = Math.floor(roll() * valleys);
    const direction = directions[Math.floor((valley * 8) / valleys)] ?? 'n';
    return { id: `v${String(n).padStart(2, '0')}`, minutes, direction, valley, fork: minutes * between(0.3, 0.95) };
  });
  const people = places.flatMap((place) =>
    Array.from({ length: Math.round(between(...kind.peopleEach)) }, (_, n): Person => {
      const risk: Risk = roll() < kind.highShare ? 'high' : roll() < 0.35 ? 'key' : 'ordinary';
      const firstDue = Math.floor(between(-every[risk] * 0.2, every[risk]));
      return { id: `${place.id}/${n}`, roomId: place.id, risk, pair: roll() < 0.08, firstDue };
    }),
  );
  const byId = new Map(places.map((place) => [place.id, place]));
  const truth: Ways = {
    leg: (from, to) => {
      const one = byId.get(from);
      const other = byId.get(to);
      if (from === to) return { minutes: 0, estimated: false };
      if (one === undefined || other === undefined)
        return { minutes: one?.minutes ?? other?.minutes ?? 0, estimated: false };
      // In one valley the road is shared up to where the nearer village turns off; from another valley, none of it.
      const shared = one.valley === other.valley ? Math.min(one.fork, other.fork) : 0;
      return { minutes: Math.max(8, Math.round(one.minutes + other.minutes - 2 * shared)), estimated: false };
    },
  };
  const known = waysOf(
    stationId,
    places.map(({ id, minutes, direction }) => placeOf({ id, minutesAway: minutes }, factsOf(id, direction))),
    [],
  );
  return { stationId, roomIds: places.map((place) => place.id), people, truth, known };
}

function factsOf(id: string, direction: (typeof directions)[number]) {
  return { id, minutes: null, direction, officeDays: [], officeFrom: 0, officeTo: 0 };
}
