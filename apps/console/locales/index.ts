/**
 * What people read. zh-CN is the model; en is typed after it, so that a text missing in one of them does not compile.
 * `t` knows every key. The chosen language stays on this machine.
 */
import { createI18n } from 'vue-i18n';
import type { Words } from './words.ts';
import { first } from './zh-CN/first.ts';
import type { zhCN } from './zh-CN/index.ts';

export type Messages = typeof zhCN;
type Leaves<T, Before extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends string ? `${Before}${Key}` : Leaves<T[Key], `${Before}${Key}.`>;
}[keyof T & string];
export type TextKey = Leaves<Messages>;
export type Language = 'zh-CN' | 'en';

const remembered = 'yimi.console.language';

function firstLanguage(): Language {
  return typeof localStorage !== 'undefined' && localStorage.getItem(remembered) === 'en' ? 'en' : 'zh-CN';
}

// A key of another screen is asked for only after `wordsOfScreens`.
const model = first as Words<Messages>;

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  // Until English has come, Chinese stands in its place.
  messages: { 'zh-CN': model, en: model },
});

/** English comes when it is asked for: at the first visit most people never do. */
export async function loadEnglish(): Promise<void> {
  const { en } = await import('./en/index.ts');
  i18n.global.setLocaleMessage('en', en);
}

/** The words beyond the door and the board (`zh-CN/first.ts`). Whoever opens another screen awaits them. */
export async function wordsOfScreens(): Promise<void> {
  if ('people' in i18n.global.getLocaleMessage('zh-CN')) return;
  const { zhCN } = await import('./zh-CN/index.ts');
  i18n.global.setLocaleMessage('zh-CN', zhCN);
}

/** The language this machine remembers, its texts loaded. */
export async function openLanguage(): Promise<void> {
  await speak(firstLanguage());
}

async function speak(chosen: Language): Promise<void> {
  if (chosen === 'en') await loadEnglish();
  i18n.global.locale.value = chosen;
  document.documentElement.lang = chosen;
}

/** A number, or the text of one (`1,234`): what picks the plural in English. */
function counted(n: string | number | undefined): { plural?: number } {
  const plural = typeof n === 'string' && n !== '' ? Number(n.replaceAll(',', '')) : n;
  return typeof plural === 'number' && !Number.isNaN(plural) ? { plural } : {};
}

/** The text of a key; `n` among the values also picks the plural in English. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18n.global.t(key, values, counted(values.n));
}

export function language(): Language {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN';
}

export async function setLanguage(chosen: Language): Promise<void> {
  await speak(chosen);
  localStorage.setItem(remembered, chosen);
}
