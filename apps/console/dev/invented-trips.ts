/** Trips of the invented county: one asked for, one on the road past its hour, one that came back; and what plans need. */
import { addDays, derivedId, startOfDay } from '@yimi/kernel';
import type { Drive, Errand, Stop, Trip, VillageFacts } from '@yimi/services';
import { directions, errandKinds, pairReasons, usualTripRule } from '@yimi/services';
import * as z from 'zod';
import type { TripBoard } from '../screens/trips/trip-api.ts';
import type { County } from './invented-county.ts';
import { now, today } from './invented-county.ts';

interface Desk {
  readonly drives: Drive[];
  readonly pairs: Map<string, PairReason | null>;
  readonly trips: Trip[];
  stops: Stop[];
  readonly errands: Errand[];
  readonly facts: VillageFacts[];
}

type PairReason = (typeof pairReasons)[number];

const desks = new WeakMap<County, Desk>();
const named = (label: string): string => derivedId('invented trips', label);

function deskOf(county: County): Desk {
  const known = desks.get(county);
  if (known !== undefined) return known;
  const made = furnished(county);
  desks.set(county, made);
  return made;
}

function furnished(county: County): Desk {
  const stationId = county.stations[0]?.id ?? '';
  const rooms = county.rooms.filter((room) => room.stationId === stationId);
  const members = travellers(county).map((one) => one.userId);
  const facts = rooms.map(({ id }, at) => ({
    id,
    minutes: null,
    // Two villages of which nobody has said where they lie.
    direction: at % 5 === 4 ? null : (directions[(at * 3) % 8] ?? null),
    officeDays: at % 3 === 0 ? [1, 3, 5] : [1, 2, 3, 4, 5],
    officeFrom: 540,
    officeTo: 1020,
  }));
  const errands = rooms.slice(0, 3).map(
    ({ id: roomId }, at): Errand => ({
      ...{ id: named(`errand ${at}`), roomId, clientId: null, kind: at === 1 ? 'errand' : 'drop-off' },
      text: ['申请表 20 张', '低保复核表盖章', '轮椅一把，放村委会'][at] ?? '',
      ...{ byDay: addDays(today, 4), state: 'open', tripId: null, settledBy: null, settledAt: null },
      ...{ addedBy: members[0] ?? '', addedOn: addDays(today, -3) },
    }),
  );
  const desk: Desk = { trips: [], stops: [], errands, facts, drives: [], pairs: new Map() };
  const [first, second, third, fourth] = rooms;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return desk;
  const add = (label: string, more: Partial<Trip>, way: readonly { id: string }[], state: Stop['state']): void => {
    const trip = { ...plain(stationId, members), id: named(label), roomId: way[0]?.id ?? '', ...more };
    desk.trips.push(trip);
    for (const [position, room] of way.entries()) {
      const clientIds = [...county.clients.values()]
        .filter((one) => one.roomId === room.id)
        .slice(0, 5)
        .map((one) => one.id);
      const place = { tripId: trip.id, stationId, roomId: room.id, day: trip.day, position };
      const hours = { arriveAt: 560 + position * 120, stayMinutes: 75, reachedAt: null, reason: null };
      desk.stops.push({ id: named(`${label} ${position}`), ...place, ...hours, clientIds, errandIds: [], state });
    }
  };
  add(
    'asked',
    { state: 'requested', day: addDays(today, 4), requestedBy: members[1] ?? null },
    [first, second],
    'planned',
  );
  const left = startOfDay(addDays(today, -1)) + 9 * 3_600_000;
  add('late', { state: 'under-way', day: addDays(today, -1), startedAt: left }, [third], 'reached');
  const gone = { state: 'closed' as const, day: addDays(today, -6), startedAt: left - 5 * 86_400_000 };
  add('back', { ...gone, backAt: left - 5 * 86_400_000 + 8 * 3_600_000 }, [fourth, second], 'reached');
  return desk;
}

function plain(stationId: string, memberIds: string[]): Omit<Trip, 'id' | 'roomId'> {
  return {
    ...{ stationId, day: today, state: 'approved', revision: 1, memberIds: memberIds.slice(0, 2) },
    ...{ car: 'station', seats: 5, leaveAt: 510, backBy: 1050 },
    supplies: [{ id: named('oil'), text: '食用油', quantity: 4 }],
    ...{ note: '', proposedBy: memberIds[0] ?? '', requestedBy: null, decidedBy: null, decidedAt: null, reason: null },
    ...{ selfApproved: false, startedAt: null, backAt: null, closedBy: null },
  };
}

function travellers(county: County) {
  const stationId = county.stations[0]?.id;
  return county.staff.filter(
    (one) => one.stationId === stationId && one.roomId === null && one.role.startsWith('station'),
  );
}

