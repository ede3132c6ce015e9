/** Words by code, in both languages; a missing one does not compile. */
import type { FaultCode, RemarkCode } from '../understanding/fault.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

type FieldName =
  | 'name'
  | 'idNumber'
  | 'disabilityCard'
  | 'village'
  | 'hamlet'
  | 'address'
  | 'head'
  | 'relation'
  | 'householdNo'
  | 'birthDay'
  | 'age'
  | 'sex'
  | 'ethnicity'
  | 'phone'
  | 'groups'
  | 'guardian'
  | 'guardianPhone'
  | 'guardianRelation'
  | 'risk'
  | 'day'
  | 'mode'
  | 'result'
  | 'findings'
  | 'needs'
  | 'author'
  | 'station'
  | 'code'
  | 'minutes'
  | 'role'
  | 'fromDay'
  | 'toDay'
  | 'words'
  | 'kind'
  | 'channel'
  | 'urgency'
  | 'proxy'
  | 'outcome'
  | 'answeredDay'
  | 'helperNumber'
  | 'record'
  | 'from'
  | 'to'
  | 'length'
  | 'system';

export interface ImportWords {
  readonly reasonHeading: string;
  readonly faults: Readonly<Record<FaultCode, string>>;
  readonly remarks: Readonly<Record<RemarkCode, string>>;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly tick: string;
}

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
const all: Readonly<Record<Language, ImportWords>> = { 'zh-CN': zhCN, en };

export function wordsIn(language: Language): ImportWords {
  return all[language];
}

/** `{n}` and its like filled in. */
export function filled(text: string, details: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(details[name] ?? hole));
}

export function fieldWord(words: ImportWords, key: string): string {
  if (key.startsWith('is:')) return filled(words.tick, { group: key.slice(3) });
  return Object.entries(words.fields).find(([name]) => name === key)?.[1] ?? '';
}
