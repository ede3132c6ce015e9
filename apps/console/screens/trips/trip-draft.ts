/**
 * A trip on the desk, before it is saved: made from a proposal or from a trip that is there, changed by hand. Hours and
 * stays are worked out anew after each change by the rule that the planner uses.
 */
import type { Proposal, Stop, Trip, TripRule, Ways } from '@yimi/services';
import { placeOf, stayFor, timetable, waysOf } from '@yimi/services';
import { newId } from '../../core/send.ts';
import type { TripBoard } from './trip-api.ts';

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

export function draftOfProposal({ day, memberIds, stops }: Proposal, { seats, leaveAt, backBy }: TripRule): TripDraft {
  return {
    tripId: newId(),
    revision: null,
    day,
    memberIds,
    car: 'station',
    ...{ seats, leaveAt, backBy },
    stops: stops.map(({ roomId, clientIds, errandIds }) => ({ stopId: newId(), roomId, clientIds, errandIds })),
    supplies: [],
    note: '',
  };
}

export function draftOfTrip(trip: Trip, way: readonly Stop[]): TripDraft {
  const { id: tripId, revision, day, memberIds, car, seats, leaveAt, backBy, supplies, note } = trip;
  const stops = way.map(({ id: stopId, roomId, clientIds, errandIds }) => ({ stopId, roomId, clientIds, errandIds }));
  return { tripId, revision, day, memberIds, car, seats, leaveAt, backBy, supplies, note, stops };
}

export function waysOfBoard(board: TripBoard): Ways {
  const facts = new Map(board.facts.map((one) => [one.id, one]));
  const places = board.rooms.map((room) => placeOf(room, facts.get(room.id)));
  return waysOf(board.stationId, places, board.drives);
}

export interface Hours {
  readonly stops: readonly { readonly arriveAt: number; readonly stayMinutes: number }[];
  readonly backAt: number;
  readonly estimated: boolean;
  /** Somebody on the way is visited by two, and only one goes. */
  readonly tooFew: boolean;
}

export function hoursOf(board: TripBoard, draft: TripDraft): Hours {
  const pairs = new Set(board.people.filter((one) => one.pairReason !== null).map((one) => one.id));
  const habits = { ...board.rule, leaveAt: draft.leaveAt, backBy: draft.backBy };
  const team = Math.max(1, draft.memberIds.length);
  let tooFew = false;
  const halts = draft.stops.map(({ roomId, clientIds, errandIds }) => {
    const two = clientIds.filter((id) => pairs.has(id)).length;
    const work = { pairs: two, singles: clientIds.length - two, errands: errandIds.length };
    const stay = stayFor(work, team, habits);
    tooFew ||= stay === null;
    return {
      roomId,
      stayMinutes: stay ?? stayFor({ ...work, pairs: 0, singles: clientIds.length }, team, habits) ?? 0,
    };
  });
  const timed = timetable(board.stationId, halts, waysOfBoard(board), habits);
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
export function commandOf(board: TripBoard, draft: TripDraft): { name: string; input: Record<string, unknown> } {
  const hours = hoursOf(board, draft);
  const { revision, ...plan } = draft;
  const lastMinute = 1439;
  const stops = draft.stops.map((stop, at) => ({
    ...stop,
    arriveAt: Math.min(lastMinute, hours.stops[at]?.arriveAt ?? draft.leaveAt),
    stayMinutes: Math.min(720, hours.stops[at]?.stayMinutes ?? 0),
  }));
  const input = { ...plan, stops, stationId: board.stationId, ask: true };
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
