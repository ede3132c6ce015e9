/**
 * A register as a paper that a county files: title, who reports and for when, the table, its sums, what was left out and
 * why, where names and the stamp go, and, small, who took it out of the program and what for.
 */
import type { Day, Month } from '@yimi/kernel';
import { dayOf } from '@yimi/kernel';
import type { RegisterColumn } from '@yimi/services';
import type { StyleName } from '../xlsx/styles.ts';
import type { Cell, Line, Sheet, Workbook } from '../xlsx/workbook.ts';
import type { Asked } from './asked.ts';
import type { CellValue, RegisterRow, Summary } from './source.ts';

export interface Provenance {
  /** The export's number in the audit. */
  readonly id: string;
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
  readonly purpose: string;
}

export interface Paper {
  readonly asked: Asked;
  readonly summary: Summary;
  readonly provenance: Provenance;
  readonly rows: (kind: 'counted' | 'left-out') => AsyncIterable<RegisterRow>;
}

export function sayDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

export function sayMonth(month: Month): string {
  const [year, number] = month.split('-').map(Number);
  return `${year}年${number}月`;
}

export function sayMoment(instant: number): string {
  return `${sayDay(dayOf(instant))} ${new Date(instant + 8 * 3_600_000).toISOString().slice(11, 16)}`;
}

/** 2026年3月; 2026年1月至3月; or, of how things stand, the day on which they do. */
export function periodOf({ register, from, to }: Asked, at: number): string {
  if (register.period === 'standing') return sayDay(dayOf(at));
  if (from === to) return sayMonth(from);
  return `${sayMonth(from)}至${from.slice(0, 4) === to.slice(0, 4) ? `${Number(to.slice(5))}月` : sayMonth(to)}`;
}

export function titleOf({ register, place }: Asked): string {
  return `${place.name}${register.title}`;
}

export function workbookOf(paper: Paper): Workbook {
  const { asked, summary, provenance } = paper;
  const sheets = [sheetOf(paper, 'counted')];
  const more = asked.rows === 'counted' && asked.since === null && summary.leftOut.length > 0;
  if (more) sheets.push(sheetOf(paper, 'left-out'));
  return { sheets, title: titleOf(asked), author: provenance.by, madeAt: provenance.at };
}

function sheetOf(paper: Paper, kind: 'counted' | 'left-out'): Sheet {
  const { asked } = paper;
  const apart = kind === 'left-out' || asked.rows === 'left-out' || asked.since?.what === 'gone';
  return {
    name: kind === 'counted' ? asked.register.title : '未计入',
    widths: [6, ...asked.columns.map(({ width }) => width), ...(apart ? [18] : [])],
    lines: lines(paper, kind, apart),
    frozen: asked.filters.size === 0 ? 3 : 4,
    filtered: true,
    landscape: true,
  };
}

function wide(text: string, style: StyleName, width: number, height?: number): Line {
  const cells: Cell[] = Array.from({ length: width }, (_, at) => ({ value: at === 0 ? text : null, style }));
  const joined: Line['joined'] = width > 1 ? [[1, width]] : [];
  return height === undefined ? { cells, joined } : { cells, joined, height };
}

/** Two texts, one at either end. */
function ends(left: string, right: string, width: number): Line {
  const half = Math.max(1, Math.ceil(width * 0.6));
  if (width < 3) return wide(`${left}　${right}`, 'note', width, 22);
  const cells: Cell[] = Array.from({ length: width }, (_, at) => ({
    value: at === 0 ? left : at === half ? right : null,
    style: at < half ? 'note' : 'noteEnd',
  }));
  const joined: [number, number][] = [
    [1, half],
    [half + 1, width],
  ];
  return { cells, joined, height: 22 };
}

