/**
 * Deeds about field trips: several people of one station plan, change, grant, drive and close the same trips from phones
 * that have not heard of each other.
 */
import { addDays, dayOf } from '@yimi/kernel';
import { holderOf, posts, rooms, staff } from '@yimi/network';
import { clients } from '@yimi/people';
import type { Trip } from '@yimi/services';
import { cars, directions, errandKinds, errands, pairReasons, stops, trips } from '@yimi/services';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';
import { ownRooms } from './people.ts';

const minute = 60_000;

function ownStation(scene: Scene): string | null {
  const mine = scene.replica.rows(posts).filter((post) => post.userId === scene.userId && post.toDay === null);
  return mine.find((post) => post.role === 'station-worker' || post.role === 'station-head')?.stationId ?? null;
}

function deed(name: string, input: unknown, what: string): Deed {
  return { name: `services.${name}`, input, mends: null, what };
}

function some<T>(scene: Scene, list: readonly T[], most: number): T[] {
  const picked = Array.from({ length: scene.dice.between(1, most) }, () => scene.dice.pick(list));
  return [...new Set(picked)].flatMap((one) => (one === undefined ? [] : [one]));
}

function planOf(
  scene: Scene,
  stationId: string,
  tripId: string,
  kept: readonly string[],
): Record<string, unknown> | null {
  const { dice, replica, now } = scene;
  const villages = replica.rows(rooms).filter((room) => room.stationId === stationId && room.mergedInto === null);
  const colleagues = replica.rows(staff).filter((one) => one.active && one.stationId === stationId);
  if (villages.length === 0 || colleagues.length === 0) return null;
  const people = replica.rows(clients).filter((client) => client.state === 'active');
  const open = replica.rows(errands).filter((errand) => errand.state === 'open');
  const way = some(scene, villages, 3);
  return {
    tripId,
    stationId,
    day: addDays(dayOf(now), dice.between(-1, 5)),
    memberIds: [...new Set(some(scene, colleagues, 3).map(holderOf))],
    car: dice.oneOf(cars),
    seats: dice.between(2, 6),
    leaveAt: 510,
    backBy: dice.between(900, 1080),
    stops: way.map((room, n) => ({
      stopId: kept[n] ?? replica.newId(),
      roomId: room.id,
      arriveAt: 560 + n * 90,
      stayMinutes: 60,
      clientIds: people.flatMap((client) => (client.roomId === room.id && dice.chance(0.4) ? [client.id] : [])),
      errandIds: open.flatMap((errand) => (errand.roomId === room.id ? [errand.id] : [])).slice(0, 30),
    })),
    supplies: dice.chance(0.4) ? [{ id: replica.newId(), text: '食用油', quantity: dice.between(1, 9) }] : [],
    note: '',
    ask: dice.chance(0.8),
  };
}

export function proposeTrip(scene: Scene): Deed | null {
  const stationId = ownStation(scene);
  const tripId = scene.replica.newId();
  const plan = stationId === null ? null : planOf(scene, stationId, tripId, []);
  return plan === null ? null : deed('propose-trip', plan, `plans trip ${short(tripId)}`);
}

function tripIn(scene: Scene, states: readonly Trip['state'][]): Trip | undefined {
  return scene.dice.pick(scene.replica.rows(trips).filter((trip) => states.includes(trip.state)));
}

export function changeTrip(scene: Scene): Deed | null {
  const trip = tripIn(scene, ['draft', 'requested', 'approved', 'declined']);
  if (trip === undefined) return null;
  const way = scene.replica.rows(stops).filter((stop) => stop.tripId === trip.id);
  const kept = way.map((stop) => stop.id);
  const plan = planOf(scene, trip.stationId, trip.id, scene.dice.chance(0.5) ? kept : kept.slice(1));
  if (plan === null) return null;
  return deed('change-trip', { ...plan, revision: trip.revision }, `changes trip ${short(trip.id)}`);
}

export function decideTrip(scene: Scene): Deed | null {
  const trip = tripIn(scene, ['requested']);
  if (trip === undefined) return null;
  const approve = scene.dice.chance(0.8);
  const input = { tripId: trip.id, revision: trip.revision, approve, reason: approve ? '' : '车在修' };
  return deed('decide-trip', input, `${approve ? 'grants' : 'sends back'} trip ${short(trip.id)}`);
}

