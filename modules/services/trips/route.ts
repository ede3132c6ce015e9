/**
 * The order of the villages (a small travelling-salesman problem): every order is tried up to eight villages, cutting off
 * what is already longer than the best; beyond, cheapest insertion mended by moving stretches about (or-opt). Ties go to
 * the order of the ids, so that two phones propose the same trip.
 */
import type { Ways } from './travel.ts';

/** 8! is 40,320 orders at worst, most of them cut off early; nine would be nine times that on a cheap phone. */
const exactUpTo = 8;

/** @param cost of a whole order, in minutes; must not fall when a village is added behind */
export function bestOrder(stationId: string, roomIds: readonly string[], ways: Ways): readonly string[] {
  const sorted = [...roomIds].sort();
  return sorted.length <= exactUpTo
    ? exact(stationId, sorted, ways)
    : mended(stationId, inserted(stationId, sorted, ways), ways);
}

export function wayMinutes(stationId: string, order: readonly string[], ways: Ways): number {
  let minutes = 0;
  let at = stationId;
  for (const id of order) {
    minutes += ways.leg(at, id).minutes;
    at = id;
  }
  return order.length === 0 ? 0 : minutes + ways.leg(at, stationId).minutes;
}

function exact(stationId: string, ids: readonly string[], ways: Ways): readonly string[] {
  let best: readonly string[] = ids;
  let bestMinutes = wayMinutes(stationId, ids, ways);
  const path: string[] = [];
  const used = new Set<string>();
  const go = (at: string, minutes: number): void => {
    if (minutes >= bestMinutes) return;
    if (path.length === ids.length) {
      const all = minutes + ways.leg(at, stationId).minutes;
      if (all < bestMinutes) {
        bestMinutes = all;
        best = [...path];
      }
      return;
    }
    for (const id of ids) {
      if (used.has(id)) continue;
      used.add(id);
      path.push(id);
      go(id, minutes + ways.leg(at, id).minutes);
      path.pop();
      used.delete(id);
    }
  };
  go(stationId, 0);
  return best;
}

function inserted(stationId: string, ids: readonly string[], ways: Ways): readonly string[] {
  let order: readonly string[] = [];
  for (const id of ids) order = cheapestInsertion(stationId, order, id, ways).order;
  return order;
}

/** Where one more village costs least. */
export function cheapestInsertion(
  stationId: string,
  order: readonly string[],
  id: string,
  ways: Ways,
): { readonly order: readonly string[]; readonly minutes: number } {
  let best = { order: [...order, id], minutes: Number.POSITIVE_INFINITY };
  for (let at = 0; at <= order.length; at++) {
    const tried = [...order.slice(0, at), id, ...order.slice(at)];
    const minutes = wayMinutes(stationId, tried, ways);
    if (minutes < best.minutes) best = { order: tried, minutes };
  }
  return best;
}

/** Or-opt: stretches of one to three villages are moved, either way round, until nothing gets shorter. */
function mended(stationId: string, order: readonly string[], ways: Ways): readonly string[] {
  let best = order;
  let minutes = wayMinutes(stationId, best, ways);
  for (let better = true; better; ) {
    better = false;
    for (const tried of neighbours(best)) {
      const shorter = wayMinutes(stationId, tried, ways);
      if (shorter >= minutes) continue;
      best = tried;
      minutes = shorter;
      better = true;
      break;
    }
  }
  return best;
}

function* neighbours(order: readonly string[]): Generator<readonly string[]> {
  for (let length = 1; length <= 3; length++) {
    for (let from = 0; from + length <= order.length; from++) {
      const piece = order.slice(from, from + length);
      const rest = [...order.slice(0, from), ...order.slice(from + length)];
      for (let to = 0; to <= rest.length; to++) {
        yield [...rest.slice(0, to), ...piece, ...rest.slice(to)];
        if (length > 1) yield [...rest.slice(0, to), ...piece.toReversed(), ...rest.slice(to)];
      }
    }
  }
}
