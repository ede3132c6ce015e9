/** The few ways in which a cell of our papers looks, as one stylesheet. A test opens each with another program. */

const names = [
  'plain',
  'title',
  'note',
  'noteEnd',
  'head',
  'text',
  'literal',
  'centre',
  'number',
  'day',
  'total',
  'totalNumber',
  'section',
  'stamp',
  'small',
] as const;
export type StyleName = (typeof names)[number];

/** Dates as an office writes them: 2026年3月5日. */
const dayFormat = 164;
const dayPattern = 'yyyy"年"m"月"d"日"';
/** `@`: what is typed into the cell later stays text, too: card numbers keep their digits. */
const asText = 49;
const wholeNumber = 3;

interface Look {
  readonly font: number;
  readonly fill?: number;
  readonly border?: boolean;
  readonly format?: number;
  readonly across?: 'left' | 'center' | 'right';
  readonly down?: 'center' | 'top' | 'bottom';
  readonly wrap?: boolean;
  /** Shown and edited as text though it begins like a formula. */
  readonly quoted?: boolean;
}

const looks: Readonly<Record<StyleName, Look>> = {
  plain: { font: 0 },
  title: { font: 1, across: 'center' },
  note: { font: 0, across: 'left' },
  noteEnd: { font: 0, across: 'right' },
  head: { font: 2, fill: 2, border: true, across: 'center', wrap: true },
  text: { font: 0, border: true, format: asText, wrap: true },
  literal: { font: 0, border: true, format: asText, wrap: true, quoted: true },
  centre: { font: 0, border: true, format: asText, across: 'center', wrap: true },
  number: { font: 0, border: true, format: wholeNumber, across: 'right' },
  day: { font: 0, border: true, format: dayFormat, across: 'center' },
  total: { font: 2, border: true, wrap: true },
  totalNumber: { font: 2, border: true, format: wholeNumber, across: 'right' },
  section: { font: 2, fill: 2, border: true, across: 'left' },
  stamp: { font: 0, across: 'right' },
  small: { font: 3, across: 'left', down: 'top', wrap: true },
};

export function styleIndex(name: StyleName): number {
  return names.indexOf(name);
}

function format({ font, fill = 0, border = false, format: number = 0, quoted = false, ...place }: Look): string {
  const { across, down = 'center', wrap = false } = place;
  const aligned = `<alignment${across === undefined ? '' : ` horizontal="${across}"`} vertical="${down}"${wrap ? ' wrapText="1"' : ''}/>`;
  return `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"${quoted ? ' quotePrefix="1"' : ''}>${aligned}</xf>`;
}

const font = (size: number, bold: boolean, colour: string): string =>
  `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><color rgb="${colour}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`;
const side = (name: string): string => `<${name} style="thin"><color rgb="FF808080"/></${name}>`;

export function stylesXml(): string {
  const fonts = [
    font(11, false, 'FF000000'),
    font(18, true, 'FF000000'),
    font(11, true, 'FF000000'),
    font(9, false, 'FF595959'),
  ];
  const fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF2F5"/><bgColor indexed="64"/></patternFill></fill>',
  ];
  const borders = [
    '<border><left/><right/><top/><bottom/><diagonal/></border>',
    `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`,
  ];
  const formats = names.map((name) => format(looks[name]));
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="${dayFormat}" formatCode="${dayPattern.replaceAll('"', '&quot;')}"/></numFmts><fonts count="${fonts.length}">${fonts.join('')}</fonts><fills count="${fills.length}">${fills.join('')}</fills><borders count="${borders.length}">${borders.join('')}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}
