/** What a station may certify, in which words, and what becomes of a certificate when the hours behind it change. Pure, the same on both sides. */
import type { Day, Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import type { ServiceHours } from '../hours/tables.ts';
import { activities } from '../tables.ts';
import type { Certificate, CertifiedLine } from './tables.ts';
import { certificates, mostLines } from './tables.ts';

export interface Certified {
  readonly stationId: string;
  readonly fromDay: Day;
  readonly toDay: Day;
}

/** Its own records alone: hours of another system are certified there, those of another station by that station. */
export function certifiable({ stationId, fromDay, toDay }: Certified, all: readonly ServiceHours[]): ServiceHours[] {
  return all.filter(
    (row) =>
      row.stationId === stationId &&
      row.source !== 'imported' &&
      row.minutes > 0 &&
      fromDay <= row.day &&
      row.day <= toDay,
  );
}

export const minutesOf = (rows: readonly { minutes: number }[]): number =>
  rows.reduce((sum, row) => sum + row.minutes, 0);

/** What was done, the most first; what has no room on the page is one line, so that the lines always add up to the sum. */
export function linesOf(
  rows: readonly ServiceHours[],
  titleOf: (activityId: string) => string | null,
): CertifiedLine[] {
  const found = new Map<string, CertifiedLine>();
  for (const { activityId, minutes } of rows) {
    const title = activityId === null ? null : titleOf(activityId);
    const was = found.get(title ?? '') ?? {
      kind: title === null ? 'by-hand' : 'activity',
      title,
      times: 0,
      minutes: 0,
    };
    found.set(title ?? '', { ...was, times: was.times + 1, minutes: was.minutes + minutes });
  }
  const order = [...found.values()].sort(
    (one, other) => other.minutes - one.minutes || ((one.title ?? '') < (other.title ?? '') ? -1 : 1),
  );
  if (order.length <= mostLines) return order;
  const rest = order.slice(mostLines - 1);
  const times = rest.reduce((sum, line) => sum + line.times, 0);
  return [...order.slice(0, mostLines - 1), { kind: 'others', title: null, times, minutes: minutesOf(rest) }];
}

/** The title, as the activity is called; null for one that this side cannot read. */
export function titleIn(tx: Tx): (activityId: string) => string | null {
  return (activityId) => {
    const activity = tx.get(activities, activityId);
    return activity === 'absent' || activity === 'not-held' ? null : activity.title;
  };
}

export function certificatesOf(tx: Tx, helperId: string): readonly Certificate[] {
  const found = tx.list(certificates, { column: 'helperId', value: helperId }, scopes.self(helperId));
  return found === 'not-held' ? [] : found;
}

/** Hours struck, put right or come late: each certificate over them says what they come to now. */
export function followHours(tx: Tx, helperId: string, all: readonly ServiceHours[]): void {
  for (const certificate of certificatesOf(tx, helperId)) {
    const minutesNow = minutesOf(certifiable(certificate, all));
    if (minutesNow !== certificate.minutesNow) tx.put(certificates, { ...certificate, minutesNow });
  }
}
