/**
 * A workbook (ECMA-376 SpreadsheetML) written line by line as its rows come. Text is written as text and never as a
 * formula; a day is a real date with a Chinese format; a paper prints on A4, its head repeated on every page.
 */
import { cellText, columnLetter, daySerial, escapeXml, looksLikeFormula, sheetName } from './sheet-text.ts';
import type { StyleName } from './styles.ts';
import { styleIndex, stylesXml } from './styles.ts';
import type { Entry } from './zip.ts';
import { zipped } from './zip.ts';

export interface Cell {
  /** A day is text `YYYY-MM-DD` in the style `day`. */
  readonly value: string | number | null;
  readonly style: StyleName;
}

export interface Line {
  readonly cells: readonly Cell[];
  /** In points; without it the height fits the text. */
  readonly height?: number;
  /** Columns joined into one cell, from 1, both ends included. */
  readonly joined?: readonly (readonly [from: number, to: number])[];
  /** The head of the table: what lies above and including it stays in view and prints on every page. */
  readonly head?: true;
  /** A row of the table, which the filter covers. */
  readonly row?: true;
}

export interface Sheet {
  readonly name: string;
  /** In characters. */
  readonly widths: readonly number[];
  readonly lines: AsyncIterable<Line> | Iterable<Line>;
  /** How many lines stay in view, the head being the last of them. */
  readonly frozen: number;
  readonly filtered: boolean;
  readonly landscape: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly title: string;
  readonly author: string;
  /** Milliseconds. */
  readonly madeAt: number;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** What is known of a sheet once its last line is written. */
interface Ended {
  readonly name: string;
  filter: string | null;
  head: number;
  width: number;
}

/** The file's bytes, made as they are asked for. */
export function workbookBytes(book: Workbook): AsyncGenerator<Buffer> {
  return zipped(parts(book));
}

async function* parts(book: Workbook): AsyncGenerator<Entry> {
  const taken = new Set<string>();
  const ended: Ended[] = [];
  for (const [at, sheet] of book.sheets.entries()) {
    const name = sheetName(sheet.name, taken);
    taken.add(name);
    const end: Ended = { name, filter: null, head: sheet.frozen, width: sheet.widths.length };
    ended.push(end);
    yield { name: `xl/worksheets/sheet${at + 1}.xml`, content: sheetXml(sheet, end, at === 0) };
  }
  yield { name: 'xl/workbook.xml', content: [workbookXml(ended)] };
  yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(ended.length)] };
  yield { name: 'xl/styles.xml', content: [stylesXml()] };
  yield { name: 'docProps/core.xml', content: [coreXml(book)] };
  yield { name: '[Content_Types].xml', content: [contentTypes(ended.length)] };
  yield { name: '_rels/.rels', content: [rootRelations] };
}

/** Some rows at once: a chunk each would be slower, all at once would not be a stream. */
const linesOfAChunk = 64;

async function* sheetXml(sheet: Sheet, end: Ended, first: boolean): AsyncGenerator<string> {
  yield opening(sheet, first);
  const joined: string[] = [];
  let chunk = '';
  let number = 0;
  let lastRow = 0;
  for await (const line of sheet.lines) {
    number += 1;
    if (line.head === true) end.head = number;
    if (line.row === true) lastRow = number;
    for (const [from, to] of line.joined ?? []) {
      joined.push(`${columnLetter(from)}${number}:${columnLetter(to)}${number}`);
    }
    chunk += lineXml(line, number);
    if (number % linesOfAChunk !== 0) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}</sheetData>`;
  if (sheet.filtered) end.filter = `A${end.head}:${columnLetter(end.width)}${Math.max(lastRow, end.head)}`;
  yield closing(sheet, end, joined);
}

function opening({ widths, frozen, landscape: _, ...sheet }: Sheet, first: boolean): string {
  const below = `A${frozen + 1}`;
  const pane = `<pane ySplit="${frozen}" topLeftCell="${below}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="${below}" sqref="${below}"/>`;
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return `${declared}<worksheet xmlns="${main}"><sheetPr${sheet.filtered ? ' filterMode="0"' : ''}><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0"${first ? ' tabSelected="1"' : ''} workbookViewId="0">${frozen > 0 ? pane : ''}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="20"/><cols>${columns.join('')}</cols><sheetData>`;
}

function lineXml({ cells, height }: Line, number: number): string {
  const size = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return `<row r="${number}"${size}>${cells.map((cell, at) => cellXml(cell, `${columnLetter(at + 1)}${number}`)).join('')}</row>`;
}

function cellXml({ value, style }: Cell, reference: string): string {
  const at = `<c r="${reference}" s="${styleIndex(style)}"`;
  if (value === null || value === '') return `${at}/>`;
  if (typeof value === 'number') return Number.isFinite(value) ? `${at}><v>${value}</v></c>` : `${at}/>`;
  if (style === 'day') return `${at}><v>${daySerial(value)}</v></c>`;
  const literal = style === 'text' && looksLikeFormula(value);
  const shown = literal ? `<c r="${reference}" s="${styleIndex('literal')}"` : at;
  return `${shown} t="inlineStr"><is><t xml:space="preserve">${cellText(value)}</t></is></c>`;
}

/** The order of these parts is the format's own (18.3.1.99). */
function closing({ landscape }: Sheet, { filter }: Ended, joined: readonly string[]): string {
  const filtered = filter === null ? '' : `<autoFilter ref="${filter}"/>`;
  const merged =
    joined.length === 0
      ? ''
      : `<mergeCells count="${joined.length}">${joined.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  // A4; as many pages down as it takes, one across. `&P` and `&N` are the page and their number.
  return `${filtered}${merged}<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.35"/><pageSetup paperSize="9" orientation="${landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter></worksheet>`;
}

function quoted(name: string): string {
  return `'${name.replace(/'/g, "''")}'`;
}

function absolute(reference: string): string {
  return reference.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
}

function workbookXml(sheets: readonly Ended[]): string {
  const listed = sheets.map(
    ({ name }, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const defined = sheets.flatMap(({ name, filter, head }, at) => [
    ...(filter === null
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${escapeXml(quoted(name))}!${absolute(filter)}</definedName>`,
        ]),
    ...(head === 0
      ? []
      : [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeXml(quoted(name))}!$1:$${head}</definedName>`,
        ]),
  ]);
  const names = defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`;
  return `${declared}<workbook xmlns="${main}" xmlns:r="${office}/relationships"><bookViews><workbookView/></bookViews><sheets>${listed.join('')}</sheets>${names}</workbook>`;
}

function workbookRelations(sheets: number): string {
  const of = Array.from(
    { length: sheets },
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${office}/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return `${declared}<Relationships xmlns="${packages}/relationships">${of.join('')}<Relationship Id="rId${sheets + 1}" Type="${office}/relationships/styles" Target="styles.xml"/></Relationships>`;
}

const rootRelations = `${declared}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;

function contentTypes(sheets: number): string {
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const of = Array.from(
    { length: sheets },
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${kind}.worksheet+xml"/>`,
  );
  return `${declared}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>${of.join('')}<Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`;
}

/** Who made the file and when travels within it, whatever it is renamed to. */
function coreXml({ title, author, madeAt }: Workbook): string {
  const when = new Date(madeAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${declared}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${cellText(title)}</dc:title><dc:creator>${cellText(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${when}</dcterms:created></cp:coreProperties>`;
}
