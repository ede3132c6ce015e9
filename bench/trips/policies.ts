/** Three ways to decide on a morning who is visited: the planner, and two that people follow without one. */
import type { Day } from '@yimi/kernel';
import { addDays, daysBetween } from '@yimi/kernel';
import { planTrips, usualHabits } from '@yimi/services';
import type { Person, Township } from './township.ts';

export interface Morning {
  readonly township: Township;
  readonly today: Day;
  readonly days: readonly Day[];
  readonly dueOn: ReadonlyMap<string, Day>;
  readonly team: readonly string[];
}

export type Round = readonly { readonly roomId: string; readonly people: readonly string[] }[];
/** Nobody goes out: an empty round. */
export type Policy = (morning: Morning) => Round;

/** The same for all three: how early a visit may be made, and what is reason enough to go out. */
const early = { high: 2, key: 7, ordinary: 21 } as const;
const patience = { high: 0, key: 0, ordinary: 7 } as const;

function late({ dueOn, today }: Morning, person: Person): number {
  return daysBetween(dueOn.get(person.id) ?? today, today);
}

function visitable(morning: Morning): Person[] {
  return morning.township.people
    .filter((person) => late(morning, person) >= -early[person.risk])
    .sort((one, other) => late(morning, other) - late(morning, one) || (one.id < other.id ? -1 : 1));
}

function pressing(morning: Morning): Person[] {
  return visitable(morning).filter((person) => late(morning, person) >= patience[person.risk]);
}

export const planned: Policy = (morning) => {
  const { township, today, days, dueOn, team } = morning;
  const { proposals } = planTrips({
    stationId: township.stationId,
    today,
    days,
    villages: township.roomIds.map((id) => ({ id, office: null })),
    ways: township.known,
    visits: township.people.map(({ id, roomId, risk, pair }) => ({
      clientId: id,
      roomId,
      risk,
      pair,
      dueOn: dueOn.get(id) ?? addDays(today, 999),
    })),
    errands: [],
    free: () => team,
    teamSize: team.length,
    habits: usualHabits,
  });
  const trip = proposals.find((one) => one.day === today);
  return trip?.stops.map(({ roomId, clientIds }) => ({ roomId, people: clientIds })) ?? [];
};

/** A trip goes to the village of whoever has waited longest, sees everybody due there, and comes home. */
export const mostOverdueVillage: Policy = (morning) => {
  const first = pressing(morning)[0];
  if (first === undefined) return [];
  const there = visitable(morning).filter((person) => person.roomId === first.roomId);
  return [{ roomId: first.roomId, people: there.map((person) => person.id) }];
};

/** Begins at the nearest village in which somebody is due and goes on to the next nearest while the day lasts. */
export const nearestFirst: Policy = (morning) => {
  const { township } = morning;
  const open = new Set(pressing(morning).map((person) => person.roomId));
  const round: { roomId: string; people: readonly string[] }[] = [];
  let at = township.stationId;
  while (open.size > 0) {
    const from = at;
    const minutes = (id: string): number => township.truth.leg(from, id).minutes;
    const next = [...open].sort((one, other) => minutes(one) - minutes(other) || (one < other ? -1 : 1))[0];
    if (next === undefined) break;
    open.delete(next);
    const there = visitable(morning).filter((person) => person.roomId === next);
    round.push({ roomId: next, people: there.map((person) => person.id) });
    at = next;
  }
  return round;
};
