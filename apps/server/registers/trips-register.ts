/**
 * 下乡台账: the records behind `services.trips`, each with what it came to, which is the sum of its visits by the module's
 * one rule (`tripReport`). A county drives some hundred trips a month, so those of the period are measured at once and put
 * in order here; their visits are found by village and day.
 */
import { addDays, reasonLeftOut, startOfDay } from '@yimi/kernel';
import type { Errand, Stop, Trip, TripReport } from '@yimi/services';
import { backByInstant, cars, dayDriven, errands, stops, tripCount, tripReport, trips, wentOut } from '@yimi/services';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import type { NamedStaff } from '../reads/named-people.ts';
import { staffNamed } from '../reads/named-people.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import { visitsOfTrips } from '../reads/trip-visits.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor } from './conditions.ts';
import { Conditions } from './conditions.ts';
import type { CellValue, RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

interface Driven {
  readonly trip: Trip;
  readonly way: readonly Stop[];
  readonly report: TripReport;
}

function conditionsOf(asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  return all.add(all.taken(asked.rows === 'counted' ? drillWhere(tripCount, drill) : drillLeftOut(tripCount, drill)));
}

/** A trip may leave some days before or after its day: whoever else was out is looked for that much around it. */
const around = 31;

async function driven(context: ReadContext, asked: Asked): Promise<Driven[]> {
  const where = conditionsOf(asked);
  const found = await rowsWhere(context, trips, where.text(), where.values);
  if (found.length === 0) return [];
  const out = await rowsWhere(
    context,
    trips,
    `station_id = any($1::uuid[]) and day between $2 and $3 and state in ('under-way', 'closed')`,
    [
      [...new Set(found.map((trip) => trip.stationId))],
      addDays(`${asked.from}-01`, -around),
      addDays(`${asked.to}-28`, around),
    ],
  );
  const all = new Map([...out, ...found].map((trip) => [trip.id, trip]));
  const ids = [...all.keys()];
  const ways = Map.groupBy(
    await rowsWhere(context, stops, 'trip_id = any($1::uuid[]) order by position', [ids]),
    (stop) => stop.tripId,
  );
  const visits = await visitsOfTrips(context, [...all.values()], [...ways.values()].flat());
  const byDay = Map.groupBy(visits, (visit) => visit.occurredOn);
  const settled = Map.groupBy(
    await rowsWhere(context, errands, 'trip_id = any($1::uuid[])', [found.map((trip) => trip.id)]),
    (errand: Errand) => errand.tripId ?? '',
  );
  const outByDay = Map.groupBy(out, (trip) => `${trip.stationId}/${dayDriven(trip)}`);
  return found.map((trip) => {
    const others = (outByDay.get(`${trip.stationId}/${dayDriven(trip)}`) ?? []).map((other) => ({
      trip: other,
      stops: ways.get(other.id) ?? [],
    }));
    const way = ways.get(trip.id) ?? [];
    const here = byDay.get(dayDriven(trip)) ?? [];
    return { trip, way, report: tripReport(trip, way, here, settled.get(trip.id) ?? [], others) };
  });
}

/** 晚回来: after the hour that the plan gave; a trip that is not back is neither. */
function backOf({ trip }: Driven): 'in-time' | 'late' | null {
  if (trip.backAt === null) return null;
  return trip.backAt > backByInstant(trip) ? 'late' : 'in-time';
}

/** Whether everybody whom the plan named was called on; null as long as nobody went out. */
function reachedOf({ trip, report }: Driven): 'yes' | 'no' | null {
  if (!wentOut(trip)) return null;
  return report.notReached.length === 0 ? 'yes' : 'no';
}

function filterValue(one: Driven, key: string): string | null {
  switch (key) {
    case 'car':
      return one.trip.car;
    case 'state':
      return one.trip.state;
    case 'back':
      return backOf(one);
    case 'reached':
      return reachedOf(one);
    case 'ownGrant':
      return one.trip.selfApproved ? 'yes' : 'no';
    default:
      throw new Error(`no filter ${key} of trips`);
  }
}

function chosen(all: readonly Driven[], { filters }: Asked): Driven[] {
  return all.filter((one) => [...filters].every(([key, value]) => filterValue(one, key) === value));
}

function keyOf({ trip, report }: Driven, by: string): string | number {
  switch (by) {
    case 'car':
      return cars.indexOf(trip.car);
    case 'minutes':
      return report.minutes ?? -1;
    case 'villages':
      return report.villages;
    case 'visits':
      return report.visits;
    default:
      return trip.day;
  }
}

function inOrder(all: readonly Driven[], { sort }: Asked): Driven[] {
  const turn = sort.order === 'asc' ? 1 : -1;
  const keyed = all.map((one) => ({ one, key: keyOf(one, sort.by) }));
  keyed.sort((a, b) => turn * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.one.trip.id < b.one.trip.id ? -1 : 1));
  return keyed.map(({ one }) => one);
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = inOrder(chosen(await driven(context, asked), asked), asked);
  // All were measured in this very snapshot: the row is found by its id, wherever it stands now.
  const start = cursor === null ? 0 : all.findIndex(({ trip }) => trip.id === cursor.id) + 1;
  const shown = all.slice(start, start + size);
  const last = start + size < all.length ? shown.at(-1) : undefined;
  const names = await staffNamed(
    context.trx,
    shown.flatMap(({ trip }) => [...trip.memberIds, trip.requestedBy, trip.decidedBy]),
  );
  const rows = shown.map((one) => rowOf(context, asked, one, names));
  return { rows, next: last === undefined ? null : { key: start + size, id: last.trip.id } };
}

