/** How the files of the corpus are written: by the spreadsheet library, by hand where it is too tidy. */
import { crc32 } from 'node:zlib';
import ExcelJS from '@protobi/exceljs';

export type Value = string | number | Date | null | { formula: string; result: string | number | { error: string } };

export interface SheetPlan {
  readonly name: string;
  readonly rows: readonly (readonly Value[])[];
  readonly merges?: readonly string[];
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly number[];
  readonly notes?: Readonly<Record<string, string>>;
  /** Number formats by cell or column letter. */
  readonly formats?: Readonly<Record<string, string>>;
  readonly hidden?: boolean;
}

/** Excel writes the time of saving into the file; a fixed one keeps the files the same. */
const saved = new Date('2026-01-05T08:00:00Z');

export async function xlsx(sheets: readonly SheetPlan[], date1904 = false): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.created = saved;
  book.modified = saved;
  book.properties.date1904 = date1904;
  for (const plan of sheets) {
    const sheet = book.addWorksheet(plan.name, { state: plan.hidden === true ? 'hidden' : 'visible' });
    for (const row of plan.rows) sheet.addRow([...row]);
    for (const range of plan.merges ?? []) sheet.mergeCells(range);
    for (const number of plan.hiddenRows ?? []) sheet.getRow(number).hidden = true;
    for (const column of plan.hiddenColumns ?? []) sheet.getColumn(column).hidden = true;
    for (const [address, note] of Object.entries(plan.notes ?? {})) sheet.getCell(address).note = note;
    for (const [where, format] of Object.entries(plan.formats ?? {})) {
      if (/\d/.test(where)) sheet.getCell(where).numFmt = format;
      else sheet.getColumn(where).numFmt = format;
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A parcel of parts, plain or (as bytes) packed already: for workbooks that other programs write. */
export function zip(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const body = typeof text === 'string' ? Buffer.from(text) : text;
    const head = Buffer.alloc(30 + name.length);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(typeof text === 'string' ? 0 : 8, 8);
    head.writeUInt32LE(crc32(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(name.length, 26);
    head.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    locals.push(head, body);
    directory.push(entry);
    offset += head.length + body.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, entries, end]);
}

/** Lines as a spreadsheet saves them; nothing is quoted. */
export function csv(rows: readonly (readonly Value[])[], separator = ','): string {
  return `${rows.map((row) => row.join(separator)).join('\r\n')}\r\n`;
}
