/** The invented county's activities of the present month: one in each state, with its list of names. */

import type { Activity } from '@yimi/activities';
import { addDays, derivedId, startOfDay } from '@yimi/kernel';
import type { Activities, ActivityRow, CheckInRow, EntryRow, Hours, OneActivity } from '../api-activities.ts';
import type { Certificates } from '../api-certificates.ts';
import type { Records } from '../api-records.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

const invented: readonly [title: string, kinds: Activity['kinds'], state: Activity['state'], day: number][] = [
  ['血压测量和用药提醒', ['文体健康', '生活照料'], 'planned', 28],
  ['重阳包饺子', ['社会融入', '助餐'], 'open', 4],
  ['腰鼓班', ['文体健康'], 'held', 3],
  ['防诈骗小剧场', ['权益维护'], 'closed', 2],
  ['坝坝电影', ['社会融入'], 'called-off', 1],
];

function rowsOf(county: County): ActivityRow[] {
  const station = county.stations[0];
  const rooms = county.rooms.filter((room) => room.stationId === station?.id);
  return invented.flatMap(([title, kinds, state, day], at) => {
    const room = rooms[at % rooms.length];
    if (room === undefined || station === undefined) return [];
    const held = state === 'held' || state === 'closed';
    return [
      {
        ...{ id: derivedId('invented', `activity ${at}`), title, aim: '让独居的老人有地方去，有人说话。', kinds },
        ...{ roomId: room.id, roomName: room.name, stationName: station.name, venue: '村委会二楼', state },
        ...{ seriesId: at === 2 ? derivedId('invented', 'drums') : null, session: at === 2 ? 3 : 1 },
        ...{ sessions: at === 2 ? 10 : 1, day: `${today.slice(0, 8)}${String(day).padStart(2, '0')}` },
        ...{ fromMinute: 540, toMinute: 660, places: at === 0 ? null : 4, budget: 80_000 + at * 12_050 },
        shifts:
          at === 1
            ? [{ id: derivedId('invented', 'shift'), name: '端菜', fromMinute: 600, toMinute: 660, places: 2 }]
            : [],
        ...{
          spent: state === 'closed' ? 97_300 : null,
          notice: at === 1 ? '会包饺子的来，不会的也来，九点开始。' : null,
        },
        ...{ reason: state === 'called-off' ? '下大雨，改到下个月' : null },
        summary: state === 'closed' ? '来了三十多人，三位老人说差点就转了账。' : null,
        ...{ signed: held || state === 'open' ? 4 : 0, waiting: state === 'open' ? 1 : 0, came: held ? 16 : 0 },
      },
    ];
  });
}

export function activitiesAt(county: County, query: URLSearchParams): Activities {
  const own = rowsOf(county);
  const wide = query.get('level') === 'county';
  const rows = query.get('month') === null || query.get('month') === today.slice(0, 7) ? own : [];
  const held = rows.filter((row) => row.came > 0);
  const station = county.stations[0];
  const of = (id: string) => held.filter((row) => row.roomId === id);
  const kinds = [...new Set(held.flatMap((row) => row.kinds))];
  return {
    ...{ today, month: query.get('month') ?? today.slice(0, 7) },
    place: { level: wide ? 'county' : 'station', id: station?.id ?? '', name: station?.name ?? '' },
    sums: {
      held: held.length,
      attendances: held.length * 16,
      people: 5,
      helpers: held.length,
      ratings: [0, 0, 1, 2, 3],
    },
    kinds: kinds.map((kind) => ({ kind, held: 1, attendances: 16 })),
    below: county.rooms
      .filter((room) => of(room.id).length > 0)
      .map(({ id, name }) => ({ id, name, held: of(id).length, attendances: of(id).length * 16 })),
    rows,
  };
}

const stretchOf = (day: string) => ({
  ...{ fromAt: startOfDay(day) + 540 * 60_000, toAt: startOfDay(day) + 690 * 60_000, minutes: 150 },
  state: 'counted' as const,
});

/** Two volunteers' hours: one has a stretch that overlaps, one waits for a second person. */
export function hoursAt(county: County): Hours {
  const station = county.stations[0];
  const room = county.rooms.find((one) => one.stationId === station?.id);
  const place = { level: 'station' as const, id: station?.id ?? '', name: station?.name ?? '' };
  const of = (label: string, name: string, more: Partial<Hours['rows'][number]>): Hours['rows'][number] => ({
    ...{ id: derivedId('invented', label), helperId: derivedId('invented', name), helperName: name, title: null },
    ...{ day: today, ...stretchOf(today), overlapping: 0, source: 'attendance', reason: null, outside: null },
    ...{ addedByName: '蓝青', confirmedByName: null, ...more },
  });
  const rows = [
    of('hours 1', '韦小妹', { title: '腰鼓班' }),
    of('hours 2', '韦小妹', { title: '重阳包饺子', minutes: 60, overlapping: 90 }),
    of('hours 3', '覃大姐', { minutes: 0, source: 'by-hand', state: 'waiting', reason: '当天没有签到表' }),
  ];
  const person = (name: string, minutes: number, total: number, stars: number) => ({
    ...{ id: derivedId('invented', name), name, roomId: room?.id ?? '', minutes, total, stars, declined: total < 100 },
    standing: { points: Math.floor(total / 30), lapsing: stars, lapsesAfter: stars > 0 ? addDays(today, 30) : null },
  });
  const helpers = [person('韦小妹', 210, 19_230, 2), person('覃大姐', 0, 60, 0)];
  const volunteers = helpers.map(({ id, name, roomId }) => ({ id, name, roomId }));
  return { today, month: today.slice(0, 7), place, pointsInUse: true, helpers, rows, more: false, volunteers };
}

