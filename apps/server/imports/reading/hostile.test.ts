/** Files that are not what they say, or mean harm: each is refused by its own name, in bounded time and memory, and none throws. */
import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { people } from '../../../../tests/ledgers/people.ts';
import { xlsx, zip } from '../../../../tests/ledgers/write-files.ts';
import type { Ledger } from './ledger.ts';
import { packed, unpacked } from './packed-rows.ts';
import { readAside } from './read-aside.ts';
import { readLedger } from './read-ledger.ts';

async function codeOf(bytes: Buffer): Promise<string> {
  const read = await readLedger(bytes);
  return isProblem(read) ? read.code : 'read';
}

/** With the cells of every row: what came from the thread puts them together for whoever looks. */
const laidOut = (read: Ledger | Problem) =>
  isProblem(read)
    ? read
    : {
        ...read,
        sheets: read.sheets.map((sheet) => ({
          ...sheet,
          rows: sheet.rows.map(({ number, hidden, cells }) => ({ number, hidden, cells })),
        })),
      };

const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** A part that unpacks to 700 MB of rows, each of them a megabyte of nothing. */
function bomb(): Buffer {
  const row = Buffer.from(`<row x="${' '.repeat(1024 * 1024)}"></row>`);
  const block = deflateRawSync(row, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  return zip({
    'xl/workbook.xml': '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
    'xl/worksheets/s.xml': Buffer.concat([...Array.from({ length: 700 }, () => block), Buffer.from([3, 0])]),
  });
}

describe('A file that is no ledger', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), 'imports.empty'],
    ['one byte', Buffer.from('P'), 'read'],
    ['a spreadsheet of the old kind', Buffer.concat([compound, Buffer.alloc(600)]), 'imports.old-format'],
    [
      'a spreadsheet with a password',
      Buffer.concat([compound, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
      'imports.password-protected',
    ],
    [
      'a web page that calls itself .xls',
      Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'),
      'imports.web-page',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ'), 'imports.not-a-spreadsheet'],
    ['a text document in a parcel', zip({ 'word/document.xml': '<w:document/>' }), 'imports.not-a-spreadsheet'],
    ['a picture', Buffer.concat([Buffer.from([0x00, 0x01, 0x02]), Buffer.alloc(100)]), 'imports.unreadable-text'],
    ['blank lines', Buffer.from('\r\n\r\n,,,\r\n'), 'imports.empty'],
    ['a parcel without an end', Buffer.from('PK\u0003\u0004 and nothing more'), 'imports.damaged'],
  ])('%s is told by its own name', async (_what, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it('that unpacks to far more than it weighs is refused while it unpacks', async () => {
    const bytes = bomb();
    expect(bytes.length).toBeLessThan(2 * 1024 * 1024);
    expect(await codeOf(bytes)).toBe('imports.too-much');
  });

  it('that was cut off anywhere is refused or read, and never throws', async () => {
    const whole = await xlsx([
      {
        name: '表',
        rows: [
          ['姓名', '身份证号'],
          [people.guilan[0], people.guilan[1]],
        ],
      },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(await codeOf(whole.subarray(0, length))).toMatch(/^(imports\.[a-z-]+|read)$/);
      }),
      { numRuns: 60 },
    );
  });

  it('in which bytes were changed, or that is nothing but noise, never throws', async () => {
    const whole = await xlsx([
      {
        name: '表',
        rows: [
          ['姓名', '身份证号'],
          [people.guilan[0], people.guilan[1]],
        ],
      },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        async (changes) => {
          const spoilt = Buffer.from(whole);
          for (const [at, byte] of changes) spoilt[at] = byte;
          expect(await codeOf(spoilt)).toMatch(/^(imports\.[a-z-]+|read)$/);
        },
      ),
      { numRuns: 60 },
    );
    for (let n = 0; n < 20; n++) expect(await codeOf(randomBytes(2_000))).toMatch(/^(imports\.[a-z-]+|read)$/);
  });

  it('merges that would cover a whole sheet a thousand times cost no more than the rows that are there', async () => {
    const merges = Array.from({ length: 3_000 }, (_, n) => `<mergeCell ref="A1:XFD${1_048_576 - n}"/>`).join('');
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>王兰</t></is></c></row>';
    const bytes = zip({
      'xl/workbook.xml': '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
      'xl/worksheets/s.xml': `<worksheet><sheetData>${rows}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`,
    });
    const { spreadMerges } = await import('../understanding/header.ts');
    const read = await readLedger(bytes);
    if (isProblem(read)) throw new Error(read.code);
    const [sheet] = read.sheets;
    expect(sheet === undefined ? 0 : spreadMerges(sheet).length).toBe(2);
  });

  it('a minus zero is a zero, in the thread that reads and in the one that is told', async () => {
    const bytes = zip({
      'xl/workbook.xml': '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
      'xl/worksheets/s.xml': '<worksheet><sheetData><row r="1"><c r="A1"><v>-0</v></c></row></sheetData></worksheet>',
    });
    for (const read of [await readLedger(bytes), await readAside(bytes)]) {
      if (isProblem(read)) throw new Error(read.code);
      expect(read.sheets[0]?.rows[0]?.cells[0]).toEqual({ text: '0', kind: 'number', number: 0 });
    }
  });

  it('is read in a thread of its own, with the same outcome', async () => {
    const bytes = await xlsx([{ name: '表', rows: [['姓名'], [people.guilan[0]]] }]);
    expect(laidOut(await readAside(bytes))).toEqual(laidOut(await readLedger(bytes)));
    expect(await readAside(Buffer.from('%PDF-1.7'))).toMatchObject({ code: 'imports.not-a-spreadsheet' });
  });

  it('comes out of its thread as it went in, whatever stands in a cell and whichever cells are one', () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.record({ text: fc.string({ unit: 'grapheme' }), kind: fc.constant('text' as const) }),
      fc.record({
        text: fc.string(),
        kind: fc.constant('number' as const),
        // There is one zero: the reader makes no other, and what lies packed tells no other.
        number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      }),
      fc.record({
        text: fc.string(),
        kind: fc.constant('date' as const),
        day: fc.constant('2026-01-05'),
        monthOnly: fc.constant(true),
        note: fc.string(),
      }),
    );
    const row = fc
      .tuple(fc.array(cell, { maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 4 }))
      .map(([cells, again]) => [...cells, ...again.map((at) => cells[at] ?? null)]);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const sheet = {
          ...{ name: '表', hidden: false, merges: [], hiddenColumns: [], widths: [] },
          rows: rows.map((cells, at) => ({ number: at * 3 + 1, hidden: at % 4 === 1, cells })),
        };
        const ledger: Ledger = { format: { kind: 'xlsx', date1904: false }, sheets: [sheet] };
        const back = unpacked(packed(ledger));
        expect(laidOut(back)).toEqual(laidOut(ledger));
        for (const [at, { cells }] of (back.sheets[0]?.rows ?? []).entries())
          expect(cells.map((one) => cells.indexOf(one))).toEqual(rows[at]?.map((one) => rows[at]?.indexOf(one)));
      }),
      { numRuns: 60 },
    );
  });
});
