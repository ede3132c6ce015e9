/**
 * The table layout for the national volunteer system (全国志愿服务信息系统): volunteers, projects and hours, one line a thing under
 * headings that never move, so that an office can copy columns or a program can read them (docs/volunteer-export.md). What was left
 * out stands on a sheet of its own, as sums and with no name.
 */
import type { Activity, ServiceHours } from '@yimi/activities';
import { starsOf } from '@yimi/activities';
import { dayOf, type Month, startOfDay } from '@yimi/kernel';
import type { Profile, Project } from '@yimi/volunteers';
import type { StyleName } from '../xlsx/styles.ts';
import type { Line, Sheet, Workbook } from '../xlsx/workbook.ts';
import type { Provenance } from './paper.ts';
import { sayMoment, sayMonth } from './paper.ts';

/** What of a month leaves: hours of people who agreed, those people, and what they helped with. */
export interface VolunteerMonth {
  readonly month: Month;
  readonly stationNames: readonly string[];
  readonly profiles: readonly Profile[];
  /** Whom an hour may be of: also volunteers of other stations who helped here. */
  readonly numbers: ReadonlyMap<string, Profile>;
  readonly totals: ReadonlyMap<string, number>;
  readonly projects: readonly Project[];
  readonly activities: readonly Activity[];
  readonly hours: readonly ServiceHours[];
  readonly leftOut: readonly { readonly why: keyof typeof reasons; readonly rows: number; readonly minutes: number }[];
  readonly nameOf: (placeId: string) => string;
}

const reasons = {
  unagreed: '没有志愿者档案，或没有登记本人同意的：先在“志愿者”里建档、登记同意，再导出',
  imported: '从别的志愿系统导入的：那边已经有了，再报会重复计算',
} as const;

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly style: StyleName;
}
const text = (heading: string, width: number): Column => ({ heading, width, style: 'text' });
const day = (heading: string): Column => ({ heading, width: 15, style: 'day' });
const number = (heading: string): Column => ({ heading, width: 12, style: 'number' });
type Value = string | number | null;

const volunteerColumns = [
  ...[
    text('志愿者编号', 20),
    text('姓名', 12),
    text('性别', 6),
    text('联系电话', 16),
    text('所属站点', 20),
    text('所在村（社区）', 16),
  ],
  ...[text('服务技能', 24), text('语言', 16), day('培训日期'), day('保险到期'), text('状态', 8)],
  ...[number('累计时长（分钟）'), number('星级')],
];
const projectColumns = [
  ...[
    text('项目编号', 38),
    text('项目类型', 10),
    text('项目名称', 26),
    text('服务内容', 36),
    text('服务类别', 20),
    text('发起站点', 20),
  ],
  ...[
    text('服务地点', 24),
    day('服务日期'),
    text('开始时间', 10),
    text('结束时间', 10),
    number('志愿者人数'),
    number('时长合计（分钟）'),
  ],
];
const hoursColumns = [
  ...[
    text('时长编号', 38),
    text('志愿者编号', 20),
    text('姓名', 12),
    text('项目编号', 38),
    text('项目名称', 26),
    text('服务站点', 20),
  ],
  ...[
    text('服务村（社区）', 16),
    day('服务日期'),
    text('开始时间', 10),
    text('结束时间', 10),
    number('计入时长（分钟）'),
  ],
  text('记录方式', 12),
];

const sexWords = { female: '女', male: '男' } as const;
const stateWords = { active: '在册', paused: '暂停', ended: '已退出' } as const;
const sourceWords = { attendance: '签到', 'by-hand': '补录，经第二人确认', imported: '导入' } as const;

/** 09:05. The end of a day is 24:00 of that day. */
function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
const clockAt = (instant: number, from: string): string =>
  clock(Math.floor((instant - startOfDay(from)) / 60_000) % 1440);

function sheet(name: string, columns: readonly Column[], rows: readonly (readonly Value[])[]): Sheet {
  const head: Line = { cells: columns.map(({ heading }) => ({ value: heading, style: 'head' })), head: true };
  const body = rows.map(
    (row): Line => ({
      cells: columns.map(({ style }, at) => ({ value: row[at] ?? null, style })),
      row: true,
    }),
  );
  const widths = columns.map(({ width }) => width);
  return { name, widths, lines: [head, ...body], frozen: 1, filtered: true, landscape: true };
}

