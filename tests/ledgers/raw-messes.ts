/** Workbooks as other programs write them: namespaces with a prefix, texts inside the cells, no addresses, no styles. */
import { people } from './people.ts';
import { zip } from './write-files.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function workbook(sheetXml: string, strings: string | null = null): Buffer {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<?xml version="1.0"?><x:workbook xmlns:x="${main}" xmlns:r="${relations}"><x:sheets><x:sheet name="台账" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
  };
  if (strings !== null) parts['xl/sharedStrings.xml'] = strings;
  return zip(parts);
}

const inline = (text: string) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`;
const line = (...texts: readonly string[]) => `<x:row>${texts.map(inline).join('')}</x:row>`;

export const rawMesses: Readonly<Record<string, () => Buffer>> = {
  // As a .NET report writes it.
  'prefixed.xlsx': () =>
    workbook(
      `<?xml version="1.0"?><x:worksheet xmlns:x="${main}"><x:sheetData>${line('姓名', '身份证号', '村')}${line(people.guilan[0], people.guilan[1], '木桥村')}</x:sheetData></x:worksheet>`,
    ),
  // Rich text in pieces, a reading above it, entities, empty rows that close themselves, empty strings.
  'rich-text.xlsx': () =>
    workbook(
      `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData><row r="1"/><row r="2" hidden="0"/><row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c></row><row r="4" s="1"/><row r="5"><c r="A5" t="s"><v>4</v></c><c r="B5" s="0"/><c r="C5" t="s"><v>5</v></c></row><row r="6"><c r="A6" t="s"><v>3</v></c><c r="C6" t="s"><v>5</v></c></row></sheetData></worksheet>`,
      `<?xml version="1.0"?><sst xmlns="${main}"><si><t>姓名</t></si><si><t>备注</t></si><si><t>村</t></si><si/><si><r><t>王</t></r><r><rPr><b/></rPr><t>桂&#20848;</t></r><rPh sb="0" eb="1"><t>wang</t></rPh></si><si><t xml:space="preserve"> 木桥村_x000D_</t></si></sst>`,
    ),
};
