/** The words of the page that checks a certificate. Both languages whole: a missing one does not compile. */
import type { PublicLang } from './words.ts';

const zh = {
  title: '核验志愿服务证明',
  lead: '填上证明上的编号，看这份证明是不是真的、现在还作不作数。',
  label: '证明编号',
  hint: '16 位字母和数字，中间的短横写不写都行',
  look: '核验',
  none: '没有这个编号的证明。请对照着再填一遍；O 和 0、I 和 1 填错也不要紧。再填还是没有，就是没有开过。',
  states: { valid: '这份证明是真的，现在有效', replaced: '这份证明已经换发了新的', withdrawn: '这份证明已经作废' },
  replaced: (day: string) => `${day}起由新开的证明代替，请对方出示新的那一份。`,
  withdrawn: (issuer: string, day: string) => `${issuer}在${day}作废了它，上面写的不再作数。有疑问请直接问${issuer}。`,
  compare: '请和手里的证明一项一项对照，姓名或时长对不上就是假的。',
  fields: {
    name: '姓名',
    period: '服务时间',
    minutes: '服务时长',
    issuer: '开具单位',
    issuedOn: '开具日期',
    total: '开具时在本县累计',
  },
  period: (from: string, to: string) => `${from}至${to}`,
  hours: (hours: number, minutes: number) =>
    minutes === 0 ? `${hours} 小时` : hours === 0 ? `${minutes} 分钟` : `${hours} 小时 ${minutes} 分钟`,
  stars: (n: number) => (n === 0 ? '' : `（${n} 星级）`),
  changed: (now: string) => `开具以后，记录有更正：同一段时间现在计为 ${now}，请以这个为准。`,
  nothing: '开具以后，记录有更正：这份证明上的时长现在都不计了。',
  content: '服务内容',
  times: (n: number) => `${n} 次`,
  kinds: { 'by-hand': '其他志愿服务（经第二人确认）', others: '其他各项' },
  privacy: '只有拿到编号的人才能看到这一页。',
};
export type CertificateWords = typeof zh;

const en: CertificateWords = {
  title: 'Check a certificate of service',
  lead: 'Enter the number on the certificate to see whether it is true and still stands.',
  label: 'Number of the certificate',
  hint: '16 letters and digits; hyphens may be left out',
  look: 'Check',
  none: 'There is no certificate with this number. Please compare and try again; O for 0 and I for 1 do no harm. If it is still not found, it was never issued.',
  states: {
    valid: 'This certificate is true and stands',
    replaced: 'A newer certificate stands in its place',
    withdrawn: 'This certificate was withdrawn',
  },
  replaced: (day) => `Replaced by a newer one on ${day}; please ask to see that one.`,
  withdrawn: (issuer, day) =>
    `${issuer} withdrew it on ${day}; what it says no longer holds. If in doubt, ask ${issuer}.`,
  compare: 'Compare each line with the paper. If the name or the hours differ, the paper is forged.',
  fields: {
    name: 'Name',
    period: 'Period',
    minutes: 'Service hours',
    issuer: 'Issued by',
    issuedOn: 'Issued on',
    total: 'In all in this county, on the day of issue',
  },
  period: (from, to) => `${from} to ${to}`,
  hours: (hours, minutes) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  stars: (n) => (n === 0 ? '' : n === 1 ? ' (1 star)' : ` (${n} stars)`),
  changed: (now) =>
    `The records were put right after it was issued: the same period comes to ${now} today. Please go by that.`,
  nothing: 'The records were put right after it was issued: none of its hours count today.',
  content: 'What was done',
  times: (n) => (n === 1 ? 'once' : `${n} times`),
  kinds: { 'by-hand': 'other service, confirmed by a second person', others: 'all else' },
  privacy: 'Only somebody who has the number can see this page.',
};

export const certificateWords: Readonly<Record<PublicLang, CertificateWords>> = { 'zh-CN': zh, en };
