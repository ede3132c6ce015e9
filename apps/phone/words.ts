/**
 * The words people read. zh-CN is the form that every other language must fill: a missing key is a type error. What today's
 * list needs of it is in the first load, the rest follows at once (`laterWords`). Other languages are fetched when chosen.
 * Texts for problems are keyed by the problem's code.
 *
 * Ours, and not vue-i18n: all that is needed is a look-up and `{name}`, and the library's message compiler alone would be
 * a tenth of the first load.
 */
import type { Problem } from '@yimi/kernel';
import { addDays, dayOf, daysBetween } from '@yimi/kernel';
import type { ComputedRef } from 'vue';
import { computed, shallowRef } from 'vue';
import { zhCN } from './locales/zh-CN.ts';
import type { later } from './locales/zh-CN-later.ts';

type Filled<T> = { [K in keyof T]: T[K] extends string ? string : Filled<T[K]> };
/** What a locale must hold. */
type All = typeof zhCN & typeof later;
export type Messages = Filled<All>;
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
export type Key = Paths<All>;
export type Fill = Record<string, string | number>;

export const languages = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
] as const;
export type Language = (typeof languages)[number]['value'];
const storageKey = 'yimi.language';

interface Spoken {
  readonly language: Language;
  readonly messages: object;
}
const spoken = shallowRef<Spoken>({ language: 'zh-CN', messages: zhCN });

/** Called before the first screen, so that nobody sees one language turn into another. */
export async function rememberLanguage(): Promise<void> {
  if (localStorage.getItem(storageKey) === 'en') await chooseLanguage('en').catch(() => undefined);
}

export async function chooseLanguage(language: Language): Promise<void> {
  const messages = language === 'en' ? (await import('./locales/en.ts')).en : await wholeChinese();
  spoken.value = { language, messages };
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
}

async function wholeChinese(): Promise<object> {
  return { ...zhCN, ...(await import('./locales/zh-CN-later.ts')).later };
}

/** The rest of the words. Screens that use them wait for it; all others call it and go on. */
export async function laterWords(): Promise<void> {
  if (spoken.value.messages !== zhCN) return;
  const messages = await wholeChinese();
  // Somebody may have chosen another language meanwhile.
  if (spoken.value.messages === zhCN) spoken.value = { language: 'zh-CN', messages };
}

/** The text at a path, or null. Paths come from data too (problem codes, code lists): what is not there is not an error. */
export function textAt(messages: object, path: string): string | null {
  let at: unknown = messages;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null) return null;
    at = Object.hasOwn(at, part) ? Reflect.get(at, part) : null;
  }
  return typeof at === 'string' ? at : null;
}

function filled(text: string, fill: Fill): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

export interface Words {
  readonly language: ComputedRef<string>;
  readonly t: (key: Key, fill?: Fill) => string;
  /** A value of a code list (DOMAIN.md 4), which is kept in Chinese. */
  readonly code: (value: string) => string;
  readonly problem: (problem: Problem) => string;
  /** Today, yesterday, else the date. */
  readonly day: (day: string, today: string) => string;
  readonly dayTime: (at: number, today: string) => string;
  readonly time: (at: number) => string;
  readonly month: (month: string) => string;
  /** As short as a calendar needs. */
  readonly monthShort: (month: string) => string;
  readonly date: (day: string) => string;
}

const zone = 'Asia/Shanghai';

export function useWords(): Words {
  const has = (key: string): boolean => textAt(spoken.value.messages, key) !== null;
  const say = (key: string, fill: Fill = {}): string => filled(textAt(spoken.value.messages, key) ?? key, fill);
  const locale = computed(() => spoken.value.language);
  const date = (day: string): string => {
    const [year = '', month = '', rest = ''] = day.split('-');
    const thisYear = dayOf(Date.now()).slice(0, 4) === year;
    if (locale.value !== 'en') return `${thisYear ? '' : `${year}年`}${Number(month)}月${Number(rest)}日`;
    const options = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat('en-GB', thisYear ? options : { ...options, year: 'numeric' }).format(
      new Date(`${day}T00:00:00Z`),
    );
  };
  const time = (at: number): string =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
  const day = (on: string, today: string): string => {
    if (on === today) return say('days.today');
    if (on === addDays(today, -1)) return say('days.yesterday');
    if (on === addDays(today, 1)) return say('days.tomorrow');
    return date(on);
  };
  return {
    language: locale,
    t: say,
    code: (value) => (has(`codes.${value}`) ? say(`codes.${value}`) : value),
    problem: (problem) => problemText(problem, say, has),
    day,
    dayTime: (at, today) => `${day(dayOf(at), today)} ${time(at)}`,
    time,
    month: (month) => monthText(month, locale.value, 'long'),
    monthShort: (month) => monthText(month, locale.value, 'short'),
    date,
  };
}

function problemText(
  problem: Problem,
  say: (key: string, fill?: Fill) => string,
  has: (key: string) => boolean,
): string {
  const fill: Fill = {};
  for (const [name, value] of Object.entries(problem.details)) fill[name] = String(value ?? '');
  const field = problem.field?.split('.')[1] ?? 'other';
  fill.field = say(`fields.${has(`fields.${field}`) ? field : 'other'}`);
  const key = `problems.${problem.code}`;
  return has(key) ? say(key, fill) : say(`problemKinds.${problem.kind}`, fill);
}

function monthText(month: string, language: string, length: 'long' | 'short'): string {
  if (language !== 'en') return `${Number(month.slice(5))}月`;
  return new Intl.DateTimeFormat('en-GB', { month: length, timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
}

const chineseNumbers = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;

function chineseNumber(n: number): string {
  if (n <= 10) return chineseNumbers[n] ?? '';
  const tens = Math.floor(n / 10);
  return `${tens > 1 ? chineseNumbers[tens] : ''}十${chineseNumbers[n % 10] ?? ''}`;
}

/** Kept once made: the farmers' calendar is a tenth of a second of a slow phone. */
let lastHead: { readonly of: string; readonly head: { title: string; rest: string } } | null = null;

/** The head of the day: 六月十二, the weekday, and the farmers' calendar (农历), which market days follow. */
export function headOfDay(day: string, language: string): { title: string; rest: string } {
  const of = `${day}/${language}`;
  if (lastHead?.of !== of) lastHead = { of, head: madeHead(day, language) };
  return lastHead.head;
}

function madeHead(day: string, language: string): { title: string; rest: string } {
  const at = new Date(`${day}T00:00:00Z`);
  if (language === 'en') {
    const title = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at);
    return { title, rest: new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(at) };
  }
  const title = `${chineseNumber(Number(day.slice(5, 7)))}月${chineseNumber(Number(day.slice(8)))}`;
  const weekday = new Intl.DateTimeFormat('zh-CN', { weekday: 'long', timeZone: 'UTC' }).format(at);
  return { title, rest: `${weekday} · ${lunar(at)}` };
}

function lunar(at: Date): string {
  const parts = new Intl.DateTimeFormat('zh-CN-u-ca-chinese', {
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(at);
  const month = parts.find((part) => part.type === 'month')?.value ?? '';
  const n = Number(parts.find((part) => part.type === 'day')?.value);
  const name =
    n <= 10
      ? `初${chineseNumber(n)}`
      : n < 20
        ? chineseNumber(n)
        : n === 20
          ? '二十'
          : n < 30
            ? `廿${chineseNumber(n - 20)}`
            : '三十';
  return `农历${month}${name}`;
}

export function daysLate(dueOn: string, today: string): number {
  return daysBetween(dueOn, today);
}
