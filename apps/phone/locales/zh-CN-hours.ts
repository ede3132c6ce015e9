/** What service hours and the certificates over them refuse, with those of checking in, from which hours come, apart from the rest because the lists are long. */
import { checkInProblems } from './zh-CN-check-in.ts';

export const hourProblems = {
  ...checkInProblems,
  'not-held-yet': '还没开放报名或已取消。办起来的活动才放照片；先开放报名。',
  'too-many-photos': '照片够多了。每场最多 {most} 张；先拿掉几张再放。',
  'no-such-photo': '找不到这张照片。刷新看看，可能别人刚拿掉。',
  'not-trained': '这一班要先培训。在志愿者档案里写上培训的日子，或者换一位培训过的。',
  'not-insured': '这一班要有保险。在志愿者档案里写上保险到哪天（要保到活动那天），或者换一位。',
  'hours-not-waiting': '这段时长不用确认了。已经有人确认过，刷新看看。',
  'second-person': '要另一个人来确认。录的人和本人都不能确认，请站里别的同事来。',
  'did-not-come': '这个人没有点到场。先点“到了”，再记评分。',
  'nothing-to-certify': '这段时间没有能开证明的时长。只有本站记录、已经计入的才算；换一段日子再开。',
  'wrong-period': '日期不对。结束要晚于开始，最晚到今天。',
  'certificate-number-taken': '这份证明已经开好了。不用再开，刷新就能看到。',
  'no-such-certificate': '找不到这份证明。刷新看看。',
  'certificate-withdrawn': '这份证明已经作废了。还要用就重新开一份。',
  'certificate-letters-missing': '姓名里有字库里没有的字：{letters}。请打开核验页，打印那一页盖章。',
};

export const pointProblems = {
  'unknown-village': '这个村不在册。可能已经并村，刷新页面再试。',
  'not-a-helper-here': '这位不是本站的志愿者，请到他登记的站去办。',
  'merchant-elsewhere': '这家商户不归这里管。归站管的由该站改，全县的由县里改。',
  'offers-alike': '有两样东西写得一样。改一个名字，或者删掉一行。',
  'merchant-closed': '这家商户现在不收兑换券。另选一家。',
  'no-such-offer': '这家商户的兑换内容刚改过。刷新再选。',
  'not-enough': '积分不够，没有动。换一样分少的。',
  'number-taken': '这个券码已经用过了。重新开一张。',
  'no-such-voucher': '没有这个券码。对照着再填一遍。',
  'other-merchant': '这张券是另一家商户的。请到券上写的那一家。',
  'voucher-spent': '这张券 {day} 已经用过了，只能用一次。',
  'voucher-called-off': '这张券 {day} 取消了，积分已经退给本人。',
  'voucher-lapsed': '这张券过期了，最后一天是 {day}。可以重新开一张。',
  'wrong-day': '交付的日期不对。要在开券那天以后、今天或以前。',
};