/** 08:32 of a moment of the trip's own day. */
function clockOf(trip: Trip, instant: number | null): string | null {
  if (instant === null) return null;
  const minutes = Math.floor((instant - startOfDay(dayDriven(trip))) / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

function rowOf(context: ReadContext, asked: Asked, one: Driven, names: ReadonlyMap<string, NamedStaff>): RegisterRow {
  const { places } = context.reader;
  const { trip, way, report } = one;
  const { stationId, roomId } = trip;
  const shows = showsOf(context, asked, roomId, { stationId, roomId });
  const name = (id: string | null): string | null => (shows.staff ? (names.get(id ?? '')?.name ?? null) : null);
  const cells: Record<string, CellValue> = {
    day: trip.day,
    station: places.stations.get(stationId)?.name ?? '',
    way: way.map((stop) => places.rooms.get(stop.roomId)?.name ?? '').join('、'),
    members: shows.staff ? trip.memberIds.flatMap((id) => name(id) ?? []).join('、') : null,
    car: trip.car,
    leftAt: clockOf(trip, trip.startedAt),
    backAt: clockOf(trip, trip.backAt),
    minutes: report.minutes,
    back: backOf(one),
    ...sumsOf(report),
    met: report.met,
    besides: report.besidesPlan,
    notReached: wentOut(trip) ? report.notReached.length : null,
    supplies: trip.supplies.map(({ text, quantity }) => `${text} × ${quantity}`).join('、'),
    needs: report.needs.map(({ need, n }) => `${need} ${n}`).join('、'),
    askedBy: name(trip.requestedBy),
    decidedBy: name(trip.decidedBy),
    ownGrant: trip.selfApproved ? 'yes' : 'no',
    state: trip.state,
    reason: shows.person ? trip.reason : null,
    note: shows.person ? trip.note : null,
  };
  const reason = reasonLeftOut(tripCount, trip);
  return { id: trip.id, cells: only(asked, cells), reason, clientId: null, erased: false };
}

/** What of a report adds up over trips; people met do not, for they may be met again. */
function sumsOf({ villages, skipped, visits, nobodyHome, refused, errandsDone }: TripReport) {
  return { villages, skipped, visits, nobodyHome, refused, errands: errandsDone };
}

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const rows = chosen(await driven(context, asked), asked);
  const none = { villages: 0, skipped: 0, visits: 0, nobodyHome: 0, refused: 0, errands: 0 };
  const sums = rows
    .map(({ report }) => sumsOf(report))
    .reduce(
      (sum, one) => ({
        villages: sum.villages + one.villages,
        skipped: sum.skipped + one.skipped,
        visits: sum.visits + one.visits,
        nobodyHome: sum.nobodyHome + one.nobodyHome,
        refused: sum.refused + one.refused,
        errands: sum.errands + one.errands,
      }),
      none,
    );
  const parts = cars.flatMap((car) => {
    const n = rows.filter(({ trip }) => trip.car === car).length;
    return n === 0 ? [] : [{ filter: 'car', value: car, n }];
  });
  const leftOut = await reasonsOf(context, tripCount, conditionsOf({ ...asked, rows: 'left-out' }));
  return { total: rows.length, leftOut, sums, parts };
}

export const tripsSource: RegisterSource = { summary, page: pageOf };
