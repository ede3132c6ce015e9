/** How lists of wishes and hotline sheets say where a need came from, how urgent it is, whether it is done with. Nothing is bent to the nearest. */
import type { answerKinds, Urgency } from '@yimi/needs';
import type { channels, needKinds } from '@yimi/services';
import { plainText } from '../understanding/plain.ts';
import { needWords, readNeeds } from './visit-words.ts';

type Channel = (typeof channels)[number];
type NeedKind = (typeof needKinds)[number];
type AnswerKind = (typeof answerKinds)[number];

/** Tried in this order: 电话热线 is the hotline, 走访中填的问卷 a questionnaire. */
const channelWords: readonly (readonly [Channel, RegExp])[] = [
  ['市长热线', /12345|热线|工单/],
  ['微心愿', /微心愿|心愿/],
  ['书记茶摊', /茶摊/],
  ['善益站', /善益/],
  ['问卷', /问卷|调查表/],
  ['志愿者上报', /志愿者/],
  ['上门走访', /走访|上门|入户|探访/],
  ['转介', /转介|转办|交办|转来/],
  ['线上', /线上|网上|网络|微信|小程序|公众号|扫码/],
  ['来电来访', /来电|来访|电话|信访|接待/],
];

export function readChannel(text: string): Channel | null {
  const said = plainText(text);
  return channelWords.find(([, words]) => words.test(said))?.[0] ?? null;
}

export function readUrgency(text: string): Urgency | null {
  const said = plainText(text).replace(/\s/g, '');
  if (/^(?:紧急|特急|加急|急件|非常急|很急|高)$/.test(said)) return '紧急';
  if (/^(?:较急|比较急|急|中)$/.test(said)) return '较急';
  return /^(?:一般|普通|正常|不急|常规|低)$/.test(said) ? '一般' : null;
}

/** The broadest of the list, until somebody judges the need. */
const undecided: NeedKind = '社会支持';

/** The kind that a cell names, else the first of the list of which the row speaks, else the broadest. */
export function readKind(cell: string, words: string): { kind: NeedKind; from: 'cell' | 'words' | 'nothing' } {
  const [named] = readNeeds(cell).needs;
  if (named !== undefined) return { kind: named, from: 'cell' };
  const said = plainText(`${cell} ${words}`);
  const spoken = needWords.find(([, names]) => names.some((name) => [...name].length > 1 && said.includes(name)));
  return spoken === undefined ? { kind: undecided, from: 'nothing' } : { kind: spoken[0], from: 'words' };
}

export function saysDone(text: string): boolean {
  return /^(?:已|均已|全部)?(?:办结|办理完毕|解决|完成|落实|实现|圆满|答复|回复|满足|认领并完成)/.test(
    plainText(text).replace(/\s/g, ''),
  );
}

export function readAnsweredBy(text: string): AnswerKind {
  const said = plainText(text);
  if (/转介|转办|转交|移交/.test(said)) return 'referral';
  if (/活动|课程|讲座/.test(said)) return 'activity';
  if (/商户|商家|店/.test(said)) return 'merchant';
  return /伙伴|单位|公司|医院|学校|协会|共建/.test(said) ? 'partner' : 'person';
}
