/**
 * What trips say, told a second time from the accepted commands: whoever was there outweighs who thought nobody went, a
 * trip leaves only when it may, comes back once, and a village is told of granted trips and of no others.
 */
import { clients } from '@yimi/people';
import type { Envelope } from '@yimi/protocol';
import { care, errands, packTicks, stops, trips, villageDays } from '@yimi/services';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Picture } from '../picture.ts';

interface ToldTrip {
  state: string;
  revision: number;
  day: string;
  asks: boolean;
  backAt: number | null;
  readonly stops: Map<string, string>;
}

type Fields = Record<string, unknown>;

interface Told {
  readonly trips: Map<string, ToldTrip>;
  readonly ticks: Map<string, boolean>;
  readonly errands: Map<string, { clientId: unknown; state: unknown }>;
  readonly pairs: Map<string, unknown>;
}

export function checkTrips(picture: Picture, log: Log): void {
  const told: Told = { trips: new Map(), ticks: new Map(), errands: new Map(), pairs: new Map() };
  for (const entry of picture.parts.audit) {
    const { command } = entry.content as { command: Envelope | null };
    if (entry.outcome === 'accepted' && command !== null) tell(told, command.name, command.input as Fields);
  }
  checkTripRows(picture, told, log);
  checkStops(picture, told, log);
  checkErrands(picture, told, log);
  const ticks = picture.rows(packTicks);
  if (ticks.length !== told.ticks.size) log.fail('broken', 'S4 two phones tick one row', `${ticks.length} ticks`);
  for (const tick of ticks) {
    if (tick.packed !== told.ticks.get(`${tick.tripId}/${tick.item}`))
      log.fail('lost', 'S4 the later tick stands', `trip ${short(tick.tripId)}`);
  }
  for (const state of picture.rows(care)) {
    const reason = told.pairs.get(state.id) ?? null;
    if (state.pairReason !== reason)
      log.fail('lost', 'C4 who is visited by two stays said', `person ${short(state.id)}`);
  }
}

function tell(told: Told, name: string, input: Fields): void {
  const trip = told.trips.get(String(input.tripId));
  switch (name) {
    case 'services.propose-trip':
      told.trips.set(String(input.tripId), { revision: 1, backAt: null, ...planned(input, null) });
      return;
    case 'services.add-errand':
      told.errands.set(String(input.errandId), { clientId: input.clientId, state: 'open' });
      return;
    case 'services.settle-errand': {
      const errand = told.errands.get(String(input.errandId));
      if (errand !== undefined) errand.state = input.outcome;
      return;
    }
    case 'services.require-pair':
      told.pairs.set(String(input.clientId), input.reason);
      return;
    case 'services.tick-packing':
      told.ticks.set(`${String(input.tripId)}/${String(input.item)}`, input.packed === true);
      return;
    default:
      if (trip !== undefined) onTrip(trip, name, input);
  }
}

/** What was granted stands as long as nobody wants another day, car, team or store. */
function planned(input: Fields, before: ToldTrip | null) {
  const { car, seats, day, memberIds, supplies, stops: list, ask } = input;
  const needs = car !== 'none' || (supplies as unknown[]).length > 0;
  const grant = JSON.stringify([day, car, seats, [...(memberIds as string[])].sort(), supplies]);
  const way = new Map((list as { stopId: string }[]).map((stop) => [stop.stopId, 'planned']));
  const stands = before?.state === 'approved' && (before as ToldTrip & { grant?: string }).grant === grant;
  const state = stands ? 'approved' : ask !== true ? 'draft' : needs ? 'requested' : 'approved';
  return { state, day: String(day), asks: needs, stops: way, grant };
}

function onTrip(trip: ToldTrip, name: string, input: Fields): void {
  const leave = (): void => {
    if (trip.state !== 'closed') trip.state = 'under-way';
  };
  const stopId = String(input.stopId);
  switch (name) {
    case 'services.change-trip':
      Object.assign(trip, planned(input, trip), { revision: trip.revision + 1 });
      return;
    case 'services.decide-trip':
      trip.state = input.approve === true ? 'approved' : 'declined';
      return;
    case 'services.call-off-trip':
      trip.state = 'called-off';
      return;
    case 'services.start-trip':
      leave();
      return;
    case 'services.reach-stop':
      if (trip.stops.get(stopId) !== 'reached') leave();
      trip.stops.set(stopId, 'reached');
      return;
    case 'services.skip-stop':
      if (trip.stops.get(stopId) !== 'reached') trip.stops.set(stopId, 'skipped');
      return;
    case 'services.close-trip':
      if (trip.state !== 'closed') trip.backAt = Number(input.backAt);
      trip.state = 'closed';
  }
}

function checkTripRows(picture: Picture, told: Told, log: Log): void {
  const rows = new Map(picture.rows(trips).map((trip) => [trip.id, trip]));
  if (rows.size !== told.trips.size) log.fail('broken', 'C3 one trip a plan', `${rows.size} of ${told.trips.size}`);
  for (const [id, model] of told.trips) {
    const row = rows.get(id);
    for (const field of ['state', 'revision', 'day', 'backAt'] as const) {
      if (row?.[field] !== model[field])
        log.fail('lost', 'S4 a trip is what was last said', `trip ${short(id)}: ${field} is ${row?.[field]}`);
    }
    if (row?.state === 'under-way' && model.asks && row.decidedBy === null)
      log.fail('broken', 'a car leaves only when it was granted', `trip ${short(id)}`);
  }
}

function checkStops(picture: Picture, told: Told, log: Log): void {
  const days = new Map(picture.rows(villageDays).map((day) => [day.id, day]));
  for (const stop of picture.rows(stops)) {
    const trip = told.trips.get(stop.tripId);
    if (trip?.stops.get(stop.id) !== stop.state)
      log.fail('lost', 'S4 a village is what was last said', `stop ${short(stop.id)} is ${stop.state}`);
    const day = days.get(stop.id);
    days.delete(stop.id);
    const goes = trip !== undefined && ['approved', 'under-way', 'closed'].includes(trip.state);
    const says = { planned: 'coming', reached: 'here', skipped: 'not-coming' }[stop.state];
    if (goes ? day?.state !== says || day.day !== trip.day : day !== undefined && day.state !== 'not-coming')
      log.fail('broken', 'S2 a village is told of granted trips only', `stop ${short(stop.id)}: ${day?.state}`);
  }
  for (const day of days.values()) log.fail('broken', 'S2 a day needs its trip', `day ${short(day.id)}`);
}

function checkErrands(picture: Picture, told: Told, log: Log): void {
  const people = new Map(picture.rows(clients).map((client) => [client.id, client]));
  const rows = picture.rows(errands);
  if (rows.length !== told.errands.size) log.fail('broken', 'C3 one errand a wish', `${rows.length} errands`);
  for (const errand of rows) {
    const client = errand.clientId === null ? undefined : people.get(errand.clientId);
    if (client !== undefined && errand.roomId !== client.roomId)
      log.fail('broken', 'S2 what is for a person goes with them', `errand ${short(errand.id)}`);
    if (client?.state === 'erased') {
      if (errand.text !== '') log.fail('broken', 'A7 erasure leaves no text', `errand ${short(errand.id)}`);
    } else if (errand.state !== told.errands.get(errand.id)?.state) {
      log.fail('lost', 'S4 an errand is what was last said', `errand ${short(errand.id)} is ${errand.state}`);
    }
  }
}
