/** The invented county's monthly report, over its invented registers. */
import type { RegisterName } from '@yimi/services';
import { groupLineKey, groupMeasures, reportSections } from '@yimi/services';
import * as z from 'zod';
import { Desk } from './desk.ts';
import type { County } from './invented-county.ts';
import { now, today } from './invented-county.ts';
import { chosen } from './read-registers.ts';

function linesOf(county: County, station: string, month: string) {
  const base = {
    level: 'station',
    place: station,
    from: month,
    to: month,
    columns: [],
    sort: { by: 'id', order: 'asc' as const },
  };
  const total = (
    register: RegisterName,
    filters: Readonly<Record<string, string>>,
    rows: 'counted' | 'left-out',
  ): number => chosen(county, new Desk(), { ...base, register, filters: { ...filters }, rows }).length;
  const keys = reportSections.flatMap(({ lines }) => lines.filter((line) => line.waitsFor === null));
  const plain = keys.map(({ key, opens }) => ({
    key,
    value: opens === null ? 0 : total(opens.register, opens.filters, opens.leftOut === true ? 'left-out' : 'counted'),
  }));
  const groups = ['低保对象', '独居老人', '残疾人'].flatMap((group) =>
    groupMeasures.map(({ key }) => ({
      key: groupLineKey(group, key),
      value:
        key === 'visits' || key === 'met'
          ? total('visits', { group, ...(key === 'met' ? { result: 'home' } : {}) }, 'counted')
          : total('clients', { group, ...(key === 'missed' ? { met: 'no' } : {}) }, 'counted'),
    })),
  );
  return [...plain, ...groups];
}

export function reportOf(county: County, desk: Desk, station: string, month: string, head: boolean) {
  const lines = linesOf(county, station, month);
  const [year = 0, number = 1] = month.split('-').map(Number);
  const before = linesOf(county, station, new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7));
  const newest = desk.editions.at(-1);
  const come = newest === undefined ? 0 : counted(county, station, month).filter((id) => !newest.pinned.has(id)).length;
  const editions = desk.editions.map(({ pinned: _, ...one }, at) => ({
    ...one,
    edition: at + 1,
    signedAt: now,
    signedByName: '石明远',
  }));
  return {
    station: { id: station, name: county.stations.find(({ id }) => id === station)?.name ?? '' },
    ...{ month, asOf: now, today, lines, notes: desk.notes },
    previous: Object.fromEntries(
      before.filter(({ key }) => !key.startsWith('clients.')).map(({ key, value }) => [key, value]),
    ),
    editions: editions.reverse(),
    since: newest === undefined ? null : { report: newest.id, come, gone: 0 },
    months: desk.editions.length === 0 ? [] : [{ month, edition: desk.editions.length, signedAt: now }],
    stations: head
      ? [{ id: station, name: county.stations.find(({ id }) => id === station)?.name ?? '' }]
      : county.stations.map(({ id, name }) => ({ id, name })),
    ...{ mayWrite: head, maySign: head, mayOpen: true },
  };
}

function counted(county: County, station: string, month: string): string[] {
  const base = {
    level: 'station',
    place: station,
    from: month,
    to: month,
    columns: [],
    sort: { by: 'id', order: 'asc' as const },
  };
  return chosen(county, new Desk(), { ...base, register: 'visits', filters: {}, rows: 'counted' }).map((row) => row.id);
}

const Signing = z.object({ reportId: z.string(), station: z.string(), month: z.string() });

/** Signs all but the last record: that one then stands as come since, for the screens to show. */
export function signed(county: County, desk: Desk, body: unknown): { reportId: string } {
  const { reportId, station, month } = Signing.parse(body);
  const pinned = new Set(counted(county, station, month).slice(1));
  const lines = linesOf(county, station, month).map((line) =>
    line.key === 'visits.total' ? { ...line, value: pinned.size } : line,
  );
  desk.editions.push({ id: reportId, lines, pinned, ...desk.notes });
  return { reportId };
}
