/** How an activity's hours and money are written and typed. */
import { dayOf, startOfDay } from '@yimi/kernel';
import { t } from '../../locales/index.ts';

/** 540 → 09:00 */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** 09:00 → 540 */
export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

export function yuanOf(fen: number): string {
  return (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2);
}

/** Money is integer fen (law N7); what is typed as yuan is rounded to it once, here. */
export function fenOf(yuan: string | number): number {
  return Math.round(Number(yuan) * 100);
}

/** The clock in the county at that instant. */
export function clockOfInstant(instant: number): string {
  return clockOf(Math.floor((instant - startOfDay(dayOf(instant))) / 60_000));
}

/** 150 → 2 小时 30 分 */
export function sayMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? t('activities.hoursOf.whole', { hours }) : t('activities.hoursOf.long', { hours, rest });
}
