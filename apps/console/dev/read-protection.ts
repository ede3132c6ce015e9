/** The invented county's mandatory reports: one late with somebody in danger, one passed on, one closed. */
import { derivedId } from '@yimi/kernel';
import type { Protection, ReportPage } from '../api-protection.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

const noon = Date.parse(`${today}T12:00:00+08:00`);
const hour = 3_600_000;
const id = (n: number): string => derivedId('invented', `mandatory report ${n}`);

function rowsOf(county: County): Protection['reports'] {
  const [station] = county.stations;
  const room = county.rooms.find((one) => one.stationId === station?.id);
  const place = { stationId: station?.id ?? '', stationName: station?.name ?? '', roomName: room?.name ?? '' };
  const police = { kind: 'police' as const, at: noon - 20 * hour };
  const told = [{ kind: 'station' as const, at: noon - 3 * hour }];
  return [
    {
      ...{ id: id(0), ...place, danger: 'now', whom: 'child', reportedAt: noon - 3 * hour, passOnBy: noon - hour },
      ...{ passedOnAt: null, state: 'open', outcome: null, told, late: true },
    },
    {
      ...{
        id: id(1),
        ...place,
        danger: 'unsure',
        whom: 'elder',
        reportedAt: noon - 21 * hour,
        passOnBy: noon + 3 * hour,
      },
      ...{ passedOnAt: police.at, state: 'open', outcome: null, told: [police], late: false },
    },
    {
      ...{ id: id(2), ...place, danger: 'not-now', whom: 'violence-at-home', reportedAt: noon - 400 * hour },
      ...{ passOnBy: noon - 376 * hour, passedOnAt: noon - 399 * hour, state: 'closed', outcome: 'with-police' },
      ...{ told: [], late: false },
    },
  ];
}

/** @param who head: reads and names · worker: neither · county: knows where somebody has to ring */
export function protectionAt(county: County, who: 'head' | 'worker' | 'county'): Protection {
  const rows = rowsOf(county);
  const station = county.stations[0];
  const workers = county.staff.filter((one) => one.stationId === station?.id && one.role === 'station-worker');
  const [named, ...others] = workers.map((one) => ({ id: one.userId, name: one.name, stationId: one.stationId }));
  return {
    ...{ mayWrite: true, mayRead: who === 'head', reports: who === 'head' ? rows : [] },
    own: who === 'worker' ? rows.slice(1, 2) : [],
    rooms: county.rooms
      .filter((room) => room.stationId === station?.id)
      .map(({ id: roomId, name }) => ({ id: roomId, name })),
    county:
      who === 'county'
        ? { made: null, open: null, late: [{ stationId: station?.id ?? '', name: station?.name ?? '' }] }
        : null,
    readers:
      who === 'head' && named !== undefined
        ? {
            named: [{ userId: named.id, stationId: named.stationId, since: today, name: named.name }],
            candidates: [named, ...others],
          }
        : null,
  };
}

export function reportAt(county: County, reportId: string): ReportPage | null {
  const row = rowsOf(county).find((one) => one.id === reportId);
  if (row === undefined) return null;
  return {
    ...row,
    ...{
      who: '小石头',
      whereabouts: '学校后门的小卖部',
      seen: '左臂有三处旧伤，天冷只穿一件单衣',
      heard: '“不要告诉爸爸”',
    },
    ...{ signs: ['injury', 'neglect'], observedAt: row.reportedAt - hour, closedAt: null, closingNote: null },
    ...{
      plausible: true,
      hamlet: '老街',
      phone: null,
      guardian: '奶奶',
      authorName: '韦小妹',
      closedByName: null,
      mayClose: true,
    },
    steps: row.told.map((one) => ({
      ...one,
      id: derivedId(row.id, one.kind),
      number: null,
      note: '站长已赶去',
      byName: '韦小妹',
    })),
  };
}
