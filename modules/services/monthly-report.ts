/**
 * The station's monthly report (工作月报, DOMAIN.md 5) as far as these modules reach: which lines it has, and which register
 * each opens to. A line's number is that register's, under these filters (law N1); nothing of it is typed. What later
 * modules will fill stands as a named blank.
 */
import { registers } from './registers.ts';
import type { RegisterName } from './report-tables.ts';
import { needKinds } from './tables.ts';

export interface Opens {
  readonly register: RegisterName;
  readonly filters: Readonly<Record<string, string>>;
  /** The rows that the figure leaves out, with the reason of each. */
  readonly leftOut?: true;
}

/** Whether somebody who reads people's own words at the station, or not, may open it. */
export function opensTo({ register }: Opens, atDesk: boolean): boolean {
  return atDesk || registers[register].desk !== true;
}

export interface ReportLine {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly opens: Opens | null;
  /** Part of the line above it. */
  readonly part: boolean;
  /** The module that will fill it. */
  readonly waitsFor: string | null;
}

export interface ReportSection {
  readonly key: string;
  readonly title: string;
  readonly lines: readonly ReportLine[];
}

function line(key: string, label: string, unit: string, opens: Opens | null, part = false): ReportLine {
  return { key, label, unit, opens, part, waitsFor: null };
}

function to(register: RegisterName, filters: Opens['filters'] = {}): Opens {
  return { register, filters };
}

function blank(key: string, label: string, waitsFor: string): ReportLine {
  return { key, label, unit: '', opens: null, part: false, waitsFor };
}

const staff: ReportSection = {
  key: 'staff',
  title: '人员',
  lines: [
    line('staff.total', '期末在岗', '人', to('staff')),
    line('staff.station-head', '站长', '人', to('staff', { role: 'station-head' }), true),
    line('staff.station-worker', '站点社工', '人', to('staff', { role: 'station-worker' }), true),
    line('staff.village-worker', '村级社工', '人', to('staff', { role: 'village-worker' }), true),
    line('staff.hamlet-volunteer', '屯志愿者', '人', to('staff', { role: 'hamlet-volunteer' }), true),
    line('staff.joined', '本月到岗', '人', to('staff', { turnover: 'joined' })),
    line('staff.left', '本月离岗', '人', { register: 'staff', filters: { turnover: 'left' }, leftOut: true }),
  ],
};

const clients: ReportSection = {
  key: 'clients',
  title: '服务对象',
  lines: [
    line('clients.total', '在册服务对象', '人', to('clients')),
    line('clients.high', '高风险', '人', to('clients', { risk: 'high' }), true),
    line('clients.key', '重点', '人', to('clients', { risk: 'key' }), true),
    line('clients.ordinary', '一般', '人', to('clients', { risk: 'ordinary' }), true),
    line('clients.overdue', '过了应访日的', '人', to('clients', { standing: 'overdue' })),
    line('clients.met', '本月见到', '人', to('visits', { result: 'home' })),
  ],
};

const visits: ReportSection = {
  key: 'visits',
  title: '探访',
  lines: [
    line('visits.total', '探访', '户次', to('visits')),
    line('visits.mode.home', '上门', '户次', to('visits', { mode: 'home' }), true),
    line('visits.mode.phone', '电话', '户次', to('visits', { mode: 'phone' }), true),
    line('visits.result.home', '见到人', '户次', to('visits', { result: 'home' }), true),
    line('visits.result.nobody', '无人', '户次', to('visits', { result: 'nobody' }), true),
    line('visits.result.vacant', '空置', '户次', to('visits', { result: 'vacant' }), true),
    line('visits.result.refused', '拒访', '户次', to('visits', { result: 'refused' }), true),
    line('visits.walker.worker', '社工去的', '户次', to('visits', { walker: 'worker' }), true),
    line('visits.walker.volunteer', '志愿者去的', '户次', to('visits', { walker: 'volunteer' }), true),
    line('visits.questioned', '在问，先算着', '户次', to('visits', { review: 'questioned' })),
    line('visits.left-out', '没有算进去', '户次', { register: 'visits', filters: {}, leftOut: true }),
  ],
};

const villages: ReportSection = {
  key: 'villages',
  title: '村居',
  lines: [
    line('villages.total', '有服务对象的村', '个', to('villages')),
    line('villages.called', '本月去过', '个', to('villages', { called: 'yes' }), true),
    line('villages.missed', '本月没去', '个', to('villages', { called: 'no' }), true),
  ],
};

