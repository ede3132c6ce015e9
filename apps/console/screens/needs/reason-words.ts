/** Why somebody is proposed, in a few plain words each. */
import { halfDays } from '@yimi/needs';
import type { Reason } from '../../api-offers.ts';
import { codeWord, sayLanguage } from '../../locales/code-lists.ts';
import { t } from '../../locales/index.ts';

/** 周三上午. */
export function sayHalfDay(halfDay: number): string {
  return t('offers.halfDay', {
    day: t(`offers.days.d${(Math.floor(halfDay / 2) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6}`),
    half: t(halfDay % 2 === 0 ? 'offers.morning' : 'offers.afternoon'),
  });
}

export function sayReason(reason: Reason): string {
  switch (reason.code) {
    case 'same-village':
      return t('offers.reasons.sameVillage');
    case 'minutes':
      return t('offers.reasons.minutes', { n: reason.minutes });
    case 'skill':
      return t('offers.reasons.skill', { skill: codeWord(reason.skill) });
    case 'language':
      return t('offers.reasons.language', { language: sayLanguage(reason.language) });
    case 'free':
      return t(reason.among > 1 ? 'offers.reasons.freeOften' : 'offers.reasons.free', {
        when: sayHalfDay(reason.halfDay),
        n: reason.among,
      });
    case 'served-before':
      return t('offers.reasons.servedBefore');
    case 'load':
      return t('offers.reasons.load', { given: reason.given, places: reason.places });
  }
}

/** The half-days of a week, Monday morning 0. */
export function halfDaysIn(bits: number): number[] {
  return Array.from({ length: halfDays }, (_, at) => at).filter((at) => (bits & (1 << at)) !== 0);
}
