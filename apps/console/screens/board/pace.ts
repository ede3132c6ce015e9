/** Visits added up day by day, this month beside the one before. */
import type { Figures } from '../../api.ts';
import { monthBefore } from '../../core/say.ts';

export interface PaceRow {
  readonly day: number;
  /** null: not there yet, or the month has no such day. */
  readonly current: number | null;
  readonly before: number | null;
}

function lengthOf(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** @param until last day that has been counted, `YYYY-MM-DD` */
export function paceOf(days: Figures['days'], month: string, until: string): PaceRow[] {
  const perDay = new Map(days.map(({ day, n }) => [day, n]));
  const past = monthBefore(month);
  let current = 0;
  let before = 0;
  return Array.from({ length: Math.max(lengthOf(month), lengthOf(past)) }, (_, index) => {
    const day = index + 1;
    const tail = String(day).padStart(2, '0');
    current += perDay.get(`${month}-${tail}`) ?? 0;
    before += perDay.get(`${past}-${tail}`) ?? 0;
    const come = day <= lengthOf(month) && `${month}-${tail}` <= until;
    return { day, current: come ? current : null, before: day <= lengthOf(past) ? before : null };
  });
}

/** What the month before had reached by the same day; a shorter month counts as a whole. */
export function soFarBefore(days: Figures['days'], month: string, until: string): number {
  const last = `${monthBefore(month)}-${until.slice(8)}`;
  return days.filter(({ day }) => day.startsWith(monthBefore(month)) && day <= last).reduce((sum, { n }) => sum + n, 0);
}
