/** One row of a list of staff, read by itself: who, which post, where, from when to when. */
import type { Draft, LedgerRecord, Setting } from '../target.ts';
import { parseDay, realDay } from '../understanding/day-values.ts';
import type { Parsed } from '../understanding/fault.ts';
import { wrong } from '../understanding/fault.ts';
import { parseName, parsePhone } from '../understanding/person-values.ts';
import { plainText } from '../understanding/plain.ts';
import { Stations, Villages } from './place-words.ts';
import type { StationRole } from './role-words.ts';
import { readRole } from './role-words.ts';
import { RowReader } from './row-reader.ts';

export interface StaffValues {
  readonly name: string;
  readonly phone: string | null;
  readonly role: StationRole | null;
  readonly stationId: string | null;
  readonly roomId: string | null;
  readonly hamlet: string;
  readonly fromDay: string | null;
  readonly toDay: string | null;
}

export const needsRoom = (role: StationRole | null): boolean =>
  role === 'village-worker' || role === 'hamlet-volunteer';
/** What only the county's desk hands out (`network.open-post`). */
const byDesk: readonly StationRole[] = ['station-head', 'supervisor'];

export function staffReader(setting: Setting): (record: LedgerRecord) => Draft<StaffValues> {
  const stations = new Stations(setting.stations);
  const villages = new Villages(setting.villages);
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const named = reader.read('name', ({ cell }) => parseName(cell));
    if (reader.cells('name').length === 0) reader.fault('name', reader.columnOf('name'), 'missing');
    const role = roleOf(record, reader, setting);
    const place = placeOf(record, reader, role, setting, { stations, villages });
    const days = daysOf(reader, setting);
    const phone = reader.read('phone', ({ cell }) => parsePhone(cell));
    const hamlet = reader.text('hamlet').replace(/\s/g, '');
    if (hamlet.length > 40) reader.fault('hamlet', reader.columnOf('hamlet'), 'too-long', { most: 40 });
    const values = { name: named?.name ?? '', phone, role, hamlet, ...place, ...days };
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

function roleOf(record: LedgerRecord, reader: RowReader, setting: Setting): StationRole | null {
  const [cell] = reader.cells('role');
  // A list of volunteers says so in its title, and in no column.
  const role = cell === undefined ? (readRole(record.section) ?? readRole(record.title)) : readRole(cell.cell.text);
  const column = cell?.column ?? reader.columnOf('role');
  if (role === null) reader.fault('role', column, 'role-unknown');
  else if (byDesk.includes(role) && !setting.fromDesk) reader.fault('role', column, 'role-by-desk');
  return role;
}

interface Finders {
  readonly stations: Stations;
  readonly villages: Villages;
}

function placeOf(
  record: LedgerRecord,
  reader: RowReader,
  role: StationRole | null,
  setting: Setting,
  { stations, villages }: Finders,
): Pick<StaffValues, 'stationId' | 'roomId'> {
  const roomId = needsRoom(role) ? roomOf(record, reader, villages) : null;
  const [cell] = reader.cells('station');
  const village = setting.villages.find((one) => one.id === roomId);
  const titled = stations.within(record.section) ?? stations.within(record.title);
  const said =
    cell === undefined ? (village?.stationId ?? titled?.id ?? null) : (stations.named(cell.cell.text)?.id ?? null);
  if (cell === undefined && said === null) {
    if (setting.stationId === null) reader.fault('station', null, 'station-unknown');
    return { stationId: setting.stationId, roomId };
  }
  // Of another station than the one that is imported for.
  if (said === null || (setting.stationId !== null && said !== setting.stationId))
    if (cell !== undefined) reader.fault('station', cell.column, 'station-unknown');
  return { stationId: setting.stationId ?? said, roomId };
}

function roomOf(record: LedgerRecord, reader: RowReader, villages: Villages): string | null {
  const [cell] = reader.cells('village');
  const found = villages.find(cell?.cell.text ?? record.section);
  if (typeof found === 'object') return found.village.id;
  const titled = cell === undefined ? villages.find(record.title) : 'unknown';
  if (typeof titled === 'object') return titled.village.id;
  if (cell === undefined && record.roomId !== null) return record.roomId;
  const code = cell === undefined ? 'missing' : found === 'several' ? 'village-several' : 'village-unknown';
  reader.fault('village', cell?.column ?? reader.columnOf('village'), code);
  return null;
}

function daysOf(reader: RowReader, setting: Setting): Pick<StaffValues, 'fromDay' | 'toDay'> {
  const fromDay = reader.read('fromDay', (placed) => parsePostDay(placed.cell, setting));
  if (reader.cells('fromDay').length === 0)
    reader.remarks.push({ code: 'day-today', column: reader.columnOf('fromDay'), field: 'fromDay' });
  const toDay = reader.read('toDay', (placed) => parseLastDay(placed.cell, setting));
  if (toDay !== null && (fromDay ?? setting.today) > toDay)
    reader.fault('toDay', reader.columnOf('toDay'), 'ends-before-begin');
  return { fromDay, toDay };
}

type DayCell = Parameters<typeof parseDay>[0];

/** 2022.9 is how lists of staff write a beginning: its first day, and said so. */
function parsePostDay(cell: DayCell, setting: Setting): Parsed<string> {
  const parsed = parseDay(cell, setting);
  if (parsed.remark !== 'day-month-only') {
    if (parsed.remark !== 'day-year-only') return parsed;
    return wrong('day-unreadable');
  }
  const [, year, month] = /^(\d{4})\D*(\d{1,2})/.exec(plainText(cell.day ?? cell.text)) ?? [];
  const day = realDay(Number(year), Number(month), 1);
  return day === null ? wrong('day-unreadable') : { value: day, remark: 'day-first-of-month' };
}

/** 至今 and 在岗 are no last day; one may lie ahead, as a contract's does. */
function parseLastDay(cell: DayCell, setting: Setting): Parsed<string> {
  if (/^(?:至今|今|在岗|在职|长期|无固定期限|现在)$/.test(plainText(cell.text))) return { value: null };
  const parsed = parseDay(cell, { ...setting, today: '2099-12-31' });
  return parsed.value === null && parsed.fault === undefined ? wrong('day-unreadable') : parsed;
}
