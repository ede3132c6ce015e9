/** How service hours add up (志愿服务记录与证明办法: true, complete, unpaid): pure, the same on both sides. */
import type { Tx } from '@yimi/kernel';
import { derivedId, scopes } from '@yimi/kernel';
import { followHours } from '../certificates/rules.ts';
import type { Activity, Entry } from '../tables.ts';
import type { ServiceHours } from './tables.ts';
import { hours } from './tables.ts';

const minute = 60_000;
/** Nobody helps longer in one go: what is longer was not signed out. */
export const longestStretch = 12 * 60;

/** Star levels (星级) of volunteers by hours, as the national rules have them. */
const starHours = [100, 300, 600, 1000, 1500] as const;

export function starsOf(minutes: number): number {
  return starHours.filter((from) => minutes >= from * 60).length;
}

type Stretch = Pick<ServiceHours, 'id' | 'fromAt' | 'toAt' | 'state' | 'minutes' | 'overlapping'>;

/**
 * Each minute of a helper counts once. Stretches are walked in the order of their beginning (then end, then id); each counts what
 * the ones before it do not cover. The outcome is a function of the set of stretches, so the order in which they came
 * in, and how often, changes nothing (law S4).
 */
export function countedOnce<Row extends Stretch>(all: readonly Row[]): Row[] {
  const order = all
    .filter((row) => row.state === 'counted')
    .sort((one, other) => one.fromAt - other.fromAt || one.toAt - other.toAt || (one.id < other.id ? -1 : 1));
  let until = Number.NEGATIVE_INFINITY;
  const minutes = new Map<string, number>();
  for (const { id, fromAt, toAt } of order) {
    minutes.set(id, Math.floor(Math.max(0, toAt - Math.max(fromAt, until)) / minute));
    until = Math.max(until, toAt);
  }
  return all.map((row) => {
    const counts = minutes.get(row.id) ?? 0;
    const length = Math.floor((row.toAt - row.fromAt) / minute);
    return { ...row, minutes: counts, overlapping: row.state === 'counted' ? length - counts : 0 };
  });
}

/** Hours of a list: one row an entry, whoever or whatever says from when to when. */
export function attendanceHours(
  { id, roomId, stationId, day }: Activity,
  entry: Entry,
  helperId: string,
  told: Pick<ServiceHours, 'fromAt' | 'toAt' | 'addedBy' | 'recordedAt'>,
): ServiceHours {
  return {
    ...{ id: derivedId(entry.id, 'hours'), helperId, helperName: entry.name ?? '', activityId: id, roomId, stationId },
    ...{ day, minutes: 0, overlapping: 0, source: 'attendance', state: 'counted', reason: null, outside: null },
    ...{ confirmedBy: null, ...told },
  };
}

export function hoursOf(tx: Tx, helperId: string): readonly ServiceHours[] {
  const found = tx.list(hours, { column: 'helperId', value: helperId }, scopes.self(helperId));
  return found === 'not-held' ? [] : found;
}

/** Writes these stretches of one helper, whatever counts otherwise because of them, and what the certificates over them come to. */
export function putHours(tx: Tx, helperId: string, changed: readonly ServiceHours[]): void {
  const before = new Map(hoursOf(tx, helperId).map((row) => [row.id, row]));
  const now = new Map([...before.values(), ...changed].map((row) => [row.id, row]));
  const given = new Set(changed.map((row) => row.id));
  const counted = countedOnce([...now.values()]);
  for (const row of counted) {
    const was = before.get(row.id);
    const same = was !== undefined && was.minutes === row.minutes && was.overlapping === row.overlapping;
    if (!same || given.has(row.id)) tx.put(hours, row);
  }
  followHours(tx, helperId, counted);
}
