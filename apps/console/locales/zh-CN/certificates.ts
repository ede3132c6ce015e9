/** Certificates of service (志愿服务证明): the panel at the desk, what they refuse, what acts on them are called. */
export const certificates = {
  title: '志愿服务证明',
  none: '还没有开过。本人要，才开。',
  issue: '开证明',
  issueTitle: '给 {name} 开志愿服务证明',
  issueSay: '只写本站记录、已经计入的时长；别的站、别的系统的时长由那边开。姓名照志愿者档案写，不对的先去改档案。',
  nothing: '本站还没有记下计入的时长，开不了证明。',
  station: '哪个站开',
  from: '从哪天',
  to: '到哪天',
  askedFor: '是本人要开的；本人知道，拿到证明的人凭编号能在网上看到姓名和时长',
  done: '开好了，可以打印',
  print: '打印',
  withdraw: '作废',
  withdrawTitle: '作废 {number}',
  withdrawSay: '作废以后，核验的人会看到“已经作废”。不能再恢复，要用就重新开一份。',
  reason: '为什么作废',
  period: '{from} 至 {to}',
  issued: '{day} 开',
  now: '现在计 {minutes}',
  states: { valid: '有效', replaced: '已换新的', withdrawn: '已作废' },
} as const;

/** Of module `activities`, which owns them. */
export const certificateProblems = {
  'certificate-letters-missing': {
    title: '姓名里有字库里没有的字：{letters}',
    next: '证明上的姓名不能缺字。请打开核验页，直接把那一页打印出来盖章。',
  },
  'nothing-to-certify': {
    title: '这段时间没有能开证明的时长',
    next: '只有本站记录、已经计入的才算；等确认的先请人确认，或者换一段日子。',
  },
  'wrong-period': { title: '日期不对', next: '结束要晚于开始，最晚到今天。' },
  'certificate-number-taken': { title: '这份证明已经开好了', next: '不用再开，刷新就能看到。' },
  'no-such-certificate': { title: '找不到这份证明', next: '刷新看看。' },
  'certificate-withdrawn': { title: '这份证明已经作废了', next: '不用再作废；还要用就重新开一份。' },
} as const;

export const certificateCommands = {
  'issue-certificate': '开志愿服务证明',
  'withdraw-certificate': '作废志愿服务证明',
} as const;
export const paperActs = { certificates: { paper: '打印志愿服务证明' } } as const;
