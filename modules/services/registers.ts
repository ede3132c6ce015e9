/**
 * Registers (台账) as data. A register is the drill-down of a figure with chosen columns: it has no definition of its own of
 * what counts (law N1). Headings and words are those of the papers that a county files, hence Chinese, like the code
 * lists; the console says them in English too. Who may see a column follows from its mark.
 */

import { specialGroups } from '@yimi/people';
import type { Register, RegisterFilter } from './register-columns.ts';
import { choice, day, hidden, long, number, person, sameWords, text } from './register-columns.ts';
import { activityRegister, hoursRegister, mealRegister, needRegister, offerRegister } from './registers-of-helping.ts';
import type { RegisterName } from './report-tables.ts';
import { needKinds } from './tables.ts';

const riskWords = { high: '高风险', key: '重点', ordinary: '一般' } as const;
const modeWords = { home: '上门', phone: '电话' } as const;
const resultWords = { home: '在家', nobody: '无人', vacant: '空置', refused: '拒访' } as const;
const roleWords = {
  'station-head': '站长',
  'station-worker': '站点社工',
  'village-worker': '村级社工',
  'hamlet-volunteer': '屯志愿者',
} as const;
const sexWords = { male: '男', female: '女', unknown: '' } as const;
const whereaboutsWords = {
  'both-here': '户在人在',
  'register-only': '户在人不在',
  'person-only': '人在户不在',
} as const;
const selfCareWords = {
  independent: '自理',
  'partly-supported': '半自理，支持充足',
  'partly-unsupported': '半自理，支持不足',
  dependent: '不能自理',
} as const;
const reviewWords = { open: '待审', questioned: '在问', answered: '已答', reviewed: '已审' } as const;
/** Workers are paid for it, volunteers are not. */
const walkerWords = { worker: '社工', volunteer: '志愿者' } as const;
const standingWords = { 'in-time': '按时', overdue: '过期' } as const;
const turnoverWords = { joined: '本期到岗', left: '本期离岗' } as const;
const yesWords = { yes: '是', no: '否' } as const;
const hasWords = { yes: '有', no: '没有' } as const;
const metWords = { yes: '见到了', no: '没见到' } as const;
const calledWords = { yes: '去过', no: '没去' } as const;
const carWords = { station: '站里的车', county: '县里派车', hired: '租车', none: '不用车' } as const;
const tripWords = {
  draft: '草稿',
  requested: '待批',
  approved: '已批',
  declined: '退回',
  'under-way': '在路上',
  closed: '已回',
  'called-off': '取消',
} as const;
const backWords = { 'in-time': '按时回来', late: '晚回来' } as const;
const reachedWords = { yes: '都访到', no: '有人没访到' } as const;

/** May be chosen where the person may be seen, for a group points at people as a name does. */
const groupFilter: RegisterFilter = {
  key: 'group',
  heading: '特殊群体',
  mark: 'person',
  words: sameWords(specialGroups),
};

const visitRegister: Register = {
  name: 'visits',
  title: '探访台账',
  figure: 'services.visits',
  unit: '户次',
  period: 'months',
  columns: [
    day('day', '探访日期', { sortable: true }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    text('hamlet', '屯（组）', 11, { ...person, ...hidden }),
    text('name', '服务对象', 11, { ...person, sortable: true }),
    choice('sex', '性别', 6, sexWords, { ...person, ...hidden }),
    number('age', '年龄', 6, { ...person, ...hidden }),
    text('groups', '特殊群体', 18, person),
    text('phone', '联系电话', 14, { ...person, ...hidden }),
    text('idNumber', '身份证号', 21, { mark: 'sealed', ...hidden }),
    choice('risk', '风险等级', 10, riskWords, { sortable: true }),
    choice('mode', '探访方式', 10, modeWords),
    choice('result', '探访结果', 10, resultWords, { sortable: true }),
    long('needs', '发现的需求', 22),
    text('author', '探访人', 10, { mark: 'staff', sortable: true }),
    choice('authorRole', '探访人身份', 12, roleWords, hidden),
    number('photos', '照片（张）', 9, { summed: true }),
    number('voices', '录音（段）', 9, { ...hidden, summed: true }),
    long('findings', '探访情况', 46, { mark: 'sealed', ...hidden }),
    choice('review', '审阅', 8, reviewWords, hidden),
    day('receivedOn', '收到日期', hidden),
  ],
  filters: [
    { key: 'mode', heading: '探访方式', mark: 'plain', words: modeWords },
    { key: 'result', heading: '探访结果', mark: 'plain', words: resultWords },
    { key: 'risk', heading: '风险等级', mark: 'plain', words: riskWords },
    { key: 'walker', heading: '谁去的', mark: 'plain', words: walkerWords },
    groupFilter,
    { key: 'need', heading: '发现的需求', mark: 'plain', words: sameWords(needKinds) },
    { key: 'evidence', heading: '有没有佐证', mark: 'plain', words: hasWords },
    { key: 'review', heading: '审阅', mark: 'plain', words: reviewWords },
  ],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'withdrawn-or-rejected': '撤回或不予认可', 'implausible-time': '手机时间对不上' },
};

