/** One row of a list of villages, read by itself: which township, what it is called, its code, how far it is. */
import type { Draft, LedgerRecord, Setting } from '../target.ts';
import type { Parsed } from '../understanding/fault.ts';
import { wrong } from '../understanding/fault.ts';
import { plainText } from '../understanding/plain.ts';
import { Stations } from './place-words.ts';
import { RowReader } from './row-reader.ts';

export interface VillageValues {
  readonly name: string;
  readonly stationId: string;
  readonly stationCode: string;
  readonly code: string | null;
  readonly minutes: number | null;
  /** The earlier row of the same village. */
  readonly sameAs: number | null;
}

/** What a room keeps. */
const longestName = 60;

export function villageReader(setting: Setting): (record: LedgerRecord) => Draft<VillageValues> {
  const stations = new Stations(setting.stations);
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const name = nameOf(reader);
    const code = reader.read('code', ({ cell }) => parseCode(cell.text));
    const station = stationOf(record, reader, stations, code);
    if (reader.cells('hamlet').length > 0)
      reader.remarks.push({ code: 'hamlet-not-kept', column: reader.columnOf('hamlet'), field: 'hamlet' });
    const minutes = reader.read('minutes', ({ cell }) => parseMinutes(cell.text));
    const values = {
      name,
      stationId: station?.id ?? '',
      stationCode: station?.code ?? '',
      code,
      minutes,
      sameAs: null,
    };
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

function nameOf(reader: RowReader): string {
  const column = reader.columnOf('village');
  const name = reader.text('village').replace(/\s/g, '');
  if (name === '') reader.fault('village', column, 'missing');
  else if (name.length > longestName) reader.fault('village', column, 'too-long', { most: longestName });
  return name;
}

function stationOf(record: LedgerRecord, reader: RowReader, stations: Stations, code: string | null) {
  const [cell] = reader.cells('station');
  const found =
    cell === undefined
      ? (stations.ofCode(code ?? '') ?? stations.within(record.section) ?? stations.within(record.title))
      : stations.named(cell.cell.text);
  if (found === null) reader.fault('station', cell?.column ?? null, 'station-unknown');
  return found;
}

function parseCode(text: string): Parsed<string> {
  const digits = plainText(text).replace(/[\s'’]/g, '');
  return /^\d{12}$/.test(digits) ? { value: digits } : wrong('code-unreadable');
}

/** 70, 70分钟, 1小时10分, 1.5小时. A distance is no time. */
export function parseMinutes(text: string): Parsed<number> {
  const said = plainText(text).replace(/^(?:约|大约|近|单程)|(?:左右|多)$|\s/g, '');
  const parts = /^(?:(\d+(?:\.\d+)?)(?:个?小时|h))?半?(?:(\d+(?:\.\d+)?)(?:分钟?|min)?)?$/iu.exec(said);
  if (parts === null || (parts[1] === undefined && parts[2] === undefined)) return wrong('minutes-unreadable');
  const half = /小时半/.test(said) ? 30 : 0;
  const minutes = Math.round(Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0)) + half;
  return minutes <= 1440 ? { value: minutes } : wrong('minutes-unreadable');
}
