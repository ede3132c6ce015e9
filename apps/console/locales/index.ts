/**
 * What people read. zh-CN is the model; en is typed after it, so that a text missing in one of them does not compile.
 * `t` knows every key. The chosen language stays on this machine.
 */
import { createI18n } from 'vue-i18n';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

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

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
});

/** The text of a key; `n` among the values also picks the plural in English. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18n.global.t(key, values, typeof values.n === 'number' ? { plural: values.n } : {});
}

export function language(): Language {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN';
}

export function setLanguage(chosen: Language): void {
  i18n.global.locale.value = chosen;
  localStorage.setItem(remembered, chosen);
  document.documentElement.lang = chosen;
}
