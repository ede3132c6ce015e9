/**
 * Reads an .xlsx in one pass over each sheet. Our own and not the library's reader, because a ledger needs what that one
 * leaves out when it streams (merged ranges, notes, hidden columns) and must not be held whole in memory
 * ([ADR 6](../../../../docs/adr/0006-own-ledger-reader.md)). Nothing is computed: a formula's last result is taken as it stands.
 */
import type { Problem } from '@yimi/kernel';
import { damaged, emptyFile, notASpreadsheet, tooMuch } from '../problems.ts';
import type { DateFormat } from './dates.ts';
import { dateFormat } from './dates.ts';
import type { Ledger, Sheet } from './ledger.ts';
import { limits } from './ledger.ts';
import { SheetReader } from './read-sheet.ts';
import { attribute, cutAfter, textOfItem } from './xml.ts';
import { Refused, Zip } from './zip.ts';

interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly path: string;
}

export async function readXlsx(bytes: Buffer): Promise<Ledger | Problem> {
  try {
    return await readParts(new Zip(bytes));
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    // Offsets that point nowhere: a truncated or hostile parcel.
    if (error instanceof RangeError) return damaged();
    throw error;
  }
}

async function readParts(zip: Zip): Promise<Ledger | Problem> {
  if (!zip.has('xl/workbook.xml')) return notASpreadsheet();
  const workbook = plain(await zip.text('xl/workbook.xml'));
  const relations = await relationsOf(zip, 'xl/_rels/workbook.xml.rels');
  const parts = sheetParts(workbook, relations);
  if (parts.length > limits.sheets) return tooMuch('sheets', limits.sheets);
  const date1904 = /<workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']/.test(workbook);
  const strings = await sharedStrings(zip);
  const formats = await dateFormats(zip);
  const sheets: Sheet[] = [];
  let left: number = limits.cells;
  for (const part of parts) {
    const reader = new SheetReader({ strings, formats, date1904, mostCells: left });
    for await (const element of cutAfter(zip.pieces(part.path), 'row')) reader.take(element);
    reader.takeNotes(await notesOf(zip, part.path));
    left -= reader.cells;
    sheets.push(reader.sheet(part.name, part.hidden));
  }
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (rows === 0) return emptyFile();
  return rows > limits.rows ? tooMuch('rows', limits.rows) : { format: { kind: 'xlsx', date1904 }, sheets };
}

function plain(xml: string): string {
  return xml.replace(/<(\/?)(?!xml)[a-zA-Z]\w*:/g, '<$1');
}

async function relationsOf(zip: Zip, path: string): Promise<Map<string, { type: string; target: string }>> {
  const xml = plain(await zip.text(path));
  const found = new Map<string, { type: string; target: string }>();
  for (const [tag] of xml.matchAll(/<Relationship\b[^>]*>/g)) {
    const id = attribute(tag, 'Id');
    const target = attribute(tag, 'Target');
    if (id !== null && target !== null) found.set(id, { type: attribute(tag, 'Type') ?? '', target });
  }
  return found;
}

/** A path of one part as seen from another, within the parcel. */
function resolved(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function sheetParts(workbook: string, relations: Map<string, { type: string; target: string }>): SheetPart[] {
  return [...workbook.matchAll(/<sheet\b[^>]*>/g)].flatMap(([tag]) => {
    const relation = relations.get(attribute(tag, 'id') ?? '');
    // Charts and macro sheets hold no ledger.
    if (relation === undefined || !relation.type.endsWith('/worksheet')) return [];
    const state = attribute(tag, 'state') ?? 'visible';
    const name = (attribute(tag, 'name') ?? '').slice(0, 31);
    return [{ name, hidden: state !== 'visible', path: resolved('xl/workbook.xml', relation.target) }];
  });
}

async function sharedStrings(zip: Zip): Promise<string[]> {
  const found: string[] = [];
  for await (const element of cutAfter(zip.pieces('xl/sharedStrings.xml'), 'si')) {
    // An empty item closes itself and so is not cut: it stands in front of a full one.
    const full = element.search(/<si(?:\s[^>/]*)?>/);
    const before = full === -1 ? element : element.slice(0, full);
    for (const _ of before.matchAll(/<si\s*\/>/g)) found.push('');
    if (full !== -1) found.push(textOfItem(element.slice(full)).slice(0, limits.cellText));
    if (found.length > limits.cells) throw new Refused(tooMuch('rows', limits.rows));
  }
  return found;
}

/** By style number: whether cells of that style show a date. */
async function dateFormats(zip: Zip): Promise<DateFormat[]> {
  const styles = plain(await zip.text('xl/styles.xml'));
  const codes = new Map<number, string>();
  for (const [tag] of styles.matchAll(/<numFmt\b[^>]*>/g)) {
    codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
  }
  const cells = /<cellXfs\b[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)?.[1] ?? '';
  return [...cells.matchAll(/<xf\b[^>]*>/g)].map(([tag]) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0);
    return dateFormat(id, codes.get(id));
  });
}

/** Notes (批注) by cell address. */
async function notesOf(zip: Zip, sheetPath: string): Promise<Map<string, string>> {
  const name = sheetPath.split('/').at(-1) ?? '';
  const relations = await relationsOf(zip, resolved(sheetPath, `_rels/${name}.rels`));
  const notes = new Map<string, string>();
  for (const { type, target } of relations.values()) {
    if (!type.endsWith('/comments')) continue;
    for await (const element of cutAfter(zip.pieces(resolved(sheetPath, target)), 'comment')) {
      const tag = /<comment\b[^>]*>/.exec(element)?.[0] ?? '';
      const address = attribute(tag, 'ref');
      if (address !== null) notes.set(address, textOfItem(element).slice(0, 2000));
    }
  }
  return notes;
}
