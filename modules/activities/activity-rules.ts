/** Where an activity lies, who organises it, and who has a place in it. Pure, the same on both sides. */
import type { Permission, Place, Problem, Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import { liveRoom } from '@yimi/network';
import { noSuchActivity, noSuchEntry } from './problems.ts';
import type { Activity, Entry } from './tables.ts';
import { activities, entries } from './tables.ts';

/** Who organises: a village its own, a station all of its villages'. */
export const organisers: Permission = {
  'village-worker': 'room',
  'station-worker': 'station',
  'station-head': 'station',
};

/** The station that held it answers for it, also when the village belongs to another one by now. */
export function placeOfActivity(tx: Tx, activityId: string): Place | 'not-held' | null {
  const activity = tx.get(activities, activityId);
  if (activity === 'not-held') return 'not-held';
  if (activity === 'absent') return null;
  const room = liveRoom(tx, activity.roomId);
  return { roomId: room?.id ?? activity.roomId, stationId: activity.stationId, authorId: activity.authorId };
}

export function placeOfEntry(tx: Tx, entryId: string): Place | 'not-held' | null {
  const entry = tx.get(entries, entryId);
  if (entry === 'not-held') return 'not-held';
  return entry === 'absent' ? null : placeOfActivity(tx, entry.activityId);
}

/** The activity, or what to answer: a side that does not hold it lets the server decide (law C6). */
export function activityOf(tx: Tx, activityId: string): { activity: Activity } | { answer: Problem | undefined } {
  const activity = tx.get(activities, activityId);
  if (activity === 'not-held') return { answer: undefined };
  return activity === 'absent' ? { answer: noSuchActivity() } : { activity };
}

/** Reads the activity and writes what `change` makes of it, unless it refuses. */
export function changeActivity(
  tx: Tx,
  activityId: string,
  change: (activity: Activity) => Activity | Problem,
): Problem | undefined {
  const found = activityOf(tx, activityId);
  if ('answer' in found) return found.answer;
  const after = change(found.activity);
  if ('code' in after) return after;
  tx.put(activities, after);
  return undefined;
}

/** The entry with its activity, or what to answer. */
export function entryOf(
  tx: Tx,
  entryId: string,
): { entry: Entry; activity: Activity } | { answer: Problem | undefined } {
  const entry = tx.get(entries, entryId);
  if (entry === 'not-held') return { answer: undefined };
  if (entry === 'absent') return { answer: noSuchEntry() };
  const found = activityOf(tx, entry.activityId);
  return 'answer' in found ? found : { entry, activity: found.activity };
}

/** All who signed up, in the order in which the server took them. */
export function entriesOf(tx: Tx, { id, stationId }: Activity): Entry[] {
  const found = tx.list(entries, { column: 'activityId', value: id }, scopes.desk(stationId));
  return found === 'not-held' ? [] : [...found].sort((one, other) => one.turn - other.turn);
}

/** How many places there are where this entry queues: the shift's, or the activity's; null: no limit. */
function placesFor({ places, shifts }: Activity, { part, shiftId }: Entry): number | null {
  if (part === 'unnamed') return null;
  return part === 'participant' ? places : (shifts.find((shift) => shift.id === shiftId)?.places ?? null);
}

/**
 * First come, first served: in each queue the lowest numbers have the places, the others wait, and whoever leaves lets the
 * next one in. Somebody who came keeps the place, whatever their number.
 * @returns only the entries whose seat changes
 */
export function reseated(activity: Activity, all: readonly Entry[]): Entry[] {
  const queues = Map.groupBy(
    all.filter((entry) => entry.seat !== 'left'),
    (entry) => `${entry.part}/${entry.shiftId ?? ''}`,
  );
  return [...queues.values()].flatMap((queue) => {
    const [first] = queue;
    const limit = first === undefined ? null : placesFor(activity, first);
    const order = [...queue].sort(
      (one, other) => Number(other.attended === 'came') - Number(one.attended === 'came') || one.turn - other.turn,
    );
    return order.flatMap((entry, at) => {
      const seat = limit === null || at < limit || entry.attended === 'came' ? ('in' as const) : ('waiting' as const);
      return seat === entry.seat ? [] : [{ ...entry, seat }];
    });
  });
}

/** Writes the activity with these of its entries, and whoever moves up or back because of them. */
export function putWithSeats(tx: Tx, activity: Activity, changed: readonly Entry[]): void {
  const now = new Map([...entriesOf(tx, activity), ...changed].map((entry) => [entry.id, entry]));
  const after = new Map(changed.map((entry) => [entry.id, entry]));
  for (const entry of reseated(activity, [...now.values()])) after.set(entry.id, entry);
  tx.put(activities, activity);
  for (const entry of after.values()) tx.put(entries, entry);
}
