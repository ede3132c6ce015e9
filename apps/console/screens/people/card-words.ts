/** What is said beside a card number while it is typed: how many digits are missing, a wrong check digit, what it tells. */
import type { CitizenId } from '@yimi/people';
import { sayFullDay } from '../../core/say.ts';
import { t } from '../../locales/index.ts';

export function cardWordsOf(typed: string, card: CitizenId | null): { hint: string; wrong: string; good: string } {
  const length = typed.trim().length;
  if (length === 0) return { hint: t('register.idHint'), wrong: '', good: '' };
  if (length < 18) return { hint: t('register.idShort', { n: 18 - length }), wrong: '', good: '' };
  if (card === null) return { hint: '', wrong: t('register.idBad'), good: '' };
  const good = t('register.idGood', { day: sayFullDay(card.birthDay), sex: t(`words.sex.${card.sex}`) });
  return { hint: '', wrong: '', good };
}
