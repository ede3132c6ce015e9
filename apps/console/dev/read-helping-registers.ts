/** The invented county's needs, activities and service hours as register rows. */
import { monthOf } from '@yimi/kernel';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';
import { activitiesAt, hoursAt } from './read-activities.ts';
import { needsAt } from './read-needs.ts';

interface Asked {
  readonly from: string;
  readonly to: string;
}
const within = ({ from, to }: Asked, day: string): boolean => monthOf(day) >= from && monthOf(day) <= to;
const plain = { clientId: null, erased: false } as const;

export function needRows(county: County, asked: Asked) {
  const states = ['open', 'answered', 'closed', 'unmet'];
  const all = states.flatMap((state) => needsAt(county, new URLSearchParams({ state })).rows);
  return all
    .filter((need) => within(asked, need.receivedOn))
    .map(({ id, channel, kind, state, urgency, ...need }) => {
      const late = need.dueOn < today && ['received', 'triaged', 'answering'].includes(state) ? 'yes' : 'no';
      const answered = state === 'answered' || state === 'closed' ? 'yes' : 'no';
      const cells = {
        ...{ day: need.receivedOn, room: need.roomName, name: need.name, phone: need.askerPhone, words: need.words },
        ...{ channel, kind, urgency, state, dueOn: need.dueOn, late, note: need.note, rating: need.rating },
        ...{ answeredOn: answered === 'yes' ? '2025-06-09' : null, answerKind: need.answerKind },
        ...{ unmetReason: need.unmetReason, rater: null, station: county.stations[0]?.name ?? '' },
      };
      const filters = { channel, kind, urgency: urgency ?? '', state, answered, late };
      return {
        row: { id, cells, reason: null, ...plain, clientId: need.clientId },
        filters: { ...filters, unmetReason: need.unmetReason ?? '' },
      };
    });
}

export function activityRows(county: County, asked: Asked) {
  return activitiesAt(county, new URLSearchParams())
    .rows.filter((one) => within(asked, one.day))
    .map(({ id, day, title, state, kinds, came, ...one }) => {
      const cells = {
        ...{ day, title, state, station: one.stationName, room: one.roomName, venue: one.venue },
        ...{ kinds: kinds.join('、'), session: one.sessions > 1 ? `${one.session} / ${one.sessions}` : null },
        ...{ attendances: Math.max(0, came - 2), helpers: Math.min(2, came), unnamed: 0, rating: null, raters: 0 },
        ...{ budget: one.budget / 100, spent: one.spent === null ? null : one.spent / 100, summary: one.summary },
      };
      const reason = came > 0 ? null : 'not-held';
      return { row: { id, cells, reason, ...plain }, filters: { state, kind: kinds } };
    });
}

export function hourRows(county: County, asked: Asked) {
  const clock = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
  return hoursAt(county)
    .rows.filter((one) => within(asked, one.day))
    .map(({ id, day, source, state, ...one }) => {
      const cells = {
        ...{ day, source, helper: one.helperName, number: null, activity: one.title, room: '', station: '' },
        ...{ from: clock(one.fromAt), to: clock(one.toAt), hours: one.minutes / 60, confirmedBy: one.confirmedByName },
      };
      const reason = state === 'counted' ? null : 'not-counted';
      return { row: { id, cells, reason, ...plain }, filters: { source } };
    });
}
