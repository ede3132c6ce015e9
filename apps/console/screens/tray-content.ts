/** What somebody typed, as lines a person can read: ids and empty fields say nothing and are left out. */

import { VisitMode, VisitResult } from '../api.ts';
import { sayMoment } from '../core/say.ts';
import { codeWord } from '../locales/code-lists.ts';
import { t } from '../locales/index.ts';

function saidValue(field: string, value: unknown): string | null {
  if (value === null || value === '' || /Id$/.test(field)) return null;
  if (field === 'files') return Array.isArray(value) && value.length > 0 ? String(value.length) : null;
  if (typeof value === 'number') return field.endsWith('At') ? sayMoment(value) : String(value);
  const result = VisitResult.safeParse(value);
  if (field === 'result' && result.success) return t(`words.result.${result.data}`);
  const mode = VisitMode.safeParse(value);
  if (field === 'mode' && mode.success) return t(`words.mode.${mode.data}`);
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((one) => codeWord(String(one))).join(t('words.list'));
  return typeof value === 'string' ? value : null;
}

export function saidInput(input: unknown): [string, string][] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([field, value]) => {
    const text = saidValue(field, value);
    return text === null ? [] : [[field, text] satisfies [string, string]];
  });
}