/** One that stands, one whose hours were put right since, one that was withdrawn. */
export function certificatesAt(county: County): Certificates {
  const station = county.stations[0];
  const of = (number: string, more: Partial<Certificates['rows'][number]>): Certificates['rows'][number] => ({
    ...{ id: derivedId('invented', number), number, stationName: station?.name ?? '', fromDay: addDays(today, -90) },
    ...{ toDay: today, issuedOn: today, minutes: 750, minutesNow: 750, state: 'valid', reason: null, ...more },
  });
  const rows = [
    of('7K3M-0QXW-9RTA-52HV', {}),
    of('4D8N-TT2C-1PZE-K06Y', { toDay: addDays(today, -30), minutesNow: 690 }),
    of('QW9A-33FJ-M7XH-8BR5', { state: 'withdrawn', reason: '开错了期间' }),
  ];
  return {
    today,
    rows,
    stations: [{ id: station?.id ?? '', name: station?.name ?? '', fromDay: addDays(today, -90) }],
  };
}

export function activityAt(county: County, id: string): OneActivity | null {
  const activity = rowsOf(county).find((row) => row.id === id);
  if (activity === undefined) return null;
  const helper = { id: derivedId('invented', 'helper'), name: '韦小妹' };
  const people = [...county.clients.values()].filter((one) => one.roomId === activity.roomId).slice(0, 4);
  const came = activity.came > 0;
  const entries = people.map((person, at): EntryRow => {
    const waits = !came && at === 3;
    return {
      ...{ id: derivedId(activity.id, `entry ${at}`), part: 'participant', clientId: person.id, helperId: null },
      ...{ name: person.name, hamlet: person.hamlet, phone: null, shiftId: null, seat: waits ? 'waiting' : 'in' },
      ...{ attended: came ? (at === 2 ? 'absent' : 'came') : 'unknown', rating: came && at === 0 ? 5 : null },
      ratingWords: came && at === 0 ? '还想再来' : null,
      hours: null,
    };
  });
  const helping: EntryRow = {
    ...{ id: derivedId(activity.id, 'entry helper'), part: 'helper', clientId: null, helperId: helper.id },
    ...{ name: helper.name, hamlet: null, phone: null, shiftId: activity.shifts[0]?.id ?? null, seat: 'in' },
    ...{ attended: came ? 'came' : 'unknown', rating: null, ratingWords: null },
    hours: came ? stretchOf(activity.day) : null,
  };
  const list = activity.state === 'planned' || activity.state === 'called-off' ? [] : [...entries, helping];
  const running = activity.state === 'open' || activity.state === 'held';
  return {
    ...{ today, activity: { ...activity, author: '蓝青' }, heads: came ? 12 : 0, entries: list, helpers: [helper] },
    photos: came ? ['a', 'b'].map((one) => ({ id: derivedId(activity.id, one), sha256: one.repeat(64) })) : [],
    code: running ? { holder: '蓝青', mine: activity.state === 'open' } : null,
    checkIns: came ? checkInsOf(activity.day, list) : [],
  };
}

/** The helper by the code, in and out; a resident by the poster, whom nobody has confirmed yet. */
function checkInsOf(day: string, list: readonly EntryRow[]): CheckInRow[] {
  const at = (minute: number): number => startOfDay(day) + minute * 60_000;
  const row = (entry: EntryRow | undefined, more: Pick<CheckInRow, 'direction' | 'at' | 'source' | 'state'>) =>
    entry === undefined
      ? []
      : [{ id: derivedId(entry.id, more.direction), entryId: entry.id, ...more } satisfies CheckInRow];
  return [
    ...row(list.at(-1), { direction: 'in', at: at(537), source: 'code', state: 'counted' }),
    ...row(list.at(-1), { direction: 'out', at: at(691), source: 'code', state: 'counted' }),
    ...row(list[2], { direction: 'in', at: at(548), source: 'print', state: 'waiting' }),
  ];
}

/** The records behind the activities' numbers; null: another figure's. */
export function activityRecords(county: County, figure: string): Records | null {
  if (!figure.startsWith('activities.')) return null;
  const held = rowsOf(county).filter((row) => row.came > 0);
  const placed = (row: ActivityRow) => ({
    ...{ day: row.day, title: row.title, roomName: row.roomName, stationName: row.stationName, openable: true },
  });
  const rows = figure.startsWith('activities.held')
    ? held.map((row) => ({
        ...{ kind: 'activity' as const, id: row.id, ...placed(row), kinds: row.kinds, state: row.state, leftOut: null },
      }))
    : held.flatMap((row) =>
        (activityAt(county, row.id)?.entries ?? [])
          .filter((entry) => entry.attended === 'came')
          .map((entry) => ({
            ...{ kind: 'attendance' as const, id: entry.id, activityId: row.id, ...placed(row), part: entry.part },
            ...{ name: entry.name, rating: entry.rating, attended: entry.attended, leftOut: null },
          })),
      );
  return { total: rows.length, rows, leftOut: [], namesNeedPurpose: false, next: null };
}
