/** Kinds of need that were ticked, beside the questionnaire before: of how many people then, of how many now. */
import type { KindChange } from '../../api-forms.ts';
import { sayNumber } from '../../core/say.ts';
import { t } from '../../locales/index.ts';

const share = (n: number, of: number): number => (of === 0 ? 0 : Math.round((n / of) * 100));

/** Questionnaires differ in how many answered: what can be compared is the share. */
function noteOf({ value, before }: KindChange, answers: number, beforeAnswers: number | null): string | undefined {
  if (value === null) return undefined;
  const now = share(value, answers);
  if (before === null || beforeAnswers === null || beforeAnswers === 0) return t('forms.share', { now });
  const then = share(before, beforeAnswers);
  const change = t(now === then ? 'forms.asBefore' : now > then ? 'forms.rose' : 'forms.fell', {
    points: Math.abs(now - then),
  });
  return `${t('forms.shareThen', { now, then })} · ${change}`;
}

export function kindBars(kinds: readonly KindChange[], answers: number, beforeAnswers: number | null) {
  return kinds.map((one) => ({
    ...{ id: one.kind, label: one.kind, value: one.value ?? 0 },
    display: one.value === null ? t('ranked.few') : sayNumber(one.value),
    note: noteOf(one, answers, beforeAnswers),
  }));
}
