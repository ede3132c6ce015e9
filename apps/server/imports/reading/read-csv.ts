/**
 * Text tables: UTF-8 with or without its mark, UTF-16 as Excel's "Unicode text" writes it, and GB18030 (of which GBK and
 * GB2312 are parts), which Chinese Windows still writes. The encoding is told by trying: Chinese in GB18030 is all but never valid
 * UTF-8. Cells are cut by RFC 4180, with the separator that cuts the first lines most evenly.
 */
import type { Problem } from '@yimi/kernel';
import { emptyFile, tooMuch, unreadableText } from '../problems.ts';
import type { Cell, Format, Ledger } from './ledger.ts';
import { limits } from './ledger.ts';
import { RowPacker } from './packed-rows.ts';

type Encoding = Extract<Format, { kind: 'csv' }>['encoding'];

export function decodeText(bytes: Buffer): { text: string; encoding: Encoding } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return tried(bytes.subarray(3), 'utf-8', 'utf-8-bom');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return tried(bytes.subarray(2), 'utf-16le', 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return tried(bytes.subarray(2), 'utf-16be', 'utf-16be');
  // A NUL is in no text: pictures, programs, databases.
  if (bytes.includes(0)) return null;
  return tried(bytes, 'utf-8', 'utf-8') ?? tried(bytes, 'gb18030', 'gb18030');
}

function tried(bytes: Buffer, label: string, encoding: Encoding): { text: string; encoding: Encoding } | null {
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    // Control characters other than tab and line ends: binary that happened to decode.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : { text, encoding };
  } catch {
    return null;
  }
}

/**
 * Cells of all lines; quotes keep separators and line ends (RFC 4180). A cell is cut out of the text and not put together
 * from its characters: of a large ledger the pieces would weigh ten times what they say.
 */
function* linesOf(text: string, separator: string): Generator<string[]> {
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const end = endOfCell(text, at, separator);
    cells.push(text.charAt(at) === '"' ? unquoted(text, at, end) : text.slice(at, end));
    const char = text.charAt(end);
    at = end + (char === '\r' && text.charAt(end + 1) === '\n' ? 2 : 1);
    if (char === separator && at < text.length) continue;
    if (char === separator) cells.push('');
    yield cells;
    cells = [];
  }
}

/** Where the cell that begins here ends: at a separator, a line's end or the text's, outside quotes. */
function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  let quoted = text.charAt(from) === '"';
  if (quoted) at++;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') continue;
      if (text.charAt(at + 1) === '"') at++;
      else quoted = false;
    } else if (char === separator || char === '\n' || char === '\r') return at;
  }
  return text.length;
}

/** What stood in quotes, and what somebody wrote behind them all the same. */
function unquoted(text: string, from: number, end: number): string {
  const inner = /^"((?:[^"]|"")*)("?)([\s\S]*)$/.exec(text.slice(from, end));
  return `${(inner?.[1] ?? '').replaceAll('""', '"')}${inner?.[3] ?? ''}`;
}

const separators = [',', ';', '\t', '，', '|'];

/** The separator with which most of the first lines have the same number of cells, more than one. */
function separatorOf(text: string): string {
  const head = text.slice(0, 64 * 1024);
  let best = { separator: ',', score: 0 };
  for (const separator of separators) {
    const counts = new Map<number, number>();
    let seen = 0;
    for (const cells of linesOf(head, separator)) {
      if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
      if (++seen === 50) break;
    }
    const score = Math.max(0, ...[...counts].map(([cells, lines]) => lines * 10 + Math.min(cells, 9)));
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function cellOf(raw: string): Cell | null {
  // Excel's way of keeping digits in a CSV: ="0123" — a text, never run.
  const text = (/^="([^"]*)"$/.exec(raw)?.[1] ?? raw).replace(/^'(?=[\d=+@-])/, '').slice(0, limits.cellText);
  return text.trim() === '' ? null : { text, kind: 'text' };
}

/** Names of villages, groups and the like are short and few; numbers and addresses are not worth remembering. */
const longestShared = 12;
const mostShared = 20_000;

export function readCsv(bytes: Buffer): Ledger | Problem {
  const decoded = decodeText(bytes);
  if (decoded === null) return unreadableText();
  const separator = separatorOf(decoded.text);
  const rows = new RowPacker();
  // A village of 3,000 rows says 木桥村 once.
  const shared = new Map<string, Cell | null>();
  const cellFor = (raw: string): Cell | null => {
    if (raw.length > longestShared) return cellOf(raw);
    const known = shared.get(raw);
    if (known !== undefined) return known;
    const cell = cellOf(raw);
    if (shared.size < mostShared) shared.set(raw, cell);
    return cell;
  };
  let number = 0;
  for (const texts of linesOf(decoded.text, separator)) {
    number++;
    const cells = texts.map(cellFor);
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    if (cells.length === 0) continue;
    if (cells.length > limits.columns) return tooMuch('columns', limits.columns);
    rows.push({ number, hidden: false, cells });
    if (rows.length > limits.rows) return tooMuch('rows', limits.rows);
  }
  if (rows.length === 0) return emptyFile();
  const sheet = { name: '', hidden: false, rows: rows.rows(), merges: [], hiddenColumns: [], widths: [] };
  return { format: { kind: 'csv', encoding: decoded.encoding, separator }, sheets: [sheet] };
}
