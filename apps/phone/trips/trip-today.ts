/** The one line about trips on today's list: light, for it is on the first screen; everything else is on the trips' own. */
import { backByMinute, clockOf, notBack, stops, trips, villageDays } from '@yimi/services';
import type { Live } from '../live.ts';
import type { Words } from '../words.ts';

export interface TripLine {
  readonly to: string;
  readonly text: string;
  /** Somebody is not back: the one thing here that is anybody's turn. */
  readonly late: boolean;
}

export function tripToday(live: Live, now: number, today: string, t: Words['t']): TripLine | null {
  const all = live.rowsOf(trips).value;
  const [late] = notBack(all, now);
  if (late !== undefined)
    return { to: `/trips/${late.id}`, text: t('today.tripLate', { at: clockOf(backByMinute(late)) }), late: true };
  const mine = all.filter((trip) => trip.memberIds.includes(live.user.me.userId));
  const on = mine.find((trip) => trip.state === 'under-way');
  if (on !== undefined)
    return { to: `/trips/${on.id}`, text: t('today.tripOn', { at: clockOf(backByMinute(on)) }), late: false };
  const next = mine.find((trip) => trip.day === today && trip.state === 'approved');
  if (next !== undefined) {
    const n = live.rowsOf(stops).value.filter((stop) => stop.tripId === next.id).length;
    const text = t('today.tripToday', { n, at: clockOf(next.leaveAt) });
    return { to: `/trips/${next.id}`, text, late: false };
  }
  if (live.worksAtStation.value) return { to: '/trips', text: t('today.trips'), late: false };
  const coming = live
    .rowsOf(villageDays)
    .value.filter((one) => one.day >= today && one.state === 'coming')
    .sort((one, other) => (one.day < other.day ? -1 : 1))[0];
  if (coming === undefined) return null;
  const text = t('today.tripComing', {
    day: `${Number(coming.day.slice(5, 7))}/${Number(coming.day.slice(8))}`,
    at: clockOf(coming.arriveAt),
  });
  return { to: '/trips', text, late: false };
}
