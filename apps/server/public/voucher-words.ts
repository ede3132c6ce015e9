/** The words of the merchant's page. Both languages whole: a missing one does not compile. */
import type { PublicLang } from './words.ts';

const zh = {
  title: (merchant: string) => `${merchant} · 核销积分兑换券`,
  lead: '填上券码，看这张券能不能用。能用的当场核销，一张只能用一次。这个网址只给店里的人用，不要外传；丢了请站里换一个。',
  label: '券码',
  hint: '16 位字母和数字，中间的短横写不写都行',
  late: '东西是前几天交的，现在补填',
  handedOn: '哪天交的',
  handedHint: (days: number) => `没有网络时先收下券、记下日子，券过期后 ${days} 天内都能补填。今天交的不用填。`,
  send: '核销',
  ok: '能用，已经核销',
  give: (what: string) => `请把“${what}”交给对方。`,
  wasGiven: (day: string) => `记为${day}交付。`,
  worth: (points: number, day: string) => `${points} 分，${day}。同一张券再拿来就不能用了。`,
  refused: '这张券不能用，不要交东西',
  spent: (day: string) => `${day}已经核销过了。`,
  other: '它是另一家商户的，请对方到券上写的那一家去。',
  lapsed: (day: string) => `它过期了，最后一天是${day}。积分会退给本人。`,
  calledOff: (day: string) => `站里${day}取消了它，积分已经退给本人。`,
  none: '没有这个券码。请对照着再填一遍；O 和 0、I 和 1 填错也不要紧。',
  wrongDay: '这个日子不对：要在开券那天以后、今天或以前。',
  stale: '这一页开得太久了，刚才的没有记上。券码还在，请再按一次。',
  early: '按得太快了，刚才的没有记上。券码还在，请再按一次。',
  till: {
    ready: '没有网络也能收券：已备好 {n} 张，{when}更新。',
    good: '没有网络，先记在这部手机上，有网就自动报上去。请把“{what}”交给对方。',
    unknown: '没有网络，这部手机上没有这张券。先不要交东西；请把券留下，有网再填。',
    lapsed: '这张券过期了，不要交东西。',
    twice: '这张券刚才在这部手机上已经收过了，不要再交。',
    waits: '等有网',
    counted: '已计入',
    gone: '这个网址换过了，没有收下；请把券码拿到站里补录。',
    done: '处理好了，去掉',
  },
  offers: '本店可以兑换',
  offer: (points: number) => `${points} 分`,
  closed: '站里不再给本店开新券，已经开出去的照收。',
};
export type VoucherWords = typeof zh;

const en: VoucherWords = {
  title: (merchant) => `${merchant} · take in vouchers`,
  lead: 'Enter the code to see whether the voucher is good. If it is, it is taken in at once; each is good once. This address is for the shop alone; if it gets out, ask the station for another.',
  label: 'Code of the voucher',
  hint: '16 letters and digits; hyphens may be left out',
  late: 'It was handed over some days ago',
  handedOn: 'Handed over on',
  handedHint: (days) =>
    `Without network, keep the slip and note the day; it can be entered until ${days} days after the voucher’s last day. Leave empty for today.`,
  send: 'Take in',
  ok: 'Good, and taken in',
  give: (what) => `Please hand over: “${what}”.`,
  wasGiven: (day) => `Noted as handed over on ${day}.`,
  worth: (points, day) =>
    `${points} ${points === 1 ? 'point' : 'points'}, ${day}. The same voucher is not good a second time.`,
  refused: 'Not good: please hand over nothing',
  spent: (day) => `It was taken in on ${day}.`,
  other: 'It is for another merchant; please send its holder to the one named on the slip.',
  lapsed: (day) => `It has lapsed; its last day was ${day}. The points go back to its holder.`,
  calledOff: (day) => `The station called it off on ${day}; the points went back to its holder.`,
  none: 'There is no voucher with this code. Please compare and try again; O for 0 and I for 1 do no harm.',
  wrongDay: 'This day cannot be right: it lies between the day of the voucher and today.',
  stale: 'This page was open too long and nothing was noted. The code is still there: please press again.',
  early: 'That was too quick and nothing was noted. The code is still there: please press again.',
  till: {
    ready: 'Works without network too: {n} vouchers at hand, as of {when}.',
    good: 'No network: noted on this phone, and sent by itself later. Please hand over: “{what}”.',
    unknown:
      'No network, and this phone knows no such voucher. Hand over nothing yet; keep the slip and enter it later.',
    lapsed: 'The voucher has lapsed: please hand over nothing.',
    twice: 'This voucher was taken in on this phone already: please hand over nothing.',
    waits: 'waits for the network',
    counted: 'counted',
    gone: 'This address was changed and it was not taken; please bring the code to the station.',
    done: 'Dealt with, remove',
  },
  offers: 'What can be had here',
  offer: (points) => `${points} ${points === 1 ? 'point' : 'points'}`,
  closed: 'The station makes out no new vouchers for this shop; those made out are still good.',
};

export const voucherWords: Readonly<Record<PublicLang, VoucherWords>> = { 'zh-CN': zh, en };
