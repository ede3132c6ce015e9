/** What the page says on which a resident rates an answer. */
import type { PublicLang } from './words.ts';

const zh = {
  title: '办得怎么样？',
  lead: (station: string) => `您托${station}办的事，站里说办好了。您满意吗？点一下就行。`,
  thanks: '谢谢您。往后有事，随时再说。',
  comesAgain: '没办好，我们再看一遍，站里会再来找您。',
  speak: '不方便点，就说一段话',
  speakSay: '两分钟以内。只有办这件事的社工会听，听完就删，最多留 90 天；送出就是同意他们听。',
  record: '录音',
  send: '送出录音',
  noSound: '没有收到录音，或者不是录音。请再录一次，两分钟以内。',
  heard: '收到您的话了，站里会听。',
  over: '这个链接用不上了：可能已经评过了，或者站里又在办这件事。想说什么，请打电话或到站里来。',
};
export type RatingWords = typeof zh;

const en: RatingWords = {
  title: 'How did it go?',
  lead: (station) => `${station} says that what you asked for has been done. Are you satisfied? One tap is enough.`,
  thanks: 'Thank you. Ask us again any time.',
  comesAgain: 'It was not done well; we look at it again, and the station comes back to you.',
  speak: 'Would you rather say it?',
  speakSay:
    'Up to two minutes. Only the social workers on this matter hear it; it is removed once heard, after 90 days at most. Sending it means you agree.',
  record: 'Recording',
  send: 'Send the recording',
  noSound: 'No recording has come, or it is none. Please record again, up to two minutes.',
  heard: 'We have what you said, and the station will hear it.',
  over: 'This link is of no use any more: it was rated, or the station is at work on it again. Please call or come to the station.',
};

export const ratingWords: Readonly<Record<PublicLang, RatingWords>> = { 'zh-CN': zh, en };