async function* lines(paper: Paper, kind: 'counted' | 'left-out', apart: boolean): AsyncGenerator<Line> {
  const { asked, provenance } = paper;
  const width = 1 + asked.columns.length + (apart ? 1 : 0);
  const suffix = apart ? '（未计入）' : '';
  yield wide(`${titleOf(asked)}${suffix}`, 'title', width, 36);
  const left = `填报单位：${asked.place.name}　　统计期间：${periodOf(asked, provenance.at)}`;
  yield ends(left, `单位：${asked.register.unit}　　制表时间：${sayDay(dayOf(provenance.at))}`, width);
  const range = rangeOf(asked);
  if (range !== '') yield wide(range, 'note', width, 20);
  const heads = ['序号', ...asked.columns.map(({ heading }) => heading), ...(apart ? ['未计入原因'] : [])];
  yield { cells: heads.map((value) => ({ value, style: 'head' })), head: true };
  let number = 0;
  for await (const row of paper.rows(kind)) {
    number += 1;
    yield { cells: rowCells(asked, row, number, apart), row: true };
  }
  yield* foot(paper, kind, number, width);
}

function rangeOf(asked: Asked): string {
  const said = [...asked.filters].flatMap(([key, value]) => {
    const filter = asked.register.filters.find((one) => one.key === key);
    return filter === undefined ? [] : [`${filter.heading}“${filter.words[value] ?? value}”`];
  });
  return said.length === 0 ? '' : `范围：${said.join('，')}`;
}

function rowCells(asked: Asked, row: RegisterRow, number: number, apart: boolean): Cell[] {
  const cells = asked.columns.map((column): Cell => ({ value: shown(column, row), style: styleOf(column) }));
  const reason = row.reason === null ? '' : (asked.register.reasons[row.reason] ?? row.reason);
  return [{ value: number, style: 'centre' }, ...cells, ...(apart ? [{ value: reason, style: 'text' } as const] : [])];
}

function shown({ key, format, words }: RegisterColumn, row: RegisterRow): CellValue {
  const value = row.cells[key] ?? null;
  if (key === 'name' && row.erased) return '（已删除）';
  return format === 'choice' && typeof value === 'string' ? (words?.[value] ?? value) : value;
}

function styleOf({ format, key }: RegisterColumn): StyleName {
  if (format === 'number') return 'number';
  if (format === 'day') return 'day';
  return format === 'choice' || key === 'name' ? 'centre' : 'text';
}

function* foot(paper: Paper, kind: 'counted' | 'left-out', rows: number, width: number): Generator<Line> {
  const { asked, summary, provenance } = paper;
  yield { cells: totals(asked, summary, kind, rows, width) };
  if (kind === 'counted' && asked.rows === 'counted' && summary.leftOut.length > 0) {
    const n = summary.leftOut.reduce((sum, one) => sum + one.n, 0);
    const why = summary.leftOut.map((one) => `${asked.register.reasons[one.reason] ?? one.reason} ${one.n} 条`);
    yield wide(`另有 ${n} 条没有算进去：${why.join('，')}，见“未计入”表。`, 'note', width, 20);
  }
  yield wide('', 'plain', width, 10);
  yield wide(signatures(provenance.by), 'note', width, 26);
  yield wide('（盖章处）', 'stamp', width, 64);
  yield wide(said(asked, provenance), 'small', width, 40);
}

export function signatures(by: string): string {
  return `制表人：${by}　　　　　　审核人：　　　　　　　　　　日期：　　　　年　　月　　日`;
}

function said({ logged, register }: Asked, { id, by, at, purpose }: Provenance): string {
  const personal = logged || register.columns.some(({ mark }) => mark === 'person');
  const care = personal ? '表内有个人信息，请按用途使用，妥善保管，用毕销毁。' : '';
  return `本表由原始记录自动汇总。${by} ${sayMoment(at)} 从“一米”导出，用途：${purpose}；导出编号 ${id}，已留痕。${care}`;
}

/** Sums under their columns; the number of rows under the first column that has none. */
function totals(asked: Asked, summary: Summary, kind: 'counted' | 'left-out', rows: number, width: number): Cell[] {
  const cells: Cell[] = [{ value: '合计', style: 'total' }];
  const own = kind === asked.rows;
  let said = false;
  for (const column of asked.columns) {
    const sum = own && column.summed ? summary.sums[column.key] : undefined;
    if (sum !== undefined) cells.push({ value: sum, style: 'totalNumber' });
    else if (said) cells.push({ value: null, style: 'total' });
    else {
      cells.push({ value: `${rows} ${own && kind === 'counted' ? asked.register.unit : '条'}`, style: 'total' });
      said = true;
    }
  }
  while (cells.length < width) cells.push({ value: null, style: 'total' });
  return cells;
}
