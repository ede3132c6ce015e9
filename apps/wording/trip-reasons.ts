/** Why a trip is proposed, in the words of both apps: who plans on the desk and who drives read the same. */
export const tripReasonsZh = {
  overdue: '过期 {n} 人',
  due: '当天到期 {n} 人',
  soon: '顺路看快到期的 {n} 人',
  highRisk: '其中高风险 {n} 人',
  errands: '带东西办事 {n} 件',
  pairs: '要两人去的 {n} 户',
} as const;

export const tripReasonsEn: Readonly<Record<keyof typeof tripReasonsZh, string>> = {
  overdue: '{n} overdue',
  due: '{n} due that day',
  soon: '{n} due soon, on the way',
  highRisk: '{n} of them at high risk',
  errands: 'to bring or do: {n}',
  pairs: '{n} to be visited by two',
};