export function callOffTrip(scene: Scene): Deed | null {
  const trip = tripIn(scene, ['draft', 'requested', 'approved', 'declined']);
  if (trip === undefined) return null;
  return deed('call-off-trip', { tripId: trip.id, reason: '大雨' }, `calls off trip ${short(trip.id)}`);
}

/** What the people in the car say, whichever of them it is. */
export function driveTrip(scene: Scene): Deed | null {
  const { dice, replica, now } = scene;
  const trip = tripIn(scene, ['approved', 'under-way']) ?? tripIn(scene, ['draft']);
  if (trip === undefined) return null;
  const tripId = trip.id;
  const stop = dice.pick(replica.rows(stops).filter((one) => one.tripId === tripId && one.state === 'planned'));
  const on = `on trip ${short(tripId)}`;
  if (trip.state !== 'under-way' && dice.chance(0.8)) {
    if (dice.chance(0.5)) return deed('tick-packing', { tripId, item: 'always/badges', packed: true }, `packs ${on}`);
    return deed('start-trip', { tripId, startedAt: now }, `leaves ${on}`);
  }
  if (stop === undefined) return deed('close-trip', { tripId, backAt: now + 30 * minute }, `comes back ${on}`);
  const stopId = stop.id;
  if (dice.chance(0.6)) return deed('reach-stop', { tripId, stopId, reachedAt: now }, `reaches ${short(stopId)} ${on}`);
  return deed('skip-stop', { tripId, stopId, reason: '塌方' }, `leaves out ${short(stopId)} ${on}`);
}

export function addErrand(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const roomId = dice.pick(ownRooms(scene));
  if (roomId === undefined) return null;
  const here = replica.rows(clients).filter((client) => client.roomId === roomId && client.state === 'active');
  const errandId = replica.newId();
  const clientId = dice.chance(0.6) ? (dice.pick(here)?.id ?? null) : null;
  const input = {
    errandId,
    roomId,
    clientId,
    kind: dice.oneOf(errandKinds),
    text: `带去 ${dice.below(1_000_000)}`,
    byDay: dice.chance(0.5) ? addDays(dayOf(scene.now), dice.between(1, 9)) : null,
  };
  return deed('add-errand', input, `asks for ${short(errandId)} to be done in village ${short(roomId)}`);
}

export function settleErrand(scene: Scene): Deed | null {
  const { dice, replica, now } = scene;
  const errand = dice.pick(replica.rows(errands));
  if (errand === undefined) return null;
  const outcome = dice.oneOf(['done', 'done', 'dropped', 'open']);
  const tripId = tripIn(scene, ['under-way', 'closed'])?.id ?? null;
  const input = { errandId: errand.id, outcome, tripId, at: now };
  return deed('settle-errand', input, `says that errand ${short(errand.id)} is ${outcome}`);
}

/** Ways, hours of the office, and who is visited by two. */
export function knowVillage(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const mine = ownRooms(scene);
  const roomId = dice.pick(mine);
  if (roomId === undefined) return null;
  const otherId = dice.pick(mine.filter((id) => id !== roomId));
  if (otherId !== undefined && dice.chance(0.3) && scene.role !== 'village-worker') {
    return deed('set-drive', { roomId, otherId, minutes: dice.between(5, 60) }, `knows the way to ${short(otherId)}`);
  }
  const client = dice.pick(replica.rows(clients).filter((one) => one.roomId === roomId && one.state === 'active'));
  if (client !== undefined && dice.chance(0.5)) {
    const reason = dice.chance(0.8) ? dice.oneOf(pairReasons) : null;
    return deed('require-pair', { clientId: client.id, reason }, `wants ${short(client.id)} visited by two`);
  }
  const input = {
    roomId,
    minutes: dice.between(10, 90),
    direction: dice.oneOf(directions),
    officeDays: [1, dice.between(2, 5)],
    officeFrom: 540,
    officeTo: 1020,
  };
  return deed('set-village-facts', input, `knows village ${short(roomId)}`);
}
