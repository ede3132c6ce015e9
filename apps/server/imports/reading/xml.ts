/**
 * Just enough XML for the parts of an .xlsx (ECMA-376 part 1): these are written by programs, flat, without DTD or
 * comments between elements. Elements are cut out of a stream by their closing tag, so that a sheet of 100,000 rows is
 * never held whole. Entities other than XML's own five are left as they stand: nothing is fetched or expanded.
 */
import { damaged } from '../problems.ts';
import { Refused } from './zip.ts';

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text;
  return (
    text
      .replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g, (whole, hex, decimal, name) => {
        if (name !== undefined) return named[String(name)] ?? whole;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
        return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
      })
      // ECMA-376, 22.9.2.19: control characters are written _x000D_.
      .replace(/_x([0-9A-Fa-f]{4})_/g, (whole, hex) => {
        const code = Number.parseInt(String(hex), 16);
        return code === 0x0d ? '' : code < 0x20 || code === 0x5f ? String.fromCharCode(code) : whole;
      })
  );
}

export function attribute(tag: string, name: string): string | null {
  const at = tag.search(new RegExp(`(?:^|[\\s:])${name}\\s*=`));
  if (at === -1) return null;
  const quoted = /=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag.slice(at));
  return quoted === null ? null : unescapeXml(quoted[1] ?? quoted[2] ?? '');
}

/** Text of all `<t>` of a string item, without the readings that phonetic runs (`rPh`) repeat. */
export function textOfItem(xml: string): string {
  const plain = xml.includes('<rPh') ? xml.replace(/<rPh\b[^>]*>[\s\S]*?<\/rPh>/g, '') : xml;
  let text = '';
  for (const match of plain.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)) text += match[1] ?? '';
  return unescapeXml(text);
}

/** Some writers put every element into a namespace with a prefix (`<x:row>`): taken away. */
function withoutPrefix(text: string): string {
  return /<\/?[a-z]\w*:/i.test(text) ? text.replace(/<(\/?)(?!xml)[a-zA-Z]\w*:/g, '<$1') : text;
}

/** Longer than any row of 300 cells of 32,767 characters that somebody wrote by hand. */
const longestElement = 16 * 1024 * 1024;

/**
 * Cuts a stream after each closing tag. The first piece begins with all that comes before, the last one is what is left.
 * @param closing e.g. `row`
 */
export async function* cutAfter(pieces: AsyncIterable<string>, closing: string): AsyncGenerator<string> {
  const end = new RegExp(`</(?:[a-zA-Z]\\w*:)?${closing}>`, 'g');
  let rest = '';
  for await (const piece of pieces) {
    // A tag may lie across two pieces.
    let from = Math.max(0, rest.length - closing.length - 64);
    rest += piece;
    let start = 0;
    for (;;) {
      end.lastIndex = from;
      const found = end.exec(rest);
      if (found === null) break;
      from = found.index + found[0].length;
      yield withoutPrefix(rest.slice(start, from));
      start = from;
    }
    rest = rest.slice(start);
    if (rest.length > longestElement) throw new Refused(damaged());
  }
  yield withoutPrefix(rest);
}
