/**
 * Our spreadsheets, opened by two other programs: the library that reads ledgers, and LibreOffice. Cells, dates, hostile
 * text, page set-up; and that 50,000 rows never lie in memory together.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import excel from '@protobi/exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { convert, ensureOffice } from '../../../scripts/office.ts';
import { cellText, columnLetter, daySerial, fileName, sheetName } from './sheet-text.ts';
import type { Line, Sheet, Workbook } from './workbook.ts';
import { workbookBytes } from './workbook.ts';

const folder = mkdtempSync(join(tmpdir(), 'yimi-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostile = [
  '=HYPERLINK("http://x.example","点我")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  "=cmd|'/c calc'!A0",
  '＝1+1',
];
const head: Line = {
  cells: ['姓名', '证件号', '日期', '户次', '情况'].map((value) => ({ value, style: 'head' as const })),
  head: true,
};

function row(text: string, n: number): Line {
  return {
    row: true,
    cells: [
      { value: text, style: 'text' },
      { value: '110105194912310020', style: 'text' },
      { value: '2026-03-05', style: 'day' },
      { value: n, style: 'number' },
      { value: `第一行\n第二行 <b>&"'`, style: 'text' },
    ],
  };
}

function sheet(lines: Sheet['lines'], more: Partial<Sheet> = {}): Sheet {
  return { name: '探访台账', widths: [20, 22, 16, 8, 40], lines, frozen: 2, filtered: true, landscape: true, ...more };
}

function book(...sheets: Sheet[]): Workbook {
  return { sheets, title: '探访台账', author: '蓝秀英', madeAt: Date.parse('2026-03-31T08:00:00Z') };
}

const title: Line = {
  cells: [
    { value: '清河乡社工站探访台账', style: 'title' },
    ...Array.from({ length: 4 }, () => ({ value: null, style: 'title' as const })),
  ],
  joined: [[1, 5]],
  height: 32,
};

async function fileOf(name: string, of: Workbook): Promise<string> {
  const path = join(folder, name);
  const chunks: Buffer[] = [];
  for await (const chunk of workbookBytes(of)) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}

async function read(path: string): Promise<excel.Workbook> {
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function sheetOf(workbook: excel.Workbook, name: string): excel.Worksheet {
  const found = workbook.getWorksheet(name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
}

describe('A workbook read back by the library', () => {
  it('has real dates in Chinese form, numbers as numbers, card numbers with all their digits', async () => {
    const path = await fileOf('plain.xlsx', book(sheet([title, head, row('韦小妹', 12)])));
    const found = sheetOf(await read(path), '探访台账');
    expect(found.getCell('A1').value).toBe('清河乡社工站探访台账');
    expect(found.getCell('A3').value).toBe('韦小妹');
    expect(found.getCell('B3').value).toBe('110105194912310020');
    expect(found.getCell('B3').numFmt).toBe('@');
    expect(found.getCell('C3').value).toEqual(new Date('2026-03-05T00:00:00Z'));
    expect(found.getCell('C3').numFmt).toBe('yyyy"年"m"月"d"日"');
    expect(found.getCell('D3').value).toBe(12);
    expect(found.getCell('E3').value).toBe(`第一行\n第二行 <b>&"'`);
    expect(found.getCell('E3').alignment.wrapText).toBe(true);
  });

  it('keeps text that begins like a formula as text', async () => {
    const path = await fileOf('hostile.xlsx', book(sheet([title, head, ...hostile.map((text) => row(text, 1))])));
    const found = sheetOf(await read(path), '探访台账');
    for (const [at, text] of hostile.entries()) {
      const cell = found.getCell(`A${at + 3}`);
      expect(cell.type, text).toBe(excel.ValueType.String);
      expect(cell.value).toBe(text.replace('\r', '\n'));
    }
    const xml = await partOf(path, 'xl/worksheets/sheet1.xml');
    expect(xml).not.toContain('<f>');
    expect(xml.match(/ s="6" t="inlineStr"/g)).toHaveLength(hostile.length);
  });

  it('prints on A4 across, one page wide, its head on every page, with page numbers, filtered and frozen', async () => {
    const path = await fileOf('page.xlsx', book(sheet([title, head, row('韦', 1), row('覃', 2)])));
    const found = sheetOf(await read(path), '探访台账');
    expect(found.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 });
    expect(found.pageSetup.printTitlesRow).toBe('1:2');
    expect(found.headerFooter.oddFooter).toBe('&C第 &P 页 共 &N 页');
    expect(found.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 });
    expect(found.autoFilter).toBe('A2:E4');
  });

  it('carries any text that a person can type, unchanged but for line ends and what no file can carry', async () => {
    const path = join(folder, 'any.xlsx');
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...hostile));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const of = book(sheet([title, head, ...texts.map((one) => row(one, 1))]));
        await fileOf('any.xlsx', of);
        const found = sheetOf(await read(path), '探访台账');
        for (const [at, one] of texts.entries()) {
          const kept = one
            .toWellFormed()
            .replace(/\r\n?/g, '\n')
            // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot carry
            .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
          expect(found.getCell(`A${at + 3}`).value ?? '').toBe(kept);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has two sheets of different names whatever they were to be called', async () => {
    const lines = [title, head, row('韦', 1)];
    const path = await fileOf('two.xlsx', book(sheet(lines, { name: '台账' }), sheet(lines, { name: '台账' })));
    expect((await read(path)).worksheets.map((one) => one.name)).toEqual(['台账', '台账(2)']);
  });
});

async function partOf(path: string, name: string): Promise<string> {
  // The second reader is the test's own: entries are found by the central directory, as any unzipper does.
  const { inflateRawSync } = await import('node:zlib');
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < bytes.readUInt16LE(end + 10); n++) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const offset = bytes.readUInt32LE(at + 42);
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const from = offset + 30 + bytes.readUInt16LE(offset + 26);
      return inflateRawSync(bytes.subarray(from, from + bytes.readUInt32LE(at + 20))).toString('utf8');
    }
    at += 46 + nameLength;
  }
  throw new Error(`no ${name}`);
}

describe('A workbook in LibreOffice', () => {
  it('opens as it was meant: every cell, dates as dates, no formula run', { timeout: 600_000 }, async () => {
    ensureOffice();
    const lines = [title, head, row('韦小妹', 12), ...hostile.map((text) => row(text, 1))];
    const path = await fileOf('office.xlsx', book(sheet(lines)));
    // As shown on the screen, with what lies underneath: `sdval` is a number's value, `sdnum` its format.
    convert(path, 'html', join(folder, 'html'));
    const html = readFileSync(join(folder, 'html', 'office.html'), 'utf8');
    const cells = [...html.matchAll(/<td[^>]*?(?: sdval="([\d.]+)")?(?: sdnum="[^"]*")?>(?:<[^>]+>)*([^<]*)/g)];
    const shown = cells.map(([, value, text = '']) => [value, text.replaceAll('&quot;', '"')]);
    expect(shown).toContainEqual(['46086', '2026年3月5日']);
    expect(shown).toContainEqual([undefined, '110105194912310020']);
    expect(shown).toContainEqual([undefined, '=HYPERLINK("http://x.example","点我")']);
    for (const text of ['+1+1', '-2+3', '@SUM(A1)']) expect(shown).toContainEqual([undefined, text]);
    expect(html).not.toMatch(/#(NAME|REF|VALUE)[?!]|Err:\d|<a href/i);
    const made = convert(path, 'pdf', join(folder, 'pdf'));
    expect(made).toEqual(['office.pdf']);
    expect(readFileSync(join(folder, 'pdf', 'office.pdf')).length).toBeGreaterThan(5_000);
  });
});

describe('Fifty thousand rows', () => {
  it('are made no faster than they are taken: a slow reader never has more than a moment’s rows before it', async () => {
    const rows = 50_000;
    let made = 0;
    let taken = 0;
    let most = 0;
    const lines = async function* (): AsyncGenerator<Line> {
      yield title;
      yield head;
      for (; made < rows; made++) yield row(`第${made}人`, made);
    };
    let size = 0;
    const slow = new Writable({
      highWaterMark: 16_384,
      write(chunk: Buffer, _, done) {
        size += chunk.length;
        // What the compressor has let out, as a share of what goes in: about 25 bytes a row.
        taken = size / 25;
        most = Math.max(most, made - taken);
        setImmediate(done);
      },
    });
    await pipeline(workbookBytes(book(sheet(lines()))), slow);
    expect(made).toBe(rows);
    // The compressor's window and the pipes' buffers hold some thousand short rows, not tens of thousands.
    expect(most).toBeLessThan(20_000);
    expect(size).toBeGreaterThan(400_000);
  });

  it('stop being made when nobody takes them any more', async () => {
    let made = 0;
    const lines = async function* (): AsyncGenerator<Line> {
      for (; made < 50_000; made++) yield row(`第${made}人`, made);
    };
    let chunks = 0;
    for await (const _ of workbookBytes(book(sheet(lines())))) if (++chunks === 4) break;
    expect(made).toBeLessThan(25_000);
  });

  it('say so when their making fails', async () => {
    const lines = async function* (): AsyncGenerator<Line> {
      yield head;
      throw new Error('the county is gone');
    };
    const all = async () => {
      for await (const _ of workbookBytes(book(sheet(lines()))));
    };
    await expect(all()).rejects.toThrow('the county is gone');
  });
});

describe('Names', () => {
  it('of sheets keep the rules of Excel', () => {
    expect(sheetName('探访[1]:*?/\\台账')).toBe('探访 1      台账');
    expect(sheetName("'清河'")).toBe('清河');
    expect(sheetName('')).toBe('表');
    expect(sheetName('History')).toBe('History_');
    expect(sheetName('长'.repeat(40))).toHaveLength(31);
    expect(sheetName('长'.repeat(40), new Set(['长'.repeat(31)]))).toBe(`${'长'.repeat(28)}(2)`);
  });

  it('of columns, days and files are those that the format and the systems know', () => {
    expect([1, 26, 27, 702, 703].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
    expect(daySerial('2026-03-05')).toBe(46_086);
    expect(fileName('清河/乡:"台账"')).toBe('清河_乡__台账_');
    expect(cellText('_x000D_')).toBe('_x005F_x000D_');
    expect(cellText('x'.repeat(40_000))).toHaveLength(32_767);
  });
});
