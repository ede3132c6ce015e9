/** Trips as this phone holds them: the station's sheets, each with its stops, people and things, and what is proposed. */
import { holderOf } from '@yimi/network';
import type { DraftAround, Errand, Packed, Plan, Stop, Trip, TripReport, TripRule, VillageDay } from '@yimi/services';
import {
  dayDriven,
  drives,
  errands,
  notBack,
  packingList,
  packTicks,
  placeOf,
  planTrips,
  situationOf,
  stops,
  tripReport,
  tripRules,
  trips,
  usualTripRule,
  villageDays,
  villageFacts,
  waysOf,
} from '@yimi/services';
import type { ComputedRef } from 'vue';
import { computed } from 'vue';
import type { HeldPerson } from '../people/held-person.ts';
import { useLive, useSession } from '../session.ts';

export { clockOf } from '@yimi/services';

export interface Sheet {
  readonly trip: Trip;
  readonly stops: readonly Stop[];
}

export interface TripsHeld {
  readonly sheets: ComputedRef<readonly Sheet[]>;
  readonly errands: ComputedRef<readonly Errand[]>;
  readonly days: ComputedRef<readonly VillageDay[]>;
  readonly rule: ComputedRef<TripRule>;
  /** What the hours of a plan follow from, as far as this phone knows. */
  readonly around: ComputedRef<DraftAround>;
  /** Who can be sent. */
  readonly travellers: ComputedRef<readonly { readonly id: string; readonly name: string }[]>;
  readonly late: ComputedRef<readonly Trip[]>;
  readonly stationId: ComputedRef<string | null>;
  readonly isHead: ComputedRef<boolean>;
  readonly roomName: (roomId: string) => string;
  readonly nameOf: (userId: string) => string;
  readonly person: (clientId: string) => HeldPerson | null;
  readonly packed: (sheet: Sheet) => readonly Packed[];
  readonly report: (sheet: Sheet) => TripReport;
  /** Computed when asked for: on a slow phone it takes a moment. */
  readonly plan: () => Plan;
}

/** Who can be sent: the station's own people; village workers wait in their village. */
const travellers = ['station-worker', 'station-head'];

export function useTrips(): TripsHeld {
  const session = useSession();
  const live = useLive();
  const all = { trips: live.rowsOf(trips), stops: live.rowsOf(stops), errands: live.rowsOf(errands) };
  const known = { ticks: live.rowsOf(packTicks), facts: live.rowsOf(villageFacts), drives: live.rowsOf(drives) };
  const days = live.rowsOf(villageDays);
  const rules = live.rowsOf(tripRules);
  const rule = computed(() => rules.value[0] ?? usualTripRule);
  const sheets = computed(() =>
    all.trips.value.map((trip) => ({
      trip,
      stops: all.stops.value
        .filter((stop) => stop.tripId === trip.id)
        .sort((one, other) => one.position - other.position),
    })),
  );
  const stationId = computed(() => (live.worksAtStation.value ? (live.myRooms.value[0]?.stationId ?? null) : null));
  const names = computed(() => new Map(live.staff.value.map((one) => [holderOf(one), one.name])));
  const rooms = computed(() => new Map(live.rooms.value.map((one) => [one.id, one.name])));
  const mine = computed(() =>
    live.myRooms.value.flatMap(({ id }) => live.rooms.value.find((room) => room.id === id) ?? []),
  );
  const here = computed(() => live.staff.value.filter((one) => one.active && one.stationId === stationId.value));
  const going = computed(() =>
    [...new Set(here.value.filter((one) => travellers.includes(one.role)).map(holderOf))].sort(),
  );
  return {
    sheets,
    days,
    rule,
    travellers: computed(() => going.value.map((id) => ({ id, name: names.value.get(id) ?? '' }))),
    around: computed(() => {
      const facts = new Map(known.facts.value.map((one) => [one.id, one]));
      const places = mine.value.map((room) => placeOf(room, facts.get(room.id)));
      return {
        stationId: stationId.value ?? '',
        ways: waysOf(stationId.value ?? '', places, known.drives.value),
        rule: rule.value,
        pairs: new Set(live.people.value.filter((one) => one.care?.pairReason != null).map((one) => one.id)),
      };
    }),
    stationId,
    errands: all.errands,
    late: computed(() => notBack(all.trips.value, session.now.value)),
    isHead: computed(() => live.roles.value.includes('station-head')),
    roomName: (roomId) => rooms.value.get(roomId) ?? '',
    nameOf: (userId) => names.value.get(userId) ?? '',
    person: (clientId) => live.peopleById.value.get(clientId) ?? null,
    packed: ({ trip, stops: way }) => packingList(trip, way, all.errands.value, known.ticks.value),
    report: ({ trip, stops: way }) => {
      const others = sheets.value.filter((one) => dayDriven(one.trip) === dayDriven(trip));
      return tripReport(trip, way, live.visits.value, all.errands.value, others);
    },
    plan: () =>
      planTrips(
        situationOf({
          stationId: stationId.value ?? '',
          today: session.today.value,
          rooms: mine.value,
          facts: known.facts.value,
          drives: known.drives.value,
          people: live.people.value.flatMap(({ id, roomId, risk, dueOn, care }) =>
            risk === null || dueOn === null ? [] : [{ id, roomId, risk, dueOn, pair: care?.pairReason != null }],
          ),
          errands: all.errands.value,
          trips: all.trips.value,
          stops: all.stops.value,
          members: going.value,
          rule: rule.value,
        }),
      ),
  };
}
