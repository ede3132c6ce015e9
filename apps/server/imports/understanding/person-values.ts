/** What ledgers write about a person, cell by cell: name, id number, sex, phone. What cannot be read is told, never guessed. */
import { readCitizenId } from '@yimi/people';
import type { Cell } from '../reading/ledger.ts';
import type { Parsed } from './fault.ts';
import { wrong } from './fault.ts';
import { plainText } from './plain.ts';

/** Han, with the later extensions (𠮷) and the 〇 of some names. */
const han = '\\p{Script=Han}〇';
const hanOnly = new RegExp(`^[${han}]+$`, 'u');

export interface NameValue {
  readonly name: string;
  /** A remark stood beside the name in brackets: 王明（已故）. */
  readonly remark: string | null;
}

export function parseName(cell: Cell): Parsed<NameValue> {
  if (cell.kind === 'fault') return wrong('spreadsheet-error');
  const text = plainText(cell.text.replace(/[\r\n]+/g, '、'));
  // U+E000 to U+F8FF hold characters of one machine's own font; U+FFFD and ? stand where one was lost on the way.
  if (/[\ue000-\uf8ff\ufffd?？]/u.test(text)) return wrong('name-lost-character');
  const [, bare = '', remark] = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(text) ?? [];
  const several = /[、,，;；/／|&]|和(?=\p{Script=Han}{2})/u.test(bare);
  const parts = bare.split(/[、,，;；/／|&\s]+/u).filter(Boolean);
  const twoWhole = parts.length > 1 && parts.every((part) => [...part].length >= 2 && hanOnly.test(part));
  if ((several && parts.length > 1) || twoWhole) return wrong('name-several');
  const name = joined(parts, bare);
  if (/\d/.test(name)) return wrong('name-digits');
  const length = [...name].length;
  if (length === 0) return wrong('missing');
  // The longest names in use (minorities, with their dots) stay under 30.
  if (length > 30 || /[。!！<>{}[\]=+#@$%^~`\\]/u.test(name) || (length === 1 && hanOnly.test(name)))
    return wrong('name-odd');
  const said = remark === undefined || remark === '' ? null : remark;
  return said === null ? { value: { name, remark: null } } : { value: { name, remark: said }, remark: 'name-remark' };
}

/** 王 明 → 王明; 买买提 · 吐尔逊 → 买买提·吐尔逊; Latin names keep their spaces. */
function joined(parts: readonly string[], bare: string): string {
  const close = bare.replace(/\s*[·•‧・∙⋅.．]\s*/gu, '·');
  return parts.every((part) => !/[a-z]/i.test(part)) ? close.replace(/\s/g, '') : close;
}

export function parseCitizenId(cell: Cell): Parsed<string> {
  if (cell.kind === 'fault') return wrong('spreadsheet-error');
  const text = plainText(cell.text)
    .replace(/^(?:身份证|居民身份证|身份证号码?)[:：]?/, '')
    .replace(/[\s\-'’`"]/g, '')
    .replace(/[×хХ*]$/u, 'X')
    .toUpperCase();
  if (/^\d(?:\.\d+)?E\+?\d+$/.test(text)) return wrong('id-exponent');
  // A number keeps 15 digits: of 18 the last three are gone, whatever it shows.
  if (cell.kind !== 'text' && text.replace(/\D/g, '').length > 15) return wrong('id-digits-lost');
  if (/^\d{15}$/.test(text)) return wrong('id-old');
  if (text.length !== 18) return wrong('id-length', { n: text.length });
  if (!/^\d{17}[\dX]$/.test(text)) return wrong('id-characters');
  if (readCitizenId(text) === null) return wrong(/0{3}$/.test(text) ? 'id-digits-lost' : 'id-check');
  return { value: text };
}

/**
 * 残疾人证号: the citizen id, then one digit for the kind and one for the grade of the disability; B and a digit where the
 * card was issued again. Grades one and two are severe (重度).
 */
export function parseDisabilityCard(cell: Cell): Parsed<{ idNumber: string; groups: ('残疾人' | '重度残疾人')[] }> {
  const text = plainText(cell.text).replace(/\s/g, '').toUpperCase();
  const [, idNumber, grade] = /^(\d{17}[\dX])[1-7]([1-4])(?:B\d)?$/.exec(text) ?? [];
  if (idNumber === undefined) return wrong(cell.kind === 'number' ? 'id-digits-lost' : 'card-unreadable');
  if (readCitizenId(idNumber) === null) return wrong('id-check');
  return { value: { idNumber, groups: Number(grade) <= 2 ? ['残疾人', '重度残疾人'] : ['残疾人'] } };
}

export function parseSex(cell: Cell): Parsed<'male' | 'female'> {
  const text = plainText(cell.text).toLowerCase();
  // 1 and 2 are the codes of GB/T 2261.1.
  if (/^(?:男|男性|m|male|1)$/.test(text)) return { value: 'male' };
  if (/^(?:女|女性|f|female|2)$/.test(text)) return { value: 'female' };
  return wrong('sex-unreadable');
}

/** The first number of a cell that may hold two. */
export function parsePhone(cell: Cell): Parsed<string> {
  if (cell.kind === 'fault') return wrong('spreadsheet-error');
  const text = plainText(cell.text).replace(/[（(][^）)]*[）)]/g, '');
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(text)) return wrong('phone-digits-lost');
  const parts = text.split(/[、,，;；/或]+|\s(?=1[3-9]\d{9})/).filter((part) => /\d/.test(part));
  const [first = ''] = parts.map(onePhone).filter((phone) => phone !== null);
  if (first === '') return wrong('phone-unreadable', { n: text.replace(/\D/g, '').length });
  return parts.length > 1 ? { value: first, remark: 'phone-several' } : { value: first };
}

function onePhone(text: string): string | null {
  const digits = text
    .replace(/[^\d+]/g, '')
    .replace(/^(?:\+|00)86/, '')
    .replace(/^86(?=1[3-9]\d{9}$)/, '');
  if (/^1[3-9]\d{9}$/.test(digits)) return digits;
  return /^(?:0\d{2,3})?[2-9]\d{6,7}$/.test(digits) ? digits : null;
}

export function looksLikeName(text: string): boolean {
  return /^\p{Script=Han}[\p{Script=Han}\s·]{1,6}$/u.test(text);
}