const clientRegister: Register = {
  name: 'clients',
  title: '服务对象台账',
  figure: 'services.clients',
  unit: '人',
  period: 'standing',
  columns: [
    text('name', '姓名', 11, { ...person, sortable: true }),
    choice('sex', '性别', 6, sexWords, person),
    day('birthDay', '出生日期', { ...person, ...hidden }),
    number('age', '年龄', 6, person),
    text('idNumber', '身份证号', 21, { mark: 'sealed', ...hidden }),
    text('documentNumber', '其他证件号', 18, { mark: 'sealed', ...hidden }),
    text('phone', '联系电话', 14, person),
    text('groups', '特殊群体', 20, person),
    choice('risk', '风险等级', 10, riskWords, { sortable: true }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    text('hamlet', '屯（组）', 11, person),
    text('ethnicity', '民族', 8, { ...person, ...hidden }),
    choice('whereabouts', '户籍与去向', 13, whereaboutsWords, { ...person, ...hidden }),
    choice('selfCare', '自理情况', 14, selfCareWords, { mark: 'sealed', ...hidden }),
    text('guardian', '监护人', 10, { ...person, ...hidden }),
    text('assignee', '负责人', 10, { mark: 'staff' }),
    day('registeredOn', '建档日期', hidden),
    day('lastVisitOn', '最近探访', hidden),
    day('lastMetOn', '最近见面'),
    day('dueOn', '应访日期', { sortable: true }),
    choice('standing', '是否按时', 9, standingWords),
    number('visits', '累计探访（户次）', 10, { summed: true }),
  ],
  filters: [
    { key: 'risk', heading: '风险等级', mark: 'plain', words: riskWords },
    groupFilter,
    { key: 'standing', heading: '是否按时', mark: 'plain', words: standingWords },
    { key: 'met', heading: '本月见没见到', mark: 'plain', words: metWords },
    { key: 'never', heading: '一次都没去过', mark: 'plain', words: yesWords },
  ],
  sort: { by: 'dueOn', order: 'asc' },
  reasons: { 'no-longer-served': '已不在服务' },
};

const villageRegister: Register = {
  name: 'villages',
  title: '村居台账',
  figure: 'services.rooms',
  unit: '个村',
  period: 'months',
  columns: [
    text('room', '村（居）', 16, { sortable: true }),
    text('station', '社工站', 18),
    text('code', '区划代码', 15, hidden),
    number('minutesAway', '车程（分钟）', 10, { sortable: true }),
    number('clients', '在册服务对象（人）', 11, { sortable: true, summed: true }),
    number('visits', '本期探访（户次）', 10, { sortable: true, summed: true }),
    number('met', '本期见到（人）', 10),
    day('lastVisitOn', '最近探访', { sortable: true }),
    number('daysSince', '距今（天）', 9),
    choice('unvisited', '三十天没人去', 9, yesWords),
    text('workers', '村级社工', 14, { mark: 'staff' }),
    number('volunteers', '屯志愿者（人）', 9, { summed: true }),
  ],
  filters: [
    { key: 'called', heading: '本期去没去', mark: 'plain', words: calledWords },
    { key: 'unvisited', heading: '三十天没人去', mark: 'plain', words: yesWords },
  ],
  sort: { by: 'room', order: 'asc' },
  reasons: { 'no-people': '没有在册的人' },
};

const staffRegister: Register = {
  name: 'staff',
  title: '人员台账',
  figure: 'network.in-post',
  unit: '人',
  period: 'months',
  columns: [
    text('name', '姓名', 12, { mark: 'staff', sortable: true }),
    choice('role', '岗位', 12, roleWords, { sortable: true }),
    text('station', '社工站', 18),
    text('room', '村（居）', 14),
    text('phone', '联系电话', 14, { mark: 'staff', ...hidden }),
    day('fromDay', '到岗日期', { sortable: true }),
    day('toDay', '离岗日期'),
    choice('turnover', '本期变动', 11, turnoverWords),
  ],
  filters: [
    { key: 'role', heading: '岗位', mark: 'plain', words: roleWords },
    { key: 'turnover', heading: '本期变动', mark: 'plain', words: turnoverWords },
  ],
  sort: { by: 'role', order: 'asc' },
  reasons: { 'left-in-period': '本期离岗' },
};

/** A trip stands at the first village of its way, as its figure counts it; what it came to is the sum of its visits. */
const tripRegister: Register = {
  name: 'trips',
  title: '下乡台账',
  figure: 'services.trips',
  unit: '次',
  period: 'months',
  columns: [
    day('day', '下乡日期', { sortable: true }),
    text('station', '社工站', 18, hidden),
    long('way', '途经村（居）', 26),
    text('members', '下乡人员', 16, { mark: 'staff' }),
    choice('car', '用车', 10, carWords, { sortable: true }),
    text('leftAt', '出发', 8, hidden),
    text('backAt', '返回', 8, hidden),
    number('minutes', '在外（分钟）', 9, { sortable: true }),
    choice('back', '是否按时回来', 10, backWords, hidden),
    number('villages', '到村（个）', 8, { sortable: true, summed: true }),
    number('skipped', '没到的村（个）', 9, { ...hidden, summed: true }),
    number('visits', '上门探访（户次）', 10, { sortable: true, summed: true }),
    number('met', '见到（人）', 8),
    number('nobodyHome', '没人在家（户次）', 10, { ...hidden, summed: true }),
    number('refused', '拒访（户次）', 9, { ...hidden, summed: true }),
    number('besides', '计划外访到（人）', 10, hidden),
    number('notReached', '计划了没访到（人）', 11),
    number('errands', '办妥的事（件）', 9, { summed: true }),
    long('supplies', '领用物资', 20, hidden),
    long('needs', '发现的需求', 22, hidden),
    text('askedBy', '申请人', 10, { mark: 'staff', ...hidden }),
    text('decidedBy', '批准人', 10, { mark: 'staff' }),
    choice('ownGrant', '自己批自己', 9, yesWords, hidden),
    choice('state', '状态', 8, tripWords, hidden),
    long('reason', '退回或取消的原因', 22, { ...person, ...hidden }),
    long('note', '备注', 24, { ...person, ...hidden }),
  ],
  filters: [
    { key: 'car', heading: '用车', mark: 'plain', words: carWords },
    { key: 'reached', heading: '计划的人访到没有', mark: 'plain', words: reachedWords },
    { key: 'back', heading: '是否按时回来', mark: 'plain', words: backWords },
    { key: 'ownGrant', heading: '自己批自己', mark: 'plain', words: yesWords },
    { key: 'state', heading: '状态', mark: 'plain', words: tripWords },
  ],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'trip-not-back': '没有出去，或还没回来' },
};

export const registers: Readonly<Record<RegisterName, Register>> = {
  visits: visitRegister,
  clients: clientRegister,
  villages: villageRegister,
  staff: staffRegister,
  trips: tripRegister,
  needs: needRegister,
  activities: activityRegister,
  hours: hoursRegister,
  offers: offerRegister,
  meals: mealRegister,
};
