/**
 * The registers of what residents asked for, what was held, who helped and what was brought (需求、活动、志愿服务时长、邀约、送餐台账). Their records are
 * of modules above this one; here stands what the papers call them. A test holds these words against the modules' lists.
 */
import type { Register } from './register-columns.ts';
import { choice, day, hidden, long, number, person, sameWords, text } from './register-columns.ts';
import { channels, needKinds } from './tables.ts';

const needStateWords = {
  received: '收到',
  triaged: '已研判',
  answering: '办理中',
  answered: '已答复',
  closed: '已评价',
  unmet: '办不了',
  merged: '并入别条',
  withdrawn: '撤回',
} as const;
const answererWords = {
  person: '人',
  partner: '合伙人',
  merchant: '商户',
  activity: '活动',
  referral: '转介',
} as const;
const unmetWords = {
  'no-resource': '没有资源',
  'no-helper': '没有人手',
  'out-of-scope': '不归社工站管',
  policy: '政策不允许',
  unreachable: '联系不上',
  'not-agreed': '本人不同意办法',
  other: '别的原因',
} as const;
const urgencyWords = sameWords(['紧急', '较急', '一般']);
const answerWords = { yes: '答复了', no: '还没答复' } as const;
const lateWords = { yes: '过期了', no: '按时' } as const;
const raterWords = { own: '本人评的', door: '工作人员代录' } as const;
const activityStateWords = {
  planned: '筹备',
  open: '招募中',
  held: '办过了',
  closed: '已总结',
  'called-off': '取消',
} as const;
const offerStateWords = {
  offered: '等回话',
  accepted: '答应了',
  declined: '不方便',
  withdrawn: '收回了',
  expired: '没回话，过期了',
  done: '办好了',
  'given-back': '退回来了',
} as const;
const saidWords = { yes: '答应了', no: '不方便', none: '没回话' } as const;
const declineWords = {
  'no-time': '没有空',
  'too-far': '太远',
  'not-able': '做不来',
  unwell: '身体不便',
  'would-rather-not': '不太想去',
} as const;
const mealStateWords = {
  waiting: '还没送',
  delivered: '送到了',
  unanswered: '没人应门',
  declined: '不要了',
  away: '不在家，说好的',
} as const;
const doorWords = {
  reached: '电话通了',
  seen: '邻居见过',
  'family-knows': '家里人知道',
  hospital: '住院了',
  emergency: '叫了急救或报了警',
  'nobody-knows': '都没联系上',
} as const;
const hourSourceWords = { attendance: '签到', 'by-hand': '补录', imported: '别的系统' } as const;

export const needRegister: Register = {
  name: 'needs',
  title: '需求台账',
  figure: 'needs.needs',
  unit: '条',
  period: 'months',
  desk: true,
  columns: [
    day('day', '收到日期', { sortable: true }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    choice('channel', '渠道', 11, sameWords(channels)),
    choice('kind', '类别', 11, sameWords(needKinds), { sortable: true }),
    text('name', '提出人', 11, person),
    text('phone', '联系电话', 14, { ...person, ...hidden }),
    long('words', '怎么说的', 40, { mark: 'sealed', ...hidden }),
    choice('urgency', '急不急', 8, urgencyWords),
    choice('state', '办到哪了', 10, needStateWords, { sortable: true }),
    day('dueOn', '答复期限', { sortable: true }),
    choice('late', '是否过期', 9, lateWords, hidden),
    day('answeredOn', '答复日期'),
    choice('answerKind', '谁来办的', 10, answererWords),
    choice('unmetReason', '办不了的原因', 13, unmetWords),
    number('rating', '评分', 7),
    choice('rater', '评分怎么来的', 13, raterWords, hidden),
    long('note', '答复或说明', 36, { mark: 'sealed', ...hidden }),
  ],
  filters: [
    { key: 'channel', heading: '渠道', mark: 'plain', words: sameWords(channels) },
    { key: 'kind', heading: '类别', mark: 'plain', words: sameWords(needKinds) },
    { key: 'urgency', heading: '急不急', mark: 'plain', words: urgencyWords },
    { key: 'state', heading: '办到哪了', mark: 'plain', words: needStateWords },
    { key: 'answered', heading: '答复没有', mark: 'plain', words: answerWords },
    { key: 'late', heading: '是否过期', mark: 'plain', words: lateWords },
    { key: 'unmetReason', heading: '办不了的原因', mark: 'plain', words: unmetWords },
  ],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'merged-or-withdrawn': '并入别条或撤回', 'implausible-time': '手机时间对不上' },
};

