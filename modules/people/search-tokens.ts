/** What a person is found by, kept as tokens of their own: equality and ranges only, so that row-level security stays fast (law A6). */

interface Searchable {
  readonly name: string;
  readonly pinyin: string;
  readonly phone: string | null;
  readonly idLastFour?: string | null | undefined;
  readonly hamlet?: string | undefined;
  readonly soundKey?: string | undefined;
}

/** Under which the server looks for like-sounding names; no search begins with it. */
export const soundToken = (soundKey: string): string => `~${soundKey}`;

/**
 * What a person can be found by (UX.md 3): beginnings of the name, of the full pinyin and of its initials, the phone's
 * last four and all of it, the card's last four, the hamlet. Equality and ranges only, so that row-level security stays fast (law A6).
 */
export function searchTokens(person: Searchable): string[] {
  const syllables = person.pinyin.toLowerCase().split(' ').filter(Boolean);
  const tokens = new Set<string>();
  if (person.name !== '') tokens.add(person.name);
  for (let i = 1; i < person.name.length; i++) tokens.add(person.name.slice(i));
  if (syllables.length > 0) {
    tokens.add(syllables.join(''));
    tokens.add(syllables.map((syllable) => syllable.slice(0, 1)).join(''));
    for (let i = 1; i < syllables.length; i++) tokens.add(syllables.slice(i).join(''));
  }
  const digits = (person.phone ?? '').replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  // The whole number too, from its beginning; four digits alone ask for a number's end.
  if (digits.length >= 4) for (const one of [digits, `#${digits.slice(-4)}`]) tokens.add(one);
  if (person.idLastFour) tokens.add(`#${person.idLastFour.toLowerCase()}`);
  if (person.hamlet) tokens.add(person.hamlet.toLowerCase());
  if (person.soundKey) tokens.add(soundToken(person.soundKey));
  return [...tokens];
}

/** True if one of the tokens begins with what was typed; four digits (or three and X) ask for a number's end. */
export function matches(tokens: readonly string[], typed: string): boolean {
  const wanted = tokenPrefix(typed);
  return wanted !== '' && tokens.some((token) => token.startsWith(wanted));
}

/** What was typed, in the form in which tokens are kept. */
export function tokenPrefix(typed: string): string {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[\s~]+/g, '');
  return /^\d{3}[\dx]$/.test(text) ? `#${text}` : text;
}
