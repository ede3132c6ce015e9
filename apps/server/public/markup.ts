/**
 * HTML from plain template functions. Whatever stands in a gap is escaped, unless it was made by `html` itself; so no page
 * can forget to escape what somebody typed. Attributes are written with double quotes, always.
 */

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

type Gap = string | number | null | undefined | false | Markup | readonly Gap[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function filled(gap: Gap): string {
  if (gap === null || gap === undefined || gap === false) return '';
  if (gap instanceof Markup) return gap.text;
  if (typeof gap === 'object') return gap.map(filled).join('');
  return String(gap).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export function html(parts: TemplateStringsArray, ...gaps: readonly Gap[]): Markup {
  return new Markup(parts.reduce((all, part, at) => all + filled(gaps[at - 1]) + part));
}

/** What a library of ours made, as it is: a drawing, never anything that was typed. */
export function drawn(text: string): Markup {
  return new Markup(text);
}