function volunteerRow(month: VolunteerMonth, one: Profile): Value[] {
  const total = month.totals.get(one.id) ?? 0;
  return [
    ...[one.number, one.name, one.sex === null ? null : sexWords[one.sex], one.phone],
    ...[month.nameOf(one.stationId), month.nameOf(one.roomId), one.skills.join('、'), one.languages.join('、')],
    ...[one.trainedOn, one.insuredUntil, stateWords[one.state], total, starsOf(total)],
  ];
}

function projectRow(month: VolunteerMonth, one: Project): Value[] {
  return [
    ...[one.id, '项目库', one.name, one.what, one.kinds.join('、'), month.nameOf(one.stationId)],
    ...[one.roomIds.map(month.nameOf).join('、'), null, null, null, null, null],
  ];
}

function activityRow(month: VolunteerMonth, one: Activity): Value[] {
  const own = month.hours.filter((row) => row.activityId === one.id);
  return [
    ...[one.id, '活动', one.title, one.aim, one.kinds.join('、'), month.nameOf(one.stationId)],
    ...[`${month.nameOf(one.roomId)} ${one.venue}`.trim(), one.day, clock(one.fromMinute), clock(one.toMinute)],
    ...[new Set(own.map((row) => row.helperId)).size, own.reduce((sum, row) => sum + row.minutes, 0)],
  ];
}

function hoursRow(month: VolunteerMonth, row: ServiceHours): Value[] {
  const title = month.activities.find((one) => one.id === row.activityId)?.title ?? null;
  const ends = dayOf(row.toAt);
  return [
    ...[row.id, month.numbers.get(row.helperId)?.number ?? null, row.helperName, row.activityId, title],
    ...[month.nameOf(row.stationId), month.nameOf(row.roomId), row.day, clockAt(row.fromAt, row.day)],
    ...[clockAt(row.toAt, ends), row.minutes, sourceWords[row.source]],
  ];
}

/** Who made it, what for, and what is not in it. */
function saidSheet(month: VolunteerMonth, { id, by, at, purpose }: Provenance): Sheet {
  const counted = month.hours.reduce((sum, row) => sum + row.minutes, 0);
  const said: (readonly [string, Value])[] = [
    ['站点', month.stationNames.join('、')],
    ['月份', sayMonth(month.month)],
    ['志愿者（人）', month.profiles.length],
    ['时长（条）', month.hours.length],
    ['时长（分钟）', counted],
    ...month.leftOut.map(
      ({ why, rows, minutes }) => ['没有导出', `${rows} 条 ${minutes} 分钟：${reasons[why]}`] as const,
    ),
    ['导出人', by],
    ['导出时间', sayMoment(at)],
    ['用途', purpose],
    ['导出编号', id],
    ['提醒', '表内有个人信息，请按用途使用，妥善保管，用毕销毁。'],
  ];
  return sheet(
    '说明',
    [text('项', 14), text('内容', 90)],
    said.map(([what, value]) => [what, String(value)]),
  );
}

export function volunteerWorkbook(month: VolunteerMonth, provenance: Provenance): Workbook {
  const projects = [
    ...month.projects.map((one) => projectRow(month, one)),
    ...month.activities.map((one) => activityRow(month, one)),
  ];
  return {
    sheets: [
      sheet(
        '志愿者',
        volunteerColumns,
        month.profiles.map((one) => volunteerRow(month, one)),
      ),
      sheet('志愿项目', projectColumns, projects),
      sheet(
        '服务时长',
        hoursColumns,
        month.hours.map((row) => hoursRow(month, row)),
      ),
      saidSheet(month, provenance),
    ],
    ...{ title: titleOf(month), author: provenance.by, madeAt: provenance.at },
  };
}

export function titleOf({ stationNames, month }: Pick<VolunteerMonth, 'stationNames' | 'month'>): string {
  return `${stationNames.join('、')}志愿服务上报表 ${sayMonth(month)}`;
}
