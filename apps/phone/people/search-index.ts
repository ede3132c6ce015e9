/**
 * Finds a person among the thousands a phone holds, on every key stroke (UX.md 3). The tokens are made once, in idle moments
 * (`readyLines`); a search is one pass over plain strings and needs no tree that would have to be kept in step. Another letter
 * looks only among those whom the letters before it found.
 */
import { searchTokens, tokenPrefix } from '@yimi/people';
import type { HeldPerson } from './held-person.ts';

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

/** Ranks, nearest first: 0 is exactly what was typed, 6 the village and hamlet. */
const ranks = 7;
/** With one letter nobody is sought by their village, so its hits are not all those of two. */
const shortestForPlace = 2;

export class SearchIndex {
  readonly #lines: readonly Line[];
  /** What was sought last, and all who were found by it. */
  #last: { readonly wanted: string; readonly lines: readonly Line[] } | null = null;

  constructor(people: readonly HeldPerson[]) {
    this.#lines = people.map(lineOf);
  }

  find(typed: string): { found: HeldPerson[]; more: boolean } {
    const wanted = tokenPrefix(typed);
    if (wanted === '') return { found: [], more: false };
    const hits: Line[] = [];
    const byRank: Line[][] = Array.from({ length: ranks }, () => []);
    for (const line of this.#among(wanted)) {
      const rank = rankOf(line, wanted);
      if (rank === null) continue;
      hits.push(line);
      byRank[rank]?.push(line);
    }
    this.#last = { wanted, lines: hits };
    return { found: nearest(byRank), more: hits.length > mostFound };
  }

  /** Whoever is found by more letters is found by fewer. */
  #among(wanted: string): readonly Line[] {
    const last = this.#last;
    if (last === null || last.wanted.length < shortestForPlace) return this.#lines;
    return wanted.slice(0, last.wanted.length) === last.wanted ? last.lines : this.#lines;
  }
}

/** Sorted only as far as people are shown: a single letter finds hundreds. */
function nearest(byRank: readonly Line[][]): HeldPerson[] {
  const found: HeldPerson[] = [];
  for (const lines of byRank) {
    if (found.length >= mostFound) break;
    lines.sort((one, other) => compare(one.person.pinyin, other.person.pinyin));
    for (const { person } of lines.slice(0, mostFound - found.length)) found.push(person);
  }
  return found;
}

/** Some milliseconds of a slow phone. */
const linesAtATime = 50;

/** Makes the lines of all these people beforehand, so that the first letter does not wait for five thousand. @param pause lets the screen have its turn; false: nobody needs them any more */
export async function readyLines(people: readonly HeldPerson[], pause: () => Promise<boolean>): Promise<void> {
  let made = 0;
  for (const person of people) {
    if (lines.has(person)) continue;
    if (made % linesAtATime === 0 && !(await pause())) return;
    lineOf(person);
    made += 1;
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
