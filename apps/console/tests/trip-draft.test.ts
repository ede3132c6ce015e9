/** A trip changed by hand at the desk: its hours follow, and what is sent is what the command takes. */
import { derivedId } from '@yimi/kernel';
import type { TripDraft } from '@yimi/services';
import { clockOf, minutesOf, moved, usualTripRule } from '@yimi/services';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import type { TripBoard } from '../screens/trips/trip-api.ts';
import { commandOf, hoursOf } from '../screens/trips/trip-draft.ts';

const id = (label: string): string => derivedId('trip draft', label);

function board(more: Partial<TripBoard> = {}): TripBoard {
  return {
    stationId: id('station'),
    stationName: '清河乡社工站',
    stations: [],
    today: '2026-03-10',
    rooms: [
      { id: id('near'), name: '木桥村', minutesAway: 30 },
      { id: id('far'), name: '枫香村', minutesAway: 90 },
    ],
    rule: usualTripRule,
    facts: [],
    drives: [],
    people: [],
    errands: [],
    trips: [],
    stops: [],
    ticks: [],
    visits: [],
    members: [],
    ...more,
  };
}

function draft(more: Partial<TripDraft> = {}): TripDraft {
  const stop = (name: string, people: number) => ({
    stopId: id(`stop ${name}`),
    roomId: id(name),
    clientIds: Array.from({ length: people }, (_, n) => id(`${name} ${n}`)),
    errandIds: [],
  });
  return {
    tripId: id('trip'),
    revision: null,
    day: '2026-03-11',
    memberIds: [id('蓝'), id('石')],
    car: 'station',
    seats: 5,
    leaveAt: 510,
    backBy: 1050,
    stops: [stop('near', 4), stop('far', 2)],
    supplies: [],
    note: '',
    ...more,
  };
}

describe('a trip at the desk', () => {
  it('works out the hours anew when a village moves, and says when it is home too late', () => {
    const first = hoursOf(board(), draft());
    expect(first.stops.map((stop) => stop.arriveAt)).toEqual([540, 680]);
    const turned = hoursOf(board(), moved(draft(), 0, 1));
    expect(turned.stops.map((stop) => stop.arriveAt)).toEqual([600, 715]);
    expect(hoursOf(board(), draft({ leaveAt: 800 })).backAt).toBeGreaterThan(draft().backBy);
  });

  it('keeps the order when a village is moved past the end', () => {
    expect(moved(draft(), 1, 2)).toEqual(draft());
    expect(moved(draft(), 0, -1)).toEqual(draft());
  });

  it('says when somebody is visited by two and only one goes', () => {
    const pair = {
      ...{ id: id('near 0'), name: '杨', roomId: id('near'), hamlet: '', risk: 'high' as const },
      dueOn: '2026-03-01',
    };
    const asks = board({ people: [{ ...pair, pairReason: 'safety', pairSuggested: null }] });
    expect(hoursOf(asks, draft()).tooFew).toBe(false);
    expect(hoursOf(asks, draft({ memberIds: [id('蓝')] })).tooFew).toBe(true);
  });

  it('sends just what the command takes: a new plan, or a change made over the revision it was read at', () => {
    for (const one of [draft(), draft({ revision: 3 })]) {
      const { name, input } = commandOf(board(), one);
      expect(name).toBe(one.revision === null ? 'services.propose-trip' : 'services.change-trip');
      expect(catalogue.commands.get(name)?.input.safeParse(input).success).toBe(true);
    }
  });

  it('reads and writes hours as people do', () => {
    expect(clockOf(510)).toBe('08:30');
    expect(minutesOf('17:05')).toBe(1025);
    expect(minutesOf('late')).toBeNull();
  });
});
