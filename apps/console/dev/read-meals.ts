/** The invented county's meal rounds of today: one reported, one on its way with a shut door, one that nobody reported. */
import { derivedId, startOfDay } from '@yimi/kernel';
import type { MealDay, MealSheet, RoundRow, SheetRow } from '../api-meals.ts';
import type { Records } from '../api-records.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

const id = (label: string): string => derivedId('invented', label);
const invented = [
  ['新屯晚餐', 1020, 'late'],
  ['上街午餐', 780, 'on-the-way'],
  ['老街午餐', 750, 'reported'],
] as const;
type Stand = (typeof invented)[number][2];

function mealsOf(county: County, at: number, stand: Stand): MealSheet['meals'] {
  const station = county.stations[0]?.id;
  const rooms = new Set(county.rooms.filter((room) => room.stationId === station).map((room) => room.id));
  const people = [...county.clients.values()].filter((one) => rooms.has(one.roomId)).slice(at * 6, at * 6 + 6);
  return people.map((person, n) => {
    const shut = stand !== 'late' && n === 2;
    const state = shut ? 'unanswered' : stand === 'late' && n > 3 ? 'waiting' : 'delivered';
    return {
      ...{ id: derivedId(person.id, 'meal'), clientId: person.id, name: person.name, hamlet: person.hamlet, state },
      tickedAt: state === 'waiting' ? null : startOfDay(today) + (690 + n * 4) * 60_000,
      called: shut ? 'neighbour' : null,
      outcome: shut ? (stand === 'reported' ? 'seen' : 'nobody-knows') : null,
    };
  });
}

function briefOf(county: County, at: number) {
  const [name, dueMinute, stand] = invented[at] ?? invented[0];
  const station = county.stations[0];
  const staff = county.staff.filter((one) => one.stationId === station?.id);
  return {
    ...{ id: id(`meal sheet ${at}`), roundId: id(`meal round ${at}`), stationId: station?.id ?? '' },
    ...{ stationName: station?.name ?? '', name, day: today, dueMinute, delivererId: staff[at + 2]?.userId ?? '' },
    reportedAt: stand === 'reported' ? startOfDay(today) + 740 * 60_000 : null,
    alertedAt: stand === 'late' ? startOfDay(today) + (dueMinute + 1) * 60_000 : null,
    late: stand === 'late',
  };
}

function sheetOf(county: County, at: number, stand: Stand): SheetRow {
  const brief = briefOf(county, at);
  const served = mealsOf(county, at, stand);
  const of = (state: string): number => served.filter((meal) => meal.state === state).length;
  const name = county.staff.find((one) => one.userId === brief.delivererId)?.name ?? '';
  const head = county.staff.find((one) => one.name === '石明远');
  return {
    ...brief,
    callees: [
      { id: brief.delivererId, name, phone: '13977200115', as: 'deliverer' },
      { id: id('deputy'), name: '韦小妹', phone: null, as: 'deputy' },
      { id: head?.userId ?? id('head'), name: '石明远', phone: '13977200110', as: 'head' },
    ],
    counts: {
      ...{ all: served.length, delivered: of('delivered'), waiting: of('waiting'), unanswered: of('unanswered') },
      ...{ declined: 0, away: 0, unsettled: served.filter((meal) => meal.outcome === 'nobody-knows').length },
    },
  };
}

function roundOf(county: County, at: number, stand: Stand): RoundRow {
  const { roundId, stationId, stationName, name, dueMinute, delivererId } = briefOf(county, at);
  return {
    ...{ id: roundId, stationId, stationName, name, weekdays: [1, 2, 3, 4, 5], dueMinute, ended: false },
    delivererIds: [delivererId],
    diners: mealsOf(county, at, stand).map((meal, n) => ({
      ...{ clientId: meal.clientId, name: meal.name, hamlet: meal.hamlet, note: n === 0 ? '少盐，放窗台' : null },
      contacts: n === 0 ? [{ kind: 'neighbour', name: '对门石嫂', phone: '13977211807' }] : [],
    })),
  };
}

export function mealsAt(county: County, query: URLSearchParams): MealDay {
  const station = county.stations[0];
  const day = query.get('day') ?? today;
  return {
    ...{ today, day, delivered: 214, place: { level: 'station', id: station?.id ?? '', name: station?.name ?? '' } },
    sheets: day === today ? invented.map(([, , stand], at) => sheetOf(county, at, stand)) : [],
    rounds: invented.map(([, , stand], at) => roundOf(county, at, stand)),
    stations: [{ id: station?.id ?? '', name: station?.name ?? '' }],
    staff: county.staff
      .filter((one) => one.stationId === station?.id)
      .map((one) => ({ id: one.userId, name: one.name, stationId: station?.id ?? '' })),
  };
}

export function mealSheetAt(county: County, sheetId: string): MealSheet | null {
  const at = invented.findIndex((_, n) => id(`meal sheet ${n}`) === sheetId);
  const stand = invented[at]?.[2];
  return stand === undefined ? null : { ...briefOf(county, at), meals: mealsOf(county, at, stand) };
}

/** The records behind the number of meals; null: another figure's. */
export function mealRecords(county: County, figure: string): Records | null {
  if (figure !== 'meals.delivered') return null;
  const rows = invented.flatMap(([, , stand], at) =>
    mealsOf(county, at, stand).map((meal) => ({
      ...{ kind: 'meal' as const, id: meal.id, day: today, state: meal.state, name: meal.name },
      ...{ roomName: county.rooms[0]?.name ?? '', stationName: county.stations[0]?.name ?? '' },
      leftOut: meal.state === 'delivered' ? null : 'not-delivered',
    })),
  );
  const counted = rows.filter((row) => row.leftOut === null).length;
  const leftOut = [{ reason: 'not-delivered', n: rows.length - counted }];
  return { total: counted, rows, leftOut, namesNeedPurpose: false, next: null };
}