export function tripBoard(county: County): TripBoard {
  const station = county.stations[0];
  const desk = deskOf(county);
  const rooms = county.rooms.filter((room) => room.stationId === station?.id);
  const here = new Set(rooms.map((room) => room.id));
  const people = [...county.clients.values()].filter((one) => here.has(one.roomId) && one.state === 'active');
  const due = people.map(({ id, name, roomId, hamlet, risk, lastMetOn, registeredOn }, at) => ({
    ...{ id, name, roomId, hamlet, risk },
    dueOn: addDays(lastMetOn ?? registeredOn, county.rule[risk]),
    pairReason: desk.pairs.has(id) ? (desk.pairs.get(id) ?? null) : at % 23 === 0 ? ('safety' as const) : null,
    pairSuggested: at % 17 === 3 && !desk.pairs.has(id) ? ('refused' as const) : null,
  }));
  return {
    stationId: station?.id ?? '',
    stationName: station?.name ?? '',
    stations: station === undefined ? [] : [{ id: station.id, name: station.name }],
    today,
    rooms: rooms.map(({ id, name, minutesAway }) => ({ id, name, minutesAway })),
    rule: usualTripRule,
    ...{
      facts: desk.facts,
      drives: desk.drives,
      ticks: [],
      errands: desk.errands,
      trips: desk.trips,
      stops: desk.stops,
    },
    people: due.filter((one) => one.dueOn <= addDays(today, 35)),
    visits: [],
    members: travellers(county).map(({ userId: id, name, role, phone, roomId }) => ({ id, name, role, phone, roomId })),
  };
}

const Loose = z.looseObject({ tripId: z.string().default('') });

/** What the commands of the board do to it: enough for the screen to move. */
export function tripActs(county: County, name: string, given: Record<string, unknown>): void {
  const desk = deskOf(county);
  const { tripId, ...input } = Loose.parse(given);
  const at = desk.trips.findIndex((one) => one.id === tripId);
  const trip = desk.trips[at];
  if (name === 'services.decide-trip' && trip !== undefined)
    desk.trips[at] = { ...trip, state: input.approve === true ? 'approved' : 'declined', decidedAt: now };
  if (name === 'services.call-off-trip' && trip !== undefined) desk.trips[at] = { ...trip, state: 'called-off' };
  villageActs(desk, name, given);
  if (name !== 'services.propose-trip' && name !== 'services.change-trip') return;
  const base = trip ?? { ...plain(county.stations[0]?.id ?? '', []), id: tripId, roomId: '' };
  const plan = Plan.parse(input);
  const next: Trip = {
    ...base,
    ...plan.trip,
    state: 'requested',
    revision: base.revision + (trip === undefined ? 0 : 1),
  };
  const [first] = plan.stops;
  desk.trips.splice(at < 0 ? desk.trips.length : at, at < 0 ? 0 : 1, { ...next, roomId: first?.roomId ?? '' });
  desk.stops = desk.stops.filter((stop) => stop.tripId !== tripId);
  for (const [position, { stopId, ...stop }] of plan.stops.entries()) {
    const place = { tripId, stationId: next.stationId, day: next.day, position };
    desk.stops.push({ id: stopId, ...stop, ...place, state: 'planned', reachedAt: null, reason: null });
  }
}

const Village = z.looseObject({
  ...{ roomId: z.string().default(''), otherId: z.string().default(''), errandId: z.string().default('') },
  ...{ clientId: z.string().nullable().default(null), reason: z.enum(pairReasons).nullable().default(null) },
  ...{
    kind: z.enum(errandKinds).default('errand'),
    text: z.string().default(''),
    byDay: z.string().nullable().default(null),
  },
  ...{ minutes: z.number().nullable().default(null), direction: z.enum(directions).nullable().default(null) },
  ...{
    officeDays: z.array(z.number()).default([]),
    officeFrom: z.number().default(0),
    officeTo: z.number().default(0),
  },
  outcome: z.enum(['open', 'done', 'dropped']).default('open'),
});

/** What is said of a village: its way and office, a drive, an errand, who is visited by two. */
function villageActs(desk: Desk, name: string, given: Record<string, unknown>): void {
  const parsed = Village.safeParse(given);
  if (!parsed.success) return;
  const { roomId, otherId, errandId, clientId, reason, kind, text, byDay, minutes, outcome, ...facts } = parsed.data;
  const { direction, officeDays, officeFrom, officeTo } = facts;
  const at = desk.facts.findIndex((one) => one.id === roomId);
  if (name === 'services.set-village-facts' && at >= 0)
    desk.facts[at] = { id: roomId, minutes, direction, officeDays, officeFrom, officeTo };
  if (name === 'services.set-drive')
    desk.drives.push({ id: named(`${roomId} ${otherId}`), oneId: roomId, otherId, minutes: minutes ?? 0 });
  if (name === 'services.require-pair' && clientId !== null) desk.pairs.set(clientId, reason);
  const errand = desk.errands.findIndex((one) => one.id === errandId);
  const found = desk.errands[errand];
  if (name === 'services.settle-errand' && found !== undefined) desk.errands[errand] = { ...found, state: outcome };
  if (name !== 'services.add-errand') return;
  desk.errands.push({
    ...{ id: errandId, roomId, clientId, kind, text, byDay, state: 'open', tripId: null },
    ...{ settledBy: null, settledAt: null, addedBy: roomId, addedOn: today },
  });
}

const Ids = z.array(z.string());
const Plan = z
  .object({
    day: z.string(),
    memberIds: Ids,
    leaveAt: z.number(),
    backBy: z.number(),
    stops: z.array(
      z.object({
        ...{ stopId: z.string(), roomId: z.string(), arriveAt: z.number(), stayMinutes: z.number() },
        ...{ clientIds: Ids, errandIds: Ids },
      }),
    ),
  })
  .transform(({ stops, ...trip }) => ({ trip, stops }));
