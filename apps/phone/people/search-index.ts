/**
 * Finds a person among the thousands a phone holds, on every key stroke (UX.md 3). The tokens are made once; a search is
 * one pass over plain strings, which for 5,000 people is a few milliseconds even on a slow phone, and needs no tree that
 * would have to be kept in step.
 */
import { searchTokens, tokenPrefix } from '@yimi/people';
import type { HeldPerson } from './held-person.ts';

export interface Found {
  readonly person: HeldPerson;
  /** Lower is nearer: 0 is exactly what was typed. */
  readonly rank: number;
}

interface Line {
  readonly person: HeldPerson;
  readonly name: string;
  readonly full: string;
  readonly initials: string;
  readonly place: string;
  readonly tokens: readonly string[];
}

/** More would not be read; the person types another letter instead. */
const mostFound = 60;

export class SearchIndex {
  readonly #lines: readonly Line[];

  constructor(people: readonly HeldPerson[]) {
    this.#lines = people.map(lineOf);
  }

  find(typed: string): { found: HeldPerson[]; more: boolean } {
    const wanted = tokenPrefix(typed);
    if (wanted === '') return { found: [], more: false };
    const hits: Found[] = [];
    for (const line of this.#lines) {
      const rank = rankOf(line, wanted);
      if (rank !== null) hits.push({ person: line.person, rank });
    }
    hits.sort((one, other) => one.rank - other.rank || compare(one.person.pinyin, other.person.pinyin));
    return { found: hits.slice(0, mostFound).map((hit) => hit.person), more: hits.length > mostFound };
  }
}

/** Kept with the person: who is the same person as before has the same line. */
const lines = new WeakMap<HeldPerson, Line>();

function lineOf(person: HeldPerson): Line {
  const known = lines.get(person);
  if (known !== undefined) return known;
  const syllables = person.pinyin.toLowerCase().split(' ').filter(Boolean);
  const line = {
    person,
    name: person.name.toLowerCase(),
    full: syllables.join(''),
    initials: syllables.map((syllable) => syllable.slice(0, 1)).join(''),
    place: `${person.roomName}${person.hamlet}`.toLowerCase(),
    tokens: searchTokens(person.file ?? { name: person.name, pinyin: person.pinyin, phone: person.phone }),
  };
  lines.set(person, line);
  return line;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Exact name, initials or number's end first; then beginnings; then later syllables; then the village and hamlet. */
function rankOf(line: Line, wanted: string): number | null {
  if (line.name === wanted || line.initials === wanted) return 0;
  if (line.full === wanted) return 1;
  if (line.name.startsWith(wanted)) return 2;
  if (line.initials.startsWith(wanted)) return 3;
  if (line.full.startsWith(wanted)) return 4;
  const token = line.tokens.some((one) => one.startsWith(wanted));
  if (token) return wanted.startsWith('#') ? 0 : 5;
  return wanted.length >= 2 && line.place.includes(wanted) ? 6 : null;
}
