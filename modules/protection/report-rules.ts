/** Deadline, ids and who may do what about a mandatory report. Pure, the same on both sides. */
import type { Context, Place, Tx } from '@yimi/kernel';
import { derivedId, implausible } from '@yimi/kernel';
import { ownReports } from './carried.ts';
import type { Danger, Report, Step, Told } from './tables.ts';
import { passingKinds, readers, reports } from './tables.ts';

const hour = 3_600_000;
/**
 * The law says at once (立即). [ours] After two hours with somebody in danger, after a day at the latest otherwise, head and county
 * are told that police or authority do not know yet.
 */
const hoursToPassOn: Readonly<Record<Danger, number>> = { now: 2, unsure: 24, 'not-now': 24 };

export function passOnBy(danger: Danger, reportedAt: number): number {
  return reportedAt + hoursToPassOn[danger] * hour;
}

export function isLate(report: Pick<Report, 'state' | 'passedOnAt' | 'passOnBy'>, now: number): boolean {
  return report.state === 'open' && report.passedOnAt === null && now > report.passOnBy;
}

/** When it was written; the server's clock where the device's cannot be right (law C5). */
export function reportedAt({ occurredAt, recordedAt }: Pick<Context, 'occurredAt' | 'recordedAt'>): number {
  return implausible(occurredAt, recordedAt) ? recordedAt : occurredAt;
}

export function copyIdOf(reportId: string, holderId: string): string {
  return derivedId(reportId, `copy/${holderId}`);
}

/** A person is named once a station, or once for the county. */
export function readerIdOf(userId: string, stationId: string | null): string {
  return derivedId(userId, `protection-reader/${stationId ?? 'county'}`);
}

/** What became of it, from all that was done: the same in whatever order the steps arrive. */
export function toldOf(
  told: readonly Told[],
  added: readonly Pick<Step, 'kind' | 'at'>[],
): Pick<Report, 'told' | 'passedOnAt'> {
  const all = [...told, ...added.map(({ kind, at }) => ({ kind, at }))];
  const sorted = all.sort((one, other) => one.at - other.at || (one.kind < other.kind ? -1 : 1));
  return { told: sorted, passedOnAt: sorted.find(({ kind }) => passingKinds.includes(kind))?.at ?? null };
}

/**
 * Where a report lies, for permission: its station for the heads, its writer, and as assignee whoever is named to read it. What this
 * side does not hold, the server decides (law C6).
 */
export function placeOfReport(tx: Tx, reportId: string, { actorId, posts }: Context): Place | 'not-held' | null {
  const report = tx.get(reports, reportId);
  if (report === 'absent') return null;
  if (report !== 'not-held') {
    const { stationId, authorId } = report;
    return { stationId, authorId, assigneeId: isNamed(tx, actorId, stationId, posts) ? actorId : null };
  }
  const own = tx.get(ownReports, copyIdOf(reportId, actorId));
  if (own === 'absent' || own === 'not-held') return 'not-held';
  return { stationId: own.stationId, authorId: own.authorId };
}

/** Named, and still in the post for which they were named. */
function isNamed(tx: Tx, userId: string, stationId: string, posts: Context['posts']): boolean {
  const named = (at: string | null): boolean => {
    const reader = tx.get(readers, readerIdOf(userId, at));
    return reader !== 'absent' && reader !== 'not-held' && !reader.ended;
  };
  if (posts.some((post) => post.role === 'station-worker' && post.stationId === stationId) && named(stationId))
    return true;
  return posts.some((post) => post.role === 'county-officer') && named(null);
}
