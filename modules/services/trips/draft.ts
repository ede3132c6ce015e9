/**
 * A trip before it is saved, on desk and phone alike: changed by hand, its hours and stays worked out anew after each
 * change by the rule that the planner uses, and sent as what the commands take.
 */
import type { Stop, Trip } from './tables.ts';
import type { Habits } from './timetable.ts';
import { stayFor, timetable } from './timetable.ts';
import type { Ways } from './travel.ts';

export interface DraftStop {
  readonly stopId: string;
  readonly roomId: string;
  readonly clientIds: readonly string[];
  readonly errandIds: readonly string[];
}

export interface TripDraft {
  readonly tripId: string;
  /** Null for one that is not saved yet. */
  readonly revision: number | null;
  readonly day: string;
  readonly memberIds: readonly string[];
  readonly car: Trip['car'];
  readonly seats: number;
  readonly leaveAt: number;
  readonly backBy: number;
  readonly stops: readonly DraftStop[];
  readonly supplies: Trip['supplies'];
  readonly note: string;
}

/** What the hours of a draft follow from. */
export interface DraftAround {
  readonly stationId: string;
  readonly ways: Ways;
  readonly rule: Habits;
  /** People who are visited by two. */
  readonly pairs: ReadonlySet<string>;
}

export function draftOfTrip(trip: Trip, way: readonly Stop[]): TripDraft {
  const { id: tripId, revision, day, memberIds, car, seats, leaveAt, backBy, supplies, note } = trip;
  const stops = way.map(({ id: stopId, roomId, clientIds, errandIds }) => ({ stopId, roomId, clientIds, errandIds }));
  return { tripId, revision, day, memberIds, car, seats, leaveAt, backBy, supplies, note, stops };
}

export interface Hours {
  readonly stops: readonly { readonly arriveAt: number; readonly stayMinutes: number }[];
  readonly backAt: number;
  readonly estimated: boolean;
  /** Somebody on the way is visited by two, and only one goes. */
  readonly tooFew: boolean;
}

export function hoursOfDraft({ stationId, ways, rule, pairs }: DraftAround, draft: TripDraft): Hours {
  const habits = { ...rule, leaveAt: draft.leaveAt, backBy: draft.backBy };
  const team = Math.max(1, draft.memberIds.length);
  let tooFew = false;
  const halts = draft.stops.map(({ roomId, clientIds, errandIds }) => {
    const two = clientIds.filter((id) => pairs.has(id)).length;
    const work = { pairs: two, singles: clientIds.length - two, errands: errandIds.length };
    const stay = stayFor(work, team, habits);
    tooFew ||= stay === null;
    const alone = stayFor({ ...work, pairs: 0, singles: clientIds.length }, team, habits);
    return { roomId, stayMinutes: stay ?? alone ?? 0 };
  });
  const timed = timetable(stationId, halts, ways, habits);
  const stops = halts.map(({ stayMinutes }, at) => ({
    stayMinutes,
    arriveAt: timed.halts[at]?.arriveAt ?? draft.leaveAt,
  }));
  return { stops, backAt: timed.backAt, estimated: timed.estimated, tooFew };
}

/** One village earlier or later on the way. */
export function moved(draft: TripDraft, from: number, to: number): TripDraft {
  const stops = [...draft.stops];
  const [stop] = stops.splice(from, 1);
  if (stop === undefined || to < 0 || to > stops.length) return draft;
  stops.splice(to, 0, stop);
  return { ...draft, stops };
}

/** The input of `services.propose-trip` or, for one that is there, of `services.change-trip`. */
export function commandOfDraft(
  around: DraftAround,
  draft: TripDraft,
): { readonly name: string; readonly input: Record<string, unknown> } {
  const hours = hoursOfDraft(around, draft);
  const { revision, ...plan } = draft;
  const lastMinute = 1439;
  const stops = draft.stops.map((stop, at) => ({
    ...stop,
    arriveAt: Math.min(lastMinute, hours.stops[at]?.arriveAt ?? draft.leaveAt),
    stayMinutes: Math.min(720, hours.stops[at]?.stayMinutes ?? 0),
  }));
  const input = { ...plan, stops, stationId: around.stationId, ask: true };
  return revision === null
    ? { name: 'services.propose-trip', input }
    : { name: 'services.change-trip', input: { ...input, revision } };
}

/** 08:30 of 510, and back; null for what is no hour. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
export function minutesOf(clock: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d{2}):(\d{2})$/.exec(clock) ?? [];
  return hours === '' ? null : Number(hours) * 60 + Number(minutes);
}
