/**
 * What follows from check-ins: the tick of who came, the hours of who helped, and what phones carry of an activity whose day is
 * near. Each is a function of the rows, so that the order in which they come in, and how often, changes nothing (law S4).
 */
import type { Tx } from '@yimi/kernel';
import { derivedId, scopes } from '@yimi/kernel';
import { entriesOf, putWithSeats } from '../activity-rules.ts';
import { attendanceHours, hoursOf, longestStretch, putHours } from '../hours/rules.ts';
import type { Activity, Entry } from '../tables.ts';
import { activities } from '../tables.ts';
import type { Direction } from './codes.ts';
import type { CheckIn, Code, OwnPart } from './tables.ts';
import { checkIns, codes, ownCodes, ownParts } from './tables.ts';

export function checkInIdOf(entryId: string, direction: Direction): string {
  return derivedId(entryId, `check-${direction}`);
}

/** Codes are shown and lists come in until it is summed up or called off. */
export const isRunning = ({ state }: Pick<Activity, 'state'>): boolean => state === 'open' || state === 'held';

function checkInOf(tx: Tx, { id, stationId }: Entry, direction: Direction): CheckIn | null {
  const row = tx.get(checkIns, checkInIdOf(id, direction), scopes.desk(stationId));
  return row === 'absent' || row === 'not-held' ? null : row;
}

/** 签到时长: from check-in to check-out, once both count. Hours that the organiser noted already stand. */
function noteStretch(tx: Tx, activity: Activity, entry: Entry, recordedAt: number): void {
  const [from, to] = [checkInOf(tx, entry, 'in'), checkInOf(tx, entry, 'out')];
  if (entry.part !== 'helper' || entry.helperId === null || entry.attended !== 'came') return;
  if (from?.state !== 'counted' || to?.state !== 'counted') return;
  // Typed at the same minute, or forgotten overnight: the organiser notes what was.
  if (to.at <= from.at || to.at - from.at > longestStretch * 60_000) return;
  const row = attendanceHours(activity, entry, entry.helperId, {
    ...{ fromAt: from.at, toAt: to.at, addedBy: to.judgedBy ?? from.judgedBy ?? entry.helperId, recordedAt },
  });
  if (hoursOf(tx, entry.helperId).every((one) => one.id !== row.id)) putHours(tx, entry.helperId, [row]);
}

/** Writes these check-ins of one activity, and what follows from them. */
export function putCheckIns(tx: Tx, activity: Activity, rows: readonly CheckIn[], recordedAt: number): void {
  for (const row of rows) tx.put(checkIns, row);
  const counted = new Set(rows.flatMap((row) => (row.state === 'counted' ? [row.entryId] : [])));
  const came = entriesOf(tx, activity)
    .filter((entry) => counted.has(entry.id))
    .map((entry): Entry => ({ ...entry, attended: 'came' }));
  putWithSeats(tx, activity, came);
  for (const entry of came) noteStretch(tx, activity, entry, recordedAt);
  const touched = new Set(rows.map((row) => row.entryId));
  for (const entry of entriesOf(tx, activity)) if (touched.has(entry.id)) layOutPart(tx, activity, entry);
}

export function codeOf(tx: Tx, activityId: string): Code | null {
  const code = tx.get(codes, activityId, scopes.office);
  return code === 'absent' || code === 'not-held' ? null : code;
}

/** Brings what the organiser's phone carries into step; past days carry nothing. */
export function layOutCode(tx: Tx, activity: Activity, code: Code, today: string): void {
  const { id, title, day, fromMinute, toMinute, venue } = activity;
  if (isRunning(activity) && day >= today) {
    const { holderId, secret } = code;
    tx.put(ownCodes, { id, holderId, title, day, fromMinute, toMinute, venue, secret });
  } else if (tx.get(ownCodes, id, scopes.self(code.holderId)) !== 'absent') tx.remove(ownCodes, id);
}

function partOf(tx: Tx, { id, title, day, fromMinute, toMinute, venue, state }: Activity, entry: Entry): OwnPart {
  const [from, to] = [checkInOf(tx, entry, 'in'), checkInOf(tx, entry, 'out')];
  return {
    ...{ id: entry.id, helperId: entry.helperId ?? '', activityId: id, title, day, fromMinute, toMinute, venue, state },
    ...{ inAt: from?.at ?? null, inState: from?.state ?? null, outAt: to?.at ?? null, outState: to?.state ?? null },
  };
}

/** The same for the phone of who signed up with their own account. */
export function layOutPart(tx: Tx, activity: Activity, entry: Entry): void {
  if (entry.helperId === null) return;
  if (entry.seat === 'in' && activity.state !== 'planned') tx.put(ownParts, partOf(tx, activity, entry));
  else if (tx.get(ownParts, entry.id, scopes.self(entry.helperId)) !== 'absent') tx.remove(ownParts, entry.id);
}

/** The activity of an entry as it stands, if its code is out: before that no phone carries anything of it. */
export function activityWithCode(tx: Tx, activityId: string): Activity | null {
  const activity = tx.get(activities, activityId);
  return activity === 'absent' || activity === 'not-held' || codeOf(tx, activityId) === null ? null : activity;
}
