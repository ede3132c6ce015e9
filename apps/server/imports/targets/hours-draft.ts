/** One row of a list of hours, read by itself: whose, under which number there, from when to when. The way there is not in it. */
import type { Cell } from '../reading/ledger.ts';
import type { Draft, LedgerRecord, Setting } from '../target.ts';
import type { Parsed } from '../understanding/fault.ts';
import { wrong } from '../understanding/fault.ts';
import { parseName } from '../understanding/person-values.ts';
import { plainText } from '../understanding/plain.ts';
import { parseMoment, yearInTitle } from '../understanding/visit-days.ts';
import { RowReader } from './row-reader.ts';

export interface HoursValues {
  readonly name: string;
  /** 志愿者编号 of this house; empty: the name has to do. */
  readonly helperNumber: string;
  /** The number under which the other system has it. */
  readonly record: string;
  readonly system: string;
  readonly day: string;
  /** Minutes of that day. */
  readonly from: number;
  readonly to: number;
}

/** 全国志愿服务信息系统, unless the row names another. */
const usualSystem = 'china-volunteer';
const systems: readonly (readonly [RegExp, string])[] = [
  [/全国志愿服务|中国志愿服务|民政/, usualSystem],
  [/志愿汇/, 'zhiyuanhui'],
  [/志愿云/, 'zhiyuanyun'],
  [/i志愿|ⅰ志愿/i, 'i-zhiyuan'],
];
const mostRecord = 50;

/** 8:30, 8点半, 8时30分; of a date with its time, the time. */
export function clocksIn(cell: Cell): number[] {
  const text = plainText(cell.text);
  const found = [...text.matchAll(/(\d{1,2})\s*(?:[:：]\s*(\d{2})|[点时]\s*(半|\d{1,2})?)/g)].map(
    ([, hour, minute, spoken]) => Number(hour) * 60 + (spoken === '半' ? 30 : Number(minute ?? spoken ?? 0)),
  );
  // A spreadsheet's own time is a part of a day.
  const part = cell.number === undefined ? 0 : cell.number % 1;
  const told = found.length === 0 && part > 0 ? [Math.round(part * 1440)] : found;
  return told.filter((minutes) => minutes >= 0 && minutes <= 1440);
}

function clock(cell: Cell, at: 'first' | 'last'): Parsed<number> {
  const found = clocksIn(cell);
  const value = at === 'first' ? found[0] : found.at(-1);
  return value === undefined ? wrong('clock-unreadable') : { value };
}

/** 2.5, 2.5小时, 150分钟: in minutes. */
function lengthIn(cell: Cell): Parsed<number> {
  const [, number, unit] = /^(\d{1,3}(?:\.\d{1,2})?)\s*(小时|时|h|分钟|分)?$/i.exec(plainText(cell.text)) ?? [];
  if (number === undefined) return wrong('clock-unreadable');
  return { value: Math.round(Number(number) * (unit?.startsWith('分') === true ? 1 : 60)) };
}

export function hoursReader(setting: Setting): (record: LedgerRecord) => Draft<HoursValues> {
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const name = reader.read('name', ({ cell }) => parseName(cell))?.name ?? '';
    const helperNumber = reader.text('helperNumber').replace(/\s/g, '');
    if (name === '' && helperNumber === '') reader.fault('name', reader.columnOf('name'), 'missing');
    const number = reader.text('record').replace(/\s/g, '');
    if (number === '') reader.fault('record', reader.columnOf('record'), 'missing');
    if (number.length > mostRecord) reader.fault('record', reader.columnOf('record'), 'too-long', { most: mostRecord });
    const values = {
      name,
      helperNumber,
      record: number,
      system: systemOf(record, reader),
      ...stretchOf(record, reader, setting),
    };
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

function systemOf({ section, title }: LedgerRecord, reader: RowReader): string {
  const said = `${reader.text('system')} ${section} ${title}`;
  return systems.find(([words]) => words.test(said))?.[1] ?? usualSystem;
}

function stretchOf(
  record: LedgerRecord,
  reader: RowReader,
  setting: Setting,
): Pick<HoursValues, 'day' | 'from' | 'to'> {
  const year = yearInTitle(record.section) ?? yearInTitle(record.title);
  const dayField = reader.cells('day').length > 0 ? 'day' : 'from';
  if (reader.cells(dayField).length === 0) reader.fault('day', reader.columnOf('day'), 'missing');
  const moment = reader.read(dayField, ({ cell }) => parseMoment(cell, setting, year));
  const startField = reader.cells('from').length > 0 ? 'from' : 'day';
  const from = reader.read(startField, ({ cell }) => clock(cell, 'first'));
  const to = endOf(reader, startField, from);
  if (from !== null && to !== null && to <= from) reader.fault('to', reader.columnOf('to'), 'ends-before-begin');
  return { day: moment?.day ?? '', from: from ?? 0, to: to ?? 0 };
}

/** Its own column; else how long; else the second time of 8:30-11:00. */
function endOf(reader: RowReader, startField: string, from: number | null): number | null {
  if (reader.cells('to').length > 0) return reader.read('to', ({ cell }) => clock(cell, 'last'));
  const length = reader.read('length', ({ cell }) => lengthIn(cell));
  if (length !== null) return from === null ? null : from + length;
  const [start] = reader.cells(startField);
  const found = start === undefined ? [] : clocksIn(start.cell);
  if (found.length > 1) return found.at(-1) ?? null;
  reader.fault('to', reader.columnOf('to'), 'missing');
  return null;
}
