/** Points (积分): the county's rule, a helper's points beside their hours, and what is refused. */
export const points = {
  title: '志愿者积分',
  say: '平时不开。开了以后，计入的服务时长自动换成积分，本人可以不要。不排名次，举报邻居不给分。改了以后，新计入的时长按新的算，已经给的不变。',
  inUse: '按服务时长给积分',
  perHour: '一小时给几分',
  months: '几个月内有效（至少 12 个月）',
  column: '积分',
  points: '{n} 分',
  declined: '本人不要积分',
  lapsing: '其中 {n} 分过了 {day} 作废，请提前告诉本人',
  decline: '本人不要积分',
  declineSay: '以后的时长照常计，不再给积分；已经给的还是本人的。',
  again: '本人又要积分了',
} as const;

export const pointCommands = {
  points: { 'change-rule': '改积分规则', decline: '登记志愿者要不要积分' },
} as const;

export const pointProblems = {
  points: {
    'unknown-village': { title: '这个村不在册', next: '可能已经并村，刷新页面再试。' },
    'not-a-helper-here': { title: '这位不是本站的志愿者', next: '请到他登记的站去办，或先把他记进志愿者名册。' },
  },
} as const;