export const activityRegister: Register = {
  name: 'activities',
  title: '活动台账',
  figure: 'activities.held',
  unit: '场',
  period: 'months',
  columns: [
    day('day', '日期', { sortable: true }),
    text('title', '活动', 22),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    text('venue', '地点', 14, hidden),
    long('kinds', '回应的需求', 20),
    text('session', '第几次', 9, hidden),
    number('attendances', '参加（人次）', 10, { summed: true }),
    number('helpers', '帮忙的（人次）', 11, { summed: true }),
    number('unnamed', '没留名的（人次）', 12, { ...hidden, summed: true }),
    number('rating', '平均评分', 9, hidden),
    number('raters', '评了的（人）', 9, { ...hidden, summed: true }),
    number('budget', '预算（元）', 10, { ...hidden, summed: true }),
    number('spent', '花了（元）', 10, { summed: true }),
    choice('state', '走到哪了', 9, activityStateWords, hidden),
    long('summary', '总结', 40, hidden),
  ],
  filters: [
    { key: 'kind', heading: '回应的需求', mark: 'plain', words: sameWords(needKinds) },
    { key: 'state', heading: '走到哪了', mark: 'plain', words: activityStateWords },
  ],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'not-held': '还没办，或取消了' },
};

export const hoursRegister: Register = {
  name: 'hours',
  title: '志愿服务时长台账',
  figure: 'activities.hours',
  unit: '段',
  period: 'months',
  columns: [
    day('day', '日期', { sortable: true }),
    text('helper', '志愿者', 11, { mark: 'staff' }),
    text('number', '志愿者编号', 14, { mark: 'staff', ...hidden }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    text('activity', '活动', 22),
    text('from', '从', 8),
    text('to', '到', 8),
    number('hours', '时长（小时）', 10, { summed: true }),
    choice('source', '怎么记的', 10, hourSourceWords),
    text('confirmedBy', '确认人', 10, { mark: 'staff', ...hidden }),
  ],
  filters: [{ key: 'source', heading: '怎么记的', mark: 'plain', words: hourSourceWords }],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'not-counted': '等第二个人确认，或没有算' },
};

export const offerRegister: Register = {
  name: 'offers',
  title: '邀约台账',
  figure: 'volunteers.offers',
  unit: '次',
  period: 'months',
  desk: true,
  columns: [
    day('day', '问的日期', { sortable: true }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    choice('kind', '类别', 11, sameWords(needKinds)),
    text('helper', '志愿者', 11, { mark: 'staff' }),
    choice('state', '结果', 13, offerStateWords),
    day('answeredOn', '回话日期'),
    choice('declineReason', '为什么不方便', 13, declineWords, hidden),
    choice('assisted', '谁回的话', 12, { yes: '站里代记', no: '本人' }, hidden),
    day('endedOn', '办完或退回', hidden),
  ],
  filters: [
    { key: 'kind', heading: '类别', mark: 'plain', words: sameWords(needKinds) },
    { key: 'state', heading: '结果', mark: 'plain', words: offerStateWords },
    { key: 'said', heading: '回话', mark: 'plain', words: saidWords },
  ],
  sort: { by: 'day', order: 'desc' },
  reasons: {},
};

export const mealRegister: Register = {
  name: 'meals',
  title: '送餐台账',
  figure: 'meals.delivered',
  unit: '份',
  period: 'months',
  columns: [
    day('day', '日期', { sortable: true }),
    text('station', '社工站', 18, hidden),
    text('room', '村（居）', 13, { sortable: true }),
    text('round', '线路', 16),
    text('name', '服务对象', 11, person),
    text('hamlet', '屯（组）', 11, { ...person, ...hidden }),
    choice('state', '送到没有', 13, mealStateWords),
    choice('outcome', '没人应门以后', 15, doorWords, { ...person, ...hidden }),
    text('deliverer', '送餐人', 11, { mark: 'staff' }),
  ],
  filters: [{ key: 'state', heading: '送到没有', mark: 'plain', words: mealStateWords }],
  sort: { by: 'day', order: 'desc' },
  reasons: { 'not-delivered': '没有送到' },
};
