/**
 * Needs that may be one (疑似重复): the same person or household asks for the same kind again within two months, or the same
 * village says nearly the same words. It only proposes; a person merges. Pure: words are sealed, so whoever may read them
 * compares them in memory, and nothing of them can be sought in SQL (law A3).
 */
import { daysBetween } from '@yimi/kernel';

export interface AskedNeed {
  readonly id: string;
  readonly kind: string;
  readonly clientId: string | null;
  readonly householdId: string | null;
  readonly heldIn: string;
  readonly receivedOn: string;
  readonly words: string | null;
}

/** Why two seem one, the surest first. */
export const alikeReasons = ['same-person', 'same-household', 'same-words'] as const;
export type AlikeReason = (typeof alikeReasons)[number];

/** Whoever asks again later asks for something new. [ours] */
export const alikeWithinDays = 60;
/** Shorter texts (想订饭) are alike by accident. */
const fewestLetters = 5;
const alikeFrom = 0.6;

/** Pairs of neighbouring letters; spaces and marks between them say nothing. */
function pairsOf(text: string): Map<string, number> {
  const letters = [...text.normalize('NFKC').replace(/[\s\p{P}]/gu, '')];
  const pairs = new Map<string, number>();
  if (letters.length < fewestLetters) return pairs;
  for (let at = 1; at < letters.length; at++) {
    const pair = `${letters[at - 1]}${letters[at]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Shared pairs of letters by all pairs (Dice): 0 for nothing in common or too little said, 1 for the same. */
export function alikeness(one: string, other: string): number {
  const [left, right] = [pairsOf(one), pairsOf(other)];
  const sum = (pairs: Map<string, number>): number => [...pairs.values()].reduce((all, n) => all + n, 0);
  const all = sum(left) + sum(right);
  const shared = [...left].reduce((n, [pair, times]) => n + Math.min(times, right.get(pair) ?? 0), 0);
  return left.size === 0 || right.size === 0 ? 0 : (2 * shared) / all;
}

function reasonOf(one: AskedNeed, other: AskedNeed): AlikeReason | null {
  const kind = one.kind === other.kind;
  if (kind && one.clientId !== null && one.clientId === other.clientId) return 'same-person';
  if (kind && one.householdId !== null && one.householdId === other.householdId) return 'same-household';
  const said = one.heldIn === other.heldIn && alikeness(one.words ?? '', other.words ?? '') >= alikeFrom;
  return said ? 'same-words' : null;
}

/** Those of `others` that may be the same as `need`, the surest first. */
export function alikeTo(need: AskedNeed, others: readonly AskedNeed[]): { id: string; reason: AlikeReason }[] {
  const found = others.flatMap((other) => {
    const near = Math.abs(daysBetween(need.receivedOn, other.receivedOn)) <= alikeWithinDays;
    const reason = near && other.id !== need.id ? reasonOf(need, other) : null;
    return reason === null ? [] : [{ id: other.id, reason }];
  });
  return found.sort((one, other) => alikeReasons.indexOf(one.reason) - alikeReasons.indexOf(other.reason));
}