const trips: ReportSection = {
  key: 'trips',
  title: '下乡',
  lines: [
    line('trips.total', '下乡', '次', to('trips')),
    line('trips.villages', '到村', '个次', to('trips'), true),
    line('trips.visits', '下乡中上门探访', '户次', to('trips'), true),
    line('trips.errands', '下乡中办妥的事', '件', to('trips'), true),
    line('trips.late', '晚回来', '次', to('trips', { back: 'late' })),
    line('trips.called-off', '计划了没去成', '次', {
      register: 'trips',
      filters: { state: 'called-off' },
      leftOut: true,
    }),
  ],
};

const evidence: ReportSection = {
  key: 'evidence',
  title: '佐证材料',
  lines: [
    line('evidence.visits', '有佐证的探访', '户次', to('visits', { evidence: 'yes' })),
    line('evidence.photos', '照片', '张', to('visits', { evidence: 'yes' }), true),
    line('evidence.voices', '录音', '段', to('visits', { evidence: 'yes' }), true),
  ],
};

const needs: ReportSection = {
  key: 'needs',
  title: '走访中发现的需求',
  lines: needKinds.map((kind) => line(`needs.${kind}`, kind, '户次', to('visits', { need: kind }))),
};

const asked: ReportSection = {
  key: 'asked',
  title: '居民提的需求',
  lines: [
    line('asked.total', '提出的需求', '条', to('needs')),
    line('asked.answered', '已答复', '条', to('needs', { answered: 'yes' }), true),
    line('asked.unmet', '办不了', '条', to('needs', { state: 'unmet' }), true),
  ],
};

const activities: ReportSection = {
  key: 'activities',
  title: '活动',
  lines: [
    line('activities.total', '办过的活动', '场', to('activities')),
    line('activities.attendances', '参加', '人次', to('activities'), true),
    line('activities.helpers', '志愿者帮忙', '人次', to('activities'), true),
  ],
};

const volunteering: ReportSection = {
  key: 'volunteering',
  title: '志愿服务',
  lines: [
    line('volunteering.people', '服务过的志愿者', '人', to('hours')),
    line('volunteering.hours', '服务时长（满小时）', '小时', to('hours')),
    line('offers.total', '问了志愿者', '次', to('offers')),
    line('offers.accepted', '答应了', '次', to('offers', { said: 'yes' }), true),
    line('offers.declined', '不方便', '次', to('offers', { said: 'no' }), true),
    line('offers.done', '办好了', '次', to('offers', { state: 'done' }), true),
  ],
};

const meals: ReportSection = {
  key: 'meals',
  title: '送餐',
  lines: [
    line('meals.total', '送到的餐', '份', to('meals')),
    line('meals.left-out', '没有送到', '份', { register: 'meals', filters: {}, leftOut: true }),
    line(
      'meals.unanswered',
      '没人应门',
      '份',
      {
        register: 'meals',
        filters: { state: 'unanswered' },
        leftOut: true,
      },
      true,
    ),
  ],
};

const toCome: ReportSection = {
  key: 'to-come',
  title: '待启用的模块',
  lines: [
    blank('cases', '个案（在办、新开、结案）', '个案'),
    blank('groups', '小组工作（组、节、人次）', '小组'),
    blank('supervision', '督导与培训（次、学时）', '督导培训'),
    blank('resources', '资源链接', '资源'),
    blank('funds', '经费（到账、支出、欠款）', '经费'),
  ],
};

export const reportSections: readonly ReportSection[] = [
  staff,
  clients,
  visits,
  villages,
  trips,
  evidence,
  needs,
  asked,
  activities,
  volunteering,
  meals,
  toCome,
];

/** What is counted of each special group: in the register, met this month, and those whom nobody met. */
export const groupMeasures = [
  { key: 'clients', label: '在册', unit: '人' },
  { key: 'met', label: '本月见到', unit: '人' },
  { key: 'missed', label: '本月没见到', unit: '人' },
  { key: 'visits', label: '探访', unit: '户次' },
] as const;
export type GroupMeasure = (typeof groupMeasures)[number]['key'];

export function groupLineKey(group: string, measure: GroupMeasure): string {
  return `group.${group}.${measure}`;
}

export function groupOpens(group: string, measure: GroupMeasure): Opens {
  switch (measure) {
    case 'clients':
      return to('clients', { group });
    case 'missed':
      return to('clients', { group, met: 'no' });
    case 'met':
      return to('visits', { group, result: 'home' });
    case 'visits':
      return to('visits', { group });
  }
}

/** The figures whose records a signature pins, so that what arrives later can be told apart (law N5). */
export const pinnedFigures = ['services.visits'] as const;
