/**
 * How likely two files are one person, with the reasons, by evidence that a person can check (疑似重复). Pure, and the same on
 * phone and server. Each reason adds or takes weight, like a judge who keeps a tally: a likeness of names alone is never
 * enough, and two different valid id numbers end the matter. Weights were set on the tuning half of the labelled pairs
 * (`bench/duplicates/`), never on the held-out half.
 */
import { daysBetween } from '@yimi/kernel';
import type { LikenessReason } from './code-lists.ts';
import { foldedSyllable, plainName, syllablesOf } from './name-sound.ts';
import type { Client } from './tables.ts';

export type Comparable = Pick<
  Client,
  | 'name'
  | 'pinyin'
  | 'sex'
  | 'birthDay'
  | 'phone'
  | 'idNumber'
  | 'documentNumber'
  | 'documentKind'
  | 'householdId'
  | 'roomId'
>;

export interface Likeness {
  /** 0–100; proposed from `proposedFrom` on. */
  readonly score: number;
  readonly reasons: readonly LikenessReason[];
}

/** From here on a person is asked. */
export const proposedFrom = 60;

const weights: Readonly<Record<LikenessReason, number>> = {
  'same-id': 100,
  'same-document': 90,
  'same-name': 45,
  'same-sound': 38,
  'like-sound': 28,
  'one-character-apart': 0,
  'same-birth': 40,
  'birth-digits': 30,
  'birth-year-off': 24,
  'birth-lunar': 24,
  'same-phone': 22,
  'same-household': 18,
};

function nameReason(one: Comparable, other: Comparable): LikenessReason | null {
  const [a, b] = [plainName(one.name), plainName(other.name)];
  if (a === '' || b === '') return null;
  if (a === b) return 'same-name';
  const [x, y] = [syllablesOf(one.name, one.pinyin), syllablesOf(other.name, other.pinyin)];
  if (x.length === 0 || x.length !== y.length) return null;
  if (x.every((syllable, at) => syllable === y[at])) return 'same-sound';
  if (x.every((syllable, at) => foldedSyllable(syllable) === foldedSyllable(y[at] ?? ''))) return 'like-sound';
  const [p, q] = [[...a], [...b]];
  const apart = p.length === q.length ? p.filter((character, at) => character !== q[at]).length : 2;
  return apart === 1 && p.length > 2 ? 'one-character-apart' : null;
}

/** The lunar day of a birth lies 18–52 days before the solar one of the same number; people tell now one, now the other. */
function lunarShift(days: number): boolean {
  return days >= 17 && days <= 52;
}

function birthReason(one: string, other: string): LikenessReason | null {
  if (one === other) return 'same-birth';
  const digits = (day: string) => day.replaceAll('-', '');
  const [a, b] = [digits(one), digits(other)];
  const differing = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  const [first = -1, second = -1] = differing;
  const swapped = differing.length === 2 && a[first] === b[second] && a[second] === b[first];
  if (swapped || differing.length === 1) {
    return a.slice(4) === b.slice(4) && !swapped && first === 3 ? 'birth-year-off' : 'birth-digits';
  }
  if (a.slice(4) === b.slice(4) && Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))) === 1)
    return 'birth-year-off';
  return lunarShift(Math.abs(daysBetween(one, other))) ? 'birth-lunar' : null;
}

/** Digits only, without the country's code. */
function plainPhone(phone: string | null): string {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  return digits.length < 7 ? '' : digits;
}

function sameDocument(one: Comparable, other: Comparable): boolean {
  return (
    Boolean(one.documentNumber) &&
    one.documentNumber === other.documentNumber &&
    one.documentKind === other.documentKind
  );
}

export function likeness(one: Comparable, other: Comparable): Likeness {
  if (one.idNumber && other.idNumber) {
    return one.idNumber === other.idNumber ? { score: 100, reasons: ['same-id'] } : { score: 0, reasons: [] };
  }
  const reasons: LikenessReason[] = [];
  if (sameDocument(one, other)) reasons.push('same-document');
  const name = nameReason(one, other);
  if (name !== null) reasons.push(name);
  const birth = one.birthDay === null || other.birthDay === null ? null : birthReason(one.birthDay, other.birthDay);
  if (birth !== null) reasons.push(birth);
  const phone = plainPhone(one.phone);
  if (phone !== '' && phone === plainPhone(other.phone)) reasons.push('same-phone');
  if (one.householdId !== null && one.householdId === other.householdId) reasons.push('same-household');
  return { score: scored(one, other, name, birth, reasons), reasons };
}

function scored(
  one: Comparable,
  other: Comparable,
  name: LikenessReason | null,
  birth: LikenessReason | null,
  reasons: readonly LikenessReason[],
): number {
  if (name === null && !reasons.includes('same-document')) return 0;
  let score = reasons.reduce((sum, reason) => sum + weights[reason], 0);
  const bothBorn = one.birthDay !== null && other.birthDay !== null;
  // Nobody told one of the two birth dates: the same name in one village is then worth a look.
  if (!bothBorn && name === 'same-name' && one.roomId === other.roomId) score += 20;
  if (bothBorn && birth === null) score -= 45;
  if (one.sex !== other.sex && one.sex !== 'unknown' && other.sex !== 'unknown') score -= 20;
  // Twins, and brothers with a generation name, differ in just one character: told as a reason, never enough by itself.
  if (name === 'one-character-apart' && !reasons.includes('same-document')) score = Math.min(score, proposedFrom - 1);
  return Math.max(0, Math.min(100, score));
}
