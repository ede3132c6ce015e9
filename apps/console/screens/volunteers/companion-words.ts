/** How a rhythm is said: by week, fortnight and month where it is one, else in days. */
import { t } from '../../locales/index.ts';

export const rhythms = [7, 14, 30] as const;

export function sayRhythm(days: number): string {
  const usual = rhythms.find((one) => one === days);
  return usual === undefined ? t('companions.everyDays', { n: days }) : t(`companions.every.d${usual}`);
}
