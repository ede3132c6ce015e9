/**
 * How long a drive takes: entered if somebody measured it, else estimated from what is known, and said to be so. A village
 * is a point in polar coordinates around its station: driving minutes and one of eight directions. Between two villages of
 * the same direction one drives along one valley; of different ones, the law of cosines gives the way as the crow flies in
 * minutes. Without directions the estimate lies in the middle of the two extremes, |a − b| (same road) and a + b (back
 * through the station), which is the longer of the two.
 */
import type { Direction, Drive, VillageFacts } from './tables.ts';
import { directions } from './tables.ts';

export interface Leg {
  readonly minutes: number;
  readonly estimated: boolean;
}

export interface Ways {
  /** Between station and village, and between villages; ids of stations and villages alike. */
  readonly leg: (fromId: string, toId: string) => Leg;
}

export interface PlaceOnTheWay {
  readonly id: string;
  /** From the station. */
  readonly minutes: number | null;
  readonly direction: Direction | null;
}

/** Where nobody has said how far a village is: an hour, as most are; the screen asks for the right figure. */
const unknownMinutes = 60;
/** Two villages are never nearer than this: out of one yard, over the bridge, into the next. */
const nearest = 8;

export function placeOf(
  room: { readonly id: string; readonly minutesAway: number | null },
  facts: VillageFacts | undefined,
): PlaceOnTheWay {
  return { id: room.id, minutes: facts?.minutes ?? room.minutesAway, direction: facts?.direction ?? null };
}

export function waysOf(stationId: string, places: readonly PlaceOnTheWay[], entered: readonly Drive[]): Ways {
  const byId = new Map(places.map((place) => [place.id, place]));
  const measured = new Map(entered.map((drive) => [pairKey(drive.oneId, drive.otherId), drive.minutes]));
  const out = (id: string): Leg => {
    const minutes = byId.get(id)?.minutes ?? null;
    return minutes === null ? { minutes: unknownMinutes, estimated: true } : { minutes, estimated: false };
  };
  return {
    leg: (fromId, toId) => {
      if (fromId === toId) return { minutes: 0, estimated: false };
      if (fromId === stationId) return out(toId);
      if (toId === stationId) return out(fromId);
      const known = measured.get(pairKey(fromId, toId));
      if (known !== undefined) return { minutes: known, estimated: false };
      const from = byId.get(fromId)?.direction ?? null;
      const to = byId.get(toId)?.direction ?? null;
      return { minutes: between(out(fromId).minutes, out(toId).minutes, from, to), estimated: true };
    },
  };
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one}/${other}` : `${other}/${one}`;
}

function between(one: number, other: number, from: Direction | null, to: Direction | null): number {
  if (from === null || to === null) return Math.max(nearest, one, other);
  if (from === to) return Math.max(nearest, Math.abs(one - other));
  const angle = ((directions.indexOf(from) - directions.indexOf(to)) * Math.PI) / 4;
  const straight = Math.sqrt(one * one + other * other - 2 * one * other * Math.cos(angle));
  // Hills have few cross-roads: never quicker than straight, never longer than back through the station.
  return Math.max(nearest, Math.round(Math.min(one + other, straight * 1.3)));
}
