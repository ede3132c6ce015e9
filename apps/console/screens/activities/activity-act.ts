/** Sends one command about an activity and says how it went; and how an activity's hours and money are written and typed. */
import { send } from '../../core/send.ts';
import { sayDone, sayWrong } from '../../core/toast.ts';
import { t } from '../../locales/index.ts';

/** True if it was accepted. */
export async function activityAct(name: string, input: unknown): Promise<boolean> {
  const sent = await send(`activities.${name}`, input);
  if (sent.ok) sayDone(t('app.saved'));
  else sayWrong(sent.problem);
  return sent.ok;
}

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
